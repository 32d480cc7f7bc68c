"""Classify an `error_type` for retries, where the status is ambiguous.

The API responds with 429 to too many requests, but also to a request that it rejects for its content: the member is
locked, the captcha failed, too few of the codes were used. Only in the first case can a retry succeed.
"""

from __future__ import annotations

THROTTLING = frozenset({"too_many_requests"})
"""Too many requests. The API did not execute the request, and accepts it later."""

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
"""The server or one of its dependencies failed. The status describes the outcome of the request."""


def is_client_error(error_type: str) -> bool:
    """Return whether the API rejects the request for its content, so that it would reject a retry too.

    This includes every type that the API lists, except those above: locks (`user_lock_limit_reached`), failed proofs
    (`captcha_failed`), limits against fraud (`too_few_tokens_authenticated`), limits that only a deletion or
    another plan changes (`too_many_roles`, `allow_list_max_exceeded`), and invalid arguments.
    """
    if not error_type or error_type in THROTTLING | SERVER_ERRORS:
        return False
    from .models.errors import ErrorType  # 804 names: imported on first use

    return ErrorType(error_type).is_known
