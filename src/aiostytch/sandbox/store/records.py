"""What the sandbox remembers, as records: frozen, and made of what JSON can hold."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import attrs

Factor = Mapping[str, Any]
"""An authentication factor, as the API shows it."""


def email_key(address: str) -> str:
    """Return an e-mail address as it is compared."""
    return address.casefold()


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

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "slug", self.slug
        if self.external_id:
            yield "external_id", self.external_id

    def identifiers(self) -> set[str]:
        """Return what calls may give as its id."""
        return {self.id, self.slug, self.external_id or self.id}


@attrs.frozen
class RetiredEmail:
    """An address that a member had before. Other members of the organization cannot take it."""

    id: str
    address: str


@attrs.frozen(repr=False)
class PasswordHash:
    """A hash as it is handed to `passwords.migrate`: its kind, the hash, and how it was made."""

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
class AddressPassword:
    """A password that was set for an address in discovery, and that members with this address get."""

    number: int
    id: str
    email: str
    password: Password

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "email", email_key(self.email)


@attrs.frozen
class Lock:
    """A time in which a member cannot log in, because too many attempts have failed."""

    created_at: datetime.datetime
    expires_at: datetime.datetime


@attrs.frozen(kw_only=True)
class ProviderTokens:
    """What a provider has issued for its own API."""

    access_token: str = attrs.field(repr=False)
    refresh_token: str = attrs.field(repr=False)
    id_token: str = attrs.field(repr=False)
    expires_at: datetime.datetime
    scopes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class SSORegistration:
    """A member as an SSO connection knows it. `external_id` is the id at the identity provider."""

    id: str
    connection_id: str
    external_id: str
    attributes: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    groups: tuple[str, ...] = ()
    tokens: ProviderTokens | None = None


@attrs.frozen(kw_only=True)
class OAuthRegistration:
    """A member as an OAuth provider knows it. `subject` is the id there; `tenants` are its workspaces there."""

    id: str
    provider: str
    subject: str
    picture: str = ""
    locale: str = ""
    tenants: tuple[str, ...] = ()
    tokens: ProviderTokens


@attrs.frozen(kw_only=True)
class SCIMRegistration:
    """A member as the SCIM connection knows it. `external_id` is the id at the identity provider."""

    id: str
    connection_id: str
    external_id: str
    attributes: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


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
    sso_registrations: tuple[SSORegistration, ...] = ()
    oauth_registrations: tuple[OAuthRegistration, ...] = ()
    scim_registration: SCIMRegistration | None = None
    failures: int = 0
    lock: Lock | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @property
    def is_deleted(self) -> bool:
        """Whether it was deleted: calls do not find it then, and its address is free."""
        return self.status == "deleted"

    def reserved_emails(self) -> set[str]:
        """Return the addresses that no other member of the organization can have."""
        return {email_key(self.email)} | {email_key(retired.address) for retired in self.retired_emails}

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        if self.is_deleted:
            return
        for email in self.reserved_emails():
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
    started_at: datetime.datetime
    last_accessed_at: datetime.datetime
    expires_at: datetime.datetime
    factors: tuple[Factor, ...]
    custom_claims: Mapping[str, Any]

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "token", self.token


@attrs.frozen(kw_only=True)
class IntermediateSession:
    """Factors that were proved and make no session yet.

    It belongs to a member who has to prove more, or, after discovery, to nobody but an e-mail address.
    """

    number: int
    id: str
    token: str = attrs.field(repr=False)
    expires_at: datetime.datetime
    email: str
    factors: tuple[Factor, ...]
    organization_id: str = ""
    member_id: str = ""

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "token", self.token


@attrs.frozen(kw_only=True)
class Token:
    """Something that works once, and for some time: a magic link's token, a code, a reset token.

    Attributes:
        kind: what it is for, one of `tokens.Kind`.
        value: what its recipient has to bring.
        recipient: what has to be known besides the value: the id or the address that a passcode was sent to; "" for a
            token that cannot be guessed.
        organization_id: whose member it is for, "" in discovery.
        member_id: who it is for, "" in discovery.
        email: the address that it was sent to.
        data: what else has to be known when it is used.
    """

    number: int
    id: str
    kind: str
    value: str = attrs.field(repr=False)
    recipient: str = ""
    expires_at: datetime.datetime
    organization_id: str = ""
    member_id: str = ""
    email: str = ""
    data: Mapping[str, Any] = attrs.field(factory=dict[str, Any], repr=False)

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield self.kind, self.recipient, self.value


@attrs.frozen(kw_only=True)
class Totp:
    """An authenticator app of a member.

    Attributes:
        member_id: whose it is.
        secret: what the app was given, in Base32.
        recovery_codes: what works once instead of it.
        expires_at: until when the member has to show that the app works; None for one that did.
        last_step: the time step of the password that was used last: older ones are refused.
    """

    number: int
    id: str
    member_id: str
    secret: str = attrs.field(repr=False)
    recovery_codes: tuple[str, ...] = attrs.field(repr=False)
    expires_at: datetime.datetime | None = None
    last_step: int = 0

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield "member", self.member_id


@attrs.frozen(kw_only=True)
class Message:
    """An e-mail or a text message that the API would have sent.

    Attributes:
        channel: `email` or `sms`.
        purpose: what it is for, e.g. `login`, `signup`, `invite`, `discovery`, `password_reset`, `otp`.
        to: the address or the phone number, E.164.
        url: the link in it, "" if there is none.
        token: the token in the link.
        code: the one-time passcode in it, "" if there is none.
        sent_at: when.
        organization_id: the organization that it is about, if any.
        member_id: the member that it is for, if there is one.
    """

    number: int
    id: str
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
            LookupError: the message holds no magic link.
        """
        if self.purpose not in {"login", "signup", "invite", "discovery", "email_update"} or not self.token:
            raise LookupError("the message holds no magic link")
        return self.token

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id: nothing."""
        return iter(())


@attrs.frozen(kw_only=True)
class SigningKey:
    """A key that session JWTs are signed with: its id, the private key in PKCS #8 and PEM, and when it was replaced."""

    number: int
    id: str
    pem: str = attrs.field(repr=False)
    retired_at: datetime.datetime | None = None

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id: nothing."""
        return iter(())
