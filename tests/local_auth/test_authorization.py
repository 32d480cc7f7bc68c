"""Authorization of a session: first its organization, then its roles; without a policy it permits nothing."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from aiostytch import (
    APIError,
    AuthorizationCheck,
    AuthorizationError,
    ClientClosedError,
    ConfigurationError,
    ConnectError,
    ForbiddenError,
    InvalidArgumentError,
    PermissionDeniedError,
    PolicyUnavailableError,
    RateLimitError,
    RetryPolicy,
    TenancyMismatchError,
)
from aiostytch.local_auth.authorization import Policies, is_permitted
from aiostytch.local_auth.policy import read_organization_policy, read_project_policy
from tests.local_auth.world import AUTHENTICATED, World, organization_policy, project_policy, response, role, sign

GOOD = sign()
"""The roles of the session are `stytch_member` and `editor`."""
ORGANIZATION = "organization-test-1"
NEVER = RetryPolicy(max_retries=0)
WRITE = AuthorizationCheck(ORGANIZATION, "documents", "write")


async def authorize(world: World, check: AuthorizationCheck = WRITE) -> None:
    """Check with a client that has not fetched anything yet."""
    await world.client().sessions.authenticate_jwt_local(GOOD, authorization=check)


async def test_a_role_of_the_project_permits_what_its_policy_says(world: World) -> None:
    found = await world.client().sessions.authenticate_jwt_local(GOOD, authorization=WRITE)
    assert (found.member_id, world.requests) == ("member-test-1", [])


@pytest.mark.parametrize(
    "change",
    [{"action": "delete"}, {"action": "Write"}, {"action": "*"}, {"resource_id": "document"}, {"resource_id": "*"}],
)
async def test_actions_that_no_role_permits_are_denied(world: World, change: dict[str, str]) -> None:
    with pytest.raises(PermissionDeniedError):
        await authorize(world, attrs.evolve(WRITE, **change))


@pytest.mark.parametrize(("action", "resource", "permitted"), [("any", "documents", True), ("any", "other", False)])
async def test_a_star_stands_for_every_action_on_its_resource(
    world: World, action: str, resource: str, permitted: bool
) -> None:
    world.project = project_policy(role("editor", documents="*"))
    if permitted:
        await authorize(world, AuthorizationCheck(ORGANIZATION, resource, action))
    else:
        with pytest.raises(PermissionDeniedError):
            await authorize(world, AuthorizationCheck(ORGANIZATION, resource, action))


async def test_a_star_for_resources_is_a_resource_called_so(world: World) -> None:
    world.project = project_policy({**role("editor"), "permissions": [{"resource_id": "*", "actions": ["*"]}]})
    with pytest.raises(PermissionDeniedError):
        await authorize(world)


async def test_a_role_that_the_session_does_not_have_permits_nothing(world: World) -> None:
    world.project = project_policy(role("admin", documents="write"))
    with pytest.raises(PermissionDeniedError):
        await authorize(world)


async def test_an_organization_adds_roles_to_the_project(world: World) -> None:
    world.project = project_policy()
    world.organizations[ORGANIZATION] = organization_policy(role("editor", documents="write"))
    await authorize(world)


async def test_tenancy_is_checked_first_and_costs_no_request(world: World) -> None:
    with pytest.raises(TenancyMismatchError):
        await authorize(world, attrs.evolve(WRITE, organization_id="organization-test-2"))
    assert world.policy_fetches == {}


UNUSABLE: dict[str, Any] = {
    "status 500": response(b"{}", 500),
    "status 403": response(b"{}", 403),
    "an object without a policy": b"{}",
    "null": b'{"policy": null, "org_policy": null}',
    "HTML": b"<html>",
    "roles that are no list": b'{"policy": {"roles": 7}, "org_policy": {"roles": 7}}',
    "connection refused": ConnectError("refused"),
}


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE.keys())
@pytest.mark.parametrize("which", ["project", "organization", "both"])
async def test_without_a_policy_nothing_is_permitted(world: World, fault: Any, which: str) -> None:
    world.project = fault if which != "organization" else project_policy()
    world.organizations[ORGANIZATION] = fault if which != "project" else organization_policy()
    with pytest.raises(PolicyUnavailableError) as caught:
        await authorize(world)
    assert caught.value.__cause__ is not None


async def test_project_permissions_need_no_organization_policy(world: World) -> None:
    world.organizations[ORGANIZATION] = response(b"{}", 500)
    await authorize(world)
    with pytest.raises(PolicyUnavailableError):
        await authorize(world, attrs.evolve(WRITE, action="delete"))


@pytest.mark.parametrize(
    "broken",
    [7, None, {}, {"role_id": "editor"}, {"role_id": "editor", "permissions": None}, role("editor") | {"role_id": 1}],
)
async def test_an_unreadable_role_permits_nothing_and_spoils_no_other(world: World, broken: Any) -> None:
    world.project = project_policy(broken)
    with pytest.raises(PermissionDeniedError):
        await authorize(world)
    world.project = project_policy(broken, role("editor", documents="write"))
    await authorize(world)


async def test_permissions_of_a_role_in_several_places_add_up(world: World) -> None:
    world.project = project_policy(role("editor", documents="read"), role("editor", documents="write"))
    for action in ("read", "write"):
        await authorize(world, attrs.evolve(WRITE, action=action))


async def test_a_verified_session_can_be_checked_again_and_again(world: World) -> None:
    client = world.client()
    session = await client.sessions.authenticate_jwt_local(GOOD)
    await client.rbac.authorize(session, WRITE)
    with pytest.raises(PermissionDeniedError):
        await client.rbac.authorize(session, attrs.evolve(WRITE, action="delete"))


async def test_a_closed_client_permits_nothing(world: World) -> None:
    client = world.client()
    session = await client.sessions.authenticate_jwt_local(GOOD)
    await client.rbac.authorize(session, WRITE)
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await client.rbac.authorize(session, WRITE)


async def test_one_call_verifies_and_authorizes_in_either_way(world: World) -> None:
    client = world.client()
    for verify in (client.sessions.authenticate_jwt_local, client.sessions.authenticate_jwt):
        assert (await verify(GOOD, authorization=WRITE)).member_id == "member-test-1"
        assert (await verify(GOOD)).member_id == "member-test-1"
    assert (world.policy_fetches, world.requests) == ({"": 1, ORGANIZATION: 1}, [])


@pytest.mark.parametrize("given", [("", "a", "b"), ("o", "", "b"), ("o", "a", ""), ("o", "a", None), (7, "a", "b")])
def test_a_check_has_three_names(given: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="of an authorization check"):
        AuthorizationCheck(*given)


async def test_an_invalid_check_is_refused_before_the_token_is_read(world: World) -> None:
    check: Any = {"organization_id": ORGANIZATION, "resource_id": "documents", "action": "write"}
    client = world.client()
    for verify in (client.sessions.authenticate_jwt_local, client.sessions.authenticate_jwt):
        with pytest.raises(ConfigurationError, match="AuthorizationCheck"):
            await verify(GOOD, authorization=check)
    session = await client.sessions.authenticate_jwt_local(GOOD)
    with pytest.raises(ConfigurationError, match="AuthorizationCheck"):
        await client.rbac.authorize(session, check)


# -- with the API -----------------------------------------------------------------------------------------------------


def with_verdict(verdict: Any) -> bytes:
    return json.dumps({**json.loads(AUTHENTICATED), "verdict": verdict}).encode()


def refused(error_type: str, status: int = 403) -> Any:
    content = {"error_type": error_type, "error_message": "No.", "request_id": "r-1", "status_code": status}
    return response(json.dumps(content).encode(), status)


async def test_the_check_goes_with_the_call_where_the_api_is_asked(world: World) -> None:
    world.session = response(with_verdict({"authorized": True, "granting_roles": ["editor"]}))
    found = await world.client().sessions.authenticate_jwt(GOOD, authorization=WRITE, always_call_api=True)
    assert [json.loads(request.content) for request in world.requests] == [
        {
            "authorization_check": {"organization_id": ORGANIZATION, "resource_id": "documents", "action": "write"},
            "session_jwt": GOOD,
        }
    ]
    assert found.response is not None
    assert found.response.verdict is not None
    assert found.response.verdict.granting_roles == ["editor"]
    assert world.policy_fetches == {}


async def test_the_api_decides_if_a_policy_is_not_available(world: World) -> None:
    world.project = response(b"{}", 500)
    world.session = response(with_verdict({"authorized": True, "granting_roles": []}))
    found = await world.client().sessions.authenticate_jwt(GOOD, authorization=WRITE)
    assert (found.response is not None, len(world.requests)) == (True, 1)


async def test_the_api_is_not_asked_about_what_is_denied_here(world: World) -> None:
    for change, error in (
        ({"action": "delete"}, PermissionDeniedError),
        ({"organization_id": "o"}, TenancyMismatchError),
    ):
        with pytest.raises(error):
            await world.client().sessions.authenticate_jwt(GOOD, authorization=attrs.evolve(WRITE, **change))
    assert world.requests == []


async def test_no_request_is_made_if_both_results_are_known(world: World) -> None:
    found = await world.client().sessions.authenticate_jwt(GOOD, authorization=WRITE)
    assert (found.response, world.requests) == (None, [])


@pytest.mark.parametrize(
    ("error_type", "expected"),
    [
        ("session_authorization_error", PermissionDeniedError),
        ("session_authorization_tenancy_error", TenancyMismatchError),
    ],
)
async def test_a_refusal_of_the_api_is_the_same_error_as_one_of_this_process(
    world: World, error_type: str, expected: type[AuthorizationError]
) -> None:
    world.session = refused(error_type)
    with pytest.raises(AuthorizationError) as caught:
        await world.client().sessions.authenticate_jwt(GOOD, authorization=WRITE, always_call_api=True)
    assert type(caught.value) is expected
    assert (caught.value.operation_id, caught.value.attempts) == ("api_b2b_session_v1_Authenticate", 1)
    cause = caught.value.__cause__
    assert isinstance(cause, ForbiddenError)
    assert cause.request_id == "r-1"


@pytest.mark.parametrize(
    ("response", "expected"), [(refused("other"), ForbiddenError), (refused("a", 429), RateLimitError)]
)
async def test_other_refusals_of_the_api_stay_what_they_are(
    world: World, response: Any, expected: type[APIError]
) -> None:
    world.session = response
    with pytest.raises(expected):
        await world.client(retry=NEVER).sessions.authenticate_jwt(GOOD, authorization=WRITE, always_call_api=True)


@pytest.mark.parametrize("verdict", [None, {"authorized": False, "granting_roles": []}, {"authorized": 1}, "yes", True])
async def test_a_response_without_a_clear_yes_is_a_no(world: World, verdict: Any) -> None:
    world.session = response(with_verdict(verdict))
    with pytest.raises(PermissionDeniedError):
        await world.client().sessions.authenticate_jwt(GOOD, authorization=WRITE, always_call_api=True)


# -- against a reference ----------------------------------------------------------------------------------------------

ROLES, RESOURCES, ACTIONS = ("r1", "r2", "r3", "r4"), ("a", "b", "c"), ("read", "write", "delete", "share")
PAIRS = tuple(itertools.product(ROLES, RESOURCES))
CHECKS = tuple(itertools.product(ROLES, RESOURCES, ACTIONS))


def reference(policy: list[dict[str, Any]], roles: Sequence[str], resource: str, action: str) -> bool:
    """Decide by a naive evaluation of the roles of a policy."""
    for each in policy:
        if each["role_id"] not in roles:
            continue
        for permission in each["permissions"]:
            if permission["resource_id"] != resource:
                continue
            for permitted in permission["actions"]:
                if permitted in {action, "*"}:
                    return True
    return False


@pytest.mark.volume
def test_the_decision_is_that_of_a_reference() -> None:
    """Tried with 4,096 policies and 48 checks."""
    assert (2 ** len(PAIRS), len(CHECKS)) == (4_096, 48)
    chance, permitted = random.Random(4711), 0
    for number in range(2 ** len(PAIRS)):
        pairs = [pair for place, pair in enumerate(PAIRS) if number >> place & 1]
        actions = [chance.sample([*ACTIONS, "*"], k=chance.randrange(4)) for _ in pairs]
        roles = [role(name, **{at: " ".join(may)}) for (name, at), may in zip(pairs, actions, strict=True)]
        cut = chance.randrange(len(roles) + 1)
        known = (
            read_project_policy(project_policy(*roles[:cut])).roles,
            read_organization_policy(organization_policy(*roles[cut:])),
        )
        for name, resource, action in CHECKS:
            of_session = (name, *chance.sample(ROLES, k=chance.randrange(3)), "unknown")
            found = is_permitted(Policies(known), of_session, resource, action)
            assert found == reference(roles, of_session, resource, action), (roles, of_session, resource, action)
            permitted += found
    assert 40_000 < permitted < 150_000
