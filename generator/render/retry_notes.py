"""What a caller has to know of an operation's retry class, in words."""

from __future__ import annotations

from collections.abc import Mapping

from generator.ir import Operation

_SENTENCES: Mapping[str, str] = {
    "READ": "Safe to retry.",
    "IDEMPOTENT": "Safe to retry.",
    "SENDS_MESSAGE": "Retried only if no message can have been sent.",
    "CONSUMES_TOKEN": "Retried only if the token cannot have been used up.",
    "CREATES": "Retried only if nothing can have been made.",
}


def retry_note(operation: Operation) -> str:
    """Return the sentence on whether a call is repeated after a failure."""
    return _SENTENCES[operation.retry_class]
