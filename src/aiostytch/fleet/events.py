"""Revocations by webhook events. Pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from .revocations import ALL_TOKENS, Revocation, so_far, subject


class ObjectChange(Protocol):
    """The used attributes of an event; `aiostytch.webhooks.Event` has them."""

    @property
    def object_type(self) -> str:
        """The type of the changed object."""
        ...

    @property
    def action(self) -> str:
        """The action."""
        ...

    @property
    def id(self) -> str:
        """The ID of the changed object."""
        ...

    @property
    def project_id(self) -> str:
        """The ID of the project."""
        ...

    @property
    def timestamp(self) -> datetime.datetime | None:
        """When the event was sent."""
        ...

    @property
    def payload(self) -> dict[str, Any]:
        """The body."""
        ...


def revoked_by(event: ObjectChange, now: float) -> Iterable[Revocation]:
    """Return the revocations by an event: of tokens issued before it was sent, even if it arrives late."""
    if event.id and _is_over(event):
        at = now if event.timestamp is None else min(now, event.timestamp.timestamp())
        yield so_far(subject(event.object_type, event.id), at, ALL_TOKENS)


def _is_over(event: ObjectChange) -> bool:
    match event.object_type, event.action:
        case (("member" | "organization"), "delete"):
            return True
        case "member", "update":
            member: object = event.payload.get("member")
            return isinstance(member, Mapping) and cast("Mapping[str, Any]", member).get("status") == "deleted"
        case _:
            return False
