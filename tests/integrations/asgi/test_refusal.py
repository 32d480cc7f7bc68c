"""The response to each error."""

from __future__ import annotations

from typing import Any

import pytest

import aiostytch
from aiostytch import Headers, StytchError
from aiostytch.errors import APIError
from aiostytch.integrations.asgi.refusal import (
    INVALID_TOKEN,
    NOT_AUTHENTICATED,
    NOT_PERMITTED,
    UNAVAILABLE,
    Refusal,
    refusal_for,
)

from ..service import connect, get

OPEN = {"KeysUnavailableError", "PolicyUnavailableError"}
"""The errors that do not prove the session invalid."""


def subclasses(kind: type[Any]) -> list[type[Any]]:
    return [kind, *(each for child in kind.__subclasses__() for each in subclasses(child))]


@pytest.mark.parametrize("kind", subclasses(aiostytch.TokenVerificationError), ids=lambda kind: kind.__name__)
def test_a_bad_session_is_401(kind: type[StytchError]) -> None:
    assert refusal_for(kind("said")) == (UNAVAILABLE if kind.__name__ in OPEN else INVALID_TOKEN)


@pytest.mark.parametrize("kind", subclasses(aiostytch.AuthorizationError), ids=lambda kind: kind.__name__)
def test_a_session_that_does_not_permit_the_action_is_403(kind: type[StytchError]) -> None:
    assert refusal_for(kind("said")) == (UNAVAILABLE if kind.__name__ in OPEN else NOT_PERMITTED)


@pytest.mark.parametrize("kind", subclasses(APIError), ids=lambda kind: kind.__name__)
def test_a_session_that_the_api_does_not_know_is_401_and_all_else_is_503(kind: type[APIError]) -> None:
    says_so = kind in {aiostytch.BadRequestError, aiostytch.NotFoundError}
    assert refusal_for(kind("said", status_code=400, headers=Headers())) == (INVALID_TOKEN if says_so else UNAVAILABLE)


@pytest.mark.parametrize("name", ["ConnectError", "ConnectionLostError", "DeadlineExceededError", "ClientClosedError"])
def test_an_api_that_cannot_be_reached_is_503(name: str) -> None:
    assert refusal_for(getattr(aiostytch, name)("said")) == UNAVAILABLE


def test_refusals_ask_for_a_bearer_token_as_rfc_6750_says() -> None:
    assert (
        NOT_AUTHENTICATED.headers["www-authenticate"] == 'Bearer realm="stytch"'
    )  # no error: the request has no credentials
    assert INVALID_TOKEN.headers["www-authenticate"] == 'Bearer realm="stytch", error="invalid_token"'
    assert NOT_PERMITTED.headers["www-authenticate"] == 'Bearer realm="stytch", error="insufficient_scope"'
    assert "www-authenticate" not in UNAVAILABLE.headers


@pytest.mark.parametrize("refusal", [NOT_AUTHENTICATED, INVALID_TOKEN, NOT_PERMITTED, UNAVAILABLE])
async def test_a_refusal_sends_a_small_json_body(refusal: Refusal) -> None:
    response = await get(refusal)
    assert response.status == refusal.status_code
    assert response.body == {"detail": refusal.detail}
    assert response.all("content-type") == ["application/json"]
    assert response.all("content-length") == [str(len(response.sent[1]["body"]))]
    assert response.all("cache-control") == ["no-store"]


async def test_a_websocket_is_refused_before_it_is_accepted() -> None:
    assert (await connect(NOT_AUTHENTICATED)).sent == [
        {"type": "websocket.close", "code": 1008, "reason": "not authenticated"}
    ]


async def test_a_websocket_is_refused_by_a_response_where_the_server_can() -> None:
    response = await connect(NOT_AUTHENTICATED, extensions={"websocket.http.response": {}})
    assert [message["type"] for message in response.sent] == [
        "websocket.http.response.start",
        "websocket.http.response.body",
    ]
    assert (response.status, response.body) == (401, {"detail": "not authenticated"})
