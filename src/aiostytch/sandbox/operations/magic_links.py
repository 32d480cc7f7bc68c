"""Handlers of `client.magic_links`."""

from __future__ import annotations

import attrs

from ..auth import delivery, discovery, email_updates, login, pkce, tokens
from ..auth.factors import email_proof
from ..auth.tokens import TokenKind
from ..contract.errors import RefusedError, bad_request
from ..contract.json_values import JSONObject
from ..entities import admission, members
from ..entities.call import Call
from ..store.records import Member, Organization, email_key
from ..store.state import State
from .handlers import Handlers

handles = Handlers()

_HOUR, _WEEK = 60, 10_080
_ABOUT_MEMBER = ("name", "trusted_metadata", "untrusted_metadata", "roles")


@handles("magic_links.email.login_or_signup", simplified=delivery.NO_TEMPLATES)
def email_login_or_signup(state: State, call: Call) -> JSONObject:
    """Send a link: for login to an active member, for signup to a person who may join the organization."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, call.arguments["email_address"])
    admission.check_method(organization, member, "magic_link")
    purpose = "login" if member and member.status == "active" else "signup"
    options = _options(call, purpose, minutes=_HOUR)
    created = member is None
    if member is None:
        admission.check_jit_by_email(organization, call.arguments["email_address"])
        member = members.create(state, organization, call.arguments["email_address"], {}, status="pending")
    _send(state, organization, member, purpose, options)
    return {**members.response(state, member), "member_created": created}


@handles("magic_links.email.invite", simplified=delivery.NO_TEMPLATES)
def email_invite(state: State, call: Call) -> JSONObject:
    """Send an invitation to an address without an active member."""
    organization = state.organization(call.arguments["organization_id"])
    address = call.arguments["email_address"]
    admission.check_invite(organization, address)
    options = _options(call, "invite", minutes=_WEEK)
    given = call.only(*_ABOUT_MEMBER)
    member = state.member_by_email(organization, address)
    if member is None:
        member = members.create(state, organization, address, given, status="invited")
    elif member.status == "active":
        raise bad_request("duplicate_member_email", "An active member has this e-mail address.")
    else:
        changes = members.attributes_from(state, organization.id, given, member)
        member = members.update(state, member, **changes, status="invited")
    _send(state, organization, member, "invite", options)
    return members.response(state, member)


@handles("magic_links.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Log in with the single-use token of a link."""
    is_update = state.tokens.find(TokenKind.EMAIL_UPDATE, "", call.arguments["magic_links_token"])
    kind = TokenKind.EMAIL_UPDATE if is_update else TokenKind.MAGIC_LINK
    token = pkce.redeem(state, call, kind, "magic_links_token", _link_refused())
    member = state.members[token.member_id]
    if kind == TokenKind.EMAIL_UPDATE:
        member = email_updates.complete(state, member, token.email)
    elif email_key(token.email) != email_key(member.email):
        raise _link_refused()
    response = login.complete(state, call, member, email_proof(member.email, "magic_link"))
    return {**response, "method_id": members.email_id(member.email), "reset_sessions": False}


@handles("magic_links.email.discovery.send", simplified=delivery.NO_TEMPLATES)
def email_discovery_send(state: State, call: Call) -> JSONObject:
    """Send a link that verifies an address, for the discovery of organizations."""
    options = _options(call, "discovery", minutes=_HOUR)
    token = tokens.issue(
        state,
        TokenKind.DISCOVERY_MAGIC_LINK,
        minutes=options.minutes,
        email=members.check_email(call.arguments["email_address"]),
        data={"challenge": options.challenge},
    )
    delivery.send_link(state, "discovery", token, redirect_url=options.redirect_url, token_type=delivery.DISCOVERY_LINK)
    return {}


@handles("magic_links.discovery.authenticate")
def discovery_authenticate(state: State, call: Call) -> JSONObject:
    """Start an intermediate session with the token of a link, and list its organizations."""
    token = pkce.redeem(state, call, TokenKind.DISCOVERY_MAGIC_LINK, "discovery_magic_links_token", _link_refused())
    return discovery.begin(state, token.email, email_proof(token.email, "magic_link"))


@attrs.frozen
class _LinkOptions:
    """The options of a link in a call: its lifetime, its target, and the PKCE challenge."""

    minutes: int
    redirect_url: str | None
    challenge: str


def _options(call: Call, purpose: str, *, minutes: int) -> _LinkOptions:
    return _LinkOptions(
        tokens.lifetime_minutes(call.arguments, f"{purpose}_expiration_minutes", default=minutes, maximum=_WEEK),
        delivery.check_url(call.arguments.get(f"{purpose}_redirect_url")),
        pkce.check_challenge(call.arguments.get("pkce_code_challenge", "")),
    )


def _send(state: State, organization: Organization, member: Member, purpose: str, options: _LinkOptions) -> None:
    token = tokens.issue(
        state,
        TokenKind.MAGIC_LINK,
        minutes=options.minutes,
        member=member,
        data={"challenge": options.challenge},
    )
    delivery.send_link(
        state, purpose, token, redirect_url=options.redirect_url, token_type=delivery.LOGIN_LINK, slug=organization.slug
    )


def _link_refused() -> RefusedError:
    return RefusedError(401, "unable_to_auth_magic_link", "The magic link is unknown, was used, or has expired.")
