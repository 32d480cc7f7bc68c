"""M2M clients: their secrets, which are shown once, and searches for clients."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox
from aiostytch.sandbox.entities.client_secrets import authenticate
from aiostytch.sandbox.http.request_log import MASK

from ..remembered import remembered
from ..stages.clients import add_client
from ..world import operand, query, refused


def accepts(sandbox: Sandbox, client_id: str, secret: str) -> bool:
    found = authenticate(sandbox.state.m2m_clients, client_id, secret)
    return found is not None and found.id == client_id


async def test_a_client_is_created_changed_and_deleted(client: B2BClient) -> None:
    made = await add_client(client, client_name="Reports", trusted_metadata={"team": "data", "floor": 2})
    assert made.client_id.startswith("m2m-client-test-")
    assert (made.status, made.client_description, made.scopes) == ("active", "", ["read:reports"])
    changed = await client.m2m.clients.update(
        made.client_id,
        client_description="Nightly.",
        status="inactive",
        scopes=["a", "b", "a"],
        trusted_metadata={"floor": None, "room": 7},
    )
    shown = (await client.m2m.clients.get(made.client_id)).m2m_client
    assert changed.m2m_client == shown
    assert (shown.client_name, shown.client_description, shown.status) == ("Reports", "Nightly.", "inactive")
    assert (shown.scopes, shown.trusted_metadata) == (["a", "b"], {"team": "data", "room": 7})
    assert (await client.m2m.clients.delete(made.client_id)).client_id == made.client_id
    for call in (client.m2m.clients.get, client.m2m.clients.update, client.m2m.clients.delete):
        with refused(404, "m2m_client_not_found"):
            await call(made.client_id)


async def test_an_existing_client_can_be_brought_along(client: B2BClient, sandbox: Sandbox) -> None:
    own = {"client_id": "reports", "client_secret": "quite a long secret, and odd"}
    made = await add_client(client, **own)
    assert {"client_id": made.client_id, "client_secret": made.client_secret} == own
    assert made.client_secret_last_four == " odd"
    assert accepts(sandbox, client_id="reports", secret=own["client_secret"])
    with refused(400, "duplicate_m2m_client_id"):
        await add_client(client, client_id="reports")
    await client.m2m.clients.delete("reports")
    await add_client(client, client_id="reports")


@pytest.mark.parametrize(
    ("error_type", "given"),
    [
        ("m2m_client_invalid_client_id", {"client_id": "re\nports"}),
        ("m2m_client_invalid_client_id", {"client_id": "réports"}),
        ("m2m_client_invalid_client_secret", {"client_secret": "x7!Kq0z"}),
        ("m2m_client_invalid_client_secret", {"client_secret": "quite a long sécret, and odd"}),
        ("insecure_m2m_client_secret", {"client_secret": "password"}),
        ("invalid_m2m_client_scope", {"scopes": ["read:reports", "read reports"]}),
        ("invalid_m2m_client_scope", {"scopes": [""]}),
        ("invalid_m2m_client_scope", {"scopes": ['read"reports']}),
        ("metadata_too_many_keys", {"trusted_metadata": dict.fromkeys(map(str, range(21)), 1)}),
    ],
)
async def test_a_client_has_to_be_right(
    client: B2BClient, sandbox: Sandbox, error_type: str, given: dict[str, Any]
) -> None:
    known = await add_client(client)
    before = remembered(sandbox.state)
    with refused(400, error_type):
        await add_client(client, **given)
    if given.keys() <= {"scopes", "trusted_metadata"}:
        with refused(400, error_type):
            await client.m2m.clients.update(known.client_id, **given)
    assert remembered(sandbox.state) == before


async def test_a_status_is_active_or_inactive(client: B2BClient) -> None:
    made = await add_client(client)
    with refused(400, "m2m_client_invalid_status"):
        await client.m2m.clients.update(made.client_id, status="asleep")  # type: ignore[arg-type]


async def test_a_secret_is_shown_once(client: B2BClient, sandbox: Sandbox) -> None:
    made = await add_client(client)
    shown = await client.m2m.clients.get(made.client_id)
    assert shown.m2m_client.client_secret_last_four == made.client_secret[-4:] == made.client_secret_last_four
    assert shown.m2m_client.next_client_secret_last_four is None
    rotating = (await client.m2m.clients.secrets.rotate_start(made.client_id)).m2m_client
    pages = await client.m2m.clients.search()
    assert pages.m2m_clients[0].next_client_secret_last_four == rotating.next_client_secret[-4:]
    for secret in (made.client_secret, rotating.next_client_secret):
        assert secret not in f"{shown.raw.json()}{pages.raw.json()}"


async def test_no_secret_is_kept_or_logged(client: B2BClient, sandbox: Sandbox) -> None:
    brought = "quite a long secret, and odd"
    await add_client(client, client_id="reports", client_secret=brought)
    created = list(sandbox.requests)[-1]
    rotated = (await client.m2m.clients.secrets.rotate_start("reports")).m2m_client.next_client_secret
    started = list(sandbox.requests)[-1]
    assert created.request_body["client_secret"] == created.response_body["m2m_client"]["client_secret"] == MASK
    assert started.response_body["m2m_client"]["next_client_secret"] == MASK
    kept = sandbox.state.m2m_clients["reports"]
    assert kept.secret is not None
    assert kept.secret.digest not in repr(kept)
    for secret in (brought, rotated):
        assert secret not in f"{remembered(sandbox.state)}{kept.secret.digest}{sandbox.state!r}{list(sandbox.requests)}"


async def test_equal_secrets_have_different_digests(client: B2BClient, sandbox: Sandbox) -> None:
    for client_id in ("one", "two"):
        await add_client(client, client_id=client_id, client_secret="quite a long secret, and odd")
    assert len({kept.secret.digest for kept in sandbox.state.m2m_clients if kept.secret}) == 2


async def test_both_secrets_work_until_the_rotation_is_finished(client: B2BClient, sandbox: Sandbox) -> None:
    made = await add_client(client)
    client_id, first = made.client_id, made.client_secret
    assert accepts(sandbox, client_id, first)
    assert not accepts(sandbox, client_id, "another")
    assert not accepts(sandbox, "unknown", first)
    second = (await client.m2m.clients.secrets.rotate_start(client_id)).m2m_client.next_client_secret
    assert second != first
    assert accepts(sandbox, client_id, first)
    assert accepts(sandbox, client_id, second)
    with refused(400, "m2m_client_already_rotating_secret"):
        await client.m2m.clients.secrets.rotate_start(client_id)
    assert accepts(sandbox, client_id, second)
    done = (await client.m2m.clients.secrets.rotate(client_id)).m2m_client
    assert (done.client_secret_last_four, done.next_client_secret_last_four) == (second[-4:], None)
    assert not accepts(sandbox, client_id, first)
    assert accepts(sandbox, client_id, second)


async def test_the_first_secret_stays_if_the_rotation_is_cancelled(client: B2BClient, sandbox: Sandbox) -> None:
    made = await add_client(client)
    second = (await client.m2m.clients.secrets.rotate_start(made.client_id)).m2m_client.next_client_secret
    kept = (await client.m2m.clients.secrets.rotate_cancel(made.client_id)).m2m_client
    assert (kept.client_secret_last_four, kept.next_client_secret_last_four) == (made.client_secret[-4:], None)
    assert accepts(sandbox, made.client_id, made.client_secret)
    assert not accepts(sandbox, made.client_id, second)
    for call in (client.m2m.clients.secrets.rotate, client.m2m.clients.secrets.rotate_cancel):
        with refused(400, "m2m_client_not_rotating_secret"):
            await call(made.client_id)
        with refused(404, "m2m_client_not_found"):
            await call("unknown")


async def test_the_cursors_lead_once_through_all_clients(client: B2BClient) -> None:
    made = [(await add_client(client)).client_id for _ in range(5)]
    pages = [
        [found.client_id for found in page.m2m_clients] async for page in client.m2m.clients.search(limit=2).pages()
    ]
    assert pages == [made[:2], made[2:4], made[4:]]
    assert (await client.m2m.clients.search()).results_metadata.total == 5


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (query(operand("client_id", ["c", "a", "unknown"])), "ac"),
        (query(operand("client_name", ["Reports"])), "ab"),
        (query(operand("client_name", ["Repo"])), ""),
        (query(operand("scopes", ["write"])), "bc"),
        (query(operand("scopes", ["write"]), operand("client_name", ["Reports"])), "b"),
        (query(operand("scopes", ["write"]), operand("client_id", ["a"]), operator="OR"), "abc"),
        (query(), "abc"),
    ],
)
async def test_a_search_has_filters(client: B2BClient, wanted: Any, found: str) -> None:
    for client_id, name, scopes in (("a", "Reports", ["read"]), ("b", "Reports", ["read", "write"])):
        await add_client(client, client_id=client_id, client_name=name, scopes=scopes)
    await add_client(client, client_id="c", scopes=["write"])
    assert [each.client_id async for each in client.m2m.clients.search(query=wanted)] == list(found)


@pytest.mark.parametrize(
    ("problem", "wrong"),
    [
        ("missing_filter_name", {"filter_value": ["a"]}),
        ("missing_filter_value", {"filter_name": "scopes"}),
        ("filter_name_must_be_string", operand("scopes", ["a"]) | {"filter_name": 7}),
        ("filter_name_not_recognized", operand("colour", ["red"])),
        ("expected_array_of_strings", operand("client_name", "Reports")),
    ],
)
async def test_a_filter_has_to_be_right(client: B2BClient, problem: str, wrong: dict[str, Any]) -> None:
    with refused(400, f"m2m_search_{problem}"):
        await client.m2m.clients.search(query=query(wrong))
