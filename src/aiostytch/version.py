"""The version, which this is the one place to state, and the documents that the package was made from."""

import functools
from typing import Any

import msgspec

__version__ = "0.1.0"


class SourceDocument(msgspec.Struct, frozen=True):
    """An OpenAPI document of the API: a short name, title, version, and the SHA-256 of the upstream file, in hex."""

    name: str
    title: str
    version: str
    sha256: str


@functools.cache
def source_documents() -> tuple[SourceDocument, ...]:
    """Read which documents the generated code is from. It takes some milliseconds, once."""
    from pathlib import Path  # a client needs none of it

    stored = Path(__file__).with_name("resources") / "document.json"
    found: list[dict[str, Any]] = msgspec.json.decode(stored.read_bytes())["x-provenance"]
    return msgspec.convert(found, tuple[SourceDocument, ...])
