# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The models, one module for each part of the API. Modules are imported on first use."""
