"""Records of organizations, members, sessions and tokens. They are immutable, and JSON can represent them."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import attrs

from .tables import Record


def email_key(address: str) -> str:
    """Return the form of an e-mail address that comparisons use."""
    return address.casefold()


@attrs.frozen(kw_only=True)
class Organization(Record):
    """An organization. `settings` are the fields of create and update calls, by their JSON names."""

    settings: Mapping[str, Any]
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @property
    def slug(self) -> str:
        """The slug: a unique name for URLs."""
        return str(self.settings["organization_slug"])

    @property
    def external_id(self) -> str | None:
        """The external ID, if it has one."""
        return self.settings.get("organization_external_id")

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "slug", self.slug
        if self.external_id:
            yield "external_id", self.external_id

    def identifiers(self) -> set[str]:
        """Return the identifiers by which a call can name it."""
        return {self.id, self.slug, self.external_id or self.id}


@attrs.frozen(repr=False)
class PasswordHash:
    """A password hash in the form of `passwords.migrate`: its type, the hash, and its parameters."""

    hash_type: str
    text: str
    config: Mapping[str, Any]


@attrs.frozen
class Password:
    """The password of a member."""

    id: str
    hash: PasswordHash = attrs.field(repr=False)
    must_be_reset: bool = False


@attrs.frozen(kw_only=True)
class AddressPassword(Record):
    """The password of an e-mail address, set in discovery. New members with this address get it."""

    email: str
    password: Password

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "email", email_key(self.email)


@attrs.frozen
class Lock:
    """The period in which a member cannot log in, after too many failed attempts."""

    created_at: datetime.datetime
    expires_at: datetime.datetime


@attrs.frozen(kw_only=True)
class ProviderTokens:
    """The tokens that a provider has issued for its own API.

    If the provider issues no refresh token, `refresh_token` is "" and the access token does not expire.
    """

    access_token: str = attrs.field(repr=False)
    refresh_token: str = attrs.field(default="", repr=False)
    id_token: str = attrs.field(default="", repr=False)
    expires_at: datetime.datetime | None = None
    scopes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class SSORegistration:
    """The identity of a member at an SSO connection. `external_id` is the ID at the identity provider."""

    id: str
    connection_id: str
    external_id: str
    attributes: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    groups: tuple[str, ...] = ()
    tokens: ProviderTokens | None = None


@attrs.frozen(kw_only=True)
class OAuthRegistration:
    """The identity of a member at an OAuth provider: `subject` is the ID, `tenants` are the workspaces."""

    id: str
    provider: str
    subject: str
    picture: str = ""
    locale: str = ""
    tenants: tuple[str, ...] = ()
    tokens: ProviderTokens


@attrs.frozen(kw_only=True)
class SCIMRegistration:
    """The identity of a member at the SCIM connection. `external_id` is the ID at the identity provider."""

    id: str
    connection_id: str
    external_id: str
    attributes: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


@attrs.frozen(kw_only=True)
class Member(Record):
    """A member of an organization. The record of a deleted member stays, so that it can be reactivated.

    `retired_emails` are former addresses. Other members of the organization cannot have them.
    """

    organization_id: str
    email: str
    status: str = "active"
    name: str = ""
    external_id: str | None = None
    email_verified: bool = False
    retired_emails: tuple[str, ...] = ()
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
    sso_registrations: tuple[SSORegistration, ...] = ()
    oauth_registrations: tuple[OAuthRegistration, ...] = ()
    scim_registration: SCIMRegistration | None = None
    failures: int = 0
    lock: Lock | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @property
    def is_deleted(self) -> bool:
        """Whether the member was deleted. Calls do not find it, and its address is free."""
        return self.status == "deleted"

    def reserved_emails(self) -> set[str]:
        """Return the addresses that no other member of the organization can have."""
        return {email_key(email) for email in (self.email, *self.retired_emails)}

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        if self.is_deleted:
            return
        for email in self.reserved_emails():
            yield "email", self.organization_id, email
        if self.external_id:
            yield "external_id", self.organization_id, self.external_id
        if self.password:
            yield "password", self.password.id


@attrs.frozen(kw_only=True)
class Factor:
    """An authentication factor.

    Attributes:
        shown: the factor in the JSON of the API.
        email: the address that it verified, in the form of `email_key`.
        proves_email: whether it verifies the address for all organizations.
    """

    shown: Mapping[str, Any]
    email: str = ""
    proves_email: bool = False

    @property
    def type(self) -> str:
        """The type, e.g. `magic_link`."""
        return str(self.shown["type"])

    @property
    def delivery_method(self) -> str:
        """The delivery method, e.g. `email`."""
        return str(self.shown["delivery_method"])


@attrs.frozen(kw_only=True)
class Session(Record):
    """A session of a member."""

    member_id: str
    organization_id: str
    token: str = attrs.field(repr=False)
    started_at: datetime.datetime
    last_accessed_at: datetime.datetime
    expires_at: datetime.datetime
    factors: tuple[Factor, ...]
    custom_claims: Mapping[str, Any]

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "token", self.token


@attrs.frozen(kw_only=True)
class IntermediateSession(Record):
    """Factors that are not sufficient for a session yet.

    It belongs to a member who needs another factor, or, in discovery, to an e-mail address. `tenants` are the
    workspaces of an OAuth login, by provider.
    """

    token: str = attrs.field(repr=False)
    expires_at: datetime.datetime
    email: str
    factors: tuple[Factor, ...]
    organization_id: str = ""
    member_id: str = ""
    tenants: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "token", self.token


@attrs.frozen(kw_only=True)
class Token(Record):
    """A single-use token that expires: in a magic link, as a passcode, to reset a password.

    Attributes:
        kind: its purpose, one of `tokens.Kind`.
        value: the token or passcode.
        recipient: the recipient of a passcode, which callers must also give; "" for a token that cannot be guessed.
        expires_at: when it expires.
        organization_id: the organization of the member, "" in discovery.
        member_id: the member that it is for, "" in discovery.
        email: the address that it was sent to.
        reserves_email: whether other members of the organization cannot have the address until the token expires.
        data: additional data for the call that uses it.
    """

    kind: str
    value: str = attrs.field(repr=False)
    recipient: str = ""
    expires_at: datetime.datetime
    organization_id: str = ""
    member_id: str = ""
    email: str = ""
    reserves_email: bool = False
    data: Mapping[str, Any] = attrs.field(factory=dict[str, Any], repr=False)

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield self.kind, self.recipient, self.value
        if self.reserves_email:
            yield "reserved", self.organization_id, email_key(self.email)


@attrs.frozen(kw_only=True)
class Totp(Record):
    """An authenticator app of a member.

    Attributes:
        member_id: the member who has it.
        secret: the secret that it shares with the API, in Base32.
        recovery_codes: single-use codes that replace it.
        expires_at: when the registration expires; None after the member has used the app once.
        last_step: the time step of the last code that was used (RFC 6238, section 5.2). Codes up to it are rejected.
    """

    member_id: str
    secret: str = attrs.field(repr=False)
    recovery_codes: tuple[str, ...] = attrs.field(repr=False)
    expires_at: datetime.datetime | None = None
    last_step: int = 0

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield "member", self.member_id


@attrs.frozen(kw_only=True)
class Message(Record):
    """An e-mail or a text message that the API would have sent.

    Attributes:
        channel: `email` or `sms`.
        purpose: `login`, `signup`, `invite`, `discovery`, `password_reset`, `otp` or another purpose.
        to: the e-mail address, or the phone number in E.164.
        url: the link in the message, "" without one.
        token: the token in the link, "" without one.
        code: the one-time passcode in the message, "" without one.
        sent_at: when it was sent.
        organization_id: the organization of the recipient, "" in discovery.
        member_id: the member who receives it, "" in discovery.
    """

    channel: str
    purpose: str
    to: str
    url: str = attrs.field(default="", repr=False)
    token: str = attrs.field(default="", repr=False)
    code: str = attrs.field(default="", repr=False)
    sent_at: datetime.datetime
    organization_id: str = ""
    member_id: str = ""

    @property
    def magic_link_token(self) -> str:
        """The token that `magic_links.authenticate` or `magic_links.discovery.authenticate` takes.

        Raises:
            LookupError: the message has no magic link.
        """
        if self.purpose not in {"login", "signup", "invite", "discovery", "email_update"} or not self.token:
            raise LookupError("the message has no magic link")
        return self.token


@attrs.frozen(kw_only=True)
class SigningKey(Record):
    """A key that signs JWTs. `pem` is the private key (PKCS #8). `retired_at` is when a new key replaced it."""

    pem: str = attrs.field(repr=False)
    retired_at: datetime.datetime | None = None
