"""What the calls of `client.magic_links` do: links by e-mail, to log in, to sign up, to invite, to discover."""

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
    """Send a link to log in to an active member, and one to sign up to anybody else whom the organization takes."""
    organization = state.organization(call.arguments["organization_id"])
    member = state.member_by_email(organization, call.arguments["email_address"])
    admission.check_method(organization, member, "magic_link")
    purpose = "login" if member and member.status == "active" else "signup"
    terms = _terms(call, purpose, minutes=_HOUR)
    created = member is None
    if member is None:
        admission.check_jit_by_email(organization, call.arguments["email_address"])
        member = members.create(state, organization, call.arguments["email_address"], {}, status="pending")
    _send(state, organization, member, purpose, terms)
    return {**members.response(state, member), "member_created": created}


@handles("magic_links.email.invite", simplified=delivery.NO_TEMPLATES)
def email_invite(state: State, call: Call) -> JSONObject:
    """Send an invitation to somebody who is not an active member yet."""
    organization = state.organization(call.arguments["organization_id"])
    address = call.arguments["email_address"]
    admission.check_invite(organization, address)
    terms = _terms(call, "invite", minutes=_WEEK)
    given = call.only(*_ABOUT_MEMBER)
    member = state.member_by_email(organization, address)
    if member is None:
        member = members.create(state, organization, address, given, status="invited")
    elif member.status == "active":
        raise bad_request("duplicate_member_email", "An active member has this e-mail address.")
    else:
        changes = members.attributes_from(state, organization.id, given, member)
        member = members.update(state, member, **changes, status="invited")
    _send(state, organization, member, "invite", terms)
    return members.response(state, member)


@handles("magic_links.authenticate")
def authenticate(state: State, call: Call) -> JSONObject:
    """Log in with the token of a link, which works once."""
    is_move = state.tokens.find(TokenKind.EMAIL_UPDATE, "", call.arguments["magic_links_token"])
    kind = TokenKind.EMAIL_UPDATE if is_move else TokenKind.MAGIC_LINK
    token = pkce.redeem(state, call, kind, "magic_links_token", _link_refused())
    member = state.members[token.member_id]
    if kind == TokenKind.EMAIL_UPDATE:
        member = email_updates.complete(state, member, token.email)
    elif email_key(token.email) != email_key(member.email):
        raise _link_refused()
    proof = email_proof(members.email_id(member), member.email, "magic_link")
    answer = login.complete(state, call, member, proof)
    return {**answer, "method_id": members.email_id(member), "reset_sessions": False}


@handles("magic_links.email.discovery.send", simplified=delivery.NO_TEMPLATES)
def email_discovery_send(state: State, call: Call) -> JSONObject:
    """Send a link that proves an address, to find out which organizations it can log in to."""
    terms = _terms(call, "discovery", minutes=_HOUR)
    token = tokens.issue(
        state,
        TokenKind.DISCOVERY_MAGIC_LINK,
        minutes=terms.minutes,
        email=members.check_email(call.arguments["email_address"]),
        data={"challenge": terms.challenge},
    )
    delivery.send_link(state, "discovery", token, redirect_url=terms.redirect_url, token_type=delivery.DISCOVERY_LINK)
    return {}


@handles("magic_links.discovery.authenticate")
def discovery_authenticate(state: State, call: Call) -> JSONObject:
    """Begin an intermediate session with the token of a link, and list what it opens."""
    token = pkce.redeem(state, call, TokenKind.DISCOVERY_MAGIC_LINK, "discovery_magic_links_token", _link_refused())
    return discovery.begin(state, token.email, email_proof(state.new_id("email"), token.email, "magic_link"))


def _link_refused() -> RefusedError:
    """Return the refusal of a link that is unknown, was used, or has expired."""
    return RefusedError(401, "unable_to_auth_magic_link", "The magic link is unknown, was used, or has expired.")


@attrs.frozen
class _Terms:
    """What a call says about a link: how long it works, where it leads, and what has to come with its token."""

    minutes: int
    redirect_url: str | None
    challenge: str


def _terms(call: Call, purpose: str, *, minutes: int) -> _Terms:
    return _Terms(
        tokens.lifetime_minutes(call.arguments, f"{purpose}_expiration_minutes", default=minutes, most=_WEEK),
        delivery.check_url(call.arguments.get(f"{purpose}_redirect_url")),
        call.arguments.get("pkce_code_challenge", ""),
    )


def _send(state: State, organization: Organization, member: Member, purpose: str, terms: _Terms) -> None:
    token = tokens.issue(
        state,
        TokenKind.MAGIC_LINK,
        minutes=terms.minutes,
        member=member,
        data={"challenge": terms.challenge},
    )
    delivery.send_link(
        state, purpose, token, redirect_url=terms.redirect_url, token_type=delivery.MEMBER_LINK, slug=organization.slug
    )
