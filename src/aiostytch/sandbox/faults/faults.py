"""Faults on demand: which requests something goes wrong with, how often, and how likely.

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


@attrs.frozen(kw_only=True)
class Fault:
    """Something that goes wrong with some requests.

    Attributes:
        number: tells it from others.
        target: which requests, see `targets.check_target`.
        effect: what happens to them.
        times: how often in all, None for always.
        probability: how likely it is for each of these requests, from 0 to 1.
        seed: what the chances are drawn from: the same seed gives the same sequence.
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
        """Whether it does not happen any more."""
        return self.times is not None and self.happened >= self.times

    def decide(self) -> Fault:
        """Return the fault after one more request: it has `happened` to it, or not."""
        happens = self.probability == 1.0 or _draw(self.seed, self.asked) < self.probability
        return attrs.evolve(self, asked=self.asked + 1, happened=self.happened + happens)


def _draw(seed: int, number: int) -> float:
    """Return a number in [0, 1) that always is the same for a seed and a number, and looks like chance."""
    digest = hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def choose(faults: Sequence[Fault], method: str, path: str, call_path: str) -> tuple[Effect | None, tuple[Fault, ...]]:
    """Return what goes wrong with a request, None for nothing, and the faults after it.

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


def _check_effect(effect: object) -> Effect:
    if isinstance(effect, Effect) and not isinstance(effect, type):
        return effect
    raise ConfigurationError(
        f"effect must be an object with apply, such as Status(503), not this {type(effect).__name__}"
    )


class Faults:
    """The faults of a sandbox, in the order that they were added. They are not kept when it ends."""

    def __init__(self) -> None:
        self._faults: tuple[Fault, ...] = ()
        self._added = 0

    def add(
        self, target: str, effect: Effect, *, times: int | None = 1, probability: float = 1.0, seed: int = 0
    ) -> Fault:
        """Let something go wrong.

        Args:
            target: which requests: a call path (`organizations.get`, `otps.*`) or a route (`POST /v1/b2b/sessions/*`).
            effect: what happens to them.
            times: how often; None is always.
            probability: how likely it is, for each request.
            seed: what the chances are drawn from.

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

    def take(self, method: str, path: str, call_path: str) -> Effect | None:
        """Return what goes wrong with a request, and count it."""
        effect, self._faults = choose(self._faults, method, path, call_path)
        return effect

    def remove(self, number: int) -> None:
        """Take back a fault."""
        self._faults = tuple(fault for fault in self._faults if fault.number != number)

    def clear(self) -> None:
        """Take back all faults."""
        self._faults = ()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __repr__(self) -> str:
        waiting = sum(not fault.is_over for fault in self._faults)
        return f"<Faults, {waiting} waiting of {len(self)}>"
