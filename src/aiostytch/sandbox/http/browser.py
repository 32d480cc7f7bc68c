"""What browsers are sent to: the beginning of logins by SSO and OAuth, and a page in the place of a provider.

    GET /v1/public/sso/start?connection_id=…&login_redirect_url=…
    GET /v1/b2b/public/oauth/{provider}/start?organization_id=…
    GET /v1/b2b/public/oauth/{provider}/discovery/start?discovery_redirect_url=…

The page asks who logs in. What it sends leads back to the application, with a token.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from urllib.parse import parse_qsl

import attrs

from ..auth import delivery, oauth, sso
from ..contract.errors import RefusedError, bad_request, not_found
from ..contract.json_values import JSONObject
from ..entities import sso_connections
from ..store.connections import SSOConnection
from ..store.records import Organization
from ..store.state import State

Query = Mapping[str, str]


@attrs.frozen
class Page:
    """A page to look at."""

    html: str


@attrs.frozen
class Redirect:
    """Where a browser goes next."""

    url: str


Outcome = Page | Redirect


def respond(state: State, path: str, query: str) -> Outcome | None:
    """Return what a browser gets at a path, None if it is not one for browsers.

    Raises:
        RefusedError: something in the query cannot be used.
    """
    for pattern, handler in _HANDLERS:
        if found := pattern.fullmatch(path):
            given = dict(parse_qsl(query, keep_blank_values=True))
            return state.transaction(functools.partial(handler, state, given, **found.groupdict()))
    return None


def _sso(state: State, query: Query) -> Outcome:
    connection = _connection(state, query)
    organization = state.organizations[connection.organization_id]
    if not query.get("email"):
        return _login_form(
            query, f"{connection.settings['display_name']} (SSO)", _emails(state, organization), "groups"
        )
    said: JSONObject = {
        "name": query.get("name", ""),
        "external_id": query.get("subject") or query["email"],
        "groups": _listed(query, "groups"),
        "attributes": {},
        "challenge": query.get("pkce_code_challenge", ""),
    }
    token = sso.issue_token(state, connection, query["email"], said)
    is_new = state.member_by_email(organization, query["email"]) is None
    return _redirect_back(query, "signup_redirect_url" if is_new else "login_redirect_url", "sso", token.value)


def _connection(state: State, query: Query) -> SSOConnection:
    connection_id = query.get("connection_id") or _default(state, query)
    connection = state.sso_connections.get(connection_id)
    if connection is None or not sso_connections.is_active(state, connection):
        raise not_found("sso_connection")
    return connection


def _default(state: State, query: Query) -> str:
    """Return the id of an organization's default connection, or of its only one."""
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


def _oauth(state: State, query: Query, provider: str) -> Outcome:
    organization = state.organization(query.get("organization_id") or query.get("slug") or "")
    if not query.get("email"):
        return _login_form(query, provider.title(), _emails(state, organization), "tenants")
    token = oauth.issue_token(state, _account(query, provider), query.get("pkce_code_challenge", ""), organization)
    is_new = state.member_by_email(organization, query["email"]) is None
    return _redirect_back(query, "signup_redirect_url" if is_new else "login_redirect_url", "oauth", token.value)


def _oauth_discovery(state: State, query: Query, provider: str) -> Outcome:
    if not query.get("email"):
        return _login_form(query, provider.title(), sorted({member.email for member in state.members}), "tenants")
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


def _redirect_back(query: Query, name: str, token_type: str, token: str) -> Redirect:
    url = delivery.check_url(query.get(name)) or delivery.DEFAULT_REDIRECT_URL
    return Redirect(delivery.add_query(url, {"stytch_token_type": token_type, "token": token}))


def _emails(state: State, organization: Organization) -> list[str]:
    return [member.email for member in state.members_of(organization) if not member.is_deleted]


_PROVIDER = f"(?P<provider>{'|'.join(oauth.PROVIDERS)})"
_HANDLERS: tuple[tuple[re.Pattern[str], Callable[..., Outcome]], ...] = (
    (re.compile("/v1/public/sso/start"), _sso),
    (re.compile(f"/v1/b2b/public/oauth/{_PROVIDER}/start"), _oauth),
    (re.compile(f"/v1/b2b/public/oauth/{_PROVIDER}/discovery/start"), _oauth_discovery),
)


def error_page(refusal: RefusedError) -> Page:
    """Return the page that says why a login cannot begin."""
    return Page(_html("Login refused", f"<p>{escape(refusal.error_message)} ({escape(refusal.error_type)})</p>"))


def _login_form(query: Query, provider: str, emails: Iterable[str], listed: str) -> Page:
    """Return a form that asks who logs in, and repeats the query."""
    repeated = [key for key in query if key not in {"email", "name", "subject", listed}]
    hidden = "".join(f'<input type="hidden" name="{escape(key)}" value="{escape(query[key])}">' for key in repeated)
    options = "".join(f'<option value="{escape(email)}">' for email in emails)
    form = f"""<form method="get">{hidden}
<p><label>E-mail address <input name="email" type="email" required autofocus list="known"></label></p>
<datalist id="known">{options}</datalist>
<p><label>Full name <input name="name"></label></p>
<p><label>Id at the provider <input name="subject"></label></p>
<p><label>{listed.title()}, separated by commas <input name="{listed}"></label></p>
<p><button>Log in</button></p>
</form>"""
    return Page(_html(f"Log in at {provider}", form))


def _html(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>
<body><h1>{escape(title)}</h1>
{body}
</body>
</html>
"""
