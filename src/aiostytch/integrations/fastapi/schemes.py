"""The security schemes in the OpenAPI document of a service. The middleware implements them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from fastapi import FastAPI, Security
from fastapi.openapi.models import APIKey, APIKeyIn, HTTPBearer, SecurityBase
from fastapi.security import OAuth2
from fastapi.security.base import SecurityBase as Scheme

from ...local_auth.bearer import Accepted
from ..asgi.cookies import JWT_COOKIE, TOKEN_COOKIE


class Documented(Scheme):
    """A security scheme of the OpenAPI document."""

    def __init__(self, name: str, model: SecurityBase) -> None:
        self.scheme_name = name
        self.model = model

    async def __call__(self) -> None:
        """Do nothing, for HTTP requests and WebSockets alike."""


def _cookie(name: str, description: str) -> APIKey:
    return APIKey.model_validate({"in": APIKeyIn.cookie, "name": name, "description": description})


class DocumentedOAuth(Documented, OAuth2):  # type: ignore[misc]  # it is called without a request
    """A scheme with scopes, which FastAPI recognizes by its class. `document_oauth` sets the token endpoint."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, OAuth2(description=description).model)


_BEARER = Documented("SessionJWT", HTTPBearer(bearerFormat="JWT", description="A session JWT."))
_JWT_COOKIE = Documented("SessionJWTCookie", _cookie(JWT_COOKIE, "A session JWT."))
_TOKEN_COOKIE = Documented("SessionTokenCookie", _cookie(TOKEN_COOKIE, "An opaque session token."))
_M2M = DocumentedOAuth("M2MToken", "A token of an M2M client.")
_ACCESS = DocumentedOAuth("AccessToken", "An access token of a Connected App.")
SCHEMES: Mapping[Accepted, Sequence[Documented]] = {
    "session": (_BEARER, _JWT_COOKIE, _TOKEN_COOKIE),
    "m2m": (_M2M,),
    "access_token": (_ACCESS,),
}
"""The schemes of each kind of session or token."""

Bearer: TypeAlias = Annotated[None, Security(_BEARER)]
JWTCookie: TypeAlias = Annotated[None, Security(_JWT_COOKIE)]
TokenCookie: TypeAlias = Annotated[None, Security(_TOKEN_COOKIE)]
M2MToken: TypeAlias = Annotated[None, Security(_M2M)]
AccessToken: TypeAlias = Annotated[None, Security(_ACCESS)]
_NOTHING = Documented("_sa_nothing", HTTPBearer())
"""The requirement `{}`, which makes the others optional in the document (OpenAPI 3.1, section 4.8.30).

FastAPI requires a name, but its encoder omits names that begin with `_sa`.
"""
Nothing: TypeAlias = Annotated[None, Security(_NOTHING)]


def document_oauth(
    app: FastAPI, *, token_url: str, authorization_url: str | None = None, scopes: Mapping[str, str] = {}
) -> None:
    """Add the token endpoint and the scopes to the OpenAPI document of a service.

    The scopes are those of `require_scopes` and `Security(…, scopes=[…])`.

    Args:
        app: the service.
        token_url: the token endpoint, e.g. `https://login.acme.example/v1/oauth2/token`.
        authorization_url: your page on which members authorize an app; None if only M2M clients call the service.
        scopes: a description of each scope; by default "".
    """
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _show_flows(plain(), token_url, authorization_url, scopes)
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]  # as in FastAPI's documentation


def _show_flows(
    document: dict[str, Any], token_url: str, authorization_url: str | None, scopes: Mapping[str, str]
) -> None:
    schemes = document.get("components", {}).get("securitySchemes", {})
    flows = {_M2M: {"clientCredentials": {"tokenUrl": token_url}}}
    if authorization_url is not None:
        urls = {"authorizationUrl": authorization_url, "tokenUrl": token_url, "refreshUrl": token_url}
        flows[_ACCESS] = {"authorizationCode": urls}
    for scheme, flow in flows.items():
        name = scheme.scheme_name
        if name in schemes:
            known = {scope: scopes.get(scope, "") for scope in _scopes_of(document, name)}
            schemes[name]["flows"] = {grant: {**urls, "scopes": known} for grant, urls in flow.items()}


def _scopes_of(document: dict[str, Any], scheme: str) -> Sequence[str]:
    """Return the scopes that the routes of a service require for a scheme."""
    calls: list[Mapping[str, Any]] = [call for path in document["paths"].values() for call in path.values()]
    required = [each.get(scheme, ()) for call in calls for each in call.get("security", ())]
    return sorted({scope for scopes in required for scope in scopes})
