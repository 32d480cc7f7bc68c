"""What tells one kind of token from another. All are signed with the same keys, so the keys tell nothing."""

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
    """What tokens of a kind look like.

    Attributes:
        name: the kind, for programs.
        title: the kind, for people.
        types: the `typ` headers that its tokens have, in capitals.
        needs: claims that each of its tokens has.
        lacks: claims that none of them has.
        subject: how `sub` begins in them; a token whose `sub` does needs no other claim. "" is no such beginning.
        lacks_subjects: how `sub` never begins in them.
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
            and not self.lacks & names
            and not subject.startswith(self.lacks_subjects)
            and (self.needs <= names or (bool(self.subject) and subject.startswith(self.subject)))
        )


@attrs.frozen(eq=False, kw_only=True)
class Kind(Shape):
    """A kind of token that can be verified.

    Attributes:
        decoder: reads its claims.
        reserved: the claims that are not custom.
        read: makes the result of its claims, with the custom ones as JSON.
        subjects: returns what a token can be out with, of the result.
        takes_audience: whether its tokens can be for others than the project.
        refusal: what is raised where this kind is wanted, and another one comes.
        revoked: what is raised where a token is known to be out.
        in_doubt: what is raised where that is not certain, and the API knows.
    """

    decoder: Decoder[Any]
    reserved: frozenset[str]
    read: Callable[[Any, bytes, ReadFactors], Struct]
    subjects: Callable[[Any], tuple[bytes, ...]]
    takes_audience: bool = False
    refusal: type[WrongTokenKindError]
    revoked: type[TokenVerificationError] = TokenRevokedError
    in_doubt: type[TokenVerificationError] = TokenRevokedError


def wrong_kind(wanted: Sequence[Kind], seen: Shape | None, reason: str = "") -> WrongTokenKindError:
    """Return the error for a token of another kind than is wanted."""
    kind = wanted[0].refusal if len(wanted) == 1 else WrongTokenKindError
    titles = " or ".join(each.title for each in wanted)
    found = reason or (seen.title if seen else "of an unknown kind")
    return kind(f"the token is {found}, and has to be {titles}", seen=seen.name if seen else "unknown")


def to_datetime(seconds: int) -> datetime.datetime:
    """Return a time of a claim."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
