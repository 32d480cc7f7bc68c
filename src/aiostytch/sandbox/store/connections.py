"""Records of SSO and SCIM connections."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import attrs

from .tables import Record


@attrs.frozen
class GroupRole:
    """A role of all members of a group at the identity provider. `group` is its name, or its ID with SCIM."""

    group: str
    role_id: str


@attrs.frozen(kw_only=True)
class Certificate:
    """An X.509 certificate, in PEM."""

    id: str
    pem: str
    issuer: str
    created_at: datetime.datetime
    expires_at: datetime.datetime


@attrs.frozen(kw_only=True)
class EncryptionKey:
    """A private key, in PEM, that decrypts assertions."""

    id: str
    pem: str = attrs.field(repr=False)
    created_at: datetime.datetime


@attrs.frozen(kw_only=True)
class SSOConnection(Record):
    """An OIDC or SAML connection to an identity provider, or a connection of another organization (`external`).

    `settings` are the fields of create and update calls, by their JSON names.
    """

    organization_id: str
    kind: str
    settings: Mapping[str, Any] = attrs.field(repr=False)
    implicit_roles: tuple[str, ...] = ()
    group_roles: tuple[GroupRole, ...] = ()
    signing_certificates: tuple[Certificate, ...] = ()
    verification_certificates: tuple[Certificate, ...] = ()
    encryption_keys: tuple[EncryptionKey, ...] = ()


@attrs.frozen(kw_only=True)
class SCIMConnection(Record):
    """A connection by which an identity provider provisions members and groups.

    During a token rotation both bearer tokens are valid; otherwise `next_token` is "".
    """

    organization_id: str
    display_name: str
    identity_provider: str
    token: str = attrs.field(repr=False)
    token_expires_at: datetime.datetime
    next_token: str = attrs.field(default="", repr=False)
    next_token_expires_at: datetime.datetime | None = None
    group_roles: tuple[GroupRole, ...] = ()

    def accepts(self, token: str, when: datetime.datetime) -> bool:
        """Return whether a token of this connection is still valid."""
        end = self.token_expires_at if token == self.token else self.next_token_expires_at
        return end is not None and when < end

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "organization", self.organization_id
        yield "token", self.token
        if self.next_token:
            yield "token", self.next_token


@attrs.frozen(kw_only=True)
class SCIMGroup(Record):
    """A group that an identity provider has pushed."""

    organization_id: str
    connection_id: str
    name: str
    member_ids: tuple[str, ...] = ()

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "name", self.connection_id, self.name
