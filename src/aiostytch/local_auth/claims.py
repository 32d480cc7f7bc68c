"""The claims of a session JWT: what they have to be, and when they hold. Pure functions of values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Annotated, Any

import attrs
import msgspec

from ..checks import is_number
from ..errors import (
    ConfigurationError,
    MalformedTokenError,
    NotASessionTokenError,
    NotYetValidError,
    SessionVerificationError,
    TokenExpiredError,
    TokenTooOldError,
    WrongAudienceError,
    WrongIssuerError,
)
from ..model import Timestamp

SESSION = "https://stytch.com/session"
ORGANIZATION = "https://stytch.com/organization"
RESERVED = frozenset({"aud", "exp", "iat", "iss", "jti", "nbf", "sub", SESSION, ORGANIZATION})
"""The claims that are not custom."""
MAX_DEPTH = 64
"""How deep arrays and objects may stand in each other."""
_SHOWN = 200
"""Characters of a claim that a message shows."""
DEFAULT_LEEWAY = 10.0
MAX_LEEWAY = 60.0

Name = Annotated[str, msgspec.Meta(min_length=1)]
NumericDate = Annotated[int, msgspec.Meta(gt=0, lt=253_402_300_800)]
"""Whole seconds since 1970, up to the end of the year 9999, where `datetime` ends."""


class SessionClaim(msgspec.Struct, frozen=True):
    """The session in its claim."""

    id: Name
    started_at: Timestamp
    last_accessed_at: Timestamp
    expires_at: Timestamp | None = None
    authentication_factors: list[Any] | None = None
    roles: tuple[str, ...] | None = None


class OrganizationClaim(msgspec.Struct, frozen=True):
    """The organization in its claim."""

    organization_id: Name
    slug: str | None = None


class Claims(msgspec.Struct, frozen=True):
    """The claims that are not custom."""

    iss: str
    aud: str | list[str]
    sub: Name
    exp: NumericDate
    iat: NumericDate
    nbf: NumericDate
    session: SessionClaim | None = msgspec.field(name=SESSION, default=None)
    organization: OrganizationClaim | None = msgspec.field(name=ORGANIZATION, default=None)


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_claims = msgspec.json.Decoder(Claims)
_unread = msgspec.json.Decoder(dict[str, msgspec.Raw])
_anything = msgspec.json.Decoder(dict[str, Any])


@attrs.frozen
class Expected:
    """Who tokens have to be for, and who may have issued them."""

    project_id: str
    issuers: frozenset[str]


def expected(project_id: str, base_url: str, issuers: Iterable[str] = ()) -> Expected:
    """Return what the tokens of a project say.

    Args:
        project_id: the project.
        base_url: the server that Stytch is reached at, which it may name as the issuer instead of itself.
        issuers: further domains of the project.
    """
    return Expected(project_id, frozenset({f"stytch.com/{project_id}", base_url, *issuers}))


class Content(msgspec.Struct, frozen=True):
    """The claims of one token, whatever the time is. `custom` is the JSON of the custom ones."""

    claims: Claims
    session: SessionClaim
    organization: OrganizationClaim
    custom: bytes
    begins: float
    """When the token begins to hold, in seconds since 1970."""
    ends: float
    """When the token or its session ends, whichever is first, in seconds since 1970."""


def read(payload: bytes, expect: Expected) -> Content:
    """Read the payload of a token after its signature was checked.

    Raises:
        MalformedTokenError: a claim is missing or of another type.
        WrongIssuerError: somebody else issued it.
        WrongAudienceError: it is for another project.
        NotASessionTokenError: it holds no session of a member in an organization.
    """
    try:
        payload.decode()  # what a decoder skips it does not check
        claims, custom = _claims.decode(payload), _custom(payload)
        _check_depth(payload)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedTokenError("the claims of the token are not those of a JWT") from None
    check_addressee(claims, expect)
    session, organization = claims.session, claims.organization
    if session is None or organization is None:
        raise NotASessionTokenError("the token holds no session of a member")
    inner = math.inf if session.expires_at is None else session.expires_at.timestamp()
    return Content(
        claims=claims,
        session=session,
        organization=organization,
        custom=custom,
        begins=max(claims.nbf, claims.iat),
        ends=min(claims.exp, inner),
    )


def _custom(payload: bytes) -> bytes:
    """Return the JSON of the custom claims. All are read to their ends, so that nobody meets what cannot be later."""
    said = _unread.decode(payload)
    for name in RESERVED:
        said.pop(name, None)
    custom = msgspec.json.encode(said)
    _anything.decode(custom)
    return custom


def _check_depth(payload: bytes) -> None:
    """Refuse claims that are nested deep: Python versions accept more or less of it, and their readers still less.

    Raises:
        ValueError: they are.
    """
    if payload.count(b"[") + payload.count(b"{") <= MAX_DEPTH:
        return
    depth = deepest = 0
    for byte in _STRING.sub(b"", payload):
        depth += (byte in b"[{") - (byte in b"]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise ValueError("the claims are nested too deep")


def check_addressee(claims: Claims, expect: Expected) -> None:
    """Check who issued a token, and for whom.

    Raises:
        WrongIssuerError: somebody else issued it.
        WrongAudienceError: it is for another project.
    """
    if claims.iss not in expect.issuers:
        wanted = ", ".join(sorted(map(repr, expect.issuers)))
        raise WrongIssuerError(f"the token was issued by {_shown(claims.iss)}, and has to be by one of {wanted}")
    audience = claims.aud
    if expect.project_id not in ((audience,) if isinstance(audience, str) else audience):
        raise WrongAudienceError("the token is for another project")


def _shown(claim: str) -> str:
    """Return a claim for a message of one line. It is no secret, and the project's key has signed it."""
    return repr(claim if len(claim) <= _SHOWN else f"{claim[:_SHOWN]}…")


def check_times(content: Content, *, now: float, leeway: float, max_token_age: float | None) -> None:
    """Check that a token holds now.

    Raises:
        TokenExpiredError: it, or its session, has ended.
        NotYetValidError: it begins to be valid later, or was issued in the future.
        TokenTooOldError: it was issued `max_token_age` seconds ago, or earlier.
    """
    if now >= content.ends + leeway:
        raise _about(content, TokenExpiredError("the token or its session has expired"))
    if content.begins > now + leeway:
        raise _about(content, NotYetValidError("the token is not valid yet"))
    if max_token_age is not None and max(0.0, now - content.claims.iat) >= max_token_age:
        raise _about(content, TokenTooOldError("the token was issued too long ago"))


def _about(content: Content, error: SessionVerificationError) -> SessionVerificationError:
    error.member_session_id = content.session.id
    return error


def check_limits(leeway: float, max_token_age: float | None) -> None:
    """Check what a caller allows.

    Raises:
        ConfigurationError: it is no number, or out of bounds.
    """
    if not is_number(leeway) or not 0 <= leeway <= MAX_LEEWAY:
        raise ConfigurationError(f"leeway must be 0 to {MAX_LEEWAY:g} seconds")
    if max_token_age is not None and (not is_number(max_token_age) or not max_token_age >= 0):
        raise ConfigurationError("max_token_age must be seconds, 0 or more")
