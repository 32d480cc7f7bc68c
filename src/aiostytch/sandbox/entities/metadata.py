"""JSON objects of users: metadata of organizations and members, and custom claims of sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..contract.errors import bad_request

FIELDS = ("trusted_metadata", "untrusted_metadata")
"""The properties that are metadata."""

MAX_BYTES = 4096
"""The maximum size of an object, in bytes of JSON."""
_MAX_KEYS = 20


def merge_all(present: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the given properties; the metadata among them is merged into the present metadata.

    Raises:
        RefusedError: the metadata would be too large.
    """
    merged = {name: merge(present.get(name, {}), given[name]) for name in FIELDS if name in given}
    for name, value in merged.items():
        if len(value) > _MAX_KEYS:
            raise bad_request("metadata_too_many_keys", f"{name} must not have more than {_MAX_KEYS} keys.")
        if byte_size(value) > MAX_BYTES:
            raise bad_request("metadata_too_large", f"{name} must not exceed {MAX_BYTES} bytes.")
    return {**given, **merged}


def merge(present: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object, merged with another at the top level; null deletes a key."""
    return {name: value for name, value in {**present, **given}.items() if value is not None}


def byte_size(value: Mapping[str, Any]) -> int:
    """Return the size of an object, in bytes of JSON."""
    return len(msgspec.json.encode(value))
