"""Which events of webhooks put tokens out, and which tokens. Pure functions of what an event says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from .revocations import ALL_TOKENS, Revocation, so_far, subject


class ObjectChange(Protocol):
    """What is looked at of an event. `aiostytch.webhooks.Event` has it."""

    @property
    def object_type(self) -> str:
        """The type of what changed."""
        ...

    @property
    def action(self) -> str:
        """What happened."""
        ...

    @property
    def id(self) -> str:
        """The id of what changed."""
        ...

    @property
    def project_id(self) -> str:
        """The project that it happened in."""
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
    """Return what an event puts out: the tokens from before it was sent, however late it comes."""
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
