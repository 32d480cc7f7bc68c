"""Translates requests to operations, and their results to responses."""
