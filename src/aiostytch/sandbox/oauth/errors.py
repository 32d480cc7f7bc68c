"""The errors of OAuth. Their form differs from the API's (RFC 6749, 5.2; RFC 7591, 3.2.2; RFC 6750)."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.errors import NO_HEADERS


class OAuthError(Exception):
    """The authorization server rejects a request.

    Attributes:
        error: the error code, such as `invalid_grant`.
        description: the problem, in words. It names places, never values, since these can be secrets.
        status_code: the status of the response.
        headers: headers that HTTP requires with this status.
    """

    def __init__(
        self, error: str, description: str, status_code: int = 400, headers: Mapping[str, str] = NO_HEADERS
    ) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status_code = status_code
        self.headers = headers


def invalid_request(description: str) -> OAuthError:
    """Return the error for a request with a missing or malformed parameter."""
    return OAuthError("invalid_request", description)


def invalid_client(description: str) -> OAuthError:
    """Return the error for a client that is not authenticated."""
    challenge = {"WWW-Authenticate": 'Basic realm="Stytch", charset="UTF-8"'}
    return OAuthError("invalid_client", description, 401, challenge)


def invalid_grant(description: str) -> OAuthError:
    """Return the error for a code or a token that is invalid, or belongs to another client."""
    return OAuthError("invalid_grant", description)


def invalid_scope(description: str) -> OAuthError:
    """Return the error for a scope that does not exist, or that the client may not have."""
    return OAuthError("invalid_scope", description)


def unauthorized_client(description: str) -> OAuthError:
    """Return the error for a client that may not use a grant."""
    return OAuthError("unauthorized_client", description)
