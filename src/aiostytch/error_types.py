"""What an `error_type` says about a retry, where the status says too little.

The API answers 429 when the moment is wrong (too many requests), and when the request is: the member is locked, the
captcha failed, too few of the codes that were sent came back. Only the first passes with time.
"""

from __future__ import annotations

THROTTLING = frozenset({"too_many_requests"})
"""There were too many requests. The API did nothing, and takes the same request later."""

SERVER_ERRORS = frozenset(
    {
        "client_closed_request",
        "downstream_carrier_error",
        "internal_server_error",
        "password_validation_timeout",
        "search_timeout",
        "server_unavailable",
        "unknown_error",
    }
)
"""The server, or one that it depends on, has a problem. The status says what is known about the request."""


def is_client_error(error_type: str) -> bool:
    """Return whether the API refuses the request for what it is, so that it refuses the same request again.

    That is every type that the API lists, except those above: locks (`user_lock_limit_reached`), proofs that failed
    (`captcha_failed`), limits against fraud (`too_few_tokens_authenticated`), numbers of things that only a deletion or
    another plan changes (`too_many_roles`, `allow_list_max_exceeded`), and wrong arguments.
    """
    if not error_type or error_type in THROTTLING | SERVER_ERRORS:
        return False
    from .models.errors import ErrorType  # 804 names: imported for those who need them

    return ErrorType(error_type).is_known
