"""The exceptions: their hierarchy, their attributes, and the secrets that they do not show."""

from __future__ import annotations

import copy
import pickle
import traceback
from typing import Any

import pytest

import aiostytch
from aiostytch import errors
from aiostytch.errors import APIError, InvalidPolicyError, PaginationError, ResponseError, StytchError, api_error_class
from aiostytch.models.errors import ErrorType
from aiostytch.wire import Headers

CANARY = "canary-4711"
TREE = {
    "StytchError": "Exception",
    "ConfigurationError": "StytchError, ValueError",
    "InvalidArgumentError": "StytchError, ValueError",
    "InvalidPolicyError": "InvalidArgumentError",
    "ClientClosedError": "StytchError",
    "TransportError": "StytchError",
    "ConnectError": "TransportError",
    "ConnectionLostError": "TransportError",
    "DeadlineExceededError": "TransportError",
    "ResponseError": "StytchError",
    "DecodeError": "ResponseError",
    "UnexpectedRedirectError": "ResponseError",
    "ResponseTooLargeError": "ResponseError",
    "APIError": "ResponseError",
    "BadRequestError": "APIError",
    "UnauthorizedError": "APIError",
    "ForbiddenError": "APIError",
    "NotFoundError": "APIError",
    "ConflictError": "APIError",
    "RateLimitError": "APIError",
    "ServerError": "APIError",
    "PaginationError": "StytchError",
    "TokenVerificationError": "StytchError",
    "MissingTokenError": "TokenVerificationError",
    "MalformedTokenError": "TokenVerificationError",
    "TokenTooLargeError": "TokenVerificationError",
    "WrongAlgorithmError": "TokenVerificationError",
    "WrongTokenKindError": "TokenVerificationError",
    "NotASessionTokenError": "WrongTokenKindError",
    "NotAnM2MTokenError": "WrongTokenKindError",
    "NotAnAccessTokenError": "WrongTokenKindError",
    "BadSignatureError": "TokenVerificationError",
    "WrongIssuerError": "TokenVerificationError",
    "WrongAudienceError": "TokenVerificationError",
    "NotYetValidError": "TokenVerificationError",
    "TokenExpiredError": "TokenVerificationError",
    "TokenTooOldError": "TokenVerificationError",
    "SessionEndedError": "TokenVerificationError",
    "SessionRevokedError": "SessionEndedError",
    "PossiblyRevokedError": "SessionRevokedError",
    "InactiveTokenError": "TokenVerificationError",
    "TokenRevokedError": "InactiveTokenError",
    "UnknownKeyError": "TokenVerificationError",
    "KeysUnavailableError": "TokenVerificationError",
    "AmbiguousSessionError": "TokenVerificationError",
    "CustomClaimsError": "TokenVerificationError",
    "StoreUnavailableError": "StytchError",
    "WebhookError": "StytchError",
    "WebhookTooLargeError": "WebhookError",
    "WebhookHeadersError": "WebhookError",
    "WebhookTimestampError": "WebhookError",
    "WebhookSignatureError": "WebhookError",
    "WebhookPayloadError": "WebhookError",
    "DeliveryInProgressError": "WebhookError",
    "UnhandledEventError": "WebhookError",
    "AuthorizationError": "StytchError",
    "TenancyMismatchError": "AuthorizationError",
    "InsufficientScopeError": "AuthorizationError",
    "PermissionDeniedError": "AuthorizationError",
    "PolicyUnavailableError": "AuthorizationError",
}


def classes() -> list[type[StytchError]]:
    return [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, StytchError)]


def test_the_tree_is_the_published_one() -> None:
    assert {cls.__name__: ", ".join(base.__name__ for base in cls.__bases__) for cls in classes()} == TREE


def test_the_tree_is_drawn_in_the_documentation_of_the_module() -> None:
    drawn = [line.split("- ")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "- " in line]
    assert sorted(drawn) == sorted(set(TREE) - {"StytchError"})


def test_every_class_of_the_tree_is_exported() -> None:
    assert set(TREE) <= set(aiostytch.__all__)
    assert all(getattr(aiostytch, name) is getattr(errors, name) for name in TREE)


def example(cls: type[StytchError]) -> StytchError:
    """Create an exception of a class with all its attributes."""
    known: dict[str, Any] = {"operation_id": "Get", "attempts": 3}
    if issubclass(cls, InvalidPolicyError):
        known |= {"reason": "unknown_action", "role_id": "teacher", "resource_id": "documents", "action": "read"}
    if issubclass(cls, PaginationError):
        return cls("text", cursor="next", **known)
    known["is_retry_safe"] = True
    if issubclass(cls, ResponseError):
        known |= {"status_code": 599, "headers": Headers([("Date", "now")]), "request_id": "r-1", "body": CANARY}
    if issubclass(cls, APIError):
        known |= {"error_type": "brand_new", "error_message": "No.", "error_url": "https://host.example"}
        known |= {"error_details": {"a": [1, None, {"b": True}]}, "retry_after": 7.0}
    return cls("text", **known)


EXAMPLES = [pytest.param(example(cls), id=cls.__name__) for cls in classes()]


@pytest.mark.parametrize("error", EXAMPLES)
def test_every_error_knows_its_operation_and_attempts(error: StytchError) -> None:
    """It also says whether a retry is safe."""
    is_safe = not isinstance(error, PaginationError)
    assert (error.operation_id, error.attempts, error.is_retry_safe) == ("Get", 3, is_safe)


@pytest.mark.parametrize("error", EXAMPLES)
def test_every_error_shows_its_text_only(error: StytchError) -> None:
    shown = (str(error), repr(error), "".join(traceback.format_exception(error)))
    assert shown == ("text", f"{type(error).__name__}('text')", f"aiostytch.errors.{type(error).__name__}: text\n")


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error", EXAMPLES)
def test_an_error_survives_pickling_with_all_but_the_body(error: StytchError, protocol: int) -> None:
    pickled = pickle.dumps(error, protocol)
    restored = pickle.loads(pickled)
    assert (type(restored), restored.args) == (type(error), error.args)
    assert vars(restored) == {name: value for name, value in vars(error).items() if name != "body"}
    assert CANARY.encode() not in pickled


@pytest.mark.parametrize("error", [param for param in EXAMPLES if isinstance(param.values[0], ResponseError)])
def test_a_pickled_error_has_an_empty_body(error: ResponseError) -> None:
    assert (error.body, pickle.loads(pickle.dumps(error)).body) == (CANARY, "")


@pytest.mark.parametrize("error", [param for param in EXAMPLES if isinstance(param.values[0], APIError)])
def test_the_type_of_a_pickled_error_is_read_again(error: APIError) -> None:
    assert error.error_type == "brand_new"
    restored = pickle.loads(pickle.dumps(error))
    assert (restored.error_type, type(restored.error_type)) == ("brand_new", ErrorType)


@pytest.mark.parametrize("error", EXAMPLES)
def test_a_copy_of_an_error_can_be_raised(error: StytchError) -> None:
    with pytest.raises(type(error), match="text"):
        raise copy.copy(error)


def test_details_nested_deeply_survive_pickling() -> None:
    details: list[Any] = []
    for _ in range(200):
        details = [details]
    error = APIError("text", status_code=400, headers=Headers(), error_details=details)
    assert pickle.loads(pickle.dumps(error)).error_details == details


def test_a_configuration_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="text"):
        raise errors.ConfigurationError("text")


def test_a_pagination_error_knows_its_cursor() -> None:
    assert PaginationError("text", cursor="c-1").cursor == "c-1"


@pytest.mark.parametrize(
    ("status_code", "name"),
    [
        (400, "BadRequestError"),
        (401, "UnauthorizedError"),
        (402, "APIError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (405, "APIError"),
        (409, "ConflictError"),
        (422, "APIError"),
        (429, "RateLimitError"),
        (499, "APIError"),
        (500, "ServerError"),
        (520, "ServerError"),
        (599, "ServerError"),
        (600, "APIError"),
        (999, "APIError"),
        (0, "APIError"),
        (-1, "APIError"),
    ],
)
def test_the_status_decides_on_the_class(status_code: int, name: str) -> None:
    assert api_error_class(status_code).__name__ == name


def api_error(error_type: str) -> APIError:
    return APIError("text", status_code=400, headers=Headers(), error_type=error_type)


@pytest.mark.parametrize("known", list(ErrorType)[::50])
def test_a_known_type_of_error_is_the_member_of_the_enumeration(known: ErrorType) -> None:
    error = api_error(known.value)
    assert error.error_type is known
    assert (error.error_type == known.value, error.error_type.is_known) == (True, True)


@pytest.mark.parametrize("value", ["brand_new", "", "ORGANIZATION_NOT_FOUND", "a\nb", "é", "\ud800"])
def test_an_unknown_type_of_error_passes_through(value: str) -> None:
    error_type = api_error(value).error_type
    assert (error_type, error_type.value, type(error_type), error_type.is_known) == (value, value, ErrorType, False)


def test_an_error_has_the_same_type_each_time() -> None:
    error = api_error("brand_new")
    assert error.error_type is error.error_type


def test_an_error_can_be_given_a_note_and_a_cause() -> None:
    with pytest.raises(StytchError) as caught:
        raise StytchError("text") from KeyError("a")
    caught.value.add_note("seen by us")
    assert pickle.loads(pickle.dumps(caught.value)).__notes__ == ["seen by us"]
