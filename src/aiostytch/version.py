"""The version (its single source), and the OpenAPI documents that the package was generated from."""

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
    """Return the documents that the code was generated from. It takes a few milliseconds, once."""
    from pathlib import Path  # a client does not need it

    stored = Path(__file__).with_name("resources") / "document.json"
    found: list[dict[str, Any]] = msgspec.json.decode(stored.read_bytes())["x-provenance"]
    return msgspec.convert(found, tuple[SourceDocument, ...])
