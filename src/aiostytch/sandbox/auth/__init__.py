"""Logging in, sessions, second factors, and what a session permits."""
