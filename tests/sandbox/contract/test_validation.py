"""Requests that the document does not allow, and the credentials of requests."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from aiostytch import B2BClient, SessionToken
from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox
from aiostytch.sandbox.contract.document import Operation
from aiostytch.sandbox.contract.full import FORMATS
from aiostytch.sandbox.contract.routes import Routes

from ..world import World, refused, send

CREATE = "/v1/b2b/organizations"
SEARCH = "/v1/b2b/organizations/search"
JSON = [("Content-Type", "application/json")]


async def refusal(sandbox: Sandbox, verb: str, path: str, **rest: Any) -> tuple[int, str, str]:
    response = await send(sandbox, verb, path, **rest)
    body = response.json()
    return response.status_code, body["error_type"], body["error_message"]


async def test_a_refusal_has_the_five_fields_of_the_apis_errors(sandbox: Sandbox) -> None:
    response = await send(sandbox, "GET", "/v1/b2b/organizations/nobody")
    assert response.json() == {
        "status_code": 404,
        "request_id": "request-id-test-00000000-0000-0000-0000-000000000001",
        "error_type": "organization_not_found",
        "error_message": "There is no such organization.",
        "error_url": "https://stytch.com/docs/b2b/api/errors/404#organization_not_found",
    }
    assert response.headers["content-type"] == "application/json"


BODIES: list[tuple[str, Any, str]] = [
    ("a required property is missing", {}, "$.organization_name is missing"),
    ("a property has another type", {"organization_name": 7}, "$.organization_name must be of type string"),
    ("a property is null", {"organization_name": None}, "$.organization_name must be of type string"),
    (
        "a property is unknown",
        {"organization_name": "A", "organisation_slug": "a"},
        "$.organisation_slug is unknown",
    ),
    (
        "an element has another type",
        {"organization_name": "A", "email_allowed_domains": ["a.example", 1]},
        "$.email_allowed_domains[1] must be of type string",
    ),
    (
        "a value is not listed",
        {"organization_name": "A", "third_party_connected_apps_allowed_type": "MAYBE"},
        "$.third_party_connected_apps_allowed_type must be one of ALL_ALLOWED, RESTRICTED, NOT_ALLOWED",
    ),
    (
        "a property further down is missing",
        {"organization_name": "A", "rbac_email_implicit_role_assignments": [{"domain": "a.example"}]},
        "$.rbac_email_implicit_role_assignments[0].role_id is missing",
    ),
    (
        "a property further down is unknown",
        {
            "organization_name": "A",
            "rbac_email_implicit_role_assignments": [{"domain": "a.example", "role_id": "r", "until": 1}],
        },
        "$.rbac_email_implicit_role_assignments[0].until is unknown",
    ),
    ("it is no object", [], "$ must be of type object"),
    (
        "several things are wrong",
        {"organization_slug": 1},
        "$.organization_slug must be of type string; $.organization_name is missing",
    ),
]


@pytest.mark.parametrize(("body", "problem"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
async def test_a_body_is_refused_with_the_place_of_what_is_wrong(sandbox: Sandbox, body: Any, problem: str) -> None:
    status, error_type, message = await refusal(sandbox, "POST", CREATE, json=body)
    assert (status, error_type) == (400, "invalid_argument")
    assert set(message.removeprefix("body: ").removesuffix(".").split("; ")) == set(problem.split("; "))


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        (-1, "body: $.limit breaks the rule minimum: 0."),
        (2**31, "body: $.limit breaks the rule format: int32."),
        (1.5, "body: $.limit must be of type integer."),
        (True, "body: $.limit must be of type integer."),
        (-1.0, "body: $.limit breaks the rule minimum: 0."),
        (2.0**31, "body: $.limit breaks the rule format: int32."),
        (1e300, "body: $.limit breaks the rule format: int32."),
    ],
)
async def test_a_number_is_refused_outside_its_range(sandbox: Sandbox, limit: Any, problem: str) -> None:
    assert await refusal(sandbox, "POST", SEARCH, json={"limit": limit}) == (400, "invalid_argument", problem)


@pytest.mark.parametrize("limit", [b"1.0", b"10e-1", b"1E0", b"0.1e1"])
async def test_an_integer_may_be_written_with_a_fraction(sandbox: Sandbox, world: World, limit: bytes) -> None:
    await send(sandbox, "POST", CREATE, json={"organization_name": "B"})
    response = await send(sandbox, "POST", SEARCH, content=b'{"limit": %b}' % limit, headers=JSON)
    assert len(response.json()["organizations"]) == 1
    assert response.json()["results_metadata"]["next_cursor"]


async def test_a_number_keeps_its_value_in_metadata(sandbox: Sandbox) -> None:
    numbers = {"a": 1.0, "b": 1.5, "c": 1e300, "d": -2.0, "e": 2.0**60}
    response = await send(sandbox, "POST", CREATE, json={"organization_name": "A", "trusted_metadata": numbers})
    assert response.json()["organization"]["trusted_metadata"] == numbers


async def test_a_message_names_five_problems_at_most(sandbox: Sandbox) -> None:
    body = {"organization_name": "A", **{f"unknown_{number}": 1 for number in range(9)}}
    _, _, message = await refusal(sandbox, "POST", CREATE, json=body)
    assert message.count(" is unknown") == 5


async def test_a_message_does_not_show_the_value_that_it_refuses(sandbox: Sandbox) -> None:
    body = {"organization_id": "o", "email_address": "a@b.example", "password": ["hunter2"]}
    _, _, message = await refusal(sandbox, "POST", "/v1/b2b/passwords/authenticate", json=body)
    assert message == "body: $.password must be of type string."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"NaN",
        b'{"limit": 1e400}',
        b'{"organization_name": NaN}',
        b'{"organization_name": "\xff"}',
        b"[" * 100_000,
        b"{} {}",
    ],
)
async def test_a_body_that_is_not_json_is_refused(sandbox: Sandbox, content: bytes) -> None:
    outcome = await refusal(sandbox, "POST", CREATE, content=content, headers=JSON)
    assert outcome == (400, "bad_request", "The body is not JSON.")


async def test_a_body_that_is_not_an_object_is_refused(sandbox: Sandbox) -> None:
    assert await refusal(sandbox, "POST", CREATE, json=[]) == (
        400,
        "invalid_argument",
        "body: $ must be of type object.",
    )


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
async def test_a_content_type_other_than_json_is_refused(sandbox: Sandbox, content_type: str) -> None:
    outcome = await refusal(
        sandbox, "POST", CREATE, content=b'{"organization_name": "A"}', headers=[("Content-Type", content_type)]
    )
    assert outcome == (400, "bad_request", "The header Content-Type must be application/json.")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
async def test_a_content_type_may_have_parameters_and_capitals(sandbox: Sandbox, content_type: str) -> None:
    response = await send(
        sandbox, "POST", CREATE, content=b'{"organization_name": "A"}', headers=[("Content-Type", content_type)]
    )
    assert response.status_code == 200


async def test_a_body_that_the_document_does_not_define_is_refused(sandbox: Sandbox) -> None:
    outcome = await refusal(sandbox, "GET", "/v1/b2b/organizations/o", json={})
    assert outcome == (400, "bad_request", "organizations.get takes no body.")


GROUPS = "/v1/b2b/scim/o/connection/c"
DANGEROUS = "/v1/b2b/organizations/members/dangerously_get/m"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/v1/b2b/organizations/o?deep=1", "$.deep is not a parameter of organizations.get"),
        (f"{GROUPS}?cursor=a&cursor=b", "$.cursor is given more than once"),
        (f"{GROUPS}?limit=many", "$.limit must be of type integer"),
        (f"{GROUPS}?limit=", "$.limit must be of type integer"),
        (f"{GROUPS}?limit=%D9%A1", "$.limit must be of type integer"),
        (f"{GROUPS}?limit=-1", "$.limit breaks the rule minimum: 0"),
        (f"{GROUPS}?limit=2147483648", "$.limit breaks the rule format: int32"),
        (f"{GROUPS}?limit={'9' * 5000}", "$.limit must be of type integer"),
        (f"{DANGEROUS}?include_deleted=yes", "$.include_deleted must be of type boolean"),
        (f"{DANGEROUS}?include_deleted", "$.include_deleted must be of type boolean"),
        ("/v1/b2b/sessions?organization_id=o", "$.member_id is missing"),
    ],
)
async def test_a_query_is_refused_with_the_place_of_what_is_wrong(sandbox: Sandbox, path: str, problem: str) -> None:
    assert await refusal(sandbox, "GET", path) == (400, "invalid_argument", f"query: {problem}.")


@pytest.mark.parametrize(
    "path",
    ["/", "", "/v1/b2b", "/v1/b2b/organization", "/v1/b2b/organizations/", "/v1/b2b/organizations//members/m", "/v2"],
)
async def test_an_unknown_path_is_not_found_with_any_credentials(sandbox: Sandbox, path: str) -> None:
    status, error_type, _ = await refusal(sandbox, "GET", path, auth=None)
    assert (status, error_type) == (404, "route_not_found")


@pytest.mark.parametrize("verb", ["PATCH", "POST", "OPTIONS", "TRACE"])
async def test_a_method_that_a_path_does_not_take_is_refused(sandbox: Sandbox, verb: str) -> None:
    response = await send(sandbox, verb, "/v1/b2b/organizations/o")
    assert response.status_code == 405
    assert response.json()["error_type"] == "method_not_allowed"
    assert response.headers["allow"] == "DELETE, GET, PUT"


def route(path: str) -> Operation:
    return Operation(path, "GET", path, (), raw_body=None, raw_response={}, schemas={})


@pytest.mark.parametrize(
    ("segments", "path", "arguments"),
    [
        (["a", "b"], "/a/b", {}),
        (["a", "c"], "/a/{x}", {"x": "c"}),
        (["a", "b", "d"], "/a/b/{y}", {"y": "d"}),
        (["a", "c", "d"], "/a/{x}/d", {"x": "c"}),
        (["a", "b", "c"], "/a/b/{y}", {"y": "c"}),
        (["a", "c", "e"], "/a/{x}/{y}", {"x": "c", "y": "e"}),
        (["a", "{}"], "/a/{x}", {"x": "{}"}),
    ],
)
def test_a_literal_path_wins_over_one_with_a_parameter(
    segments: list[str], path: str, arguments: dict[str, str]
) -> None:
    routes = Routes([route(path) for path in ("/a/{x}", "/a/b", "/a/{x}/{y}", "/a/{x}/d", "/a/b/{y}")])
    found = routes.find(segments)["GET"]
    assert (found.endpoint.path, found.arguments) == (path, arguments)


async def test_a_parameter_may_have_the_text_of_a_literal_path(client: B2BClient) -> None:
    created = await client.organizations.create(organization_name="Search", organization_slug="search")
    assert (await client.organizations.get("search")).organization == created.organization


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !",
        basic("no colon"),
        basic(f"{PROJECT_ID}:"),
        basic(f"{PROJECT_ID}:{SECRET}x"),
        basic(f":{SECRET}"),
        basic(f"other:{SECRET}"),
        basic(f"{PROJECT_ID}:{SECRET}").replace("Basic", "Bearer"),
        basic("Ünïcode:é"),
    ],
)
async def test_other_credentials_are_refused(sandbox: Sandbox, authorization: str) -> None:
    response = await send(sandbox, "GET", "/v1/b2b/rbac/policy", auth=None, headers=[("Authorization", authorization)])
    assert (response.status_code, response.json()["error_type"]) == (401, "unauthorized_credentials")
    assert response.headers["www-authenticate"].startswith("Basic ")


async def test_the_scheme_of_the_credentials_may_be_in_any_case(sandbox: Sandbox) -> None:
    authorization = basic(f"{PROJECT_ID}:{SECRET}").replace("Basic", "basic")
    response = await send(sandbox, "GET", "/v1/b2b/rbac/policy", auth=None, headers=[("Authorization", authorization)])
    assert response.status_code == 200


async def test_two_authorization_headers_are_refused(sandbox: Sandbox) -> None:
    header = ("Authorization", basic(f"{PROJECT_ID}:{SECRET}"))
    response = await send(sandbox, "GET", "/v1/b2b/rbac/policy", auth=None, headers=[header, header])
    assert response.status_code == 401


async def test_a_sandbox_can_stand_for_another_project() -> None:
    sandbox = Sandbox(project_id="project-test-1", secret="s3cret")
    accepted = await send(sandbox, "GET", "/v1/b2b/rbac/policy", auth=("project-test-1", "s3cret"))
    refused = await send(sandbox, "GET", "/v1/b2b/rbac/policy")
    assert (accepted.status_code, refused.status_code) == (200, 401)


TOKEN, JWT = "X-Stytch-Member-Session", "X-Stytch-Member-SessionJWT"


@pytest.mark.parametrize("names", [(TOKEN, JWT), (TOKEN, TOKEN), (JWT.lower(), JWT)])
async def test_two_sessions_in_one_request_are_refused(sandbox: Sandbox, world: World, names: tuple[str, str]) -> None:
    values = {TOKEN: world.session_token, JWT: world.session_jwt, JWT.lower(): world.session_jwt}
    outcome = await refusal(
        sandbox, "DELETE", "/v1/b2b/organizations/acme", headers=[(name, values[name]) for name in names]
    )
    assert outcome[:2] == (400, "too_many_session_arguments")


@pytest.mark.parametrize(
    ("name", "expected"), [(TOKEN, (404, "session_not_found")), (JWT, (400, "unable_to_parse_session_jwt"))]
)
async def test_a_session_that_is_unknown_is_refused(sandbox: Sandbox, name: str, expected: tuple[int, str]) -> None:
    outcome = await refusal(sandbox, "DELETE", "/v1/b2b/organizations/o", headers=[(name, "unknown")])
    assert outcome[:2] == expected


async def test_a_session_header_is_not_read_where_the_document_has_none(sandbox: Sandbox, world: World) -> None:
    response = await send(sandbox, "GET", "/v1/b2b/organizations/acme", headers=[(TOKEN, "unknown")])
    assert response.status_code == 200


async def test_a_refused_change_changes_nothing(client: B2BClient, sandbox: Sandbox, world: World) -> None:
    before = (await client.organizations.get("acme")).organization
    member = client.as_member(SessionToken("unknown"))
    with refused(404, "session_not_found"):
        await member.organizations.update("acme", organization_name="Other")
    assert (await client.organizations.get("acme")).organization == before


async def test_a_path_argument_may_be_sent_again_unchanged(sandbox: Sandbox) -> None:
    """The official SDKs also send path parameters in the body or in the query."""
    created = await send(sandbox, "POST", CREATE, json={"organization_name": "A", "organization_slug": "acme"})
    assert created.status_code == 200
    body = {"organization_id": "acme", "organization_name": "B"}
    changed = await send(sandbox, "PUT", "/v1/b2b/organizations/acme", json=body)
    assert changed.json()["organization"]["organization_name"] == "B"
    found = await send(sandbox, "GET", "/v1/b2b/organizations/acme?organization_id=acme")
    assert found.status_code == 200


async def test_an_argument_of_the_path_is_not_contradicted(sandbox: Sandbox) -> None:
    outcome = await refusal(sandbox, "PUT", "/v1/b2b/organizations/acme", json={"organization_id": "other"})
    assert outcome == (400, "invalid_argument", "body: $.organization_id is unknown.")
    outcome = await refusal(sandbox, "GET", "/v1/b2b/organizations/acme?organization_id=other")
    assert outcome[:2] == (400, "invalid_argument")


async def test_keys_are_served_without_credentials(sandbox: Sandbox) -> None:
    response = await send(sandbox, "GET", f"/v1/b2b/sessions/jwks/{PROJECT_ID}", auth=None)
    assert [key["kty"] for key in response.json()["keys"]] == ["RSA"]


@pytest.mark.parametrize(
    ("value", "is_right"),
    [("2026-01-02T03:04:05Z", True), ("2026-01-02T03:04:05", False), ("yesterday", False), (7, True)],
)
def test_a_timestamp_is_that_of_rfc_3339(value: object, is_right: bool) -> None:
    """A number is not a timestamp but a value of the wrong type, which has another error."""
    assert FORMATS.conforms(value, "date-time") is is_right
