"""What a document must not say: it is a stranger's, an overlay is ours."""

from __future__ import annotations

from collections.abc import Iterator

from generator.problems import Problem, pointer

from .loading import Document

LOADS_CODE = ("x-sdk-client", "x-sdk-mixins")
"""Extensions that name hand-written code, which the generated package imports."""


def code_loading(document: Document) -> Iterator[Problem]:
    """Yield what a document says, before its overlay is laid over it, to make the package import code."""
    for key in LOADS_CODE:
        if key in document:
            yield Problem(pointer(key), "makes the package import code, and counts in an overlay only")
