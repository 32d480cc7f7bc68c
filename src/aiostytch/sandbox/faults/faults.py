"""Faults on demand: which requests fail, how often, and how likely.

sandbox.faults.add("organizations.get", Status(503), times=2)
sandbox.faults.add("POST /v1/b2b/otps/*", Drop("response"), times=None, probability=0.1, seed=7)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import attrs

from ...checks import check_kind, check_number, check_whole
from ...errors import ConfigurationError
from .effects import Effect
from .targets import check_target, matches


class Faults:
    """The faults of a sandbox, in the order that they were added. They are not kept when it ends."""

    def __init__(self) -> None:
        self._faults: tuple[Fault, ...] = ()
        self._added = 0

    def add(
        self, target: str, effect: Effect, *, times: int | None = 1, probability: float = 1.0, seed: int = 0
    ) -> Fault:
        """Add a fault.

        Args:
            target: which requests: a call path (`organizations.get`, `otps.*`) or a route (`POST /v1/b2b/sessions/*`).
            effect: its effect on them.
            times: how often; None is always.
            probability: how likely it is, for each request.
            seed: the seed of the chances.

        Raises:
            ConfigurationError: the target means no operation, or another argument cannot be used.
        """
        fault = Fault(
            number=self._added + 1,
            target=check_target(target),
            effect=_check_effect(effect),
            times=None if times is None else check_whole("times", times, least=1),
            probability=check_number("probability", probability, most=1),
            seed=check_kind("seed", seed, int, "a whole number"),
        )
        self._added += 1
        self._faults = (*self._faults, fault)
        return fault

    def next_effect(self, method: str, path: str, call_path: str) -> Effect | None:
        """Return the effect on a request, or None, and count the request."""
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
        """All faults, which can be set again later."""
        return self._faults

    @contents.setter
    def contents(self, faults: tuple[Fault, ...]) -> None:
        self._faults = faults

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __repr__(self) -> str:
        waiting = sum(not fault.is_over for fault in self._faults)
        return f"<Faults, {waiting} waiting of {len(self)}>"


@attrs.frozen(kw_only=True)
class Fault:
    """A fault of some requests.

    Attributes:
        number: tells it from others.
        target: the requests, see `targets.check_target`.
        effect: its effect on them.
        times: how often in all, None for always.
        probability: how likely it is for each of these requests, from 0 to 1.
        seed: the seed of the chances: the same seed gives the same sequence.
        asked: how many requests it could have happened to.
        happened: how many it did happen to.
    """

    number: int
    target: str
    effect: Effect
    times: int | None
    probability: float
    seed: int
    asked: int = 0
    happened: int = 0

    @property
    def is_over(self) -> bool:
        """Whether it has happened as often as it should."""
        return self.times is not None and self.happened >= self.times

    def decide(self) -> Fault:
        """Return the fault after one more request: it has `happened` to it, or not."""
        happens = self.probability == 1.0 or _draw(self.seed, self.asked) < self.probability
        return attrs.evolve(self, asked=self.asked + 1, happened=self.happened + happens)


def choose(faults: Sequence[Fault], method: str, path: str, call_path: str) -> tuple[Effect | None, tuple[Fault, ...]]:
    """Return the effect on a request, or None, and the faults after it.

    The first fault that happens is the only one; those after it are not asked.
    """
    after = list(faults)
    for place, fault in enumerate(faults):
        if fault.is_over or not matches(fault.target, method, path, call_path):
            continue
        after[place] = fault.decide()
        if after[place].happened > fault.happened:
            return fault.effect, tuple(after)
    return None, tuple(after)


def _draw(seed: int, number: int) -> float:
    """Return a pseudo-random number in [0, 1), always the same for a seed and a number."""
    digest = hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def _check_effect(effect: object) -> Effect:
    if isinstance(effect, Effect) and not isinstance(effect, type):
        return effect
    raise ConfigurationError(
        f"effect must be an object with apply, such as Status(503), not this {type(effect).__name__}"
    )
