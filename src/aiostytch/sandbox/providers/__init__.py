"""Simulated systems outside the API, which tests drive: identity providers, OAuth providers, apps, devices."""
