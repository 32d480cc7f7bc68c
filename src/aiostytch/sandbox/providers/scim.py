"""Simulated identity providers that provision by SCIM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..contract.json_values import JSONObject
from ..entities import members
from ..store.connections import SCIMConnection, SCIMGroup
from ..store.records import Member, SCIMRegistration
from ..store.state import State, Transact


class Directory:
    """A simulated identity provider that provisions members and groups by SCIM. `Sandbox.directory` returns it.

        created = await client.scim.connection.create("acme", identity_provider="okta")
        directory = sandbox.directory(created.connection.bearer_token)
        directory.push_user("ada@acme.example", name="Ada Lovelace")
        directory.push_group("Engineering", ["ada@acme.example"])

    Args:
        state: the state of the sandbox.
        transact: runs changes of the state.
        bearer_token: the bearer token of the connection.
    """

    def __init__(self, state: State, transact: Transact, bearer_token: str) -> None:
        self._state = state
        self._transact = transact
        self._token = bearer_token

    def push_user(self, email: str, *, name: str = "", external_id: str = "", active: bool = True, **more: Any) -> str:
        """Create a member, or change the member with this address.

        Args:
            email: the address.
            name: the full name.
            external_id: the ID at the identity provider; by default the address.
            active: False deprovisions the member: it is deleted, and its sessions are revoked.
            more: other SCIM attributes, by their names in the API, e.g. `title`.

        Returns:
            The member ID.

        Raises:
            PermissionError: the bearer token is invalid.
            RefusedError: the address is malformed, or another member has it, had it, or is changing to it.
        """
        return self._transact(lambda: self._push_user(email, name, external_id, more, active=active))

    def _push_user(self, email: str, name: str, external_id: str, more: Mapping[str, Any], *, active: bool) -> str:
        connection = self._connection()
        organization = self._state.organizations[connection.organization_id]
        member = self._state.member_by_email(organization, email)
        if member is None:
            member = members.create(self._state, organization, email, {}, status="active")
        registration = SCIMRegistration(
            id=member.scim_registration.id if member.scim_registration else self._state.new_id("scim-member"),
            connection_id=connection.id,
            external_id=external_id or email,
        )
        attributes = {"user_name": email, "external_id": registration.external_id, **_names(name), **more}
        shown = _attributes(member, attributes, active=active)
        changed = members.update(
            self._state,
            member,
            name=name or member.name,
            email_verified=True,
            scim_registration=attrs.evolve(registration, attributes=shown),
        )
        if not active:
            members.delete(self._state, changed)
        return member.id

    def push_group(self, name: str, emails: Iterable[str] = ()) -> str:
        """Create a group, or replace the members of the group with this name.

        Args:
            name: the name.
            emails: the addresses of existing members.

        Returns:
            The group ID.

        Raises:
            PermissionError: the bearer token is invalid.
            LookupError: an address is not that of a member.
        """
        return self._transact(lambda: self._push_group(name, emails))

    def _push_group(self, name: str, emails: Iterable[str]) -> str:
        connection = self._connection()
        group = self._state.scim_groups.find("name", connection.id, name) or SCIMGroup(
            number=self._state.next_number(),
            id=self._state.new_id("scim-group"),
            organization_id=connection.organization_id,
            connection_id=connection.id,
            name=name,
        )
        group = attrs.evolve(group, member_ids=tuple(self._member(connection, email).id for email in emails))
        self._state.scim_groups.put(group)
        return group.id

    def remove_group(self, name: str) -> None:
        """Delete a group. Its members lose the roles of the group.

        Raises:
            PermissionError: the bearer token is invalid.
            LookupError: no group has the name.
        """
        group = self._state.scim_groups.find("name", self._connection().id, name)
        if group is None:
            raise LookupError("there is no such group")
        self._transact(lambda: self._state.scim_groups.delete(group.id))

    def _connection(self) -> SCIMConnection:
        connection = self._state.scim_connections.find("token", self._token)
        if connection is None or not connection.accepts(self._token, self._state.now()):
            raise PermissionError("the bearer token is invalid")
        return connection

    def _member(self, connection: SCIMConnection, email: str) -> Member:
        member = self._state.member_by_email(self._state.organizations[connection.organization_id], email)
        if member is None:
            raise LookupError("no member has this address")
        return member

    def __repr__(self) -> str:
        return f"<Directory: {len(self._state.scim_groups)} groups>"


_TEXTS = (
    "user_name",
    "external_id",
    "display_name",
    "nick_name",
    "profile_url",
    "user_type",
    "title",
    "preferred_language",
    "locale",
    "timezone",
)
_LISTS = (
    "phone_numbers",
    "addresses",
    "ims",
    "photos",
    "entitlements",
    "roles",
    "x509certificates",
)


def _names(name: str) -> JSONObject:
    """Return the attributes of a full name. The first word is the given name."""
    if not name:
        return {"display_name": ""}
    given, _, family = name.partition(" ")
    parts = dict.fromkeys(("middle_name", "honorific_prefix", "honorific_suffix"), "")
    return {
        "display_name": name,
        "name": {"formatted": name, "given_name": given, "family_name": family, **parts},
    }


def _attributes(member: Member, given: Mapping[str, Any], *, active: bool) -> JSONObject:
    """Return attributes in the form of the API. Omitted ones are empty."""
    emails = [{"value": member.email, "type": "work", "primary": True}]
    empty: JSONObject = {**dict.fromkeys(_TEXTS, ""), **{name: [] for name in _LISTS}}
    return {**empty, "id": member.id, "active": active, "emails": emails, **given}
