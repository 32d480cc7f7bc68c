"""The authorization endpoint: a page for login and consent that replaces the page of a real service.

    the app or its redirect_uri is invalid    an error page, without a redirect
    the request is invalid                    a redirect to the app with an error
    the member is unknown                     a login form
    consent is necessary                      a consent form
    otherwise                                 a redirect to the app with a code

Services make this page themselves, with `idp.oauth.authorize_start` and `idp.oauth.authorize`. These operations follow
the same rules, in `consent`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import attrs

from ..auth import delivery
from ..contract.errors import RefusedError
from ..contract.messages import Request, Response
from ..store.apps import ConnectedApp
from ..store.records import Member
from ..store.state import State
from . import client_documents, consent, pages
from .errors import OAuthError, invalid_request
from .issuers import Issuer
from .parameters import Parameters, read_body, read_form, required, text, words

_CODES: Mapping[str, str] = {
    "connected_app_not_allowed_for_org": "access_denied",
    "oauth_invalid_scope_requested": "invalid_scope",
    "third_party_clients_cannot_use_full_access": "invalid_scope",
}
"""The error codes of OAuth (RFC 6749, section 4.1.2.1), by equivalent error type of the API."""
_FORM_FIELDS = frozenset({"member_id", "decision"})
"""The parameters that the forms add."""


@attrs.frozen(kw_only=True)
class _AppRequest:
    """A request with a valid app and redirect URI, so that errors can be sent to the app."""

    app: ConnectedApp
    redirect_uri: str
    issuer: Issuer
    parameters: Parameters


def respond(state: State, request: Request, issuer: Issuer) -> Response:
    """Return a page for the member, or a redirect to the app."""
    try:
        asked = _app_request(state, request, issuer)
    except OAuthError as error:
        return _page(pages.refusal(error.error, error.description), error.status_code)
    try:
        return _proceed(state, asked)
    except OAuthError as error:
        return _send_back(asked, {"error": error.error, "error_description": error.description})
    except RefusedError as refusal:
        code = _CODES.get(refusal.error_type, "invalid_request")
        return _send_back(asked, {"error": code, "error_description": refusal.error_message})


def _app_request(state: State, request: Request, issuer: Issuer) -> _AppRequest:
    given = read_body(request) if request.method == "POST" else read_form(request.query)
    parameters = {name: value for name, value in given.items() if name not in _FORM_FIELDS or _is_own_form(request)}
    if request.client_document is not None:
        client_documents.check(request.client_document)
    app = state.connected_apps.get(required(parameters, "client_id"))
    if app is None:
        raise _unknown(parameters["client_id"])
    redirect_uri = required(parameters, "redirect_uri")
    if not consent.is_registered(app, redirect_uri):
        raise invalid_request("The app has not registered this redirect_uri.")
    return _AppRequest(app=app, redirect_uri=redirect_uri, issuer=issuer, parameters=parameters)


def _unknown(client_id: str) -> OAuthError:
    if client_documents.is_document_url(client_id):
        return OAuthError(
            "invalid_client",
            "The sandbox fetches client metadata documents only from this machine. Add others with "
            "sandbox.apps.add_document.",
        )
    return OAuthError("invalid_client", "The app does not exist.")


def _is_own_form(request: Request) -> bool:
    """Return whether a form of this page made the request. Other sites may start an authorization, but not grant it."""
    own = urlsplit(request.origin)
    origins = request.header("Origin")
    return request.method == "POST" and all(origin == f"{own.scheme}://{own.netloc}" for origin in origins)


def _proceed(state: State, asked: _AppRequest) -> Response:
    arguments = _arguments(asked)
    consent.check_pkce(asked.app, arguments)
    consent.find_scopes(state, asked.app, arguments["scopes"])
    member = state.members.get(text(asked.parameters, "member_id"))
    if member is None or member.is_deleted:
        return _page(pages.login(asked.parameters, asked.app.name, _members(state)))
    chosen = {"organization_id": member.organization_id, "member_id": member.id}
    wanted = consent.read_request(state, {**arguments, **chosen})
    decision = text(asked.parameters, "decision")
    if not decision and consent.needs_consent(state, wanted):
        scopes = [(each.scope, each.description, consent.is_grantable(state, wanted, each)) for each in wanted.scopes]
        return _page(pages.consent(asked.parameters, asked.app.name, _shown(state, member), scopes))
    code = consent.decide(state, wanted, is_granted=decision in {"", "allow"})
    return _send_back(asked, {"code": code.value})


def _arguments(asked: _AppRequest) -> dict[str, Any]:
    """Return the parameters of an app as the arguments of `idp.oauth.authorize`.

    Raises:
        OAuthError: a parameter is invalid.
    """
    parameters = asked.parameters
    if required(parameters, "response_type") != "code":
        raise OAuthError("unsupported_response_type", "response_type must be code.")
    challenge = text(parameters, "code_challenge")
    if challenge and text(parameters, "code_challenge_method") != "S256":
        raise invalid_request("code_challenge_method must be S256.")
    prompts = words(parameters, "prompt")
    if "none" in prompts:
        raise OAuthError("login_required", "This page has no login session.")
    return {
        "client_id": asked.app.id,
        "redirect_uri": asked.redirect_uri,
        "response_type": "code",
        "scopes": words(parameters, "scope"),
        "code_challenge": challenge,
        "nonce": text(parameters, "nonce"),
        "prompt": "consent" if "consent" in prompts else "",
    }


def _members(state: State) -> list[tuple[str, str]]:
    return [(member.id, _shown(state, member)) for member in state.members if not member.is_deleted]


def _shown(state: State, member: Member) -> str:
    return f"{member.email} ({state.organizations[member.organization_id].slug})"


def _page(content: bytes, status_code: int = 200) -> Response:
    return Response(status_code=status_code, content=content, headers=pages.HEADERS)


def _send_back(asked: _AppRequest, added: Mapping[str, str]) -> Response:
    """Return a redirect to the app, with the issuer (RFC 9207)."""
    given = text(asked.parameters, "state")
    query = {**added, **({"state": given} if given else {}), "iss": asked.issuer.name}
    location = {"Location": delivery.add_query(asked.redirect_uri, query)}
    return Response(status_code=303, content=b"", headers={**pages.HEADERS, **location})
