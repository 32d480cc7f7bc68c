"""The authentication factors in a token, decoded on first use: that takes long, and few callers use them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeAlias, overload

from ..models.sessions import AuthenticationFactor

Decode: TypeAlias = Callable[[list[Any]], Sequence[AuthenticationFactor]]


class Factors(Sequence[AuthenticationFactor]):
    """Authentication factors that become models on first use.

    Args:
        found: the factors in the token, decoded from JSON.
        decode: converts them to models.
    """

    def __init__(self, found: list[Any], decode: Decode) -> None:
        self._found = found
        self._decode = decode

    @cached_property
    def _all(self) -> tuple[AuthenticationFactor, ...]:
        return tuple(self._decode(self._found))

    @overload
    def __getitem__(self, index: int) -> AuthenticationFactor: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[AuthenticationFactor, ...]: ...

    def __getitem__(self, index: int | slice) -> AuthenticationFactor | tuple[AuthenticationFactor, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return self._all == (other._all if isinstance(other, Factors) else other)

    def __repr__(self) -> str:
        return repr(self._all)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._all,)
