"""Logins, sessions, second factors, and the permissions of sessions."""
