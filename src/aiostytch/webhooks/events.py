"""Events of deliveries, one class per type of object.

The body of a delivery names the project, the event, the object, the action (`action`) and the origin of the change
(`source`). For a created or updated object it contains the object itself, in a field with the name of its type.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from aiostytch.model import Model
from aiostytch.models.organizations import Member, Organization
from aiostytch.models.scim import SCIMConnection
from aiostytch.models.sso import OIDCConnection, SAMLConnection

from .decoding import Envelope, decode_envelope, decode_object, decode_published

M = TypeVar("M", bound=Model)


class Event(msgspec.Struct, frozen=True, dict=True):
    """A change in a project. A value that is missing in the body is "".

    Attributes:
        delivery_id: the ID of the delivery, the same at each attempt.
        body: the raw body.
    """

    delivery_id: str
    body: bytes
    _envelope: Envelope

    @property
    def type(self) -> str:
        """The type as in the dashboard, such as `direct.member.create`."""
        return f"{self.source}.{self.object_type}.{self.action}"

    @property
    def source(self) -> str:
        """The origin of the change: `direct` (API or SDK), `dashboard` or `scim`."""
        return self._envelope.source.lower()

    @property
    def object_type(self) -> str:
        """The type of the changed object, such as `member`."""
        return self._envelope.object_type.lower()

    @property
    def action(self) -> str:
        """The action: `create`, `update` or `delete`."""
        return self._envelope.action.lower()

    @property
    def id(self) -> str:
        """The ID of the changed object, such as a member's."""
        return self._envelope.id

    @property
    def event_id(self) -> str:
        """The ID of the event, the same in the deliveries to all endpoints."""
        return self._envelope.event_id

    @property
    def project_id(self) -> str:
        """The ID of the project."""
        return self._envelope.project_id

    @property
    def vertical(self) -> str:
        """`B2B` or `CONSUMER`, if the body contains it."""
        return self._envelope.vertical

    @property
    def timestamp(self) -> datetime.datetime | None:
        """When the event was sent, None if the body does not contain it."""
        return self._envelope.timestamp

    @property
    def payload(self) -> dict[str, Any]:
        """The body, decoded from JSON, including fields that are newer than this SDK.

        Raises:
            WebhookPayloadError: a string of the body is not valid Unicode.
        """
        return decode_object(self.body)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(type={self.type!r}, id={self.id!r}, delivery_id={self.delivery_id!r})"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("type", self.type), ("id", self.id), ("delivery_id", self.delivery_id)]


class UnknownEvent(Event, frozen=True, dict=True):
    """An event about a type of object that is newer than this SDK. `payload` holds the whole body."""


class ObjectEvent(Event, Generic[M], frozen=True, dict=True):
    """An event about an object.

    A published object has fewer fields than the API's object: a member lacks `created_at`, for example. A missing
    attribute is None, for every type.
    """

    model: ClassVar[type[Model]]

    @cached_property
    def object(self) -> M | None:
        """The created or updated object; None after a deletion. It is decoded on first use."""
        found: M | None = decode_published(getattr(self._envelope, self.object_type), self.model)
        return found


class MemberEvent(ObjectEvent[Member], frozen=True, dict=True):
    """A member was created, updated or deleted. A deactivated member is an update whose `status` is `deleted`."""

    model = Member

    @property
    def member(self) -> Member | None:
        """The member; None after a deletion."""
        return self.object


class OrganizationEvent(ObjectEvent[Organization], frozen=True, dict=True):
    """An organization was created, updated or deleted."""

    model = Organization

    @property
    def organization(self) -> Organization | None:
        """The organization; None after a deletion."""
        return self.object


class SAMLConnectionEvent(ObjectEvent[SAMLConnection], frozen=True, dict=True):
    """A SAML connection was created, updated or deleted."""

    model = SAMLConnection

    @property
    def saml_connection(self) -> SAMLConnection | None:
        """The connection; None after a deletion."""
        return self.object


class OIDCConnectionEvent(ObjectEvent[OIDCConnection], frozen=True, dict=True):
    """An OIDC connection was created, updated or deleted."""

    model = OIDCConnection

    @property
    def oidc_connection(self) -> OIDCConnection | None:
        """The connection; None after a deletion."""
        return self.object


class SCIMConnectionEvent(ObjectEvent[SCIMConnection], frozen=True, dict=True):
    """A SCIM connection was created, updated or deleted."""

    model = SCIMConnection

    @property
    def scim_connection(self) -> SCIMConnection | None:
        """The connection; None after a deletion."""
        return self.object


EVENTS: Mapping[str, type[Event]] = {
    "member": MemberEvent,
    "organization": OrganizationEvent,
    "saml_connection": SAMLConnectionEvent,
    "oidc_connection": OIDCConnectionEvent,
    "scim_connection": SCIMConnectionEvent,
}
"""The events about objects, by `object_type`."""


def read_event(delivery_id: str, body: bytes) -> Event:
    """Return the event in a body. Values that are missing in the body are missing in the event.

    Raises:
        WebhookPayloadError: the body is not a JSON object.
    """
    envelope = decode_envelope(body)
    event = EVENTS.get(envelope.object_type.lower(), UnknownEvent)
    return event(delivery_id, body, envelope)
