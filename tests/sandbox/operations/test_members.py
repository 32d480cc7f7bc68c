"""Members, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Sandbox

from ..world import LOGIN, World, log_in, migrate, refused


async def test_a_member_has_what_it_was_created_with(client: B2BClient, world: World, clock: Clock) -> None:
    created = await client.organizations.members.create(
        "acme",
        email_address="grace@acme.example",
        name="Grace Hopper",
        external_id="hr|7",
        is_breakglass=True,
        mfa_enrolled=True,
        mfa_phone_number="+12025550123",
        roles=["editor", "stytch_admin", "editor"],
        trusted_metadata={"team": 1},
        untrusted_metadata={"theme": "dark"},
    )
    member = created.member
    assert (member.status, member.email_address_verified, member.is_admin, member.is_locked) == (
        "active",
        False,
        True,
        False,
    )
    assert (member.email_address, member.name, member.external_id) == ("grace@acme.example", "Grace Hopper", "hr|7")
    assert (member.is_breakglass, member.mfa_enrolled, member.mfa_phone_number) == (True, True, "+12025550123")
    assert [role.role_id for role in member.roles] == ["stytch_member", "editor", "stytch_admin"]
    assert (member.trusted_metadata, member.untrusted_metadata) == ({"team": 1}, {"theme": "dark"})
    assert member.created_at == member.updated_at == clock.now()
    assert created.organization.organization_id == member.organization_id == world.organization.organization_id


async def test_a_member_created_as_pending_becomes_active_by_logging_in(client: B2BClient, world: World) -> None:
    address = "grace@acme.example"
    created = await client.organizations.members.create("acme", email_address=address, create_member_as_pending=True)
    assert created.member.status == "pending"
    await migrate(client, "acme", email_address=address)
    assert (await log_in(client, "acme", email_address=address)).member.status == "active"


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({"email_address": "nobody"}, 400, "invalid_email"),
        ({"email_address": "a@b"}, 400, "invalid_email"),
        ({"email_address": "a b@c.example"}, 400, "invalid_email"),
        ({"email_address": LOGIN[0]}, 400, "duplicate_member_email"),
        ({"email_address": LOGIN[0].upper()}, 400, "duplicate_member_email"),
        ({"email_address": "countess@acme.example"}, 400, "retired_member_email"),
        ({"mfa_phone_number": "555-0123"}, 400, "invalid_phone_number"),
        ({"external_id": "a b"}, 400, "invalid_argument"),
        ({"external_id": "hr|1"}, 400, "duplicate_member_external_id"),
        ({"untrusted_metadata": {"text": "x" * 4096}}, 400, "metadata_too_large"),
    ],
)
async def test_properties_are_checked(
    client: B2BClient, world: World, given: dict[str, Any], status_code: int, error_type: str
) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|1")
    with refused(status_code, error_type):
        await client.organizations.members.create("acme", **{"email_address": "grace@acme.example", **given})
    other = await client.organizations.members.create("acme", email_address="grace@acme.example")
    with refused(status_code, error_type):
        await client.organizations.members.update("acme", other.member_id, **given)
    assert (await client.organizations.metrics("acme")).member_count == 2


async def test_an_update_changes_what_is_given_and_notes_when(client: B2BClient, world: World, clock: Clock) -> None:
    clock.advance(hours=1)
    member_id = world.member.member_id
    updated = await client.organizations.members.update(
        "acme",
        member_id,
        name="Ada",
        roles=["editor"],
        default_mfa_method="totp",
        trusted_metadata={"a": 1, "b": 2},
        preserve_existing_sessions=True,
    )
    again = await client.organizations.members.update("acme", member_id, trusted_metadata={"a": None})
    assert (again.member.name, again.member.default_mfa_method) == ("Ada", "totp")
    assert [role.role_id for role in again.member.roles] == ["stytch_member", "editor"]
    assert again.member.trusted_metadata == {"b": 2}
    assert (again.member.created_at, again.member.updated_at) == (world.member.created_at, clock.now())
    assert updated.member.member_password_id == world.member.member_password_id


@pytest.mark.parametrize("given", [{"member_id": "hr|7"}, {"email_address": "ADA@acme.example"}])
async def test_a_member_is_found_by_external_id_and_by_address(
    client: B2BClient, world: World, given: dict[str, str]
) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|7")
    found = await client.organizations.members.get("acme", **given)
    assert found.member_id == world.member.member_id


async def test_a_member_is_found_by_id_and_address_if_both_are_right(client: B2BClient, world: World) -> None:
    member_id = world.member.member_id
    found = await client.organizations.members.get("acme", member_id=member_id, email_address=LOGIN[0])
    assert found.member == world.member
    with refused(404, "member_not_found"):
        await client.organizations.members.get("acme", member_id=member_id, email_address="grace@acme.example")


async def test_a_member_is_not_found_by_a_retired_address(client: B2BClient, world: World) -> None:
    with refused(404, "member_not_found"):
        await client.organizations.members.get("acme", email_address="countess@acme.example")


async def test_a_get_without_any_identifier_is_refused(client: B2BClient, world: World) -> None:
    with refused(400, "invalid_member_get_fields"):
        await client.organizations.members.get("acme")


@pytest.mark.parametrize(
    "call", ["update", "delete", "reactivate", "delete_totp", "delete_mfa_phone_number", "delete_external_id"]
)
async def test_an_unknown_member_is_not_found(client: B2BClient, world: World, call: str) -> None:
    with refused(404, "member_not_found"):
        await getattr(client.organizations.members, call)("acme", "member-test-unknown")


@pytest.mark.parametrize("call", ["update", "delete", "reactivate", "delete_external_id"])
async def test_a_member_is_not_found_in_another_organization(client: B2BClient, world: World, call: str) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    with refused(404, "member_not_found"):
        await getattr(client.organizations.members, call)("other", world.member.member_id)


async def test_a_deleted_member_is_gone_with_the_sessions(client: B2BClient, world: World) -> None:
    deleted = await client.organizations.members.delete("acme", world.member.member_id)
    assert deleted.member_id == world.member.member_id
    with refused(404, "member_not_found"):
        await client.organizations.members.get("acme", member_id=world.member.member_id)
    with refused(404, "session_not_found"):
        await client.sessions.authenticate(session_token=world.session_token)


async def test_a_deleted_member_can_be_had_by_the_dangerous_call_on_demand(client: B2BClient, world: World) -> None:
    member_id = world.deleted_member_id
    found = await client.organizations.members.dangerously_get(member_id, include_deleted=True)
    assert found.member.status == "deleted"
    for include in (False, "unset"):
        with refused(404, "member_not_found"):
            await client.organizations.members.dangerously_get(
                member_id, **({} if include == "unset" else {"include_deleted": False})
            )


async def test_the_dangerous_call_needs_no_organization(client: B2BClient, world: World) -> None:
    assert (await client.organizations.members.dangerously_get(world.member.member_id)).member == world.member
    with refused(404, "member_not_found"):
        await client.organizations.members.dangerously_get("member-test-unknown")


async def test_the_address_of_a_deleted_member_is_free(client: B2BClient, world: World) -> None:
    created = await client.organizations.members.create("acme", email_address="gone@acme.example")
    assert created.member_id != world.deleted_member_id


async def test_a_deleted_member_can_be_reactivated(client: B2BClient, world: World) -> None:
    response = await client.organizations.members.reactivate("acme", world.deleted_member_id)
    assert response.member.status == "active"
    assert (await log_in(client, "acme", email_address="gone@acme.example")).member_id == world.deleted_member_id


async def test_a_member_who_is_not_deleted_cannot_be_reactivated(client: B2BClient, world: World) -> None:
    with refused(400, "no_deleted_member_found_for_reactivation"):
        await client.organizations.members.reactivate("acme", world.member.member_id)


async def test_a_member_whose_address_was_never_verified_cannot_be_reactivated(client: B2BClient, world: World) -> None:
    created = await client.organizations.members.create("acme", email_address="grace@acme.example")
    await client.organizations.members.delete("acme", created.member_id)
    with refused(400, "email_unverified_for_reactivation"):
        await client.organizations.members.reactivate("acme", created.member_id)


async def test_a_member_whose_address_has_another_holder_cannot_be_reactivated(client: B2BClient, world: World) -> None:
    await client.organizations.members.create("acme", email_address="gone@acme.example")
    with refused(400, "reactivation_email_belongs_to_another_member"):
        await client.organizations.members.reactivate("acme", world.deleted_member_id)


async def test_a_member_with_a_taken_external_id_cannot_be_reactivated(client: B2BClient, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|7")
    await client.organizations.members.delete("acme", world.member.member_id)
    await client.organizations.members.create("acme", email_address="grace@acme.example", external_id="hr|7")
    with refused(400, "duplicate_member_external_id"):
        await client.organizations.members.reactivate("acme", world.member.member_id)


async def test_an_external_id_does_not_reactivate(client: B2BClient, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|7")
    await client.organizations.members.delete("acme", world.member.member_id)
    with refused(404, "member_not_found"):
        await client.organizations.members.reactivate("acme", "hr|7")


async def test_a_new_address_retires_the_old_one_and_takes_the_password_away(client: B2BClient, world: World) -> None:
    updated = await client.organizations.members.update("acme", world.member.member_id, email_address="l@acme.example")
    assert (updated.member.email_address, updated.member.email_address_verified) == ("l@acme.example", False)
    assert updated.member.member_password_id == ""
    retired = {email.email_address for email in updated.member.retired_email_addresses}
    assert retired == {"countess@acme.example", LOGIN[0]}


async def test_an_address_in_other_letters_is_not_a_new_one(client: B2BClient, world: World) -> None:
    member_id = world.member.member_id
    updated = await client.organizations.members.update("acme", member_id, email_address=LOGIN[0].upper())
    assert updated.member.member_password_id == world.member.member_password_id


async def test_a_member_can_go_back_to_a_retired_address(client: B2BClient, world: World) -> None:
    member_id = world.member.member_id
    updated = await client.organizations.members.update("acme", member_id, email_address="countess@acme.example")
    assert [email.email_address for email in updated.member.retired_email_addresses] == [LOGIN[0]]


async def test_the_old_address_is_free_if_it_is_unlinked_by_the_update(client: B2BClient, world: World) -> None:
    await client.organizations.members.update(
        "acme", world.member.member_id, email_address="l@acme.example", unlink_email=True
    )
    await client.organizations.members.create("acme", email_address=LOGIN[0])


@pytest.mark.parametrize("given", [("email_id",), ("email_address",), ("email_id", "email_address")])
async def test_a_retired_address_can_be_unlinked_and_is_free_then(
    client: B2BClient, world: World, given: tuple[str, ...]
) -> None:
    (retired,) = world.member.retired_email_addresses
    identifiers = {name: getattr(retired, name) for name in given}
    response = await client.organizations.members.unlink_retired_email("acme", world.member.member_id, **identifiers)
    assert response.member.retired_email_addresses == []
    assert response.organization_id == world.organization.organization_id
    await client.organizations.members.create("acme", email_address=retired.email_address)


@pytest.mark.parametrize(
    ("given", "status_code", "error_type"),
    [
        ({}, 400, "retired_email_missing_email_identifiers"),
        ({"email_id": "email-test-unknown"}, 404, "email_not_found"),
        ({"email_address": LOGIN[0]}, 404, "email_not_found"),
        ({"email_id": "email-test-unknown", "email_address": "countess@acme.example"}, 404, "email_not_found"),
    ],
)
async def test_only_a_retired_address_can_be_unlinked(
    client: B2BClient, world: World, given: dict[str, str], status_code: int, error_type: str
) -> None:
    with refused(status_code, error_type):
        await client.organizations.members.unlink_retired_email("acme", world.member.member_id, **given)


async def test_a_phone_number_can_be_replaced_only_after_it_was_deleted(client: B2BClient, world: World) -> None:
    member_id = world.member.member_id
    await client.organizations.members.update("acme", member_id, mfa_phone_number="+12025550123")
    with refused(400, "duplicate_member_phone_number_for_member"):
        await client.organizations.members.update("acme", member_id, mfa_phone_number="+12025550124")
    freed = await client.organizations.members.delete_mfa_phone_number("acme", member_id)
    assert freed.member.mfa_phone_number == ""
    updated = await client.organizations.members.update("acme", member_id, mfa_phone_number="+12025550124")
    assert updated.member.mfa_phone_number == "+12025550124"


async def test_a_password_can_be_deleted(client: B2BClient, world: World) -> None:
    password_id = world.member.member_password_id
    response = await client.organizations.members.delete_password("acme", password_id)
    assert response.member.member_password_id == ""
    with refused(404, "member_password_not_found"):
        await log_in(client, "acme")
    with refused(404, "member_password_not_found"):
        await client.organizations.members.delete_password("acme", password_id)


async def test_a_password_is_not_found_in_another_organization(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    with refused(404, "member_password_not_found"):
        await client.organizations.members.delete_password("other", world.member.member_password_id)


async def test_an_external_id_can_be_deleted_and_given_to_another(client: B2BClient, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|7")
    freed = await client.organizations.members.delete_external_id("acme", "hr|7")
    assert freed.member.external_id is None
    other = await client.organizations.members.create("acme", email_address="g@acme.example", external_id="hr|7")
    assert (await client.organizations.members.get("acme", member_id="hr|7")).member_id == other.member_id


async def test_external_ids_are_those_of_an_organization(client: B2BClient, world: World) -> None:
    await client.organizations.members.update("acme", world.member.member_id, external_id="hr|7")
    await client.organizations.create(organization_name="Other", organization_slug="other")
    other = await client.organizations.members.create("other", email_address="g@o.example", external_id="hr|7")
    assert (await client.organizations.members.get("other", member_id="hr|7")).member_id == other.member_id


async def test_a_member_may_send_the_own_external_id_again(client: B2BClient, world: World) -> None:
    for name in ("Ada", "Augusta"):
        response = await client.organizations.members.update(
            "acme", world.member.member_id, external_id="hr|7", name=name
        )
        assert response.member.name == name


async def test_an_id_with_a_slash_stays_one_segment_of_the_path(
    client: B2BClient, sandbox: Sandbox, world: World
) -> None:
    with refused(404, "member_not_found"):
        await client.organizations.members.delete("acme", f"x/../{world.member.member_id}")
    assert (await client.organizations.metrics("acme")).member_count == 1
