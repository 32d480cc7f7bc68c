"""Handlers of `client.organizations`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..contract.json_values import JSONObject
from ..entities import connected_apps as apps
from ..entities import email_domains, organizations, sso_connections
from ..entities.call import Call
from ..entities.search import Filter, Search, any_of, any_of_folded, flag, fuzzy
from ..store.records import Member, Organization, email_key
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("organizations.create", simplified=email_domains.SIMPLIFIED)
def create(state: State, call: Call) -> JSONObject:
    """Create an organization. The default slug is derived from the name."""
    return _response(state, organizations.create(state, call.arguments))


@handles("organizations.get")
def get(state: State, call: Call) -> JSONObject:
    """Return an organization."""
    return _response(state, state.organization(call.arguments["organization_id"]))


@handles("organizations.update", simplified=email_domains.SIMPLIFIED)
def update(state: State, call: Call) -> JSONObject:
    """Change the settings in the call."""
    given = dict(call.arguments)
    organization = state.organization(given.pop("organization_id"))
    return _response(state, organizations.change_settings(state, organization, given))


@handles("organizations.delete")
def delete(state: State, call: Call) -> JSONObject:
    """Delete an organization, its members, their sessions, and its connections."""
    organization = state.organization(call.arguments["organization_id"])
    for member in state.members_of(organization):
        state.revoke_sessions(member)
        state.delete_totp_of(member)
        state.members.delete(member.id)
    state.delete_tokens(organization.id)
    for connection in state.sso_connections:
        if connection.organization_id == organization.id:
            sso_connections.delete(state, connection)
    state.delete_scim_and_grants(organization)
    state.organizations.delete(organization.id)
    return {"organization_id": organization.id}


@handles("organizations.delete_external_id")
def delete_external_id(state: State, call: Call) -> JSONObject:
    """Delete the external ID."""
    organization = state.organization(call.arguments["organization_id"])
    settings = {name: value for name, value in organization.settings.items() if name != "organization_external_id"}
    return _response(state, organizations.update(state, organization, settings))


@handles("organizations.metrics")
def metrics(state: State, call: Call) -> JSONObject:
    """Count the members that are not deleted."""
    organization = state.organization(call.arguments["organization_id"])
    return {"member_count": sum(not member.is_deleted for member in state.members_of(organization))}


@handles("organizations.search")
def search(state: State, call: Call) -> JSONObject:
    """Return a page of the organizations that match the filters."""
    page, metadata = _SEARCH.page(state, call.arguments, state.organizations)
    return {
        "organizations": [organizations.to_json(state, organization) for organization in page],
        "results_metadata": metadata,
    }


@handles("organizations.connected_apps")
def connected_apps(state: State, call: Call) -> JSONObject:
    """List the apps that members have consented to and the organization allows."""
    organization = state.organization(call.arguments["organization_id"])
    used = {app.id: app for app, _ in apps.installed(state, organization)}
    return {"connected_apps": [apps.to_json(app) for app in used.values()]}


@handles("organizations.get_connected_app")
def get_connected_app(state: State, call: Call) -> JSONObject:
    """Return an app, and the members who have consented to it, with their scopes."""
    organization = state.organization(call.arguments["organization_id"])
    app = apps.find(state, call.arguments["connected_app_id"])
    grants = [grant for used, grant in apps.installed(state, organization) if used.id == app.id]
    active = [{"member_id": grant.member_id, "granted_scopes": list(grant.scopes)} for grant in grants]
    return {**apps.to_json(app), "active_members": active}


def _response(state: State, organization: Organization) -> JSONObject:
    return {"organization": organizations.to_json(state, organization)}


def _with_member(emails: Filter[Member]) -> Filter[Organization]:
    """Return a filter for organizations that have a matching member."""

    def prepare(state: State, wanted: Any) -> Callable[[Organization], bool]:
        matches = emails.prepare(state, wanted)
        ids = {member.organization_id for member in state.members if not member.is_deleted and matches(member)}
        return lambda organization: organization.id in ids

    return Filter(expects=emails.expects, prepare=prepare)


def _member_emails(member: Member) -> Iterator[str]:
    yield email_key(member.email)


def _setting(name: str) -> Callable[[Organization], list[str]]:
    return lambda organization: organization.settings[name]


_SEARCH = Search[Organization](
    kind="organization",
    filters={
        "organization_ids": any_of(Organization.identifiers),
        "organization_slugs": any_of(lambda organization: [organization.slug]),
        "organization_name_fuzzy": fuzzy(lambda organization: [organization.settings["organization_name"]]),
        "organization_slug_fuzzy": fuzzy(lambda organization: [organization.slug]),
        "member_emails": _with_member(any_of_folded(_member_emails)),
        "member_email_fuzzy": _with_member(fuzzy(_member_emails)),
        "allowed_domains": any_of_folded(_setting("email_allowed_domains")),
        "allowed_domain_fuzzy": fuzzy(_setting("email_allowed_domains")),
        "claimed_email_domains": any_of_folded(_setting("claimed_email_domains")),
        "has_active_sso_connection": flag(lambda organization: bool(organization.settings["sso_active_connections"])),
    },
)
