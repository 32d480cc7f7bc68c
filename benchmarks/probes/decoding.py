"""Decoding a page of organizations and letting go of it, with the garbage collector at work as in any program."""

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def ours(body: str) -> float:
    """Return the seconds that our models take."""
    from aiostytch import codec
    from aiostytch.models.organizations import SearchResponse

    def refuse(drift: object) -> None:
        raise AssertionError(f"the page is not what the document says: {drift}")

    return _cpu_time(
        lambda page: codec.decode(page, SearchResponse, wire_names=False, strict=True, report=refuse), body
    )


def orjson(body: str) -> float:
    """Return the seconds that orjson takes, for dicts."""
    import orjson

    return _cpu_time(orjson.loads, body)


def standard(body: str) -> float:
    """Return the seconds that the standard library takes, for dicts."""
    return _cpu_time(json.loads, body)


def official(body: str) -> float:
    """Return the seconds that the official SDK takes, for its models."""
    from stytch.b2b.models.organizations import SearchResponse

    return _cpu_time(lambda page: SearchResponse.from_json(200, json.loads(page)), body)


def _cpu_time(decode: Callable[[bytes], Any], body: str) -> float:
    page = Path(body).read_bytes()
    gc.collect()
    started = time.process_time()
    decode(page)
    return time.process_time() - started
