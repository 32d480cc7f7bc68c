"""The formats of the specification."""

from __future__ import annotations

import datetime


def is_int32(value: object) -> bool:
    """Return whether a number fits into 32 bits. Values of other types conform."""
    return not isinstance(value, int | float) or -(2**31) <= value < 2**31


def is_date_time(value: object) -> bool:
    """Return whether a text is a timestamp (RFC 3339): a date, a time and an offset. Values of other types conform.

    Raises:
        ValueError: the text is not a date or time.
    """
    return not isinstance(value, str) or datetime.datetime.fromisoformat(value).tzinfo is not None
