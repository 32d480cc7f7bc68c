"""The state of a sandbox: its tables, its clock, and the source of its IDs."""

from __future__ import annotations

import contextlib
import datetime
import functools
import secrets
import uuid
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, Protocol, TypeVar, get_args, get_type_hints

import attrs

from ..contract.errors import not_found
from .apps import AppToken, ConnectedApp, ExternalSession, Grant, OAuthSettings, TrustedProfile
from .clients import M2MClient
from .clock import Clock, ClockSetting
from .connections import SCIMConnection, SCIMGroup, SSOConnection
from .fraud import EmailRisk, Fingerprint, FraudRule, VerdictReason
from .outbox import Outbox
from .policy import Policy
from .records import (
    AddressPassword,
    IntermediateSession,
    Member,
    Message,
    Organization,
    Session,
    SigningKey,
    Token,
    Totp,
    email_key,
)
from .tables import Contents, Journal, Table
from .webhooks import WebhookDelivery, WebhookEndpoint

PROJECT_ID, SECRET = "project-test-00000000-0000-4000-8000-000000000000", "secret-test-sandbox"
"""The default project ID and secret of a sandbox. The real API does not know them."""

RETENTION = datetime.timedelta(days=1)
"""How long an expired record is kept."""
MAX_MESSAGES = 1_000
"""The default maximum number of messages, and of tokens."""
MAX_DELIVERIES = 1_000
"""The default maximum number of webhook deliveries."""
MAX_SESSIONS = 10_000
"""The maximum number of sessions, of intermediate sessions, and of fingerprints."""
_SWEPT = 4
"""The number of records whose expiry is checked with each new one."""

T = TypeVar("T")
E = TypeVar("E", Session, IntermediateSession, Token, AppToken, Fingerprint)


class Transact(Protocol):
    """Runs a change as a transaction: it commits the change, or undoes it if it fails."""

    def __call__(self, change: Callable[[], T], /, *, source: str = "DASHBOARD") -> T:
        """Return the result of the change. `source` is the source of its webhook events; "" sends no events."""
        ...


@attrs.frozen
class Values:
    """The part of the state that is not in tables."""

    last_number: int
    cursor_key: bytes = attrs.field(repr=False)
    clock: ClockSetting


@attrs.frozen
class StateSnapshot:
    """A snapshot of a state."""

    tables: Mapping[str, Contents[Any]] = attrs.field(repr=False)
    values: Values


_TABLE: Any = attrs.Factory(lambda state: Table[Any](state.journal), takes_self=True)


@attrs.define(kw_only=True)
class State:
    """The state of a sandbox.

    Calls change tables only, whose records are immutable. The exceptions are the clock, `cursor_key` and `last_number`.
    So transactions, snapshots and the database cover a new table without further code. State in any other place is not
    covered.

    Args:
        project_id: the project ID.
        clock: the clock.
        new_uuid: returns the random part of IDs, tokens and codes, different each time.
        max_messages: the maximum number of messages, and of tokens.
        max_deliveries: the maximum number of webhook deliveries.

    Attributes:
        organizations: the organizations of the project.
        members: the members of all organizations, including deleted ones.
        journal: the changes since the last commit.
        sessions: the sessions of all members, until they are revoked or one day after they expired.
        intermediate_sessions: factors that are not sufficient for a session yet.
        tokens: single-use tokens: those in links, and passcodes.
        address_passwords: the passwords that were set in discovery, by address.
        totps: the authenticator apps of members.
        messages: the e-mails and text messages that the API would have sent.
        keys: the keys that sign JWTs, including retired ones.
        policies: the RBAC policy of the project, if it is not the built-in one.
        sso_connections: the SSO connections of all organizations.
        scim_connections: the SCIM connections of all organizations.
        scim_groups: the groups that identity providers have provisioned.
        connected_apps: the Connected Apps of the project.
        m2m_clients: the M2M clients of the project.
        grants: the scopes that members have granted to Connected Apps.
        app_tokens: the tokens of Connected Apps.
        oauth_settings: the settings of the authorization server, if they are not the default ones.
        trusted_profiles: the issuers that the project trusts.
        external_sessions: sessions of another system.
        fingerprints: device fingerprints, until one day after they expired.
        fraud_rules: the rules that decide lookups, by identifier.
        verdict_reasons: the verdict reasons that differ from the built-in ones.
        email_risks: the risks of e-mail addresses.
        webhook_endpoints: the endpoints that events are sent to.
        webhook_deliveries: the last deliveries, pending and completed ones.
        outbox: the messages, for users.
        cursor_key: the key that signs the cursors of listings.
        last_number: the number of the newest record.
    """

    project_id: str = PROJECT_ID
    clock: Clock = attrs.field(factory=Clock)
    new_uuid: Callable[[], uuid.UUID] = uuid.uuid4
    max_messages: int = MAX_MESSAGES
    max_deliveries: int = MAX_DELIVERIES
    journal: Journal = attrs.field(factory=Journal, init=False, repr=False)
    organizations: Table[Organization] = attrs.field(default=_TABLE, init=False)
    members: Table[Member] = attrs.field(default=_TABLE, init=False)
    sessions: Table[Session] = attrs.field(default=_TABLE, init=False)
    intermediate_sessions: Table[IntermediateSession] = attrs.field(default=_TABLE, init=False)
    tokens: Table[Token] = attrs.field(default=_TABLE, init=False)
    address_passwords: Table[AddressPassword] = attrs.field(default=_TABLE, init=False)
    totps: Table[Totp] = attrs.field(default=_TABLE, init=False)
    messages: Table[Message] = attrs.field(default=_TABLE, init=False)
    keys: Table[SigningKey] = attrs.field(default=_TABLE, init=False)
    policies: Table[Policy] = attrs.field(default=_TABLE, init=False)
    sso_connections: Table[SSOConnection] = attrs.field(default=_TABLE, init=False)
    scim_connections: Table[SCIMConnection] = attrs.field(default=_TABLE, init=False)
    scim_groups: Table[SCIMGroup] = attrs.field(default=_TABLE, init=False)
    connected_apps: Table[ConnectedApp] = attrs.field(default=_TABLE, init=False)
    m2m_clients: Table[M2MClient] = attrs.field(default=_TABLE, init=False)
    grants: Table[Grant] = attrs.field(default=_TABLE, init=False)
    app_tokens: Table[AppToken] = attrs.field(default=_TABLE, init=False)
    oauth_settings: Table[OAuthSettings] = attrs.field(default=_TABLE, init=False)
    trusted_profiles: Table[TrustedProfile] = attrs.field(default=_TABLE, init=False)
    external_sessions: Table[ExternalSession] = attrs.field(default=_TABLE, init=False)
    fingerprints: Table[Fingerprint] = attrs.field(default=_TABLE, init=False)
    fraud_rules: Table[FraudRule] = attrs.field(default=_TABLE, init=False)
    verdict_reasons: Table[VerdictReason] = attrs.field(default=_TABLE, init=False)
    email_risks: Table[EmailRisk] = attrs.field(default=_TABLE, init=False)
    webhook_endpoints: Table[WebhookEndpoint] = attrs.field(default=_TABLE, init=False)
    webhook_deliveries: Table[WebhookDelivery] = attrs.field(default=_TABLE, init=False)
    outbox: Outbox = attrs.field(init=False)
    cursor_key: bytes = attrs.field(factory=lambda: secrets.token_bytes(16), init=False, repr=False)
    last_number: int = attrs.field(default=0, init=False)
    _savepoint: tuple[int, int] = attrs.field(default=(0, 0), init=False, repr=False)
    _fixed_ids: dict[str, str] = attrs.field(factory=dict[str, str], init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.outbox = Outbox(self.messages, self.max_messages)

    @property
    def tables(self) -> Mapping[str, Table[Any]]:
        """All tables, by name."""
        return {name: getattr(self, name) for name in record_types()}

    def counts(self) -> Mapping[str, int]:
        """Return the number of records in each table."""
        return {name: len(table) for name, table in self.tables.items()}

    @property
    def values(self) -> Values:
        """The part of the state that is not in tables, for a snapshot."""
        return Values(self.last_number, self.cursor_key, self.clock.setting)

    @values.setter
    def values(self, values: Values) -> None:
        self.last_number, self.cursor_key, self.clock.setting = values.last_number, values.cursor_key, values.clock

    def snapshot(self) -> StateSnapshot:
        """Take a snapshot."""
        return StateSnapshot({name: table.contents for name, table in self.tables.items()}, self.values)

    def restore(self, snapshot: StateSnapshot) -> None:
        """Return to a snapshot."""
        for name, table in self.tables.items():
            table.contents = snapshot.tables[name]
        self.values = snapshot.values

    def transaction(self, action: Callable[[], T]) -> T:
        """Run an action and return its result. If it fails, undo its changes since the last savepoint."""
        outer = self._savepoint
        self.savepoint()
        try:
            return action()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._savepoint = outer

    def savepoint(self) -> None:
        """Keep the changes so far even if the transaction fails. For example, a rejected login counts as an attempt."""
        self._savepoint = len(self.journal), self.last_number

    def _roll_back(self) -> None:
        length, self.last_number = self._savepoint
        while len(self.journal) > length:
            table, record_id, before = self.journal.pop()
            table.undo(record_id, before)

    def put_expiring(self, table: Table[E], record: E) -> None:
        """Add a record that expires, and check the next few records for whether they can be deleted.

        Nothing expires while the clock is frozen, so the number of records is limited too.
        """
        limit = self.now() - RETENTION
        for known in table.next_batch(_SWEPT):
            if known.expires_at < limit:
                table.delete(known.id)
        table.put(record)
        table.trim(self.max_messages if table is self.tokens else MAX_SESSIONS)

    def now(self) -> datetime.datetime:
        """Return the current time, aware."""
        return self.clock.now()

    def next_number(self) -> int:
        """Return the number of a new record, for the order of creation."""
        self.last_number += 1
        return self.last_number

    def new_id(self, kind: str) -> str:
        """Return an ID in the form of test projects, e.g. `member-test-…`."""
        return self._fixed_ids.pop(kind, "") or f"{kind}-test-{self.new_uuid()}"

    @contextlib.contextmanager
    def fixed_id(self, kind: str, wanted: str) -> Generator[None]:
        """Use an ID for the first record of a kind that is created in the context."""
        self._fixed_ids[kind] = wanted
        try:
            yield
        finally:
            self._fixed_ids.pop(kind, None)

    def new_secret(self) -> str:
        """Return a token in the form of the API: 44 characters."""
        return f"{self.new_uuid().hex}{self.new_uuid().hex}"[:44]

    def new_code(self) -> str:
        """Return a one-time passcode: six digits."""
        return f"{self.new_uuid().int % 1_000_000:06}"

    def organization(self, name: str) -> Organization:
        """Return an organization by its ID, slug or external ID.

        Raises:
            RefusedError: the organization does not exist.
        """
        found = (
            self.organizations.get(name)
            or self.organizations.find("slug", name)
            or self.organizations.find("external_id", name)
        )
        if found is None:
            raise not_found("organization")
        return found

    def member(self, organization: Organization, name: str) -> Member:
        """Return a member of an organization by ID or external ID.

        Raises:
            RefusedError: the member does not exist, or was deleted.
        """
        found = self.members.get(name) or self.members.find("external_id", organization.id, name)
        if found is None or found.organization_id != organization.id or found.is_deleted:
            raise not_found("member")
        return found

    def member_by_email(self, organization: Organization, address: str) -> Member | None:
        """Return the member of an organization with an address, or None. This does not search former addresses."""
        found = self.members.find("email", organization.id, email_key(address))
        return found if found and email_key(found.email) == email_key(address) else None

    def member_reserving_email(self, organization_id: str, address: str) -> Member | None:
        """Return the member of an organization who has reserved an address, or None."""
        token = self.tokens.find("reserved", organization_id, email_key(address))
        return self.members.get(token.member_id) if token and self.now() < token.expires_at else None

    def members_of(self, organization: Organization) -> Iterator[Member]:
        """Yield the members of an organization, including deleted ones."""
        return (member for member in self.members if member.organization_id == organization.id)

    def delete_scim_and_grants(self, organization: Organization) -> None:
        """Delete the SCIM connection of an organization, its groups, and the grants of its members."""
        for table in (self.scim_connections, self.scim_groups, self.grants):
            for record in table:
                if record.organization_id == organization.id:
                    table.delete(record.id)

    def is_active(self, session: Session | IntermediateSession) -> bool:
        """Return whether a session has not expired."""
        return self.now() < session.expires_at

    def totp_of(self, member: Member) -> Totp | None:
        """Return the authenticator app of a member, or None."""
        return self.totps.find("member", member.id)

    def delete_totp_of(self, member: Member) -> None:
        """Delete the authenticator app of a member."""
        found = self.totp_of(member)
        if found is not None:
            self.totps.delete(found.id)

    def delete_tokens(self, owner_id: str) -> None:
        """Delete the tokens of a member or an organization, and those that apps have for them."""
        for token in self.tokens:
            if owner_id in {token.member_id, token.organization_id}:
                self.tokens.delete(token.id)
        for app_token in self.app_tokens:
            if owner_id in {app_token.member_id, app_token.organization_id}:
                self.app_tokens.delete(app_token.id)

    def delete_tokens_of_app(self, app_id: str, member_id: str = "") -> None:
        """Delete the authorization codes and tokens of an app, for one member or for all."""
        for token in self.tokens:
            if token.data.get("client_id") == app_id and member_id in {"", token.member_id}:
                self.tokens.delete(token.id)
        for app_token in self.app_tokens:
            if app_token.app_id == app_id and member_id in {"", app_token.member_id}:
                self.app_tokens.delete(app_token.id)

    def revoke_sessions(self, member: Member, *, but: str = "") -> None:
        """Revoke the sessions of a member, except the one with the ID `but`."""
        for session in self.sessions:
            if session.member_id == member.id and session.id != but:
                self.sessions.delete(session.id)


@functools.cache
def record_types() -> Mapping[str, Any]:
    """Return the type of the records of each table."""
    hints = get_type_hints(State)
    return {name: get_args(kind)[0] for name, kind in hints.items() if getattr(kind, "__origin__", None) is Table}
