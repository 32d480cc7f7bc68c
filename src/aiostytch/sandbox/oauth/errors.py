"""The errors of OAuth, which have a form of their own (RFC 6749, section 5.2; RFC 7591, section 3.2.2; RFC 6750)."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.errors import NO_HEADERS


class OAuthError(Exception):
    """A request to the authorization server is refused.

    Attributes:
        error: the code of the error, such as `invalid_grant`.
        description: what is wrong, for developers. It names places, never values: they can be secrets.
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
    """Return the error for a request that lacks something, or has it in the wrong form."""
    return OAuthError("invalid_request", description)


def invalid_client(description: str) -> OAuthError:
    """Return the error for a client that does not prove who it is."""
    challenge = {"WWW-Authenticate": 'Basic realm="Stytch", charset="UTF-8"'}
    return OAuthError("invalid_client", description, 401, challenge)


def invalid_grant(description: str) -> OAuthError:
    """Return the error for a code or a token that does not work, or not for this client."""
    return OAuthError("invalid_grant", description)


def invalid_scope(description: str) -> OAuthError:
    """Return the error for a scope that does not exist, or that the client does not get."""
    return OAuthError("invalid_scope", description)


def unauthorized_client(description: str) -> OAuthError:
    """Return the error for a client that may not use a grant."""
    return OAuthError("unauthorized_client", description)
