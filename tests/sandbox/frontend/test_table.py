"""The table of routes refers to existing operations and arguments."""

from __future__ import annotations

import pytest

from aiostytch.sandbox.contract.document import operations
from aiostytch.sandbox.contract.messages import Request
from aiostytch.sandbox.frontend.own_operations import OWN_OPERATIONS
from aiostytch.sandbox.frontend.rules import RULES
from aiostytch.sandbox.frontend.table import ROWS, Row, Use, routes

EVERY = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
ALL = {operation.call_path for operation in operations()}


def names(row: Row) -> set[str]:
    """Return the names of all arguments of the operation of a row."""
    body = row.operation.body
    parameters = {parameter.name for parameter in row.operation.parameters if parameter.place != "header"}
    return parameters | set(body["properties"] if body else ())


def required(row: Row) -> set[str]:
    body = row.operation.body
    parameters = {p.name for p in row.operation.parameters if p.required and p.place == "path"}
    return parameters | set(body.get("required", ()) if body else ())


def test_84_routes_lead_to_76_operations() -> None:
    rows = [row for row in ROWS if row.call_path in ALL]
    assert len(rows) == 84
    assert len({row.call_path for row in rows}) == 76
    assert len({row.route for row in ROWS}) == len(ROWS)


def test_all_others_have_a_rule_of_their_own() -> None:
    own = {row.call_path for row in ROWS if row.call_path not in ALL}
    assert own == set(OWN_OPERATIONS) == RULES.keys() | {"frontend.events"}


@EVERY
def test_added_values_of_a_route_are_arguments_of_the_operation(row: Row) -> None:
    in_path = {segment[1:-1] for segment in row.path.split("/") if segment.startswith("{")}
    assert in_path | set(row.from_session) <= names(row)
    assert not in_path & set(row.from_session)
    if row.use in {Use.ADDED, Use.REQUIRED}:
        assert "session_token" in names(row)
    if row.from_session:
        assert row.use in {Use.REQUIRED, Use.MEMBER}


@EVERY
def test_dropped_values_of_a_route_are_not_arguments_of_the_operation(row: Row) -> None:
    assert not names(row) & set(row.dropped)


@EVERY
def test_the_organization_comes_from_the_session(row: Row) -> None:
    """A member cannot name another member. For a known caller, the organization is filled in or not needed."""
    if row.use is Use.MEMBER:
        assert "organization_id" in row.from_session or "organization_id" not in required(row)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("PUT members/update", "PUT members/update"),
        ("PUT members/x", "PUT members/{member_id}"),
        ("DELETE members/deleteTOTP", "DELETE members/deleteTOTP"),
        ("DELETE members/deletePhoneNumber", "DELETE members/deletePhoneNumber"),
        ("DELETE members/update", "DELETE members/{member_id}"),
        ("DELETE members/passwords/x", "DELETE members/passwords/{member_password_id}"),
        ("DELETE members/totp/x", "DELETE members/totp/{member_id}"),
        ("GET members/me", "GET members/me"),
        ("GET members/connected_apps", "GET members/connected_apps"),
        ("GET members/me/connected_apps", "GET members/{member_id}/connected_apps"),
        ("POST members/search", "POST members/search"),
        ("POST members/connected_apps/x/revoke", "POST members/connected_apps/{connected_app_id}/revoke"),
        ("POST members/x/connected_apps/y/revoke", "POST members/{member_id}/connected_apps/{connected_app_id}/revoke"),
        ("POST members/unlink_retired_email", "POST members/unlink_retired_email"),
        ("POST members/x/unlink_retired_email", "POST members/{member_id}/unlink_retired_email"),
    ],
)
def test_a_literal_segment_wins(route: str, expected: str) -> None:
    method, path = route.split()
    found = routes().find(Request(method=method, path=f"/sdk/v1/b2b/organizations/{path}").segments)[method]
    assert found.endpoint.route == expected.replace(" ", " /b2b/organizations/")
