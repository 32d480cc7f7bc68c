"""OAuth logins: accounts at providers, and their members."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec

from ..crypto import provider_tokens
from ..entities import admission, email_domains, members
from ..store.records import Member, OAuthRegistration, Organization, ProviderTokens, Token
from ..store.state import State
from . import pkce, tokens
from .factors import Proof
from .tokens import TokenKind

PROVIDERS = ("google", "microsoft", "slack", "github", "hubspot")
VERIFYING = frozenset({"google", "microsoft"})
"""The providers that verify the e-mail addresses of their accounts; Google only in hosted domains."""
_LIFETIME_MINUTES = 5
"""The lifetime of a token, in minutes."""


@attrs.frozen(kw_only=True)
class Account:
    """An account at a provider.

    Attributes:
        provider: one of the providers.
        email: the address.
        name: the full name.
        subject: the ID at the provider.
        tenants: the workspaces at the provider.
        picture: the URL of a picture.
        locale: the language.
        hosted_domain: the `hd` claim of a Google account, "" for a private account. None stands for the domain of the
            address, unless it belongs to a mail provider.
    """

    provider: str
    email: str
    name: str = ""
    subject: str = ""
    tenants: tuple[str, ...] = ()
    picture: str = ""
    locale: str = ""
    hosted_domain: str | None = None

    @property
    def is_verified(self) -> bool:
        """Whether the provider has verified the address."""
        if self.provider != "google":
            return self.provider in VERIFYING
        if self.hosted_domain is None:
            return not email_domains.is_common(email_domains.domain_of(self.email))
        return bool(self.hosted_domain)


def issue_token(state: State, account: Account, challenge: str, organization: Organization | None = None) -> Token:
    """Issue the token that an application gets after an OAuth login.

    Without an organization, the token is for discovery.

    Raises:
        RefusedError: the challenge is invalid.
    """
    return tokens.issue(
        state,
        TokenKind.OAUTH if organization else TokenKind.DISCOVERY_OAUTH,
        minutes=_LIFETIME_MINUTES,
        organization_id=organization.id if organization else "",
        email=account.email,
        data={**attrs.asdict(account), "challenge": pkce.check_challenge(challenge)},
    )


def account_of(token: Token) -> Account:
    """Return the account that a token was issued for."""
    fields = {name: value for name, value in token.data.items() if name != "challenge"}
    return msgspec.convert(fields, Account)


def find_member(state: State, organization: Organization, account: Account) -> Member | None:
    """Return the member of an account, by an earlier login with it or by its address."""
    for member in state.members_of(organization):
        if not member.is_deleted and _registration(member, account):
            return member
    return state.member_by_email(organization, account.email)


def check_joining(organization: Organization, account: Account) -> None:
    """Check that a person who logs in at a provider may join an organization.

    Raises:
        RefusedError: the organization does not permit it.
    """
    takes_tenants = organization.settings["oauth_tenant_jit_provisioning"] == "RESTRICTED"
    if account.tenants and (takes_tenants or not account.is_verified):
        admission.check_jit_by_tenant(organization, account.provider, account.tenants)
    else:
        admission.check_jit_by_email(organization, account.email)


def register(state: State, member: Member, account: Account) -> tuple[Member, OAuthRegistration]:
    """Register an account of a member. The member gets its address, and its name if the member has no name."""
    known = _registration(member, account)
    registration = OAuthRegistration(
        id=known.id if known else state.new_id("oauth-user"),
        provider=account.provider,
        subject=account.subject,
        picture=account.picture,
        locale=account.locale,
        tenants=account.tenants,
        tokens=_issue_provider_tokens(state, account),
    )
    others = [each for each in member.oauth_registrations if each.id != registration.id]
    changes: dict[str, Any] = {
        "oauth_registrations": (*others, registration),
        "name": member.name or account.name,
        **members.surfaced_email(state, member, account.email),
    }
    return members.update(state, member, **changes), registration


def proof(account: Account, registration_id: str) -> Proof:
    """Return the proof of a login at a provider."""
    email_id = members.email_id(account.email)
    detail = {"id": registration_id, "provider_subject": account.subject, "email_id": email_id}
    return Proof(
        type="oauth",
        delivery_method=f"oauth_{account.provider}",
        details={f"{account.provider}_oauth_factor": detail},
        verifies_email=account.is_verified,
    )


def _issue_provider_tokens(state: State, account: Account) -> ProviderTokens:
    """Return the tokens of a login. GitHub issues neither refresh tokens nor ID tokens."""
    if account.provider == "github":
        return provider_tokens.issue_non_expiring(state, ("user:email",))
    claims = {"iss": f"https://{account.provider}.example", "sub": account.subject, "email": account.email}
    return provider_tokens.issue(state, claims, ("openid", "email", "profile"))


def _registration(member: Member, account: Account) -> OAuthRegistration | None:
    for registration in member.oauth_registrations:
        if (registration.provider, registration.subject) == (account.provider, account.subject):
            return registration
    return None
