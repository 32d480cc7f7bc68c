"""Decoding a page of organizations."""

from collections.abc import Iterator

from .bench import Bench
from .bodies import page
from .timing import Measurement


def run(bench: Bench) -> Iterator[Measurement]:
    """Compare the CPU times of decoders on one body."""
    length = 100 if bench.quick else 1000
    content = page(length)
    body = bench.file("page.json", content)
    candidates = [
        bench.candidate("aiostytch, into models", "wheel", "decoding.ours", body=body),
        bench.candidate("orjson.loads", "orjson", "decoding.orjson", body=body),
        bench.candidate("json.loads", "wheel", "decoding.standard", body=body),
        bench.candidate("stytch, json and pydantic", "stytch", "decoding.official", body=body),
    ]
    title = f"Decoding {length} organizations ({len(content) / 1e6:.2f} MB), CPU time"
    yield bench.measure(title, candidates, rounds=51)
