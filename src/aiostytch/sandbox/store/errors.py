"""The error of the database."""


class StoreError(Exception):
    """The database file cannot be used. The message names the file and the reason."""
