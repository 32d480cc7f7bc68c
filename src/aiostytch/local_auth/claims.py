"""Checks of the claims that tokens of every kind have. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Annotated, Any, TypeVar

import msgspec

from ..checks import is_number
from ..errors import (
    ConfigurationError,
    MalformedTokenError,
    NotYetValidError,
    TokenExpiredError,
    TokenTooOldError,
    TokenVerificationError,
    WrongAudienceError,
    WrongIssuerError,
)

C = TypeVar("C")

SESSION = "https://stytch.com/session"
ORGANIZATION = "https://stytch.com/organization"
STANDARD = frozenset({"aud", "exp", "iat", "iss", "jti", "nbf", "sub"})
"""The standard claims of every kind, which are never custom."""
MAX_DEPTH = 64
"""The maximum nesting of arrays and objects."""
_SHOWN = 200
"""The maximum characters of a claim in a message."""
_NAMED = 3
"""The maximum number of audiences in a message. A token has the project, and perhaps a custom one."""
DEFAULT_LEEWAY = 10.0
MAX_LEEWAY = 60.0

Name = Annotated[str, msgspec.Meta(min_length=1)]
NumericDate = Annotated[int, msgspec.Meta(gt=0, lt=253_402_300_800)]
"""Whole seconds since 1970, up to the end of the year 9999, where `datetime` ends."""


class Claims(msgspec.Struct, frozen=True):
    """The claims of every kind."""

    iss: str
    aud: str | list[str]
    sub: Name
    exp: NumericDate
    iat: NumericDate
    nbf: NumericDate

    @property
    def audience(self) -> tuple[str, ...]:
        """The audience of the token, one or several."""
        return (self.aud,) if isinstance(self.aud, str) else tuple(self.aud)


class OrganizationClaim(msgspec.Struct, frozen=True):
    """The claim with the organization."""

    organization_id: Name
    slug: str | None = None


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_unread = msgspec.json.Decoder(dict[str, msgspec.Raw])
_anything = msgspec.json.Decoder(dict[str, Any])
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)


class Expected(msgspec.Struct, frozen=True):
    """The default audience and the accepted issuers."""

    project_id: str
    issuers: frozenset[str]


def expected(project_id: str, base_url: str, issuers: Iterable[str] = ()) -> Expected:
    """Return the expected audience and issuers of a project's tokens.

    Args:
        project_id: the project.
        base_url: the URL of the API, which may be the issuer of its tokens.
        issuers: further domains of the project.
    """
    return Expected(project_id, frozenset({f"stytch.com/{project_id}", base_url, *issuers}))


class Payload(msgspec.Struct, frozen=True):
    """The payload of a token of any kind: its JSON, the standard claims, all names, and the names with values."""

    content: bytes
    claims: Claims
    all_names: AbstractSet[str]
    names: AbstractSet[str]

    def custom(self, reserved: frozenset[str]) -> bytes:
        """Return the JSON of the claims that are not reserved."""
        if reserved >= self.all_names:
            return b"{}"
        unread = _unread.decode(self.content)  # a number keeps its digits
        return msgspec.json.encode({name: value for name, value in unread.items() if name not in reserved})


def read_payload(content: bytes) -> Payload:
    """Decode a payload after its signature was verified.

    It decodes all claims, so that invalid ones cannot cause errors later.

    Raises:
        MalformedTokenError: a standard claim is missing or of another type.
    """
    try:
        content.decode()  # a decoder does not check values that it skips
        _check_depth(content)
        found = _anything.decode(content)
        claims = msgspec.convert(found, Claims)
    except _UNREADABLE:
        raise _malformed() from None
    return Payload(content, claims, found.keys(), {name for name, value in found.items() if value is not None})


def read_claims(payload: Payload, decoder: msgspec.json.Decoder[C]) -> C:
    """Decode the claims of one kind.

    Raises:
        MalformedTokenError: a claim is missing or of another type.
    """
    try:
        return decoder.decode(payload.content)
    except _UNREADABLE:
        raise _malformed() from None


def _malformed() -> MalformedTokenError:
    return MalformedTokenError("the claims of the token are not those of a JWT")


def _check_depth(payload: bytes) -> None:
    """Reject deeply nested claims: the limits of Python versions and of JSON decoders differ.

    Raises:
        ValueError: they are nested too deeply.
    """
    if payload.count(b"[") + payload.count(b"{") <= MAX_DEPTH:
        return
    depth = deepest = 0
    for byte in _STRING.sub(b"", payload):
        depth += (byte in b"[{") - (byte in b"]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise ValueError("the claims are nested too deeply")


def check_issuer_and_audience(claims: Claims, issuers: frozenset[str], audience: str) -> None:
    """Check the issuer and the audience of a token.

    Raises:
        WrongIssuerError: the issuer is not accepted.
        WrongAudienceError: the audience does not match.
    """
    if claims.iss not in issuers:
        wanted = ", ".join(sorted(map(repr, issuers)))
        raise WrongIssuerError(f"the issuer of the token is {_shown(claims.iss)}, but must be one of {wanted}")
    if audience not in claims.audience:
        wanted = _shown(audience)
        raise WrongAudienceError(f"the audience of the token is {_list(claims.audience)}, but must be {wanted}")


def _list(audience: tuple[str, ...]) -> str:
    named = " and ".join(map(_shown, audience[:_NAMED]))
    return named + (" and others" if len(audience) > _NAMED else "") if audience else "empty"


def _shown(claim: str) -> str:
    """Return a claim for a message of one line. It is not a secret, and the project's key has signed it."""
    return repr(claim if len(claim) <= _SHOWN else f"{claim[:_SHOWN]}…")


class Times(msgspec.Struct, frozen=True):
    """The times of a token, in seconds since 1970.

    Attributes:
        begins: when it becomes valid.
        ends: when the token or its session ends, the earlier of both.
        issued: when it was issued.
        member_session_id: its session, "" for a token of another kind.
    """

    begins: float
    ends: float
    issued: float
    member_session_id: str = ""


def check_times(times: Times, *, now: float, leeway: float, max_token_age: float | None) -> None:
    """Check that a token is valid now.

    Raises:
        TokenExpiredError: it, or its session, has expired.
        NotYetValidError: it is not valid yet, or was issued in the future.
        TokenTooOldError: it was issued `max_token_age` seconds ago, or earlier.
    """
    if now >= times.ends + leeway:
        raise _about(times, TokenExpiredError("the token or its session has expired"))
    if times.begins > now + leeway:
        raise _about(times, NotYetValidError("the token is not valid yet"))
    if max_token_age is not None and max(0.0, now - times.issued) >= max_token_age:
        raise _about(times, TokenTooOldError("the token was issued too long ago"))


def _about(times: Times, error: TokenVerificationError) -> TokenVerificationError:
    error.member_session_id = times.member_session_id
    return error


def check_limits(leeway: float, max_token_age: float | None) -> None:
    """Check the limits that a caller passes.

    Raises:
        ConfigurationError: one is not a number, or out of range.
    """
    if leeway is DEFAULT_LEEWAY and max_token_age is None:
        return
    if not is_number(leeway) or not 0 <= leeway <= MAX_LEEWAY:
        raise ConfigurationError(f"leeway must be 0 to {MAX_LEEWAY:g} seconds")
    if max_token_age is not None and (not is_number(max_token_age) or not max_token_age >= 0):
        raise ConfigurationError("max_token_age must be seconds, 0 or more")
