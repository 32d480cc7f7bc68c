"""What may be told of an error of an HTTP library."""

from __future__ import annotations

_SYSTEM = frozenset({"builtins", "socket", "ssl"})
"""The modules of errors whose texts are the system's own. The libraries' texts can hold URLs and header values."""


def reason(error: BaseException, handled: BaseException | None) -> str:
    """Return the class of an error and what the system says.

    Args:
        error: what the library raised.
        handled: the error that the caller is dealing with meanwhile: it is in the chain, and no part of the story.
    """
    kind = type(error).__name__
    cause: BaseException | None = error
    while cause is not handled and cause is not None:
        if isinstance(cause, OSError) and cause.strerror and type(cause).__module__ in _SYSTEM:
            return f"{kind}: {cause.strerror}"
        cause = cause.__cause__ or cause.__context__
    return kind
