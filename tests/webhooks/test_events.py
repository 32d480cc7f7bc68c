"""The event of a delivery: its class, and its missing fields."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import msgspec
import pytest
from rich.pretty import pretty_repr

from aiostytch.models.organizations import Member
from aiostytch.webhooks import (
    Event,
    MemberEvent,
    ObjectEvent,
    OIDCConnectionEvent,
    OrganizationEvent,
    SAMLConnectionEvent,
    SCIMConnectionEvent,
    UnknownEvent,
    Webhooks,
)

from .deliveries import MEMBER, NOW, SECRET, encoded, payload, signed


def event(found: object) -> Event:
    body = encoded(found)
    return Webhooks(SECRET, now=lambda: NOW).verify(signed(body), body)


def test_a_member_that_was_created() -> None:
    found = event(payload(member=MEMBER))
    assert isinstance(found, MemberEvent)
    assert found.type == "dashboard.member.create"
    assert (found.source, found.object_type, found.action) == ("dashboard", "member", "create")
    assert (found.project_id, found.event_id, found.delivery_id) == ("project-test-1", "event-test-1", "msg_1")
    assert (found.id, found.vertical) == ("member-test-1", "B2B")
    assert found.timestamp == datetime.datetime(2024, 1, 2, 3, 4, 5, 678901, datetime.UTC)
    assert isinstance(found.member, Member)
    assert found.member is found.object
    assert found.member.roles[0].role_id == "stytch_member"


def test_a_published_member_lacks_fields_of_the_api() -> None:
    found = event(payload(member=MEMBER))
    assert isinstance(found, MemberEvent)
    assert found.member is not None
    assert found.member.created_at is None
    assert found.member.is_locked is None  # type: ignore[comparison-overlap]


def test_the_payload_has_what_is_newer_than_the_sdk() -> None:
    found = event(payload(member={**MEMBER, "favourite_colour": "green"}, region="eu"))
    assert found.payload["region"] == "eu"
    assert found.payload["member"]["favourite_colour"] == "green"
    assert "green" not in repr(found)


@pytest.mark.parametrize(
    ("object_type", "kind"),
    [
        ("member", MemberEvent),
        ("organization", OrganizationEvent),
        ("saml_connection", SAMLConnectionEvent),
        ("oidc_connection", OIDCConnectionEvent),
        ("scim_connection", SCIMConnectionEvent),
    ],
)
@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_each_type_has_a_class_and_its_object_under_its_own_name(
    object_type: str, kind: type[ObjectEvent[Any]], action: str
) -> None:
    published = {} if action == "delete" else {object_type: {"organization_id": "organization-test-1"}}
    found = event(payload(object_type, action, source="SCIM", **published))
    assert type(found) is kind
    assert found.type == f"scim.{object_type}.{action}"
    assert getattr(found, object_type) is found.object
    if action == "delete":
        assert found.object is None
    else:
        assert found.object.organization_id == "organization-test-1"


def test_an_unknown_type_arrives_as_an_event_that_says_so() -> None:
    found = event(payload("invoice", "create", invoice={"total": 7}))
    assert type(found) is UnknownEvent
    assert found.type == "dashboard.invoice.create"
    assert found.payload["invoice"] == {"total": 7}


@pytest.mark.parametrize("wrong", [7, None, [], {}, "x"])
@pytest.mark.parametrize("name", [*payload(), "member"])
def test_a_value_of_another_type_is_not_an_error(name: str, wrong: object) -> None:
    """The delivery has a valid signature, and refusing it would lose it."""
    found = event(payload(member=MEMBER) | {name: wrong})
    assert found.payload[name] == wrong


def test_an_object_is_decoded_as_far_as_it_goes() -> None:
    found = event(payload(member={**MEMBER, "email_address": 7}))
    assert isinstance(found, MemberEvent)
    assert found.member is not None
    assert found.member.member_id == MEMBER["member_id"]
    assert event(payload(member="x")).object is None  # type: ignore[attr-defined]


def test_rich_shows_what_the_repr_shows() -> None:
    assert pretty_repr(event(payload(member=MEMBER)), max_width=1_000) == repr(event(payload(member=MEMBER)))


def test_an_empty_object_is_an_event_without_anything() -> None:
    found = event({})
    assert type(found) is UnknownEvent
    assert (found.type, found.id, found.timestamp) == ("..", "", None)


def test_a_time_without_a_zone_is_refused() -> None:
    assert event(payload(timestamp="2024-01-02T03:04:05")).timestamp is None


def test_an_object_as_json_has_what_was_published_and_nothing_else() -> None:
    found = event(payload(member=MEMBER))
    assert isinstance(found, MemberEvent)
    assert msgspec.json.decode(msgspec.json.encode(found.member)) == MEMBER
    assert copy.deepcopy(found.member) == found.member
