"""Logins by OAuth: what a provider says about somebody, and what the calls of `client.oauth` make of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import msgspec

from . import admission, discovered, login, members, pkce, provider_tokens, tokens
from .behaviour import Behaviours, Call
from .clock import timestamp
from .records import Fields, Member, OAuthRegistration, Organization, Token
from .refusal import not_found
from .state import Change, State
from .tokens import Kind

behaviour = Behaviours()

PROVIDERS = ("google", "microsoft", "slack", "github", "hubspot")
VERIFYING = frozenset({"google", "microsoft"})
"""The providers that vouch for the e-mail addresses they name."""
_MINUTES = 5
"""How long a token works."""


@attrs.frozen(kw_only=True)
class Account:
    """What a provider says about somebody."""

    provider: str
    email: str
    name: str = ""
    subject: str = ""
    tenants: tuple[str, ...] = ()
    picture: str = ""
    locale: str = ""


class OAuth:
    """The OAuth providers of a sandbox, as its user plays them.

        token = sandbox.oauth.discover("google", "ada@acme.example", name="Ada Lovelace")
        await client.oauth.discovery.authenticate(discovery_oauth_token=token)

    Args:
        state: that of the sandbox.
        change: changes it.
    """

    def __init__(self, state: State, change: Change) -> None:
        self._state = state
        self._change = change

    def login(self, organization_id: str, provider: str, email: str, **more: Any) -> str:
        """Let somebody log in at a provider, on the way to an organization.

        Args:
            organization_id: the organization, by its id, slug or external id.
            provider: `google`, `microsoft`, `slack`, `github` or `hubspot`.
            email: the address that the provider names.
            more: `name`, `subject` (the id at the provider; the address by default), `tenants`, `picture`, `locale`,
                and `pkce_code_challenge`.

        Returns:
            The token that `client.oauth.authenticate` takes, once and within five minutes.

        Raises:
            LookupError: there is no such provider.
            RefusedError: there is no such organization.
        """
        challenge = more.pop("pkce_code_challenge", "")
        organization = self._state.organization(organization_id)
        account = _account(provider, email, **more)
        return self._change(lambda: start(self._state, account, challenge, organization)).value

    def discover(self, provider: str, email: str, **more: Any) -> str:
        """Let somebody log in at a provider, to find out which organizations there are.

        Args:
            provider: `google`, `microsoft`, `slack`, `github` or `hubspot`.
            email: the address that the provider names.
            more: as `login` takes it.

        Returns:
            The token that `client.oauth.discovery.authenticate` takes, once and within five minutes.

        Raises:
            LookupError: there is no such provider.
        """
        challenge = more.pop("pkce_code_challenge", "")
        account = _account(provider, email, **more)
        return self._change(lambda: start(self._state, account, challenge)).value


def _account(provider: str, email: str, *, subject: str = "", tenants: Iterable[str] = (), **more: Any) -> Account:
    if provider not in PROVIDERS:
        raise LookupError(f"a provider is one of {', '.join(PROVIDERS)}")
    return Account(provider=provider, email=email, subject=subject or email, tenants=tuple(tenants), **more)


def start(state: State, account: Account, challenge: str, organization: Organization | None = None) -> Token:
    """Make the token that an application gets after a login at a provider.

    Without an organization it is for discovery.
    """
    return tokens.issue(
        state,
        Kind.OAUTH if organization else Kind.DISCOVERY_OAUTH,
        minutes=_MINUTES,
        organization_id=organization.id if organization else "",
        email=account.email,
        data={**attrs.asdict(account), "challenge": challenge},
    )


def _read(token: Token) -> Account:
    said = {name: value for name, value in token.data.items() if name != "challenge"}
    return msgspec.convert(said, Account)


@behaviour(
    "oauth.authenticate",
    simplified="An address that the provider does not vouch for has to be proved anew unless it was verified before;"
    " the login at the provider does not become a factor of the session then.",
)
def authenticate(state: State, call: Call) -> Fields:
    """Log in with the token of a login at a provider; join, if the organization takes new members like this."""
    token = pkce.redeem(state, call, Kind.OAUTH, "oauth_token", not_found("oauth_token"))
    account = _read(token)
    organization = state.organizations[token.organization_id]
    member = _known(state, organization, account)
    admission.check_method(organization, member, f"{account.provider}_oauth")
    if member is None:
        _check_joining(organization, account)
        member = members.add(state, organization, account.email, {}, status="pending")
    session, pending = login.opened(state, call.arguments, member)
    member, registration = _registered(state, member, account)
    if account.provider in VERIFYING or member.email_verified:
        answer = login.complete(state, call, member, _proof(account, registration.id, members.email_id(member)))
    else:
        answer = login.conclude(state, call.arguments, member, (), session=session, pending=pending)
    return {**answer, **_about(registration), "reset_sessions": False}


def _known(state: State, organization: Organization, account: Account) -> Member | None:
    """Return the member whom the provider means: the one that it named before, or the one with the address."""
    for member in state.members_of(organization):
        if not member.is_deleted and _registration(member, account):
            return member
    return state.member_by_email(organization, account.email)


def _registration(member: Member, account: Account) -> OAuthRegistration | None:
    for registration in member.oauth_registrations:
        if (registration.provider, registration.subject) == (account.provider, account.subject):
            return registration
    return None


def _check_joining(organization: Organization, account: Account) -> None:
    takes_tenants = organization.settings["oauth_tenant_jit_provisioning"] == "RESTRICTED"
    if account.tenants and (takes_tenants or account.provider not in VERIFYING):
        admission.check_jit_by_tenant(organization, account.provider, account.tenants)
    else:
        admission.check_jit_by_email(organization, account.email)


def _registered(state: State, member: Member, account: Account) -> tuple[Member, OAuthRegistration]:
    known = _registration(member, account)
    claims = {"iss": f"https://{account.provider}.example", "sub": account.subject, "email": account.email}
    registration = OAuthRegistration(
        id=known.id if known else state.new_id("oauth-user"),
        provider=account.provider,
        subject=account.subject,
        picture=account.picture,
        locale=account.locale,
        tenants=account.tenants,
        tokens=provider_tokens.issue(state, claims, ("openid", "email", "profile")),
    )
    others = [each for each in member.oauth_registrations if each.id != registration.id]
    changed = members.change(
        state, member, oauth_registrations=(*others, registration), name=member.name or account.name
    )
    return changed, registration


def _proof(account: Account, registration_id: str, email_id: str) -> login.Proof:
    detail = {"id": registration_id, "provider_subject": account.subject, "email_id": email_id}
    return login.Proof(
        type="oauth",
        delivery_method=f"oauth_{account.provider}",
        details={f"{account.provider}_oauth_factor": detail},
        verifies_email=account.provider in VERIFYING,
    )


def _about(registration: OAuthRegistration) -> Fields:
    found = registration.tokens
    return {
        "provider_type": registration.provider.title(),
        "provider_subject": registration.subject,
        "provider_values": {
            "access_token": found.access_token,
            "refresh_token": found.refresh_token,
            "id_token": found.id_token,
            "expires_at": timestamp(found.expires_at),
            "scopes": list(found.scopes),
        },
    }


@behaviour(
    "oauth.discovery.authenticate",
    simplified="The member's OAuth registration is noted by `oauth.authenticate` only; organizations that take the"
    " tenant are not listed.",
)
def authenticate_discovery(state: State, call: Call) -> Fields:
    """Begin an intermediate session with the token of a login at a provider, and list what it opens."""
    token = pkce.redeem(state, call, Kind.DISCOVERY_OAUTH, "discovery_oauth_token", not_found("oauth_token"))
    account = _read(token)
    proof = _proof(account, state.new_id("oauth-user"), state.new_id("email"))
    return {
        **discovered.begin(state, account.email, proof),
        "provider_type": account.provider.title(),
        "provider_tenant_id": account.tenants[0] if len(account.tenants) == 1 else "",
        "provider_tenant_ids": list(account.tenants),
        "full_name": account.name,
    }
