"""The verification of access tokens for one resource. It needs no other library."""

from __future__ import annotations

import logging
from typing import Any

from ...client import B2BClient
from ...config import check_url
from ...errors import (
    ClientClosedError,
    KeysUnavailableError,
    StytchError,
    TenancyMismatchError,
    TokenVerificationError,
    WrongAudienceError,
    WrongIssuerError,
)
from ...local_auth.access_claims import claims_of
from ...local_auth.access_token import VerifiedAccess
from ...local_auth.authorization import AuthorizationCheck
from ...secret import Secret

Access = VerifiedAccess[dict[str, Any]]

_MISTAKES = (WrongAudienceError, WrongIssuerError)
"""Errors that a genuine token meets where the service, or the app, is set up wrongly."""

_log = logging.getLogger(__name__)


class ResourceAccess:
    """Verifies the access tokens of connected apps for one resource, and what they permit.

    A token is for the resource if its audience names it: the app has the resource as its custom audience. A token whose
    audience is the project alone is for any service of the project, and is accepted where the service says so. One
    with another custom audience is for another resource, and never accepted.

    Args:
        client: verifies tokens, and knows the project's policy. It keeps old keys while new ones cannot be fetched.
        resource: the URL of the service as clients use it, to the letter.
        accept_project_audience: whether a token whose audience is the project alone is accepted.
        max_token_age: seconds after a token was issued from which on it is not accepted, None for any age.

    Raises:
        ConfigurationError: `resource` is no https URL (http is for loopback).
    """

    def __init__(
        self,
        client: B2BClient,
        *,
        resource: str,
        accept_project_audience: bool = False,
        max_token_age: float | None = None,
    ) -> None:
        self.client = client
        self.resource, _ = check_url(resource, name="resource")
        self._accept_project = accept_project_audience
        self._max_token_age = max_token_age

    async def verify(self, token: str) -> Access:
        """Return the access that a token gives.

        Raises:
            TokenVerificationError: the token is not accepted; each reason is a class of its own.
            ClientClosedError: the client is closed.
        """
        secret = Secret(token)
        del token  # what shows the variables of a traceback shows no token
        try:
            return await self._introspect(secret, self.resource)
        except WrongAudienceError:
            if not self._accept_project:
                raise
        access = await self._introspect(secret, None)
        if len(access.audience) > 1:
            raise WrongAudienceError("the token is for another resource of the project")
        return access

    async def find(self, token: str) -> Access | None:
        """Return the access that a token gives, None for a token that is not accepted. The log says why.

        It is a warning where a user has to log in again for nothing: the keys are not available, or an app that is set
        up for other services, or has its tokens from elsewhere, asks for this one.
        """
        secret = Secret(token)
        del token
        try:
            return await self.verify(secret.reveal())
        except (TokenVerificationError, ClientClosedError) as error:
            self.log(error)
        return None

    def log(self, error: StytchError) -> None:
        """Log why a token is refused. No token is logged, nor what is in it but issuer and audience."""
        kind = type(error).__name__
        if isinstance(error, (KeysUnavailableError, ClientClosedError)):
            _log.warning("an access token cannot be checked, and is refused: %s: %s", kind, error)
            return
        level = logging.WARNING if isinstance(error, _MISTAKES) else logging.INFO
        _log.log(level, "an access token is refused: %s: %s", kind, error)

    async def permit(
        self, access: VerifiedAccess[Any], resource_id: str, action: str, *, organization_id: str | None = None
    ) -> None:
        """Check that an access permits an action, by the project's policy.

        Args:
            access: the access.
            resource_id: the kind of thing to act on, e.g. `documents`.
            action: what is to be done with it, e.g. `write`.
            organization_id: the organization to act in, which must be that of the access; by default it is.

        Raises:
            TenancyMismatchError: the access is of another organization, or of none.
            PermissionDeniedError: none of its scopes permits the action.
            PolicyUnavailableError: no policy is available.
        """
        where = access.organization_id if organization_id is None else organization_id
        if where is None:
            raise TenancyMismatchError("the access token is of no organization")
        await self.client.rbac.authorize(access, AuthorizationCheck(where, resource_id, action))

    def described(self, access: VerifiedAccess[Any]) -> dict[str, Any]:
        """Return the fields that access tokens have in the MCP SDK and in FastMCP, but for the token itself.

        Both know who made a request by client, subject and issuer, and hand the claims on as JSON.
        """
        return {
            "client_id": access.client_id,
            "scopes": list(access.scopes),
            "expires_at": int(access.expires_at.timestamp()),
            "resource": self.resource,
            "subject": access.member_id,
            "claims": claims_of(access),
        }

    async def _introspect(self, token: Secret, audience: str | None) -> Access:
        return await self.client.idp.introspect_access_token_local(
            token.reveal(), audience=audience, max_token_age=self._max_token_age
        )
