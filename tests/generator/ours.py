"""Our own documents, read and rendered once per process."""

from __future__ import annotations

import functools
from pathlib import Path

from generator import pipeline
from generator.document.trees import Disk
from generator.inputs import Inputs, find_sources, load_inputs

_SPEC = Path(__file__).parents[2] / "spec"
B2B = _SPEC / "b2b"
SOURCES = find_sources(_SPEC, None, None, Disk())


@functools.cache
def inputs() -> Inputs:
    """Return the inputs of a run. Do not change them."""
    return load_inputs(SOURCES)


@functools.cache
def generated() -> pipeline.Generated:
    return pipeline.generate(SOURCES)
