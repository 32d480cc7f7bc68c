"""Handler of `client.organizations.members.search`."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from ..contract.errors import bad_request
from ..contract.json_values import JSONObject
from ..entities import members, organizations, roles
from ..entities.call import Call
from ..entities.search import Filter, Search, any_of, any_of_folded, flag, fuzzy
from ..store.records import Member
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_STATUSES = ("active", "deleted", "invited", "pending")


@handles("organizations.members.search")
def search(state: State, call: Call) -> JSONObject:
    """Return a page of the members that match the filters. Deleted ones require a filter for their status."""
    names = call.arguments["organization_ids"]
    if not names:
        raise bad_request("member_search_organization_ids_empty", "body: $.organization_ids must name one or more.")
    among = {organization.id: organization for organization in map(state.organization, names)}
    page, metadata = _SEARCH.page(state, call.arguments, _candidates(state, among, call.arguments.get("query", {})))
    shown = {member.organization_id for member in page}
    return {
        "members": [members.to_json(state, member) for member in page],
        "organizations": {key: organizations.to_json(state, value) for key, value in among.items() if key in shown},
        "results_metadata": metadata,
    }


def _candidates(state: State, among: Container[str], query: Mapping[str, Any]) -> Iterator[Member]:
    """Yield the members of organizations, including deleted ones if a filter names that status."""
    operands: list[JSONObject] = query.get("operands", [])
    statuses = [operand["filter_value"] for operand in operands if operand["filter_name"] == "statuses"]
    with_deleted = any("deleted" in wanted for wanted in statuses)
    for member in state.members:
        if member.organization_id in among and (with_deleted or not member.is_deleted):
            yield member


def _prepare_status(state: State, wanted: Sequence[str]) -> Callable[[Member], bool]:
    if not set(wanted).issubset(_STATUSES):
        raise bad_request("search_invalid_status_filter", f"A status must be one of {', '.join(_STATUSES)}.")
    return any_of(_status).prepare(state, wanted)


def _prepare_roles(state: State, wanted: Sequence[str]) -> Callable[[Member], bool]:
    def held(member: Member) -> list[str]:
        return roles.member_roles(state, member)

    return any_of(held).prepare(state, wanted)


def _status(member: Member) -> Iterator[str]:
    yield member.status


_SEARCH = Search[Member](
    kind="member",
    filters={
        "member_ids": any_of(lambda member: {member.id, member.external_id or member.id}),
        "member_emails": any_of_folded(lambda member: [member.email]),
        "member_email_fuzzy": fuzzy(lambda member: [member.email]),
        "member_is_breakglass": flag(lambda member: member.is_breakglass),
        "statuses": Filter(expects="array_of_strings", prepare=_prepare_status),
        "member_mfa_phone_numbers": any_of(lambda member: [member.mfa_phone_number]),
        "member_mfa_phone_number_fuzzy": fuzzy(lambda member: [member.mfa_phone_number]),
        "member_password_exists": flag(lambda member: member.password is not None),
        "member_roles": Filter(expects="array_of_strings", prepare=_prepare_roles),
    },
)
