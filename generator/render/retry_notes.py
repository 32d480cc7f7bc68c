"""The sentence in the docstring of a call that explains its retry class."""

from __future__ import annotations

from collections.abc import Mapping

from generator.ir import Operation

_SENTENCES: Mapping[str, str] = {
    "READ": "Safe to retry.",
    "IDEMPOTENT": "Safe to retry.",
    "SENDS_MESSAGE": "Retried only if no message was sent.",
    "CONSUMES_TOKEN": "Retried only if the token was not used.",
    "CREATES": "Retried only if nothing was created.",
}


def retry_note(operation: Operation) -> str:
    """Return the sentence on retries of a call."""
    return _SENTENCES[operation.retry_class]
