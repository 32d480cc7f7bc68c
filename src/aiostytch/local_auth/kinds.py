"""All kinds of tokens that are signed with the keys of a project."""

from __future__ import annotations

from collections.abc import Sequence

from . import access_token, m2m_token, session_token
from .access_token import ID_TOKEN, OPAQUE, VerifiedAccess
from .claims import Payload
from .kind import Kind, Shape, wrong_kind
from .m2m_token import VerifiedClient

SESSION, M2M, ACCESS = session_token.KIND, m2m_token.KIND, access_token.KIND
KINDS: Sequence[Kind] = (SESSION, M2M, ACCESS)
_SHAPES: Sequence[Shape] = (*KINDS, ID_TOKEN)
"""The first shape that fits a token is its kind."""

__all__ = [
    "ACCESS",
    "KINDS",
    "M2M",
    "OPAQUE",
    "SESSION",
    "VerifiedAccess",
    "VerifiedClient",
    "kind_of",
    "recognize",
]


def recognize(typ: str, payload: Payload, wanted: Sequence[Kind]) -> Kind:
    """Return the kind of a token.

    Raises:
        WrongTokenKindError: it is not an accepted kind.
    """
    seen = kind_of(typ, payload)
    if isinstance(seen, Kind) and seen in wanted:
        return seen
    raise wrong_kind(wanted, seen)


def kind_of(typ: str, payload: Payload) -> Shape | None:
    """Return the shape of a token, None if it is unknown."""
    for shape in _SHAPES:
        if shape.fits(typ, payload):
            return shape
    return None
