"""Providers and apps outside the API, which the user of a sandbox plays: identity providers, OAuth providers, apps."""
