"""Generates the SDK's `resources` and `models` packages from OpenAPI documents."""
