"""Verification of bearer tokens of all kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, cast

from ..checks import check_list
from ..errors import ConfigurationError, MalformedTokenError, MissingTokenError, TokenVerificationError
from ..secret import Secret
from .access_token import VerifiedAccess
from .claims import read_payload
from .kind import Kind
from .kinds import KINDS, kind_of
from .m2m_token import VerifiedClient
from .resource import Bounds, LocalResource, check_audience
from .session import VerifiedSession
from .tokens import check_size, decode_payload, parse_jws

Accepted: TypeAlias = Literal["session", "m2m", "access_token"]
Principal: TypeAlias = VerifiedSession[dict[str, Any]] | VerifiedClient[dict[str, Any]] | VerifiedAccess[dict[str, Any]]
"""The caller of a request: a member, an M2M client, or an app that acts for a member."""

BLANK = " \t"
"""Optional whitespace around the value of a header (RFC 9110, section 5.6.3), and around the name and the value of a
cookie (RFC 6265, section 5.2)."""

_BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
_RESULTS: Mapping[type[Any], Accepted] = {
    VerifiedSession: "session",
    VerifiedClient: "m2m",
    VerifiedAccess: "access_token",
}


class BearerAuthentication(LocalResource):
    """Verifies the bearer token of a request."""

    async def authenticate(
        self, request: object, accepts: Sequence[str], audience: str | None, max_token_age: float | None, leeway: float
    ) -> Principal:
        """Return who makes a request; see `StytchClient.authenticate`."""
        bounds = Bounds(leeway, max_token_age, check_audience(audience))
        wanted = [_BY_NAME[name] for name in check_accepts(accepts)]
        self._usable_state()
        token = bearer_token(request)
        del request
        found: Principal = await self._verified(token, wanted, dict[str, Any], bounds)
        return found


def check_accepts(accepts: Sequence[str]) -> tuple[Accepted, ...]:
    """Return the accepted kinds of tokens without duplicates.

    Raises:
        ConfigurationError: one is unknown, or the list is empty.
    """
    names = check_list("accepts", accepts, "kinds of tokens")
    if not names or not all(isinstance(name, str) and name in _BY_NAME for name in names):
        raise ConfigurationError(f"accepts must name one or more of {', '.join(map(repr, _BY_NAME))}")
    return tuple(dict.fromkeys(names))


def accepted_kind(principal: object) -> Accepted | None:
    """Return the kind of token that a principal was verified with; None for anything else."""
    return next((kind for result, kind in _RESULTS.items() if isinstance(principal, result)), None)


def claimed_kind(token: str) -> str:
    """Return the claimed kind of an unverified token, or "unknown"."""
    try:
        parts = parse_jws(check_size(token))
        seen = kind_of(parts.typ, read_payload(decode_payload(parts)))
    except TokenVerificationError:
        seen = None
    return seen.name if seen else "unknown"


def bearer_token(request: object) -> Secret:
    """Return the token of `Authorization: Bearer` (RFC 6750, section 2.1).

    Args:
        request: a request with `headers`, an ASGI scope, or headers: a mapping, or pairs of names and values.

    Raises:
        MissingTokenError: there is no token.
        MalformedTokenError: there are several.
        ConfigurationError: it is neither a request nor headers.
    """
    token = find_bearer(_headers(request))
    if not token:
        raise MissingTokenError("the request has no bearer token")
    return Secret(token)


def find_bearer(headers: Iterable[tuple[str, str]]) -> str | None:
    """Return the token of `Authorization: Bearer`, which may be ""; None without such a header.

    Raises:
        MalformedTokenError: there are several.
    """
    values = [value for name, value in headers if name.lower() == "authorization"]
    split = [value.strip(BLANK).partition(" ") for value in values]
    tokens = {token.strip(BLANK) for scheme, _, token in split if scheme.lower() == "bearer"}
    if len(tokens) > 1:
        raise MalformedTokenError("the request has several bearer tokens")
    return next(iter(tokens), None)


def _headers(request: object) -> Iterable[tuple[str, str]]:
    found: Any = getattr(request, "headers", request)
    if _is_scope(found):
        found = found["headers"]
    try:
        return [(_text(name), _text(value)) for name, value in _pairs(found)]
    except (TypeError, ValueError):
        pass
    raise ConfigurationError("a request must have headers, or be headers: a mapping, or pairs of names and values")


def _pairs(found: Any) -> Any:
    return found.items() if callable(getattr(found, "items", None)) else found


def _is_scope(found: object) -> bool:
    """Return whether something is an ASGI scope, in which headers are a list."""
    return isinstance(found, Mapping) and isinstance(cast("Mapping[str, Any]", found).get("headers"), list | tuple)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, str):
        return value
    raise TypeError("the name and the value of a header must be text")
