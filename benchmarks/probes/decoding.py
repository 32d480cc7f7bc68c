"""Decoding a page of organizations and releasing it, with the garbage collector enabled."""

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def ours(body: str) -> float:
    """Return the seconds to decode into our models."""
    from aiostytch import codec
    from aiostytch.models.organizations import SearchResponse

    def refuse(drift: object) -> None:
        raise AssertionError(f"the page does not match the specification: {drift}")

    return _cpu_time(
        lambda page: codec.decode(page, SearchResponse, wire_names=False, strict=True, report=refuse), body
    )


def orjson(body: str) -> float:
    """Return the seconds to decode into dicts with orjson."""
    import orjson

    return _cpu_time(orjson.loads, body)


def standard(body: str) -> float:
    """Return the seconds to decode into dicts with the standard library."""
    return _cpu_time(json.loads, body)


def official(body: str) -> float:
    """Return the seconds to decode into the models of the official SDK."""
    from stytch.b2b.models.organizations import SearchResponse

    return _cpu_time(lambda page: SearchResponse.from_json(200, json.loads(page)), body)


def _cpu_time(decode: Callable[[bytes], Any], body: str) -> float:
    page = Path(body).read_bytes()
    gc.collect()
    started = time.process_time()
    decode(page)
    return time.process_time() - started
