"""The member-session option: it makes a call with the permissions of a member.

The API accepts the session in one of two headers, as a token or as a JWT. Each has its own type, so that you cannot
pass both.
"""

from __future__ import annotations

from typing import ClassVar

from .errors import ConfigurationError
from .secret import Secret


class SessionToken(Secret):
    """The opaque token of a member's session, e.g. `SessionToken(response.session_token)`."""

    __slots__ = ()
    header: ClassVar[str] = "X-Stytch-Member-Session"


class SessionJWT(Secret):
    """The JWT of a member's session, e.g. `SessionJWT(request.cookies["stytch_session_jwt"])`."""

    __slots__ = ()
    header: ClassVar[str] = "X-Stytch-Member-SessionJWT"


def check_session(session: object) -> SessionToken | SessionJWT:
    """Return a session if it has one of the two types.

    Raises:
        ConfigurationError: it has another type, such as `str`.
    """
    if isinstance(session, SessionToken | SessionJWT):
        return session
    raise ConfigurationError(f"session must be a SessionToken(…) or a SessionJWT(…), not this {type(session).__name__}")
