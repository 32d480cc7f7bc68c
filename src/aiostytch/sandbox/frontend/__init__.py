"""The API of browsers: what the vendor's frontend SDKs ask for, below `/sdk/v1`, with the project's public token."""
