"""Faults and rate limits of requests."""
