"""Reads an OpenAPI document and renders the SDK's `resources` and `models` packages from it."""
