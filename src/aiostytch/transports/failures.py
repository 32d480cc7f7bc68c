"""Safe descriptions of errors of HTTP libraries."""

from __future__ import annotations

_SYSTEM = frozenset({"builtins", "socket", "ssl"})
"""The modules of errors with texts of the system. The texts of libraries can contain URLs and header values."""


def reason(error: BaseException, handled: BaseException | None) -> str:
    """Return the class of an error and the system's message.

    Args:
        error: the exception of the library.
        handled: the exception that the caller is handling: it is in the chain, but unrelated.
    """
    kind = type(error).__name__
    cause: BaseException | None = error
    while cause is not handled and cause is not None:
        if isinstance(cause, OSError) and cause.strerror and type(cause).__module__ in _SYSTEM:
            return f"{kind}: {cause.strerror}"
        cause = cause.__cause__ or cause.__context__
    return kind
