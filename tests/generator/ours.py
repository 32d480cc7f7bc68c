"""Our own documents, read and rendered once in a process."""

from __future__ import annotations

import functools
from pathlib import Path

from generator import pipeline
from generator.document import loading
from generator.document.loading import Document
from generator.document.overlay import apply, read_overlay
from generator.document.trees import Disk
from generator.inputs import find_sources

_SPEC = Path(__file__).parents[2] / "spec"
B2B = _SPEC / "b2b"
SOURCES = find_sources(_SPEC, None, None, Disk())


@functools.cache
def effective_b2b() -> Document:
    """Return the document of the B2B API under its overlay. It is not to be changed."""
    return apply(loading.load(str(B2B / "document.yaml")), read_overlay(B2B / "overlay.yaml"))


@functools.cache
def generated() -> pipeline.Generated:
    return pipeline.generate(SOURCES)
