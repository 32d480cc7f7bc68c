"""Decoding a page of organizations and letting go of it, with the garbage collector at work as in any program."""

import gc
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from aiostytch import codec
from aiostytch.models.organizations import SearchResponse

from .bodies import page
from .timing import Candidate, Measurement, measure


def _refuse(drift: object) -> None:
    raise AssertionError(f"the page is not what the document says: {drift}")


def _ours(body: bytes) -> Any:
    return codec.decode(body, SearchResponse, wire_names=False, strict=True, report=_refuse)


def _orjson(body: bytes) -> Any:
    import orjson

    return orjson.loads(body)


def _official(body: bytes) -> Any:
    from stytch.b2b.models.organizations import SearchResponse

    return SearchResponse.from_json(200, json.loads(body))


def _cpu_time(decode: Callable[[bytes], Any], body: bytes) -> float:
    gc.collect()
    started = time.process_time()
    decode(body)
    return time.process_time() - started


def run(*, quick: bool) -> list[Measurement]:
    """Compare the CPU times of decoders on one body."""
    length = 100 if quick else 1000
    body = page(length)
    candidates = [
        Candidate("aiostytch, into models", partial(_cpu_time, _ours, body)),
        Candidate("orjson.loads", partial(_cpu_time, _orjson, body), needs="orjson"),
        Candidate("json.loads", partial(_cpu_time, json.loads, body)),
        Candidate("stytch, json and pydantic", partial(_cpu_time, _official, body), needs="stytch"),
    ]
    title = f"Decoding {length} organizations ({len(body) / 1e6:.2f} MB), CPU time"
    return [measure(title, candidates, rounds=51, quick=quick)]
