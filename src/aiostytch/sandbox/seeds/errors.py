"""The error of seeds."""


class SeedError(ValueError):
    """A seed is invalid. The message names the file and the place, and no value."""
