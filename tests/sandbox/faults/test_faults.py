"""Faults on demand: their effect on clients, their timing, and the transports that they affect."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from aiostytch import (
    APIError,
    B2BClient,
    ConfigurationError,
    ConnectionLostError,
    DecodeError,
    RateLimitError,
    RequestOptions,
    ServerError,
    Timeout,
)
from aiostytch.sandbox import (
    PROJECT_ID,
    SECRET,
    Delay,
    Drop,
    Fault,
    Garbage,
    NullField,
    Sandbox,
    Status,
    Throttle,
    UnknownEnum,
    serve,
)
from aiostytch.sandbox.faults.effects import Effect
from aiostytch.sandbox.faults.faults import choose
from aiostytch.sandbox.faults.targets import matches

from ..world import World, refused, send

ONCE = RequestOptions(max_retries=0)
GET = "organizations.get"


class Naps:
    """Recorded sleeps that take no time."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def sandbox(naps: Naps) -> Sandbox:
    return Sandbox(sleep=naps)


async def test_a_status_fault_responds_once_without_executing_the_call(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add("organizations.create", Status(500))
    with refused(500, "internal_server_error"):
        await client.organizations.create(organization_name="Acme")
    assert len(sandbox.state.organizations) == 0
    await client.organizations.create(organization_name="Acme")


@pytest.mark.parametrize(
    ("status_code", "error_type"),
    [
        (400, "bad_request"),
        (401, "unauthorized_credentials"),
        (503, "server_unavailable"),
        (418, "internal_server_error"),
    ],
)
async def test_a_status_has_an_error_type_that_fits(
    sandbox: Sandbox, client: B2BClient, status_code: int, error_type: str
) -> None:
    sandbox.faults.add(GET, Status(status_code))
    with refused(status_code, error_type):
        await client.organizations.get("acme", options=ONCE)


async def test_a_status_can_have_another_type_and_headers(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add(GET, Status(404, "member_not_found", headers={"X-Cache": "hit"}))
    with pytest.raises(APIError) as caught:
        await client.organizations.get("acme")
    assert caught.value.error_type == "member_not_found"
    assert caught.value.headers["x-cache"] == "hit"


@pytest.mark.parametrize(("body", "content"), [({"a": [1]}, b'{"a":[1]}'), (b"<html>", b"<html>")])
async def test_a_status_can_have_a_body_of_its_own(sandbox: Sandbox, body: Any, content: bytes) -> None:
    sandbox.faults.add(GET, Status(502, body=body))
    response = await send(sandbox, "GET", "/v1/b2b/organizations/acme")
    assert (response.status_code, response.content) == (502, content)


async def test_throttling_says_when_to_come_again(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add(GET, Throttle(retry_after=7))
    with pytest.raises(RateLimitError) as caught:
        await client.organizations.get("acme", options=ONCE)
    assert (caught.value.error_type, caught.value.retry_after) == ("too_many_requests", 7)


async def test_throttling_need_not_say_when(sandbox: Sandbox) -> None:
    sandbox.faults.add(GET, Throttle(retry_after=None))
    response = await send(sandbox, "GET", "/v1/b2b/organizations/acme")
    assert response.status_code == 429
    assert "retry-after" not in response.headers


async def test_the_client_retries_a_call_through_a_fault(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    sandbox.faults.add(GET, Status(503), times=2)
    assert (await client.organizations.get("acme")).raw.attempts == 3


async def test_a_delay_is_slept_in_process(sandbox: Sandbox, client: B2BClient, world: World, naps: Naps) -> None:
    sandbox.faults.add(GET, Delay(2.5))
    await client.organizations.get("acme")
    assert naps.seconds == [2.5]


async def test_a_delay_is_slept_behind_asgi(sandbox: Sandbox, naps: Naps) -> None:
    sandbox.faults.add(GET, Delay(2.5))
    assert (await send(sandbox, "GET", "/v1/b2b/organizations/acme")).status_code == 404
    assert naps.seconds == [2.5]


async def test_a_delay_beyond_the_read_timeout_loses_the_response_but_not_the_call(
    sandbox: Sandbox, client: B2BClient, naps: Naps
) -> None:
    sandbox.faults.add("organizations.create", Delay(60))
    with pytest.raises(ConnectionLostError, match="read timeout"):
        await client.organizations.create(organization_name="Acme", options=RequestOptions(timeout=Timeout(read=3)))
    assert naps.seconds == [3]
    assert len(sandbox.state.organizations) == 1


@pytest.fixture(params=["in process", "through httpx.ASGITransport", "over a socket"])
async def anyhow(request: pytest.FixtureRequest, sandbox: Sandbox) -> AsyncIterator[B2BClient]:
    """A client with one of the ways to reach the sandbox."""
    match request.param:
        case "in process":
            yield sandbox.client()
        case "through httpx.ASGITransport":
            async with B2BClient(PROJECT_ID, SECRET, http_client=httpx.ASGITransport(sandbox)) as client:
                yield client
        case _:
            async with serve(sandbox) as base_url, B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client:
                yield client


@pytest.mark.parametrize(
    ("drop", "carried_out"),
    [(Drop("request"), 0), (Drop("response"), 1), (Drop("body"), 1)],
    ids=["request", "response", "body"],
)
async def test_a_dropped_connection_is_a_transport_error(
    anyhow: B2BClient, sandbox: Sandbox, drop: Drop, carried_out: int
) -> None:
    sandbox.faults.add("organizations.create", drop)
    with pytest.raises(ConnectionLostError):
        await anyhow.organizations.create(organization_name="Acme")
    assert len(sandbox.state.organizations) == carried_out
    await anyhow.organizations.create(organization_name="Bcme")


async def test_nothing_is_logged_of_a_connection_that_was_broken_on_purpose(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(sandbox) as base_url, B2BClient(PROJECT_ID, SECRET, base_url=base_url) as client:
        for at in ("request", "response", "body"):
            sandbox.faults.add("organizations.search", Drop(at))
            with pytest.raises(ConnectionLostError):
                await client.with_options(max_retries=0).organizations.search()
    logged = [record for record in caplog.records if record.name.startswith("uvicorn")]
    assert [record.getMessage() for record in logged if record.levelno >= logging.WARNING] == []


async def test_half_of_the_body_comes_before_the_connection_breaks(sandbox: Sandbox) -> None:
    sandbox.faults.add(GET, Drop("body"))
    auth = (PROJECT_ID, SECRET)
    async with serve(sandbox) as base_url, httpx.AsyncClient(base_url=base_url, auth=auth) as http:
        received = bytearray()
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message"):
            await read_into(received, http)
    whole = (await send(sandbox, "GET", "/v1/b2b/organizations/acme")).content
    assert len(received) == len(whole) // 2
    assert whole.startswith(received[:14])


async def read_into(received: bytearray, http: httpx.AsyncClient) -> None:
    async with http.stream("GET", "/v1/b2b/organizations/acme") as response:
        async for chunk in response.aiter_bytes():
            received += chunk


async def test_garbage_cannot_be_decoded(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    sandbox.faults.add(GET, Garbage())
    with pytest.raises(DecodeError):
        await client.organizations.get("acme")


@pytest.mark.parametrize(
    ("path", "changed"),
    [("", ("organization",)), ("organization.organization_name", ("organization", "organization_name"))],
)
async def test_a_required_field_is_null(sandbox: Sandbox, world: World, path: str, changed: tuple[str, ...]) -> None:
    sandbox.faults.add(GET, NullField(path))
    fields = (await send(sandbox, "GET", "/v1/b2b/organizations/acme")).json()
    for name in changed:
        fields = fields[name]
    assert fields is None


async def test_an_enum_has_an_unknown_value(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    sandbox.faults.add(GET, UnknownEnum())
    response = await sandbox.client().organizations.get("acme")
    assert response.organization.first_party_connected_apps_allowed_type == "value_from_the_future"


async def test_a_field_in_a_list_is_that_of_its_first_element(sandbox: Sandbox, world: World) -> None:
    sandbox.faults.add("organizations.search", UnknownEnum("organizations.mfa_policy", "SOMETIMES"))
    response = await send(sandbox, "POST", "/v1/b2b/organizations/search", json={})
    assert response.json()["organizations"][0]["mfa_policy"] == "SOMETIMES"


@pytest.mark.parametrize(
    "effect", [NullField("organization.no.such"), UnknownEnum("nothing"), NullField("organization.")]
)
async def test_a_response_without_the_field_comes_as_it_is(sandbox: Sandbox, world: World, effect: Effect) -> None:
    before = (await send(sandbox, "GET", "/v1/b2b/organizations/acme")).json()
    sandbox.faults.add(GET, effect)
    after = (await send(sandbox, "GET", "/v1/b2b/organizations/acme")).json()
    assert before["organization"] == after["organization"]


@pytest.mark.parametrize("effect", [NullField(), UnknownEnum()])
async def test_a_refusal_is_not_changed(sandbox: Sandbox, effect: Effect) -> None:
    sandbox.faults.add("*", effect, times=None)
    assert (await send(sandbox, "GET", "/v1/b2b/organizations/acme")).json()["error_type"] == "organization_not_found"
    assert (await send(sandbox, "GET", "/v1/unknown")).json()["error_type"] == "route_not_found"


async def test_a_response_without_an_enum_comes_as_it_is(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add("rbac.policy", UnknownEnum())
    assert (await client.rbac.policy()).raw.status_code == 200


def fault(**given: Any) -> Fault:
    defaults: dict[str, Any] = {
        "number": 1,
        "target": "*",
        "effect": Garbage(),
        "times": 1,
        "probability": 1.0,
        "seed": 0,
    }
    return Fault(**{**defaults, **given})


def happenings(faulty: Fault, requests: int) -> list[bool]:
    faults: tuple[Fault, ...] = (faulty,)
    seen: list[bool] = []
    for _ in range(requests):
        effect, faults = choose(faults, "GET", "/", GET)
        seen.append(effect is not None)
    return seen


@pytest.mark.parametrize(("times", "expected"), [(1, [1, 0, 0]), (2, [1, 1, 0]), (None, [1, 1, 1])])
def test_a_fault_happens_so_many_times(times: int | None, expected: list[int]) -> None:
    assert happenings(fault(times=times), 3) == [bool(value) for value in expected]


def test_the_same_seed_gives_the_same_chances() -> None:
    chancy = fault(times=None, probability=0.5, seed=7)
    assert happenings(chancy, 50) == happenings(chancy, 50)
    assert happenings(chancy, 50) != happenings(fault(times=None, probability=0.5, seed=8), 50)


@pytest.mark.parametrize("probability", [0.0, 0.2, 0.9, 1.0])
def test_a_fault_happens_about_as_often_as_it_is_likely(probability: float) -> None:
    seen = happenings(fault(times=None, probability=probability), 2000)
    assert sum(seen) == pytest.approx(2000 * probability, abs=80)


def test_the_first_fault_that_happens_is_the_only_one() -> None:
    faults = (fault(effect=Garbage()), fault(effect=Throttle()))
    first, faults = choose(faults, "GET", "/", GET)
    second, faults = choose(faults, "GET", "/", GET)
    third, _ = choose(faults, "GET", "/", GET)
    assert (first, second, third) == (Garbage(), Throttle(), None)


@pytest.mark.parametrize(
    ("target", "is_hit"),
    [
        ("organizations.get", True),
        ("organizations.*", True),
        ("*", True),
        ("organizations.ge", False),
        ("sessions.*", False),
        ("/v1/b2b/organizations/o-1", True),
        ("/v1/b2b/organizations/{organization_id}", True),
        ("GET /v1/b2b/organizations/*", True),
        ("/v1/*", True),
        ("POST /v1/b2b/organizations/*", False),
        ("/v1/b2b/organizations", False),
        ("/v1/b2b/{x}", False),
        ("/v1/b2b/organizations/o.1", False),
    ],
)
def test_a_target_is_a_call_path_or_a_route(target: str, is_hit: bool) -> None:
    assert matches(target, "GET", "/v1/b2b/organizations/o-1", GET) is is_hit


async def test_a_route_that_is_unknown_can_fail_too(sandbox: Sandbox) -> None:
    sandbox.faults.add("GET /v3/*", Status(503))
    assert (await send(sandbox, "GET", "/v3/soon")).status_code == 503


@pytest.mark.parametrize("target", ["organization.get", "get /v1/b2b/*", "", "GET organizations.get", "v1/b2b"])
def test_a_target_that_means_nothing_is_refused(sandbox: Sandbox, target: str) -> None:
    with pytest.raises(ConfigurationError, match="neither the call path"):
        sandbox.faults.add(target, Garbage())


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"times": 0}, "times must be an integer of at least 1"),
        ({"times": "2"}, "times must be an integer"),
        ({"probability": 1.1}, "probability must be a number from 0 to 1"),
        ({"probability": -0.1}, "probability must be a number from 0 to 1"),
        ({"probability": "0.5"}, "probability must be a number"),
        ({"seed": "x"}, "seed must be an integer, not this str"),
        ({"target": 503}, "target must be a call path or a route, not this int"),
        ({"effect": 503}, r"effect must be an object with apply, such as Status\(503\), not this int"),
        ({"effect": Garbage}, "effect must be an object with apply"),
        ({"effect": None}, "effect must be an object with apply"),
    ],
)
def test_an_argument_that_cannot_be_used_is_refused(sandbox: Sandbox, given: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        sandbox.faults.add(**{"target": GET, "effect": Garbage(), **given})
    assert len(sandbox.faults) == 0


@pytest.mark.parametrize(
    ("effect", "given", "text"),
    [
        (Status, "503", "status_code must be an integer"),
        (Status, 99, "status_code must be an integer of at least 200"),
        (Status, 600, "status_code must be an integer from 200 to 599"),
        (Throttle, "1", "retry_after must be an integer"),
        (Throttle, -1, "retry_after must be an integer of at least 0"),
        (Delay, "1", "seconds must be a number"),
        (Delay, -1, "seconds must be a number from 0"),
        (Delay, float("nan"), "seconds must be a number from 0"),
        (Drop, "head", "at must be one of request, response, body"),
    ],
)
def test_an_effect_that_cannot_be_had_is_refused(effect: Any, given: Any, text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        effect(given)


async def test_a_fault_can_be_taken_back(sandbox: Sandbox, client: B2BClient, world: World) -> None:
    first = sandbox.faults.add(GET, Status(503), times=None)
    sandbox.faults.add(GET, Status(500))
    assert [fault.number for fault in sandbox.faults] == [1, 2]
    sandbox.faults.remove(first.number)
    with pytest.raises(ServerError, match="500"):
        await client.organizations.get("acme", options=ONCE)
    sandbox.faults.add(GET, Status(503), times=None)
    sandbox.faults.clear()
    await client.organizations.get("acme", options=ONCE)
    assert len(sandbox.faults) == 0


async def test_the_repr_of_the_faults_counts_those_to_come(sandbox: Sandbox, client: B2BClient) -> None:
    sandbox.faults.add(GET, Status(404))
    sandbox.faults.add("sessions.*", Garbage())
    with refused(404, "internal_server_error"):
        await client.organizations.get("acme")
    assert repr(sandbox.faults) == "<Faults, 1 active of 2>"
