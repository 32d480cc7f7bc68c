"""Keywords that a document must not have, because we do not control it. An overlay is ours and may have them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.problems import Problem, pointer

from .loading import Document

LOADS_CODE = ("x-sdk-client", "x-sdk-mixins")
"""Extensions that name hand-written code. The generated package imports that code."""


def code_loading(document: Document) -> Iterator[Problem]:
    """Yield the keywords of a document, before its overlay is applied, that make the package import code."""
    for key in LOADS_CODE:
        if key in document:
            yield Problem(pointer(key), "makes the package import code, so it is allowed in an overlay only")
