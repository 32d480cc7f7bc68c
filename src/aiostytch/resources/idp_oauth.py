# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `idp.oauth`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from aiostytch.operation import UNSET, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.idp_oauth import AuthorizeResponse, AuthorizeStartResponse

_AUTHORIZE = Operation(
    "api_b2b_idp_v1_b2b_idp_oauth_Authorize",
    "idp.oauth.authorize",
    "POST /v1/b2b/idp/oauth/authorize",
    AuthorizeResponse,
)
_AUTHORIZE_START = Operation(
    "api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart",
    "idp.oauth.authorize_start",
    "POST /v1/b2b/idp/oauth/authorize/start",
    AuthorizeStartResponse,
    retry=RetryClass.READ,
)


class Oauth(Resource):
    """The OAuth authorization flow of connected apps."""

    def authorize(
        self,
        *,
        consent_granted: bool,
        scopes: Sequence[str],
        client_id: str,
        redirect_uri: str,
        response_type: str,
        code_challenge: Maybe[str] = UNSET,
        member_id: Maybe[str] = UNSET,
        nonce: Maybe[str] = UNSET,
        organization_id: Maybe[str] = UNSET,
        prompt: Maybe[str] = UNSET,
        resources: Maybe[Sequence[str]] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        state: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthorizeResponse]:
        """Record the member's consent, and get the URL to redirect the browser to.

        If the member consented, the result has a one-time authorization code. Identify the member by
        session token, by session JWT, or by `organization_id` and `member_id`. Retried only if nothing was
        created.

        Args:
            consent_granted: Whether the member agreed to the scopes.
            scopes: Scopes that the member grants.
            client_id: Client ID of the app.
            redirect_uri: The app's callback URL, the same in every step of the flow.
            response_type: The OAuth response type; `code` for the authorization code flow.
            code_challenge: The PKCE challenge that the connected app sent, base64url.
            member_id: ID of the member; calls also accept an external ID.
            nonce: A value that the ID token also contains, against replay attacks.
            organization_id: ID of the organization; calls also accept its slug or external ID.
            prompt: The OAuth parameter `prompt`; only `consent` is supported.
            resources: Resources that the tokens are for.
            session_jwt: The JWT of the member's session.
            session_token: The opaque token of the member's session.
            state: A value that the callback returns unchanged.

        Raises:
            APIError: `connected_app_not_found`, `connected_app_not_allowed_for_org`,
                `connected_app_supplied_redirect_url_not_found_in_client`,
                `no_oauth_authorize_member_selector`, `pkce_required_for_idp_authorization_flow`,
                `oauth_invalid_scope_requested`.
        """
        return self._call(_AUTHORIZE, locals())

    def authorize_start(
        self,
        *,
        client_id: str,
        redirect_uri: str,
        response_type: str,
        scopes: Sequence[str],
        member_id: Maybe[str] = UNSET,
        organization_id: Maybe[str] = UNSET,
        prompt: Maybe[str] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthorizeStartResponse]:
        """Check an OAuth authorization request, and fetch the data for a consent screen.

        This grants nothing yet: call `idp.oauth.authorize` with the member's decision. Identify the member
        by session token, by session JWT, or by `organization_id` and `member_id`. Safe to retry.

        Args:
            client_id: Client ID of the app.
            redirect_uri: The app's callback URL, the same in every step of the flow.
            response_type: The OAuth response type; `code` for the authorization code flow.
            scopes: Scopes that the app requests.
            member_id: ID of the member; calls also accept an external ID.
            organization_id: ID of the organization; calls also accept its slug or external ID.
            prompt: The OAuth parameter `prompt`; only `consent` is supported.
            session_jwt: The JWT of the member's session.
            session_token: The opaque token of the member's session.

        Raises:
            APIError: `connected_app_not_found`, `connected_app_not_allowed_for_org`,
                `connected_app_supplied_redirect_url_not_found_in_client`,
                `no_oauth_authorize_member_selector`, `oauth_invalid_scope_requested`.
        """
        return self._call(_AUTHORIZE_START, locals())
