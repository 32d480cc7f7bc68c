"""Derives revocations from webhook events. Pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from .revocations import ALL_TOKENS, Revocation, revoke_issued, subject


class ObjectChange(Protocol):
    """The attributes of an event that `learn` uses; `aiostytch.webhooks.Event` has them."""

    @property
    def object_type(self) -> str:
        """The type of the changed object, e.g. `member`."""
        ...

    @property
    def action(self) -> str:
        """The action: `create`, `update` or `delete`."""
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
        """When the event was sent, None if it does not say."""
        ...

    @property
    def payload(self) -> dict[str, Any]:
        """The decoded body."""
        ...


def revoked_by(event: ObjectChange, now: float) -> Iterable[Revocation]:
    """Yield the revocations that an event causes: of tokens issued before it was sent, even if it arrives late."""
    if event.id and _is_deletion(event):
        at = now if event.timestamp is None else min(now, event.timestamp.timestamp())
        yield revoke_issued(subject(event.object_type, event.id), at, ALL_TOKENS)


def _is_deletion(event: ObjectChange) -> bool:
    match event.object_type, event.action:
        case (("member" | "organization"), "delete"):
            return True
        case "member", "update":
            member: object = event.payload.get("member")
            return isinstance(member, Mapping) and cast("Mapping[str, Any]", member).get("status") == "deleted"
        case _:
            return False
