"""The results of the 121 operations: models that tolerate additions, and one error for each refusal."""

from __future__ import annotations

import datetime
import json
from typing import Any

import attrs
import httpx
import msgspec
import pytest

from aiostytch import (
    APIError,
    B2BClient,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    ResponseError,
    RetryPolicy,
    ServerError,
    UnauthorizedError,
    UnexpectedRedirectError,
)
from aiostytch.model import Model, OpenEnum, Response
from aiostytch.models import discovery_intermediate_sessions, oauth, otp_sms, sessions, sso

from .facts import FACTS, Fact, arguments, response_schema, sample
from .operations import each_operation, method

pytestmark = pytest.mark.volume


def client_that_responds(content: Any, *, status: int = 200, strict: bool = True) -> B2BClient:
    def response(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content, headers={"X-Served-By": "test"})

    return B2BClient(
        "project-test-1",
        "secret",
        http_client=httpx.MockTransport(response),
        strict_decoding=strict,
        retry=RetryPolicy(max_retries=0),
    )


async def called(fact: Fact, client: B2BClient) -> Any:
    async with client:
        return await method(fact, client)(**arguments(fact))


def parts(value: Any) -> list[Any]:
    """Yield a value and all values in it."""
    match value:
        case Model():
            inner = [getattr(value, field.name) for field in attrs.fields(type(value))]
        case list():
            inner = value
        case dict():
            inner = list(value.values())
        case _:
            inner = []
    return [value, *(part for item in inner for part in parts(item))]


def complete(fact: Fact) -> dict[str, Any]:
    """Return a response with every property, and with the `request_id` that the document lacks in two places."""
    return {**sample(response_schema(fact)), "request_id": "request-id-test-1"}


@each_operation
async def test_a_complete_response_survives_the_round_trip(fact: Fact) -> None:
    response = await called(fact, client_that_responds(json.dumps(complete(fact))))
    assert isinstance(response, Response)
    assert json.loads(msgspec.json.encode(response)) == complete(fact)
    assert response.raw.json() == complete(fact)


@each_operation
async def test_a_response_with_nothing_but_the_required_properties_is_decoded(fact: Fact) -> None:
    content = {**sample(response_schema(fact), everything=False), "request_id": "request-id-test-1"}
    response = await called(fact, client_that_responds(json.dumps(content)))
    for name, value in content.items():
        if not isinstance(value, dict | list):
            assert msgspec.to_builtins(getattr(response, name)) == value


@each_operation
async def test_every_timestamp_is_aware_and_every_status_and_request_id_is_there(fact: Fact) -> None:
    response = await called(fact, client_that_responds(json.dumps(complete(fact))))
    stamps = [part for part in parts(response) if isinstance(part, datetime.datetime)]
    assert all(stamp == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC) for stamp in stamps)
    assert not [part for part in parts(response) if part == "2026-01-02T03:04:05Z"]
    assert response.request_id == "request-id-test-1"
    assert (response.raw.status_code, response.raw.headers["x-served-by"], response.raw.attempts) == (200, "test", 1)


def renewed(value: Any, response: Any) -> Any:
    """Return a JSON value with a new property in each object and a new value for each enumeration."""
    match response:
        case Model():
            return {name: renewed(item, getattr(response, name)) for name, item in value.items()} | {"brand_new": [1]}
        case list():
            return [renewed(item, inner) for item, inner in zip(value, response, strict=True)]
        case OpenEnum():
            return "brand_new"
        case _:
            return value


@each_operation
async def test_new_fields_and_new_enum_values_break_nothing(fact: Fact) -> None:
    first = await called(fact, client_that_responds(json.dumps(complete(fact))))
    newer = renewed(complete(fact), first)
    response = await called(fact, client_that_responds(json.dumps(newer)))
    values = [part for part in parts(response) if isinstance(part, OpenEnum)]
    assert len(values) == len([part for part in parts(first) if isinstance(part, OpenEnum)])
    assert all(value == "brand_new" and not value.is_known for value in values)
    assert response.raw.json()["brand_new"] == [1]


@each_operation
async def test_nulls_and_missing_fields_break_nothing(fact: Fact) -> None:
    full = complete(fact)
    nulls = await called(fact, client_that_responds(json.dumps(dict.fromkeys(full)), strict=False))
    empty = await called(fact, client_that_responds("{}", strict=False))
    assert all(getattr(nulls, name) is None for name in full)
    assert all(getattr(empty, name) is None for name in full)


REFUSALS: dict[int, type[ResponseError]] = {
    307: UnexpectedRedirectError,
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    418: APIError,
    429: RateLimitError,
    500: ServerError,
    503: ServerError,
    599: ServerError,
    999: APIError,
}

BODIES: dict[str, bytes] = {
    "documented": json.dumps(
        {
            "status_code": 400,
            "request_id": "request-id-test-2",
            "error_type": "organization_not_found",
            "error_message": "There is none.",
            "error_url": "https://stytch.com/docs/api/errors/404#organization_not_found",
        }
    ).encode(),
    "oauth": b'{"error": "invalid_grant", "error_description": "No."}',
    "html": b"<html>Bad gateway</html>",
    "empty": b"",
    "list": b"[1]",
    "null": b"null",
    "wrong types": b'{"status_code": [], "request_id": 7, "error_type": {}, "error_message": null}',
    "long": b"x" * 1_000_000,
    "not UTF-8": b"\xff\xfe\x00",
    "cut off": b'{"error_type": "org',
}


@each_operation
async def test_each_refusal_is_one_exception_of_ours_whatever_its_body(fact: Fact) -> None:
    for status, kind in REFUSALS.items():
        for content in BODIES.values():
            with pytest.raises(ResponseError) as caught:
                await called(fact, client_that_responds(content, status=status))
            error = caught.value
            assert type(error) is kind
            assert (error.status_code, error.operation_id, error.attempts) == (status, fact.operation_id, 1)
            assert error.headers["x-served-by"] == "test"
            assert len(error.body) <= 2000
            assert "\n" not in str(error)


async def test_a_documented_refusal_says_what_the_api_said() -> None:
    with pytest.raises(NotFoundError) as caught:
        await called(FACTS[0], client_that_responds(BODIES["documented"], status=404))
    error = caught.value
    assert error.error_type == "organization_not_found"
    assert error.error_message == "There is none."
    assert error.error_url == "https://stytch.com/docs/api/errors/404#organization_not_found"
    assert error.request_id == "request-id-test-2"


def test_17_responses_say_when_the_intermediate_session_ends() -> None:
    """The official SDK 15.3.0 has the field in these 17 responses. The document lacks it."""
    name = "intermediate_session_token_expires_at"
    assert sum(name in response_schema(fact)["properties"] for fact in FACTS) == 17


@pytest.mark.parametrize(
    "locale",
    [
        oauth.AuthenticateRequestLocale,
        otp_sms.SendRequestLocale,
        sessions.ExchangeRequestLocale,
        discovery_intermediate_sessions.ExchangeRequestLocale,
        sso.AuthenticateRequestLocale,
    ],
)
def test_mfa_messages_take_16_locales(locale: type[OpenEnum]) -> None:
    """Eight are in the document, eight more in the official SDK 15.3.0."""
    documented = {"en", "es", "pt-br", "fr", "it", "de-DE", "zh-Hans", "ca-ES"}
    assert {*locale} == documented | {"cs", "fa", "ja", "nl", "pl", "ru", "tr", "vi"}
