"""The start of SSO and OAuth logins in a browser.

    GET /v1/public/sso/start?connection_id=…&login_redirect_url=…
    GET /v1/b2b/public/oauth/{provider}/start?organization_id=…
    GET /v1/b2b/public/oauth/{provider}/discovery/start?discovery_redirect_url=…

A form that asks for the account replaces the provider. Submitting it redirects to the application with a token.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from ..auth import delivery, oauth, sso
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.messages import Request, Response
from ..entities import sso_connections
from ..store.connections import SSOConnection
from ..store.records import Organization
from ..store.state import State
from . import html

Query = Mapping[str, str]

_HTML: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def respond(state: State, request: Request) -> Response | None:
    """Return the response to a request for a login page, or None for any other request."""
    for pattern, handler in _HANDLERS:
        found = pattern.fullmatch(request.path)
        if found and request.method == "GET":
            query = dict(parse_qsl(request.query, keep_blank_values=True))
            return _handle(state, functools.partial(handler, state, query, **found.groupdict()))
    return None


def _handle(state: State, action: Callable[[], Response]) -> Response:
    try:
        return state.transaction(action)
    except RefusedError as refusal:
        return _page(html.error_page(refusal), refusal.status_code)


def _page(content: str, status_code: int = 200) -> Response:
    return Response(status_code=status_code, content=content.encode(), headers=_HTML)


def _sso(state: State, query: Query) -> Response:
    connection = _connection(state, query)
    organization = state.organizations[connection.organization_id]
    if not query.get("email"):
        provider = f"{connection.settings['display_name']} (SSO)"
        return _page(html.login_form(query, provider, _emails(state, organization), "groups"))
    identity = sso.Identity(
        email=query["email"],
        external_id=query.get("subject") or query["email"],
        name=query.get("name", ""),
        groups=tuple(_listed(query, "groups")),
    )
    token = sso.issue_token(state, connection, identity, query.get("pkce_code_challenge", ""))
    is_new = state.member_by_email(organization, query["email"]) is None
    return _redirect_back(query, "signup_redirect_url" if is_new else "login_redirect_url", "sso", token.value)


def _connection(state: State, query: Query) -> SSOConnection:
    connection_id = query.get("connection_id") or _default(state, query)
    connection = state.sso_connections.get(connection_id)
    if connection is None or not sso_connections.is_active(state, connection):
        raise not_found("sso_connection")
    return connection


def _default(state: State, query: Query) -> str:
    """Return the ID of an organization's default connection, or of its only one."""
    if not query.get("organization_id"):
        raise bad_request("missing_sso_connection_locator", "query: connection_id or organization_id must be given.")
    settings = state.organization(query["organization_id"]).settings
    active = [connection["connection_id"] for connection in settings["sso_active_connections"]]
    if settings.get("sso_default_connection_id"):
        return str(settings["sso_default_connection_id"])
    if len(active) != 1:
        raise bad_request(
            "indeterminate_sso_connection_for_organization", "The organization has no default connection."
        )
    return str(active[0])


def _oauth(state: State, query: Query, provider: str) -> Response:
    organization = state.organization(query.get("organization_id") or query.get("slug") or "")
    if not query.get("email"):
        return _page(html.login_form(query, provider.title(), _emails(state, organization), "tenants"))
    token = oauth.issue_token(state, _account(query, provider), query.get("pkce_code_challenge", ""), organization)
    is_new = state.member_by_email(organization, query["email"]) is None
    return _redirect_back(query, "signup_redirect_url" if is_new else "login_redirect_url", "oauth", token.value)


def _oauth_discovery(state: State, query: Query, provider: str) -> Response:
    if not query.get("email"):
        return _page(
            html.login_form(query, provider.title(), sorted({member.email for member in state.members}), "tenants")
        )
    token = oauth.issue_token(state, _account(query, provider), query.get("pkce_code_challenge", ""))
    return _redirect_back(query, "discovery_redirect_url", "discovery_oauth", token.value)


def _account(query: Query, provider: str) -> oauth.Account:
    return oauth.Account(
        provider=provider,
        email=query["email"],
        name=query.get("name", ""),
        subject=query.get("subject") or query["email"],
        tenants=tuple(_listed(query, "tenants")),
    )


def _listed(query: Query, name: str) -> list[str]:
    return [part.strip() for part in query.get(name, "").split(",") if part.strip()]


def _redirect_back(query: Query, name: str, token_type: str, token: str) -> Response:
    url = delivery.check_url(query.get(name)) or delivery.DEFAULT_REDIRECT_URL
    target = delivery.add_query(url, {"stytch_token_type": token_type, "token": token})
    return Response(status_code=302, content=b"", headers={"Location": target, **_HTML})


def _emails(state: State, organization: Organization) -> list[str]:
    return [member.email for member in state.members_of(organization) if not member.is_deleted]


_PROVIDER = f"(?P<provider>{'|'.join(oauth.PROVIDERS)})"
_HANDLERS: tuple[tuple[re.Pattern[str], Callable[..., Response]], ...] = (
    (re.compile("/v1/public/sso/start"), _sso),
    (re.compile(f"/v1/b2b/public/oauth/{_PROVIDER}/start"), _oauth),
    (re.compile(f"/v1/b2b/public/oauth/{_PROVIDER}/discovery/start"), _oauth_discovery),
)
