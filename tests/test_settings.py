"""A setting of the wrong type raises one `ConfigurationError` that names it."""

from __future__ import annotations

import contextlib
import inspect
import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from aiostytch import (
    B2BClient,
    ConfigurationError,
    DecodeError,
    RequestOptions,
    SessionToken,
    Timeout,
)
from aiostytch.checks import check_list, is_async_function, is_function
from aiostytch.secret import Secret
from aiostytch.store import MemoryStore, Store

from .fakes import Script, Time, script


async def one(record: Any) -> None: ...
async def two(request: Any, call_next: Any) -> Any:
    return await call_next(request)


def plain(record: Any) -> None: ...


class Instrument:
    """Has the attributes of an instrument, but drops all events."""

    def call(self, operation: Any) -> Any: ...
    async def attempt(self, request: Any, call_next: Any) -> Any: ...


WRONG: dict[str, Any] = {
    "-1": -1,
    "5": 5,
    "0.5": 0.5,
    "nan": math.nan,
    "True": True,
    "text": "text",
    "bytes": b"text",
    "[]": [],
    "['x']": ["x"],
    "(5,)": (5,),
    "{}": {},
    "{'a': 1}": {"a": 1},
    "set()": set(),
    "object()": object(),
    "type": object,
    "plain": plain,
    "one": one,
    "two": two,
    "[plain]": [plain],
    "[[]]": [[]],
    "Secret": Secret("x"),
    "Timeout class": Timeout,
    "Instrument class": Instrument,
    "[Instrument]": [Instrument],
    "RequestOptions": RequestOptions(),
}
GIVEN: dict[str, Any] = {"project_id": "project-test-1", "secret": "secret"}
SETTINGS = [name for name in inspect.signature(B2BClient).parameters if name != "transport"]


def client_of(transport: Any = None, **settings: Any) -> B2BClient:
    transport = script() if transport is None else transport
    return B2BClient(**{"transport": transport, "clock": Time().clock(), **GIVEN, **settings})


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("setting", SETTINGS)
async def test_any_setting_of_a_client_works_or_is_refused_by_its_name(setting: str, value: Any) -> None:
    refusal = setting
    try:
        client = client_of(**{setting: value})
        with contextlib.suppress(DecodeError):  # with `strict_decoding`
            await client.organizations.get("acme")
    except ConfigurationError as error:
        refusal = str(error)
    assert setting in refusal


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_any_transport_is_one_or_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="transport must be one of httpx"):
        client_of(transport=value)


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("option", ["timeout", "deadline", "max_retries", "headers", "extra_query", "extra_body"])
async def test_any_option_of_a_view_or_a_call_works_or_is_refused_by_its_name(option: str, value: Any) -> None:
    client = client_of()
    calls: list[Callable[[], Any]] = [
        lambda: client.organizations.get("acme", options=RequestOptions(**{option: value})),
        lambda: client.with_options(**{option: value}).organizations.get("acme"),
    ]
    for call in calls[: 1 if option.startswith("extra") else 2]:  # extra headers of one call
        refusal = option
        try:
            await call()
        except ConfigurationError as error:
            refusal = str(error)
        assert option.removesuffix("s") in refusal


@pytest.mark.parametrize("value", [value for name, value in WRONG.items() if name != "RequestOptions"])
async def test_options_are_request_options(value: Any) -> None:
    client = client_of()
    with pytest.raises(ConfigurationError, match=r"options must be a RequestOptions\(…\), not this"):
        await client.organizations.get("acme", options=value)


@pytest.mark.parametrize("value", ["", "a session token", *WRONG.values()], ids=["empty", "a text", *WRONG])
async def test_a_session_is_a_token_or_a_jwt(value: Any) -> None:
    client = client_of(transport := script())
    text = r"session must be a SessionToken\(…\) or a SessionJWT\(…\), not this"
    with pytest.raises(ConfigurationError, match=text):
        client.as_member(value)
    for view in (client, client.as_member(SessionToken("t"))):
        with pytest.raises(ConfigurationError, match=text) as caught:
            await view.organizations.update("acme", session=value)
        assert "a session token" not in str(caught.value)
    assert transport.requests == []


def test_a_view_of_nobody_is_refused() -> None:
    nobody: Any = None
    with pytest.raises(ConfigurationError, match="session"):
        client_of().as_member(nobody)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"instruments": Instrument()}, "instruments must be a list of objects with call and attempt"),
        ({"instruments": [Instrument]}, "instruments[0] must be an object with call and attempt"),
        ({"instruments": ["x"]}, "instruments[0] must be an object with call and attempt"),
        ({"middleware": two}, "middleware must be a list of async functions of a request and call_next"),
        ({"middleware": [two, plain]}, "middleware[1] must be an async function of a request and call_next"),
        ({"on_call": one}, "on_call must be a function of one record, and not an async one"),
        ({"on_retry": two}, "on_retry must be a function of one record"),
        ({"on_drift": []}, "on_drift must be a function of one record"),
        ({"local_auth": {}}, "local_auth must be a LocalAuth(…), not this dict"),
        ({"clock": {}}, "clock must be a Clock"),
        ({"retry": {}}, "retry must be a RetryPolicy, not this dict"),
        (
            {"store": "redis://localhost"},
            "store must be a store, such as a RedisStore, with the methods append, newest",
        ),
        ({"store": MemoryStore}, "store must be a store, such as a RedisStore"),
        ({"rate_limit": 5}, "rate_limit must be a RateLimit, not this int"),
        ({"environment": "live"}, "environment is 'live', but project_id belongs to the test environment"),
        ({"base_url": "https://test.stytch.com/v1/b2b"}, "base_url must not contain /v1/b2b"),
    ],
)
def test_a_refusal_says_what_is_wanted(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        client_of(**settings)
    assert text in str(caught.value)
    assert caught.value.__context__ is None


# Headers, whose names are case-insensitive.


async def sent(client: B2BClient, transport: Script, **headers: str) -> list[tuple[str, str]]:
    options = RequestOptions(headers={name.replace("_", "-"): value for name, value in headers.items()})
    await client.organizations.get("acme", options=options)
    return [(name, value) for name, value in transport.requests[-1].headers if name.lower().startswith("x-")]


@pytest.mark.parametrize("name", ["X-Trace", "x-trace", "X-TRACE", "x-TrAcE"])
async def test_a_header_of_a_call_replaces_that_of_its_view(name: str) -> None:
    """The case of its letters does not matter."""
    view = client_of(transport := script()).with_options(headers={"X-Trace": "1", "X-Other": "1"})
    expected = [("X-Other", "1"), (name, "2")]
    assert await sent(view, transport, **{name.replace("-", "_"): "2"}) == expected
    assert await sent(view.with_options(headers={name: "2"}), transport) == expected


@pytest.mark.parametrize("headers", [{"X-A": "1", "x-a": "2"}, {"x-a": "1", "X-A": "1"}])
async def test_a_header_that_is_named_twice_is_refused(headers: Mapping[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="headers must name each header once"):
        client_of().with_options(headers=headers)
    with pytest.raises(ConfigurationError, match="headers must name each header once"):
        await client_of().organizations.get("acme", options=RequestOptions(headers=headers))


# Helpers of the checks.


class Callable2:
    async def __call__(self, request: Any, call_next: Any) -> Any: ...


@pytest.mark.parametrize(
    ("value", "arguments", "at_once", "asynchronous"),
    [
        (plain, 1, True, False),
        (plain, 2, False, False),
        (one, 1, False, True),
        (two, 2, False, True),
        (two, 1, False, False),
        (Callable2(), 2, False, True),
        ([].append, 1, True, False),
        (print, 1, True, False),
        (dict[str, int]().update, 1, True, False),
        (5, 1, False, False),
    ],
)
def test_a_function_is_known_by_what_it_takes(value: Any, arguments: int, at_once: bool, asynchronous: bool) -> None:
    assert (is_function(value, arguments), is_async_function(value, arguments)) == (at_once, asynchronous)


@pytest.mark.parametrize("value", [[], (), ["x"], range(2)])
def test_a_list_is_any_sequence_without_a_string(value: Any) -> None:
    assert check_list("setting", value, "things") is value


@pytest.mark.parametrize("value", ["x", b"x", None, {}, set(), plain])
def test_values_that_are_not_lists_are_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="setting must be a list of things, not this"):
        check_list("setting", value, "things")


def test_a_store_needs_each_method_of_its_protocol() -> None:
    methods = [name for name, member in vars(Store).items() if inspect.iscoroutinefunction(member)]
    for missing in methods:
        store = type("Store", (), {name: None if name == missing else two for name in methods})()
        with pytest.raises(ConfigurationError, match=f"store must be .*{missing}"):
            client_of(store=store)
