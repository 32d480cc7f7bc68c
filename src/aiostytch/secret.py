"""A string that does not show itself."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """A secret string: `reveal()` gives it, nothing else does.

    `repr()`, `str()` and formatting show `Secret('***')`, comparison takes the same time wherever two secrets differ,
    and pickling is refused, so that a secret does not travel by accident.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the string itself."""
        return self._value

    def __repr__(self) -> str:
        return f"{type(self).__name__}('***')"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        import hmac  # 3 ms of an import, for what tests do, and services hardly ever

        # a lone surrogate has no UTF-8, and an error about it would show the string
        return hmac.compare_digest(*(s._value.encode(errors="surrogatepass") for s in (self, other)))

    def __hash__(self) -> int:
        return hash((type(self), self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be pickled")
