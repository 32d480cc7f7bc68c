"""How large a document may be."""

MAX_DEPTH = 200
MAX_VALUES = 1_000_000
"""Values of a document with all its aliases expanded."""
MAX_DIGITS = 300
"""Characters of a whole number. Python converts them in a time that grows with their square."""
