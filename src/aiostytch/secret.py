"""A string that the repr hides."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """A secret string: only `reveal()` returns it.

    `repr()`, `str()` and formatting show `Secret('***')`, comparison takes constant time, and pickling raises, so that
    a secret does not leak by accident.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret string."""
        return self._value

    def __repr__(self) -> str:
        return f"{type(self).__name__}('***')"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        import hmac  # an import of 3 ms, which services rarely need

        # a lone surrogate cannot be encoded, and the error would show the string
        return hmac.compare_digest(*(s._value.encode(errors="surrogatepass") for s in (self, other)))

    def __hash__(self) -> int:
        return hash((type(self), self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be pickled")
