"""A story for each operation of the control API: its preparation and its arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox, Status

from ..stages.connections import connect_directory, connect_oidc
from ..stages.trusted import add_app, public_key
from ..world import LOGIN, TOTP_SECRET, World

Story = Callable[[Sandbox, B2BClient, World], Awaitable[dict[str, Any]]]


def plain(**given: Any) -> Story:
    """Return a story without preparation."""

    async def tell(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
        return given

    return tell


async def sent(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    return {"email": LOGIN[0], "purpose": "discovery"}


async def sent_and_cleared(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    await sent(sandbox, client, world)
    return {}


async def faulty(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    return {"number": sandbox.faults.add("rbac.*", Status(503)).number}


async def faults(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    await faulty(sandbox, client, world)
    sandbox.rate_limits.set("otps.*", per_second=1)
    return {}


async def snapped(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    sandbox.snapshot("before/the test")
    return {"name": "before%2Fthe test"}


async def sso(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    return {"connection_id": await connect_oidc(client), "email": LOGIN[0], "groups": ["HR"], "attributes": {"a": 1}}


async def user(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    token = (await connect_directory(client)).bearer_token
    return {"bearer_token": token, "email": LOGIN[0], "name": "Ada Lovelace", "attributes": {"title": "Countess"}}


async def group(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    return {
        "bearer_token": (await connect_directory(client)).bearer_token,
        "name": "Engineering",
        "emails": [LOGIN[0]],
    }


async def pushed(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    given = await group(sandbox, client, world)
    sandbox.directory(given["bearer_token"]).push_group(given["name"], given["emails"])
    return {name: given[name] for name in ("bearer_token", "name")}


async def granting(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    return {"client_id": add_app(sandbox), "member_id": world.member.member_id, "scopes": ["openid"]}


async def member(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    return {"member_id": world.member.member_id}


async def delivered(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    sandbox.webhooks.add("http://127.0.0.1:9/webhooks")
    await client.organizations.create(organization_name="Other")
    return {}


async def endpoint(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    await delivered(sandbox, client, world)
    return {"id": sandbox.webhooks.endpoints[0].id}


async def delivery(sandbox: Sandbox, client: B2BClient, world: World) -> dict[str, Any]:
    await delivered(sandbox, client, world)
    return {"id": sandbox.webhooks.deliveries[0].id}


SEED = {"organizations": [{"organization_name": "Second", "members": [{"email_address": "b@second.example"}]}]}
STORIES: Mapping[str, Story] = {
    "list_messages": sent,
    "wait_for_message": sent,
    "clear_outbox": sent_and_cleared,
    "read_clock": plain(),
    "advance_clock": plain(minutes=6, hours=0.5),
    "set_clock": plain(at="2027-01-01T00:00:00Z"),
    "freeze_clock": plain(at="2027-01-01T00:00:00+02:00"),
    "resume_clock": plain(),
    "list_faults": faults,
    "create_fault": plain(
        target="otps.*", effect={"kind": "status", "status_code": 503}, times=None, probability=0.5, seed=7
    ),
    "clear_faults": faults,
    "remove_fault": faulty,
    "list_rate_limits": faults,
    "set_rate_limit": plain(target="*", per_second=2.5, burst=3),
    "clear_rate_limits": faults,
    "list_requests": plain(call_path="organizations.create"),
    "clear_requests": plain(),
    "read_state": plain(),
    "reset": plain(),
    "take_snapshot": plain(name="before"),
    "restore_snapshot": snapped,
    "delete_snapshot": snapped,
    "add_seed": plain(**SEED),
    "read_seed_schema": plain(),
    "set_policy": plain(resources=[{"resource_id": "papers", "actions": ["read"]}]),
    "rotate_keys": plain(),
    "log_in": plain(email="new@acme.example", roles=["editor"], session_duration_minutes=5),
    "log_in_by_sso": sso,
    "make_certificate": plain(),
    "log_in_by_oauth": plain(organization_id="acme", provider="google", email=LOGIN[0], tenants=["T1"]),
    "discover_by_oauth": plain(provider="github", email=LOGIN[0]),
    "push_user": user,
    "push_group": group,
    "remove_group": pushed,
    "add_connected_app": plain(name="Calendar", redirect_urls=["https://calendar.example/"]),
    "authorize_connected_app": granting,
    "take_fingerprint": plain(reasons=["VIRTUAL_MACHINE"], is_vpn=True, raw_signals={"a": 1}),
    "set_verdict_reason": plain(reason="NEW_ONE", action="BLOCK"),
    "set_email_risk": plain(email=LOGIN[0], action="CHALLENGE", risk_score=70),
    "impersonate": member,
    "trust_tokens": plain(issuer="https://issuer.example", audience="acme", public_key=public_key()),
    "trust_session": plain(token="old", email=LOGIN[0]),
    "read_totp_code": plain(secret=TOTP_SECRET),
    "list_webhook_endpoints": delivered,
    "add_webhook_endpoint": plain(url="http://localhost:9/webhooks", types=["direct.member.*"], copies=2),
    "remove_webhook_endpoint": endpoint,
    "list_webhook_deliveries": delivered,
    "send_webhook_again": delivery,
}
"""The stories, by operation id."""
