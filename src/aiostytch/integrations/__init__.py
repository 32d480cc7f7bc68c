"""Integrations with other libraries. Import the one that you need; the SDK imports none of them itself."""
