"""The formats of the document."""

from __future__ import annotations

import datetime


def is_int32(value: object) -> bool:
    """Return whether a number fits into 32 bits; anything else does."""
    return not isinstance(value, int | float) or -(2**31) <= value < 2**31


def is_date_time(value: object) -> bool:
    """Return whether a text is a timestamp (RFC 3339): a date, a time and an offset; anything else is.

    Raises:
        ValueError: it is not a date or time.
    """
    return not isinstance(value, str) or datetime.datetime.fromisoformat(value).tzinfo is not None
