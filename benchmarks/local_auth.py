"""Local verification of tokens: new ones, known ones, their permissions, and a thousand at once."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from .bench import Bench
from .environments import BEFORE
from .probes.local_auth import PERMISSIONS, ROLES
from .server import serving
from .timing import Candidate, Measurement
from .tokens import sign

OURS, BARE, OFFICIAL, EARLIER = "aiostytch", "cryptography's verify", "stytch", f"aiostytch, {BEFORE}"
SOME, AT_ONCE, BATCH = 200, 1000, 10_000
TO_RSA, TO_OFFICIAL, SEEN, PERMISSION, HELD = 3.0, 0.25, 0.6, 3e-6, 4e-3
OTHERS_TO_RSA, OTHERS_TO_OFFICIAL, OTHERS_SEEN, SCOPE, HANDED_OUT = 3.2, 0.15, 10e-6, 4e-6, 1e-6
OTHERS = {"m2m": "M2M token", "access_token": "access token"}
"""The targets: three ratios (the third is to a known token at commit f5aedb0), and seconds."""


@attrs.frozen
class Tokens:
    """Candidates with the same tokens and keys. `inputs` are the files of both."""

    bench: Bench
    inputs: Mapping[str, str]

    def ours(self, probe: str, **arguments: Any) -> list[Candidate]:
        """Return aiostytch as a wheel and, if there is one, at the commit to compare with."""
        named = [(OURS, "wheel"), *([(EARLIER, BEFORE)] if self.bench.against else [])]
        return [self._candidate(name, environment, probe, arguments) for name, environment in named]

    def bare(self, **arguments: Any) -> Candidate:
        """Return the check of only the signature."""
        return self._candidate(BARE, "wheel", "bare", arguments)

    def official(self, base_url: str, **arguments: Any) -> Candidate:
        """Return the official SDK, which fetches the keys from a server."""
        arguments = {**arguments, "base_url": base_url, "tokens": self.inputs["tokens"]}
        return self.bench.candidate(OFFICIAL, "stytch", "local_auth.official", **arguments)

    def _candidate(self, name: str, environment: str, probe: str, arguments: Mapping[str, Any]) -> Candidate:
        return self.bench.candidate(name, environment, f"local_auth.{probe}", **self.inputs, **arguments)


def run(bench: Bench) -> Iterator[Measurement]:
    """Measure local verification and authorization."""
    some, at_once, batch, asked = (10, 10, 20, 10) if bench.quick else (SOME, AT_ONCE, BATCH, 1000)
    signed = sign(1 + batch)
    inputs = {
        "tokens": bench.file("tokens.txt", "\n".join(signed.tokens).encode()),
        "jwks": bench.file("jwks.json", signed.jwks),
    }
    tokens = Tokens(bench, inputs)
    yield _new(tokens, "A new session JWT, CPU time", 1 + some, rounds=21)
    with serving(signed.jwks) as base_url:
        yield _new_in_wall_time(tokens, base_url, 1 + some)
    yield _new(tokens, f"Each of {batch} different session JWTs, CPU time", 1 + batch, rounds=5)

    def alone(title: str, probe: str, **arguments: Any) -> Measurement:
        return bench.measure(title, tokens.ours(probe, **arguments), rounds=21)

    known = alone("A known session JWT, CPU time", "seen", count=some, clock="cpu")
    yield known.compared(EARLIER, SEEN)
    title = f"An authorization, with {ROLES} roles of {PERMISSIONS} permissions each, CPU time"
    yield alone(title, "permission", count=asked, clock="cpu").limited(PERMISSION, "µs")
    title = f"{at_once} concurrent new JWTs, longest iteration of the event loop"
    yield alone(title, "held", count=1 + at_once).limited(HELD, "ms")
    for kind in OTHERS:
        yield from _other_kind(bench, kind, 1 + some)
    source = bench.candidate(OURS, "wheel", "local_auth.handed_out", count=asked, clock="cpu")
    yield bench.measure("A cached token of a token source, CPU time", [source], rounds=21).limited(HANDED_OUT, "µs")


def _new(tokens: Tokens, title: str, count: int, *, rounds: int) -> Measurement:
    cpu = {"count": count, "clock": "cpu"}
    candidates = [*tokens.ours("new", **cpu), tokens.bare(**cpu)]
    return tokens.bench.measure(title, candidates, rounds=rounds).compared(BARE, TO_RSA)


def _new_in_wall_time(tokens: Tokens, base_url: str, count: int) -> Measurement:
    wall = {"count": count, "clock": "wall"}
    candidates = [*tokens.ours("new", **wall), tokens.official(base_url, **wall)]
    title = "A new session JWT, wall time"
    return tokens.bench.measure(title, candidates, rounds=21).compared(OFFICIAL, TO_OFFICIAL)


def _other_kind(bench: Bench, kind: str, count: int) -> Iterator[Measurement]:
    """Measure tokens that are not session JWTs."""
    signed, title = sign(count, kind), OTHERS[kind]
    inputs = {
        "tokens": bench.file(f"{kind}.txt", "\n".join(signed.tokens).encode()),
        "jwks": bench.file(f"{kind}.json", signed.jwks),
    }
    tokens, cpu = Tokens(bench, inputs), {"count": count, "clock": "cpu"}
    ours = bench.candidate(OURS, "wheel", "local_auth.new", **inputs, **cpu, kind=kind)
    with serving(signed.jwks) as base_url:
        candidates = [ours, tokens.bare(**cpu), tokens.official(base_url, **cpu, kind=kind)]
        new = bench.measure(f"A new {title}, CPU time", candidates, rounds=21)
    yield new.compared(BARE, OTHERS_TO_RSA).compared(OFFICIAL, OTHERS_TO_OFFICIAL)
    seen = bench.candidate(OURS, "wheel", "local_auth.seen", **inputs, **cpu, kind=kind)
    yield bench.measure(f"A known {title}, CPU time", [seen], rounds=21).limited(OTHERS_SEEN, "µs")
    if kind == "access_token":
        scope = bench.candidate(OURS, "wheel", "local_auth.scope", **inputs, **cpu)
        title = "An authorization by scope, CPU time"
        yield bench.measure(title, [scope], rounds=21).limited(SCOPE, "µs")
