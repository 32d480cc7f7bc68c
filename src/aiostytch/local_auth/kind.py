"""The distinction between kinds of tokens, which are all signed with the same keys."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import attrs
from msgspec import Struct
from msgspec.json import Decoder

from ..errors import TokenKind, TokenRevokedError, TokenVerificationError, WrongTokenKindError
from ..models.sessions import AuthenticationFactor
from .claims import Payload

ReadFactors: TypeAlias = Callable[[list[Any]], Sequence[AuthenticationFactor]]


@attrs.frozen(eq=False, kw_only=True)
class Shape:
    """The shape of a kind of token.

    Attributes:
        name: the kind, for programs.
        title: the kind, for people.
        types: the `typ` headers of its tokens, in capitals.
        needs: claims that all of its tokens have.
        lacks: claims that none of them has.
        subject: a prefix of `sub` that identifies the kind without other claims; "" for no prefix.
        lacks_subjects: prefixes of `sub` that its tokens never have.
    """

    name: TokenKind
    title: str
    types: frozenset[str] = frozenset({"JWT"})
    needs: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    subject: str = ""
    lacks_subjects: tuple[str, ...] = ()

    def fits(self, typ: str, payload: Payload) -> bool:
        """Return whether a token is of this kind."""
        subject, names = payload.claims.sub, payload.names
        return (
            typ in self.types
            and self.lacks.isdisjoint(names)
            and not subject.startswith(self.lacks_subjects)
            and (self.needs <= names or (bool(self.subject) and subject.startswith(self.subject)))
        )


@attrs.frozen(eq=False, kw_only=True)
class Kind(Shape):
    """A kind of token that can be verified.

    Attributes:
        decoder: decodes its claims.
        reserved: the claims that are not custom.
        read: converts its claims to a result, with custom claims as JSON.
        subjects: returns the subjects of a result whose revocation revokes the token.
        accepts_audience: whether its tokens can have an audience other than the project.
        refusal: the exception for a token of another kind, if this kind is expected.
        revoked: the exception for a revoked token.
        in_doubt: the exception for a possibly revoked token, which the API can check.
    """

    decoder: Decoder[Any]
    reserved: frozenset[str]
    read: Callable[[Any, bytes, ReadFactors], Struct]
    subjects: Callable[[Any], tuple[bytes, ...]]
    accepts_audience: bool = False
    refusal: type[WrongTokenKindError]
    revoked: type[TokenVerificationError] = TokenRevokedError
    in_doubt: type[TokenVerificationError] = TokenRevokedError


def wrong_kind(wanted: Sequence[Kind], seen: Shape | None, reason: str = "") -> WrongTokenKindError:
    """Return the error for a token of the wrong kind."""
    kind = wanted[0].refusal if len(wanted) == 1 else WrongTokenKindError
    titles = " or ".join(each.title for each in wanted)
    found = reason or (seen.title if seen else "of an unknown kind")
    return kind(f"the token is {found}, but must be {titles}", seen=seen.name if seen else "unknown")


def to_datetime(seconds: int) -> datetime.datetime:
    """Return the time of a NumericDate claim."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
