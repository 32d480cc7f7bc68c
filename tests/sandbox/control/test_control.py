"""The control API: its document, the conformance of every response, and the effects of its operations."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Message, Scope

from aiostytch import B2BClient, RateLimitError, ServerError
from aiostytch.sandbox import PROJECT_ID, SECRET, Delay, Drop, Garbage, Sandbox, Throttle, serve
from aiostytch.sandbox.contract.messages import Transmission
from aiostytch.sandbox.faults.descriptions import write_effect
from aiostytch.sandbox.faults.effects import Invocation, NullField, Status, UnknownEnum

from ..remembered import remembered
from ..world import LOGIN, NOON, OWN, World, log_in
from .driver import ENDPOINTS, HERE, Driver
from .stories import STORIES


async def test_the_document_is_valid(control: Driver) -> None:
    response = await control.request("GET", "/openapi.json")
    assert response.headers["cache-control"] == "no-store"
    OpenAPIV31SpecValidator(response.json()).validate()
    assert response.json()["servers"] == [{"url": "/_sandbox/api"}]


def test_each_operation_has_a_story() -> None:
    assert STORIES.keys() == ENDPOINTS.keys()


@pytest.mark.parametrize("name", sorted(STORIES))
async def test_each_response_conforms_to_the_document(
    control: Driver, sandbox: Sandbox, client: B2BClient, world: World, name: str
) -> None:
    given = await STORIES[name](sandbox, client, world)
    await control.call(name, **given)


@pytest.mark.parametrize("name", sorted(name for name, endpoint in ENDPOINTS.items() if endpoint.body))
async def test_each_body_is_checked(control: Driver, sandbox: Sandbox, world: World, name: str) -> None:
    before = remembered(sandbox.state)
    path = ENDPOINTS[name].path
    for body in ({"nonsense": 1}, [], "text", 5):
        response = await control.request(ENDPOINTS[name].method, path, json=body)
        assert (response.status_code, response.json()["error_type"]) == (400, "bad_request")
    assert remembered(sandbox.state) == before


async def test_messages_are_listed_and_waited_for(control: Driver, client: B2BClient) -> None:
    waiting = asyncio.create_task(control.call("wait_for_message", email=LOGIN[0].upper()))
    await asyncio.sleep(0)
    await client.magic_links.email.discovery.send(email_address=LOGIN[0])
    await client.magic_links.email.discovery.send(email_address="grace@acme.example")
    message = await waiting
    assert (message["to"], message["purpose"], message["sent_at"]) == (LOGIN[0], "discovery", "2026-01-31T12:00:00Z")
    await client.magic_links.discovery.authenticate(discovery_magic_links_token=message["token"])
    assert message["token"] in message["url"]
    assert [each["to"] for each in await control.call("list_messages")] == [LOGIN[0], "grace@acme.example"]
    assert await control.call("list_messages", phone_number="+12025550123") == []
    await control.call("clear_outbox")
    assert await control.call("list_messages") == []


async def test_a_message_that_does_not_come_says_which_came(control: Driver, client: B2BClient) -> None:
    await client.magic_links.email.discovery.send(email_address="grace@acme.example")
    refused = await control.refuse("wait_for_message", email=LOGIN[0], timeout=0)
    text = "no such message in 0 s; messages in the outbox: discovery to grace@acme.example"
    assert refused == (404, "message_not_found", text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        ("61", "maximum: 60"),
        ("-1", "minimum: 0"),
        ("soon", "must be of type number"),
        ("nan", "type number"),
        ("inf", "type number"),
    ],
)
async def test_a_wait_is_bounded(control: Driver, seconds: str, text: str) -> None:
    status, _, message = await control.refuse("wait_for_message", timeout=seconds)
    assert status == 400
    assert text in message


async def test_time_is_told(control: Driver, sandbox: Sandbox) -> None:
    noon = {"now": "2026-01-31T12:00:00Z", "is_frozen": True, "advanced_seconds": 0}
    assert await control.call("read_clock") == noon
    assert await control.call("advance_clock", minutes=6) == {
        **noon,
        "now": "2026-01-31T12:06:00Z",
        "advanced_seconds": 360,
    }
    assert (await control.call("set_clock", at="2027-01-01T00:00:00Z"))["now"] == "2027-01-01T00:00:00Z"
    assert (await control.call("resume_clock"))["is_frozen"] is False
    assert (await control.call("freeze_clock", at="2026-01-31T13:00:00+01:00"))["now"] == noon["now"]
    assert sandbox.clock.now() == NOON
    assert (await control.call("freeze_clock"))["now"] == noon["now"]


@pytest.mark.parametrize(
    ("name", "given", "text"),
    [
        ("advance_clock", {"minutes": "x"}, "body: $.minutes must be of type number."),
        ("advance_clock", {"fortnights": 1}, "body: $.fortnights is unknown."),
        ("advance_clock", {"minutes": -1}, "the clock cannot advance by a negative time"),
        ("advance_clock", {"days": 1e9}, "a time must be in the years 1970 to 9899"),
        ("set_clock", {}, "body: $.at is missing."),
        ("set_clock", {"at": "noon"}, "body: $.at breaks the rule format: date-time."),
        ("set_clock", {"at": "1969-12-31T23:59:59Z"}, "a time must be in the years 1970 to 9899"),
        (
            "create_fault",
            {"target": "*", "effect": {"kind": "fire"}},
            "$.effect.kind must be one of status, throttle, ",
        ),
        (
            "create_fault",
            {"target": "*", "effect": {}},
            "body: $.effect.kind is missing; $.effect.status_code is missing.",
        ),
        ("create_fault", {"target": "*", "effect": {"kind": "status"}}, "body: $.effect.status_code is missing."),
        ("create_fault", {"target": "*", "effect": 5}, "body: $.effect must be of type object."),
        ("create_fault", {"target": "a.b", "effect": {"kind": "delay", "seconds": 1}}, "neither the call path"),
        ("set_rate_limit", {"target": "*", "per_second": 0}, "exclusiveMinimum: 0"),
        ("add_seed", {"organizations": [{}]}, "body: $.organizations[0].organization_name is missing."),
        ("add_seed", {"organizations": [{"organization_name": ""}]}, "$.organizations[0]: invalid_organization_name: "),
        ("set_policy", {"roles": [{"role_id": 5}]}, "invalid policy: "),
        ("set_verdict_reason", {"reason": "RULE_MATCH", "action": "BLOCK"}, "RULE_MATCH has no action of its own"),
        ("add_webhook_endpoint", {"url": "https://example.com"}, "must begin with http://"),
        ("read_totp_code", {"secret": "1"}, ""),
        ("take_fingerprint", {"ip_address": "x"}, "does not appear to be an IPv4 or IPv6 address"),
    ],
)
async def test_invalid_input_is_reported(control: Driver, name: str, given: dict[str, Any], text: str) -> None:
    status, error_type, message = await control.refuse(name, **given)
    assert (status, error_type) == (400, "bad_request")
    assert text in message


@pytest.mark.parametrize(
    ("name", "given", "status", "error_type"),
    [
        ("remove_fault", {"number": 1}, 404, "fault_not_found"),
        ("restore_snapshot", {"name": "x"}, 404, "not_found"),
        ("delete_snapshot", {"name": "x"}, 404, "not_found"),
        ("remove_webhook_endpoint", {"id": "x"}, 404, "not_found"),
        ("send_webhook_again", {"id": "x"}, 404, "not_found"),
        ("log_in_by_sso", {"connection_id": "x", "email": LOGIN[0]}, 404, "not_found"),
        ("impersonate", {"member_id": "x"}, 404, "not_found"),
        ("push_user", {"bearer_token": "x", "email": LOGIN[0]}, 403, "forbidden"),
        ("remove_group", {"bearer_token": "x", "name": "g"}, 403, "forbidden"),
        ("log_in_by_oauth", {"organization_id": "x", "provider": "google", "email": LOGIN[0]}, 404, None),
        ("authorize_connected_app", {"client_id": "x", "member_id": "y"}, 404, "connected_app_not_found"),
    ],
)
async def test_missing_entities_are_reported(
    control: Driver, name: str, given: dict[str, Any], status: int, error_type: str | None
) -> None:
    refused = await control.refuse(name, **given)
    assert refused[:2] == (status, error_type or "organization_not_found")


async def test_a_fault_happens_and_is_counted(control: Driver, client: B2BClient) -> None:
    effect = {"kind": "status", "status_code": 503, "error_type": "server_unavailable"}
    created = await control.call("create_fault", target="organizations.search", effect=effect, times=2)
    assert (created["number"], created["times"], created["probability"], created["injected"]) == (1, 2, 1, 0)
    with pytest.raises(ServerError):
        await client.with_options(max_retries=0).organizations.search()
    (fault,) = await control.call("list_faults")
    assert (fault["matched"], fault["injected"], fault["effect"]["status_code"]) == (1, 1, 503)
    await control.call("remove_fault", number=fault["number"])
    await client.organizations.search()


@pytest.mark.parametrize(
    "effect",
    [
        Status(503, body={"a": [1]}, headers={"X-A": "b"}),
        Throttle(None),
        Delay(1.5),
        Drop("body"),
        Garbage(b"<html>"),
        NullField("member"),
        UnknownEnum("organization.mfa_policy", "X"),
    ],
)
async def test_effects_come_back_as_they_were_given(control: Driver, sandbox: Sandbox, effect: Any) -> None:
    await control.call("create_fault", target="*", effect=write_effect(effect))
    assert [fault.effect for fault in sandbox.faults] == [effect]


async def test_an_effect_that_was_written_in_python_is_shown_by_its_name(control: Driver, sandbox: Sandbox) -> None:
    class Own:
        def apply(self, invocation: Invocation) -> Transmission:
            return Transmission(response=invocation.perform())

    sandbox.faults.add("*", Own())
    (fault,) = await control.call("list_faults")
    assert fault["effect"] == {"kind": "custom", "name": "Own"}


async def test_rate_limits_are_set_and_cleared(control: Driver, client: B2BClient) -> None:
    assert await control.call("set_rate_limit", target="rbac.*", per_second=0.5) == [
        {"target": "rbac.*", "per_second": 0.5, "burst": 1}
    ]
    await client.rbac.policy()
    with pytest.raises(RateLimitError):
        await client.with_options(max_retries=0).rbac.policy()
    await control.call("clear_rate_limits")
    assert await control.call("list_rate_limits") == []


async def test_requests_are_listed_masked_and_forgotten(control: Driver, client: B2BClient, world: World) -> None:
    await log_in(client, "acme")
    found = await control.call("list_requests", call_path="passwords.authenticate")
    assert found[-1]["request_body"]["password"] == "•••"
    assert (found[-1]["method"], found[-1]["status_code"]) == ("POST", 200)
    assert len(found) < len(await control.call("list_requests"))
    await control.call("clear_requests")
    assert await control.call("list_requests") == []


async def test_state_returns_by_name(control: Driver, sandbox: Sandbox, world: World) -> None:
    shown = await control.call("take_snapshot", name="before the test")
    assert (shown["project_id"], shown["snapshots"]) == (PROJECT_ID, ["before the test"])
    assert (shown["counts"]["organizations"], shown["counts"]["members"]) == (1, 2)
    assert (await control.call("reset"))["counts"]["organizations"] == 0
    assert (await control.call("restore_snapshot", name="before the test"))["counts"]["organizations"] == 1
    assert list(sandbox.snapshots) == ["before the test"]
    await control.call("delete_snapshot", name="before the test")
    assert (await control.call("read_state"))["snapshots"] == []


async def test_a_seed_is_added_as_a_whole_or_not(control: Driver) -> None:
    good, bad = {"organization_name": "Acme", "organization_slug": "acme"}, {"organization_name": ""}
    await control.refuse("add_seed", organizations=[good, bad])
    assert (await control.call("read_state"))["counts"]["organizations"] == 0
    assert (await control.call("add_seed", organizations=[good]))["counts"]["organizations"] == 1


async def test_unknown_paths_and_methods_are_refused(control: Driver) -> None:
    for path in ("/nowhere", "/", "/outbox/wait/x", "/clock/"):
        response = await control.request("GET", path)
        assert (response.status_code, response.json()["error_type"]) == (404, "route_not_found")
    response = await control.request("PATCH", "/clock")
    assert (response.status_code, response.json()["error_type"]) == (405, "method_not_allowed")
    assert response.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("method", "path", "rest", "text"),
    [
        ("POST", "/state/reset", {"json": {"a": 1}}, "This endpoint takes no body."),
        ("POST", "/clock/set", {"content": "{"}, "The header Content-Type must be application/json."),
        ("POST", "/clock/set", {"content": "{", "headers": {"Content-Type": "application/json"}}, "is not JSON"),
        ("GET", "/outbox?email=a&email=b", {}, "given more than once"),
        ("GET", "/outbox?mail=a", {}, "$.mail is unknown"),
    ],
)
async def test_requests_of_another_form_are_refused(
    control: Driver, method: str, path: str, rest: dict[str, Any], text: str
) -> None:
    response = await control.request(method, path, **rest)
    assert response.status_code == 400
    assert text in response.json()["error_message"]


async def test_a_body_that_is_too_large_is_refused(control: Driver) -> None:
    response = await control.request("POST", "/seeds", content=b" " * (2**20 + 1))
    assert (response.status_code, response.json()["error_type"]) == (413, "bad_request")


async def test_a_body_may_be_left_out_where_all_of_it_may(control: Driver) -> None:
    assert (await control.request("POST", "/clock/freeze")).status_code == 200
    assert (await control.request("POST", "/clock/set")).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": HERE}, 200),
        ({}, 200),
    ],
)
async def test_other_sites_are_refused(control: Driver, sandbox: Sandbox, headers: dict[str, str], status: int) -> None:
    sandbox.snapshot()
    response = await control.request("POST", "/state/reset", headers=headers)
    assert response.status_code == status
    assert (await control.request("GET", "/openapi.json", headers=headers)).status_code == status


async def test_a_program_elsewhere_needs_a_secret_that_not_everybody_knows() -> None:
    for secret, auth, expected in ((SECRET, SECRET, 403), (OWN, SECRET, 401), (OWN, OWN, 200)):
        transport = httpx.ASGITransport(Sandbox(secret=secret), client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url=HERE, auth=(PROJECT_ID, auth)) as http:
            assert (await http.get("/_sandbox/api/clock")).status_code == expected


async def test_it_works_below_a_path(sandbox: Sandbox) -> None:
    control = Driver(Starlette(routes=[Mount("/stytch", sandbox)]), "/stytch/_sandbox/api")
    assert (await control.request("GET", "/openapi.json")).json()["servers"] == [{"url": "/stytch/_sandbox/api"}]
    assert (await control.call("read_clock"))["now"] == "2026-01-31T12:00:00Z"


async def test_it_works_over_a_socket(sandbox: Sandbox) -> None:
    async with (
        serve(sandbox) as base_url,
        httpx.AsyncClient(base_url=f"{base_url}/_sandbox/api") as http,
        B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client,
    ):
        waiting = asyncio.create_task(http.get("/outbox/wait", params={"email": LOGIN[0], "timeout": 30}))
        await client.magic_links.email.discovery.send(email_address=LOGIN[0])
        assert (await waiting).json()["to"] == LOGIN[0]
        assert (await http.delete("/outbox")).status_code == 204
        assert (await http.get("/outbox")).json() == []


async def test_the_calls_of_the_interface_are_not_in_the_log(control: Driver, sandbox: Sandbox) -> None:
    await control.call("read_clock")
    assert len(sandbox.requests) == 0


async def test_a_request_whose_sender_has_gone_is_dropped(control: Driver, sandbox: Sandbox) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def note(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": f"{control.base}/seeds",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:4010"), (b"content-type", b"application/json")],
    }
    await sandbox(scope, receive, note)
    assert sent == []
