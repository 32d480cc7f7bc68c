"""Fault injection: which requests fail, how many times, and with which probability.

sandbox.faults.add("organizations.get", Status(503), times=2)
sandbox.faults.add("POST /v1/b2b/otps/*", Drop("response"), times=None, probability=0.1, seed=7)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import attrs

from ...checks import check_instance, check_integer, check_number
from ...errors import ConfigurationError
from .effects import Effect
from .targets import check_target, matches


class Faults:
    """The faults of a sandbox, in the order in which they were added. A database does not keep them."""

    def __init__(self) -> None:
        self._faults: tuple[Fault, ...] = ()
        self._added = 0

    def add(
        self, target: str, effect: Effect, *, times: int | None = 1, probability: float = 1.0, seed: int = 0
    ) -> Fault:
        """Add a fault.

        Args:
            target: the requests: a call path (`organizations.get`, `otps.*`) or a route (`POST /v1/b2b/sessions/*`).
            effect: the effect on a request.
            times: the number of requests to affect; None is unlimited.
            probability: the probability for each matching request, 0 to 1.
            seed: the seed of the random decisions. Equal seeds give equal sequences.

        Raises:
            ConfigurationError: the target matches no operation, or another argument is invalid.
        """
        fault = Fault(
            number=self._added + 1,
            target=check_target(target),
            effect=_check_effect(effect),
            times=None if times is None else check_integer("times", times, minimum=1),
            probability=check_number("probability", probability, maximum=1),
            seed=check_instance("seed", seed, int, "an integer"),
        )
        self._added += 1
        self._faults = (*self._faults, fault)
        return fault

    def next_effect(self, method: str, path: str, call_path: str) -> Effect | None:
        """Count a request, and return the effect on it, or None."""
        effect, self._faults = choose(self._faults, method, path, call_path)
        return effect

    def remove(self, number: int) -> None:
        """Remove a fault."""
        self._faults = tuple(fault for fault in self._faults if fault.number != number)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults = ()

    @property
    def contents(self) -> tuple[Fault, ...]:
        """All faults, for a snapshot."""
        return self._faults

    @contents.setter
    def contents(self, faults: tuple[Fault, ...]) -> None:
        self._faults = faults

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __repr__(self) -> str:
        active = sum(not fault.is_exhausted for fault in self._faults)
        return f"<Faults, {active} active of {len(self)}>"


@attrs.frozen(kw_only=True)
class Fault:
    """A fault. `Faults.add` makes it.

    Attributes:
        number: the number of the fault, from 1.
        target: the requests: a call path or a route.
        effect: the effect on a request.
        times: the number of requests to affect, None for unlimited.
        probability: the probability for each matching request, 0 to 1.
        seed: the seed of the random decisions.
        matched: the number of requests that matched so far.
        injected: the number of requests that it has affected so far.
    """

    number: int
    target: str
    effect: Effect
    times: int | None
    probability: float
    seed: int
    matched: int = 0
    injected: int = 0

    @property
    def is_exhausted(self) -> bool:
        """Whether it has affected as many requests as it should."""
        return self.times is not None and self.injected >= self.times

    def decide(self) -> Fault:
        """Return the fault after another matching request."""
        affects = self.probability == 1.0 or _draw(self.seed, self.matched) < self.probability
        return attrs.evolve(self, matched=self.matched + 1, injected=self.injected + affects)


def choose(faults: Sequence[Fault], method: str, path: str, call_path: str) -> tuple[Effect | None, tuple[Fault, ...]]:
    """Return the effect on a request, or None, and the faults after it. At most one fault affects a request."""
    after = list(faults)
    for place, fault in enumerate(faults):
        if fault.is_exhausted or not matches(fault.target, method, path, call_path):
            continue
        after[place] = fault.decide()
        if after[place].injected > fault.injected:
            return fault.effect, tuple(after)
    return None, tuple(after)


def _draw(seed: int, number: int) -> float:
    """Return a pseudo-random number in [0, 1). It depends on the arguments only."""
    digest = hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def _check_effect(effect: object) -> Effect:
    if isinstance(effect, Effect) and not isinstance(effect, type):
        return effect
    raise ConfigurationError(
        f"effect must be an object with apply, such as Status(503), not this {type(effect).__name__}"
    )
