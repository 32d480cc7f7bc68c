"""The version, which this is the one place to state, and the document that the package was made from."""

import functools
from pathlib import Path
from typing import Any

import msgspec

__version__ = "0.1.0"


class SourceDocument(msgspec.Struct, frozen=True):
    """The OpenAPI document of the API: its title, its version, and the SHA-256 of the upstream file in hexadecimal."""

    title: str
    version: str
    sha256: str


@functools.cache
def source_document() -> SourceDocument:
    """Read which document the generated code is from. It takes some milliseconds, once."""
    stored = Path(__file__).with_name("resources") / "document.json"
    found: dict[str, Any] = msgspec.json.decode(stored.read_bytes())["x-provenance"]
    return SourceDocument(title=found["title"], version=found["version"], sha256=found["sha256"])
