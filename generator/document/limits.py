"""The limits on the size of a document."""

MAX_DEPTH = 200
MAX_VALUES = 1_000_000
"""Values in a document, with all aliases expanded."""
MAX_DIGITS = 300
"""Characters in an integer: the time that Python takes to convert one grows with the square of its length."""
