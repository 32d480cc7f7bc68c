"""Templates of the claims in tokens: JSON objects, in which `{{ … }}` stands for a value."""

from __future__ import annotations

import re

import msgspec

from ..contract.errors import bad_request

_TAG = re.compile(r"\{\{[^{}]*\}\}")


def check(template: str, error_type: str) -> None:
    """Check a template; an empty one is none.

    Raises:
        RefusedError: it is not a JSON object.
    """
    if not template:
        return
    try:
        msgspec.json.decode(_TAG.sub("0", template), type=dict[str, object])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise bad_request(error_type, "A template of claims must be a JSON object.") from None
