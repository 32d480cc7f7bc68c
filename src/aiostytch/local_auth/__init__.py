"""Checking session JWTs, and what they permit, in this process."""
