"""Guesses for decisions that a person makes. A wrong guess errs on the safe side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import names
from generator.problems import printable

_SECRET = re.compile(
    r"(?:^|[^a-z0-9])(?:challenge|codes?|cookie|credentials?|hash|jwt|keys?|otp|passcode|passphrase|password|pin|private|salt|"
    r"secrets?|seed|tokens?|verifier)(?:[^a-z0-9]|$)"
)
_BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_PART = re.compile(r"\{.*\}|b2b|v\d+", re.ASCII)
_MESSAGES = frozenset({"invite", "login_or_signup", "reset_start", "send"})


def looks_secret(name: str) -> bool:
    """Whether the name of a property suggests a secret."""
    return _SECRET.search(_BETWEEN_WORDS.sub("_", name).lower()) is not None


def call_path(operation_id: str, url_path: str) -> str:
    """Guess the call path: the fixed parts of the URL are the resource, the end of the operation id is the method."""
    method = names.method(operation_id.rpartition("_")[2] or "call")
    parts = [names.method(part) for part in url_path.strip("/").split("/") if part and not _NO_PART.fullmatch(part)]
    resource = parts[:-1] if parts and (parts[-1] == method or method.startswith(parts[-1])) else parts
    while len(resource) > 1 and method.endswith("_".join(resource[-1:])):
        resource = resource[:-1]
    return ".".join([*(resource or ["api"]), method])


def retry_class(http_method: str, path: str) -> str:
    """Guess the retry class. Only methods that HTTP defines as safe or idempotent are guessed to be so."""
    if http_method == "get":
        return "read"
    if http_method in {"delete", "put"} and not _consumes(path):
        return "idempotent"
    name = path.rpartition(".")[2]
    if name in _MESSAGES:
        return "sends_message"
    return "consumes_token" if _consumes(path) else "creates"


def _consumes(path: str) -> bool:
    return path.rpartition(".")[2] in {"authenticate", "exchange", "recover", "reset"}


def sentence(path: Sequence[str]) -> str:
    """Write a sentence that only has the words of the name."""
    *_, name = (part for part in path if part not in {"description", "summary"})
    words = re.sub(r"[^A-Za-z0-9]+", " ", _BETWEEN_WORDS.sub(" ", name.rpartition(".")[2])).strip()
    return printable(f"{words.capitalize() or 'Unnamed'}.")
