"""The log of requests: its contents, and what it omits."""

from __future__ import annotations

from typing import Any

import pytest
from rich.pretty import pretty_repr

from aiostytch import B2BClient
from aiostytch.sandbox import Clock, Delay, Drop, Entry, Sandbox, Status
from aiostytch.sandbox.contract.messages import Request, Response
from aiostytch.sandbox.http.request_log import CAPACITY, MASK, MAX_SIZE, mask

from ..world import LOGIN, World, log_in, refused, send


def last(sandbox: Sandbox) -> Entry:
    return list(sandbox.requests)[-1]


async def test_a_request_is_logged_with_its_bodies(sandbox: Sandbox, client: B2BClient, clock: Clock) -> None:
    await client.organizations.create(organization_name="Acme", trusted_metadata={"plan": {"seats": 3}})
    entry = last(sandbox)
    assert (entry.number, entry.at, entry.method, entry.path) == (1, clock.now(), "POST", "/v1/b2b/organizations")
    assert (entry.call_path, entry.status_code, entry.outcome, entry.query) == ("organizations.create", 200, "", "")
    assert entry.request_body == {"organization_name": "Acme", "trusted_metadata": {"plan": {"seats": 3}}}
    assert entry.response_body["organization"]["organization_name"] == "Acme"
    assert entry.response_body["organization"]["trusted_metadata"] == {"plan": {"seats": 3}}


async def test_secrets_are_masked(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    login = await log_in(client, "acme")
    entry = last(sandbox)
    assert entry.request_body == {"organization_id": "acme", "email_address": LOGIN[0], "password": MASK}
    assert entry.response_body["session_token"] == MASK
    assert entry.response_body["session_jwt"] == MASK
    assert entry.response_body["member"]["email_address"] == LOGIN[0]
    assert LOGIN[1] not in f"{entry!r}{entry.request_body}"
    assert login.session_token not in f"{entry!r}{entry.response_body}"


async def test_a_url_that_carries_a_code_is_masked(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    callback = "https://calendar.example/callback"
    app = sandbox.apps.add("Calendar", redirect_urls=[callback])
    response = await client.idp.oauth.authorize(
        consent_granted=True,
        scopes=["openid"],
        client_id=app,
        redirect_uri=callback,
        response_type="code",
        organization_id="acme",
        member_id=world.member.member_id,
        state="some state",
    )
    code = response.authorization_code
    assert isinstance(code, str)
    assert code in response.redirect_uri
    entry = last(sandbox)
    assert (entry.request_body["redirect_uri"], entry.response_body["redirect_uri"]) == (callback, MASK)
    shown = f"{response!r}{pretty_repr(response)}{pretty_repr(entry)}{entry.response_body}{response.raw!r}"
    assert code not in shown
    assert "callback" not in pretty_repr(response)


@pytest.mark.parametrize(
    ("path", "query", "shown"),
    [
        ("/v1/b2b/organizations/acme/member", "email_address=ada%40acme.example", "email_address=ada%40acme.example"),
        ("/v1/b2b/organizations/acme/member", "token=hunter2&member_id=", f"token={MASK}&member_id="),
        ("/v1/public/sso/start", "connection_id=c&token=hunter2", f"connection_id={MASK}&token={MASK}"),
        ("/v1/unknown", "code=hunter2&flag", f"code={MASK}&flag="),
        ("/v1/unknown", "", ""),
    ],
)
async def test_a_query_shows_the_values_that_the_document_lists(
    sandbox: Sandbox, path: str, query: str, shown: str
) -> None:
    await send(sandbox, "GET", f"{path}?{query}")
    entry = last(sandbox)
    assert (entry.path, entry.query) == (path, shown)
    assert "hunter2" not in repr(entry)


def test_a_repr_shows_nothing_that_may_carry_a_secret() -> None:
    request = Request(
        method="GET", path="/a", query="token=hunter2", headers=[("Cookie", "hunter2")], content=b"hunter2"
    )
    response = Response(status_code=302, content=b"hunter2", headers={"Location": "https://a.example/?code=hunter2"})
    assert repr(request) == "Request(method='GET', path='/a')"
    assert repr(response) == "Response(status_code=302)"


async def test_unknown_fields_are_masked(sandbox: Sandbox) -> None:
    body = {"organization_name": "Acme", "pasword": "hunter2", "email_allowed_domains": "hunter2"}
    await send(sandbox, "POST", "/v1/b2b/organizations", json=body)
    entry = last(sandbox)
    assert entry.request_body == {**body, "pasword": MASK}
    assert entry.response_body["error_message"].startswith("body: ")


@pytest.mark.parametrize(
    ("path", "content", "shown"),
    [
        ("/v1/unknown", b'{"password": "hunter2"}', MASK),
        ("/v1/b2b/organizations", b'{"password": "hunter2', MASK),
        ("/v1/b2b/organizations", b"", None),
    ],
)
async def test_a_body_that_cannot_be_masked_in_part_is_masked_as_a_whole(
    sandbox: Sandbox, path: str, content: bytes, shown: str | None
) -> None:
    await send(sandbox, "POST", path, content=content)
    assert last(sandbox).request_body == shown


@pytest.mark.parametrize(
    ("value", "schema", "shown"),
    [
        ({"a": 1, "b": 2}, {"properties": {"a": {"x-sdk-secret": True}, "b": {}}}, {"a": MASK, "b": 2}),
        ([{"a": 1}], {"items": {"properties": {"a": {"x-sdk-secret": True}}}}, [{"a": MASK}]),
        ({"k": {"a": 1}}, {"additionalProperties": {"properties": {"b": {}}}}, {"k": {"a": MASK}}),
        ({"k": [1, {"l": 2}]}, {"type": "object"}, {"k": [1, {"l": 2}]}),
        ({"k": 1}, {"additionalProperties": False}, {"k": MASK}),
        ({"k": 1}, None, MASK),
        ({"a": "", "b": None}, {"properties": {"a": {"x-sdk-secret": True}}}, {"a": "", "b": None}),
    ],
)
def test_a_value_is_masked_as_its_schema_says(value: Any, schema: dict[str, Any] | None, shown: Any) -> None:
    assert mask(value, schema) == shown


async def test_the_log_tells_what_happened_to_a_response(sandbox: Sandbox) -> None:
    async def none(seconds: float) -> None:
        pass

    sandbox = Sandbox(sleep=none)
    sandbox.faults.add("*", Drop("request"))
    sandbox.faults.add("*", Drop("body"))
    sandbox.faults.add("*", Delay(1))
    sandbox.faults.add("*", Status(503))
    client = sandbox.client()
    await client.with_options(max_retries=3).rbac.policy()
    with refused(503, "server_unavailable"):
        await client.with_options(max_retries=0).rbac.policy()
    assert [(entry.outcome, entry.status_code) for entry in sandbox.requests] == [
        ("dropped", 200),
        ("cut", 200),
        ("delayed", 200),
        ("", 503),
    ]


async def test_old_requests_are_forgotten(sandbox: Sandbox, client: B2BClient) -> None:
    for _ in range(CAPACITY + 1):
        await client.rbac.policy()
    assert len(sandbox.requests) == CAPACITY
    assert next(iter(sandbox.requests)).number == 2
    assert repr(sandbox.requests) == f"<RequestLog, {CAPACITY} of {CAPACITY + 1} requests>"


async def test_the_log_can_be_cleared(sandbox: Sandbox, client: B2BClient) -> None:
    await client.rbac.policy()
    sandbox.requests.clear()
    await client.rbac.policy()
    assert [entry.number for entry in sandbox.requests] == [2]


async def test_the_log_is_bounded_in_bytes(sandbox: Sandbox) -> None:
    size = MAX_SIZE // 8 - 1000
    for number in range(20):
        await send(sandbox, "POST", f"/v1/unknown/{number}", content=b"x" * size)
    entries = list(sandbox.requests)
    assert [entry.number for entry in entries] == list(range(13, 21))
    assert sum(entry.size for entry in entries) <= MAX_SIZE
    kept = sandbox.requests.contents
    sandbox.requests.clear()
    await send(sandbox, "GET", "/v1/unknown")
    assert [entry.number for entry in sandbox.requests] == [21]
    sandbox.requests.contents = kept
    for _ in range(8):
        await send(sandbox, "POST", "/v1/unknown", content=b"x" * size)
    assert (len(sandbox.requests), sandbox.requests.count) == (8, 28)
