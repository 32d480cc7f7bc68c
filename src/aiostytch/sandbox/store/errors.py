"""The error of databases."""


class StoreError(Exception):
    """A database cannot be used."""
