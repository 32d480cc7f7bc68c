"""Integrations with other libraries. Each needs its extra; the SDK imports none of them itself."""
