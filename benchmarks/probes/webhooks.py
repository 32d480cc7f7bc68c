"""Verifications of one webhook."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def ours(delivery: str, count: int, *, decode: bool) -> float:
    """Return the seconds for an event, and for its object with `decode`."""
    from aiostytch.webhooks import MemberEvent, Webhooks

    headers, body, secret = _read(delivery)
    verify = Webhooks(secret).verify

    def event() -> None:
        verify(headers, body)

    def member() -> None:
        found = verify(headers, body)
        if not isinstance(found, MemberEvent) or found.member is None:
            raise AssertionError("the event has no member")

    return _cpu_time(member if decode else event, count)


def svix(delivery: str, count: int) -> float:
    """Return the seconds for a check of the signature by Svix's package."""
    from svix.webhooks import Webhook

    headers, body, secret = _read(delivery)
    verify = Webhook(secret).verify
    return _cpu_time(lambda: verify(body, headers), count)


def _read(delivery: str) -> tuple[dict[str, str], bytes, str]:
    found: dict[str, Any] = json.loads(Path(delivery).read_bytes())
    return found["headers"], found["body"].encode(), found["secret"]


def _cpu_time(verify: Callable[[], None], count: int) -> float:
    verify()
    started = time.process_time()
    for _ in range(count):
        verify()
    return (time.process_time() - started) / count
