"""What the sandbox remembers: records, the tables they are in, and where time and ids come from."""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

import attrs

from .hashes import PasswordHash
from .refusal import not_found

Fields = dict[str, Any]
"""A JSON object."""


@attrs.frozen(kw_only=True)
class Organization:
    """An organization. `settings` are the fields that create and update take, by their JSON names."""

    number: int
    id: str
    settings: Mapping[str, Any]
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @property
    def slug(self) -> str:
        """The unique part of a URL."""
        return str(self.settings["organization_slug"])

    @property
    def external_id(self) -> str | None:
        """The id that the user gave it, if any."""
        return self.settings.get("organization_external_id")

    def found_by(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "slug", self.slug
        if self.external_id:
            yield "external_id", self.external_id

    def names(self) -> set[str]:
        """Return what calls may give as its id."""
        return {self.id, self.slug, self.external_id or self.id}


@attrs.frozen
class RetiredEmail:
    """An address that a member had before. Other members of the organization cannot take it."""

    id: str
    address: str


@attrs.frozen
class Password:
    """The password of a member."""

    id: str
    hash: PasswordHash = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Member:
    """A member of an organization. A deleted one stays, so that it can be reactivated."""

    number: int
    id: str
    organization_id: str
    email: str
    status: str = "active"
    name: str = ""
    external_id: str | None = None
    email_verified: bool = False
    retired_emails: tuple[RetiredEmail, ...] = ()
    is_breakglass: bool = False
    mfa_enrolled: bool = False
    mfa_phone_number: str = ""
    mfa_phone_number_verified: bool = False
    default_mfa_method: str = ""
    totp_registration_id: str = ""
    roles: tuple[str, ...] = ()
    trusted_metadata: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    untrusted_metadata: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    password: Password | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @property
    def is_deleted(self) -> bool:
        """Whether it was deleted: calls do not find it then, and its address is free."""
        return self.status == "deleted"

    def emails(self) -> set[str]:
        """Return the addresses that no other member of the organization can have."""
        return {email_key(self.email)} | {email_key(retired.address) for retired in self.retired_emails}

    def found_by(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        if self.is_deleted:
            return
        for email in self.emails():
            yield "email", self.organization_id, email
        if self.external_id:
            yield "external_id", self.organization_id, self.external_id
        if self.password:
            yield "password", self.password.id


@attrs.frozen(kw_only=True)
class Session:
    """A session of a member."""

    number: int
    id: str
    member_id: str
    organization_id: str
    token: str = attrs.field(repr=False)
    jwt: str = attrs.field(repr=False)
    started_at: datetime.datetime
    last_accessed_at: datetime.datetime
    expires_at: datetime.datetime
    factors: tuple[Mapping[str, Any], ...]
    custom_claims: Mapping[str, Any]

    def found_by(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "token", self.token
        yield "jwt", self.jwt


def email_key(address: str) -> str:
    """Return an e-mail address as it is compared."""
    return address.casefold()


class Record(Protocol):
    """What a table holds: immutable, numbered in the order of creation."""

    @property
    def id(self) -> str:
        """Its id, unique in the table."""
        ...

    @property
    def number(self) -> int:
        """Its place in the order of creation."""
        ...

    def found_by(self) -> Iterable[Hashable]:
        """Give what it can be found by, besides its id; each key belongs to one record at a time."""
        ...


R = TypeVar("R", bound=Record)


class Table(Generic[R]):
    """Records by id and by key, in the order of their creation. What a record is found by always is what it says."""

    def __init__(self) -> None:
        self._records: dict[str, R] = {}
        self._ids: dict[Hashable, str] = {}

    def put(self, record: R) -> None:
        """Add a record, or replace the one with its id."""
        self._forget_keys(record.id)
        self._records[record.id] = record
        self._ids.update((key, record.id) for key in record.found_by())

    def __getitem__(self, record_id: str) -> R:
        """Return the record with an id that is known to be there."""
        return self._records[record_id]

    def get(self, record_id: str) -> R | None:
        """Return the record with an id, None if there is none."""
        return self._records.get(record_id)

    def find(self, *key: Hashable) -> R | None:
        """Return the record that has a key, None if there is none."""
        return self._records.get(self._ids.get(key, ""))

    def delete(self, record_id: str) -> None:
        """Remove a record."""
        self._forget_keys(record_id)
        self._records.pop(record_id, None)

    def _forget_keys(self, record_id: str) -> None:
        old = self._records.get(record_id)
        for key in old.found_by() if old else ():
            self._ids.pop(key, None)

    def __iter__(self) -> Iterator[R]:
        return iter(tuple(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@attrs.define(kw_only=True)
class State:
    """Everything that a sandbox remembers.

    Args:
        now: gives the time, aware.
        new_uuid: gives the random part of ids and tokens, different each time.

    Attributes:
        organizations: the organizations of the project.
        members: the members of all organizations, the deleted ones included.
        sessions: the sessions of all members, until they are revoked.
        cursor_key: what this sandbox signs its cursors with.
    """

    now: Callable[[], datetime.datetime] = _utc_now
    new_uuid: Callable[[], uuid.UUID] = uuid.uuid4
    organizations: Table[Organization] = attrs.field(factory=Table[Organization], init=False)
    members: Table[Member] = attrs.field(factory=Table[Member], init=False)
    sessions: Table[Session] = attrs.field(factory=Table[Session], init=False)
    cursor_key: bytes = attrs.field(factory=lambda: secrets.token_bytes(16), init=False, repr=False)
    _numbered: int = attrs.field(default=0, init=False)

    def next_number(self) -> int:
        """Return the place of a new record in the order of creation."""
        self._numbered += 1
        return self._numbered

    def new_id(self, kind: str) -> str:
        """Return an id as the API makes them for test projects, e.g. `member-test-…`."""
        return f"{kind}-test-{self.new_uuid()}"

    def organization(self, name: str) -> Organization:
        """Return an organization by what calls may give as its id: its id, slug or external id.

        Raises:
            RefusedError: there is none.
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
        """Return a member of an organization by id or external id.

        Raises:
            RefusedError: there is none, or it was deleted.
        """
        found = self.members.get(name) or self.members.find("external_id", organization.id, name)
        if found is None or found.organization_id != organization.id or found.is_deleted:
            raise not_found("member")
        return found

    def member_by_email(self, organization: Organization, address: str) -> Member | None:
        """Return the member of an organization whose present address it is."""
        found = self.members.find("email", organization.id, email_key(address))
        return found if found and email_key(found.email) == email_key(address) else None

    def members_of(self, organization: Organization) -> Iterator[Member]:
        """Give the members of an organization, the deleted ones included."""
        return (member for member in self.members if member.organization_id == organization.id)

    def active_session(self, kind: str, value: str) -> Session | None:
        """Return the session with a `token` or a `jwt`, unless it has expired."""
        found = self.sessions.find(kind, value)
        return found if found and self.is_active(found) else None

    def is_active(self, session: Session) -> bool:
        """Return whether a session has not expired."""
        return self.now() < session.expires_at

    def revoke_sessions(self, member: Member) -> None:
        """End all sessions of a member."""
        for session in self.sessions:
            if session.member_id == member.id:
                self.sessions.delete(session.id)


def timestamp(moment: datetime.datetime) -> str:
    """Write a time as the API does: RFC 3339, in UTC, to the second."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
