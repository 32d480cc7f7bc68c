"""Revocations that a process knows, and shares with other processes."""
