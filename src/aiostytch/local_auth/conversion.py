"""Conversion of tokens and API responses to the results of calls."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar, cast

import msgspec
from msgspec.json import Decoder
from msgspec.structs import replace

from .. import codec
from ..errors import ConfigurationError, CustomClaimsError, NotASessionTokenError
from ..models.sessions import AuthenticateResponse, AuthenticationFactor, MemberSession
from .session import VerifiedSession
from .verify import Content

C = TypeVar("C")
T = TypeVar("T")


def result_of(content: Content, decoder: Decoder[C]) -> Any:
    """Return the result of a token, with its custom claims decoded.

    Raises:
        CustomClaimsError: they do not match their type.
    """
    result = content.result
    return replace(result, custom_claims=_decode(result.custom_claims, decoder))


def session_from_response(response: AuthenticateResponse, decoder: Decoder[C]) -> VerifiedSession[C]:
    """Return the session in a response of the API, with its custom claims decoded.

    Raises:
        NotASessionTokenError: the response has no session, because the login is not complete, or no member or expiry.
        CustomClaimsError: the custom claims do not match their type.
    """
    session = _member_session(response.member_session)
    return VerifiedSession(
        member_session_id=session.member_session_id,
        member_id=session.member_id,
        organization_id=session.organization_id,
        organization_slug=session.organization_slug,
        roles=_all_of(str, session.roles),
        authentication_factors=_all_of(AuthenticationFactor, session.authentication_factors),
        started_at=session.started_at,
        last_accessed_at=session.last_accessed_at,
        expires_at=session.expires_at,
        custom_claims=_decode(msgspec.json.encode(session.custom_claims or {}), decoder),
        response=response,
    )


def _member_session(found: object) -> MemberSession:
    # null, or another value outside the specification
    if not isinstance(found, MemberSession) or not _is_complete(found):
        raise NotASessionTokenError("the response of the API has no session")
    return found


def _is_complete(session: MemberSession) -> bool:
    required: list[tuple[object, type]] = [
        (session.member_session_id, str),
        (session.member_id, str),
        (session.organization_id, str),
        (session.expires_at, datetime.datetime),
    ]
    return all(found and isinstance(found, kind) for found, kind in required)


def _all_of(kind: type[T], found: object) -> tuple[T, ...]:
    """Return the valid items of a list; a response outside the specification may not have a list."""
    parts = cast("list[object]", found) if isinstance(found, list) else []
    return tuple(part for part in parts if isinstance(part, kind))


def claims_decoder(claims: type[C]) -> Decoder[C]:
    """Return the decoder of custom claims for a type.

    Raises:
        ConfigurationError: JSON cannot be decoded to it.
    """
    try:
        return codec.decoder(claims)
    except Exception:  # evaluating the annotations of a class can raise anything
        reason = "claims must be a type that JSON can be decoded to, such as an attrs class"
    raise ConfigurationError(reason)


def _decode(custom: bytes, decoder: Decoder[C]) -> C:
    try:
        return decoder.decode(custom)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise CustomClaimsError("the custom claims do not match their type") from None
