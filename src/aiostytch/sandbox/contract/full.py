"""Validators of jsonschema. It is imported only for values that the quick check does not accept."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from .formats import is_date_time, is_int32
from .schemas import Schema

FORMATS = FormatChecker(formats=())
"""The formats of the specification. jsonschema does not check them by itself."""
FORMATS.checks("int32")(is_int32)
FORMATS.checks("date-time", raises=ValueError)(is_date_time)


def full_validator(schema: Schema) -> Any:
    """Return a validator that reports the problems of a value."""
    return Draft202012Validator(schema, format_checker=FORMATS)
