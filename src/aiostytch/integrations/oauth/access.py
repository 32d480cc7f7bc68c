"""Verification of access tokens for one resource, independent of MCP libraries."""

from __future__ import annotations

import logging
from typing import Any

from ...checks import check_flag, check_instance
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
from ...local_auth.claims import check_limits
from ...secret import Secret

Access = VerifiedAccess[dict[str, Any]]

_MISCONFIGURATIONS = (WrongAudienceError, WrongIssuerError)
"""The errors of a genuine token that wrong settings of the service or the app cause."""

_log = logging.getLogger(__name__)


class ResourceAccess:
    """Verifies the access tokens of Connected Apps for one resource, and authorizes actions.

    A token is for the resource if its audience contains it: set it as the custom audience of the app. A token with only
    the project as its audience is for any service of the project, and the service decides whether to accept it. A
    token with another custom audience is for another resource, and never accepted.

    Args:
        client: the client that verifies tokens and has the project's policy.
        resource: the public URL of the service, exactly as clients use it.
        accept_project_audience: whether to accept a token with only the project as its audience.
        max_token_age: the maximum age of a token, in seconds since it was issued; None for any age.

    Raises:
        ConfigurationError: `resource` is not an https URL (http is for loopback), or another setting is invalid.
    """

    def __init__(
        self,
        client: B2BClient,
        *,
        resource: str,
        accept_project_audience: bool = False,
        max_token_age: float | None = None,
    ) -> None:
        self.client = check_instance("client", client, B2BClient, "a B2BClient")
        self.resource, _ = check_url(resource, name="resource")
        self._accept_project = check_flag("accept_project_audience", accept_project_audience)
        check_limits(0, max_token_age)
        self._max_token_age = max_token_age

    async def verify(self, token: str) -> Access:
        """Return the access that a token gives.

        Raises:
            TokenVerificationError: the token is rejected. Each reason has its own subclass.
            ClientClosedError: the client is closed.
        """
        secret = Secret(token)
        del token  # tools that record the variables of frames must not see it
        if not self._accept_project:
            return await self._introspect(secret, self.resource)
        try:
            access = await self._introspect(secret, None)
        except WrongAudienceError:
            return await self._introspect(secret, self.resource)
        if len(access.audience) > 1 and self.resource not in access.audience:
            raise WrongAudienceError("the token is for another resource of the project")
        return access

    async def find(self, token: str) -> Access | None:
        """Return the access of a token; None if the token is rejected. The log has the reason.

        It logs a warning if a new login does not help: the keys are not available, or an app has settings for other
        services or gets its tokens elsewhere.
        """
        secret = Secret(token)
        del token
        try:
            return await self.verify(secret.reveal())
        except (TokenVerificationError, ClientClosedError) as error:
            self.log(error)
        return None

    def log(self, error: StytchError) -> None:
        """Log the reason for a rejected token, without the token or its content except issuer and audience."""
        kind = type(error).__name__
        if isinstance(error, (KeysUnavailableError, ClientClosedError)):
            _log.warning("an access token could not be checked and is rejected: %s: %s", kind, error)
            return
        level = logging.WARNING if isinstance(error, _MISCONFIGURATIONS) else logging.INFO
        _log.log(level, "an access token is rejected: %s: %s", kind, error)

    async def permit(
        self, access: VerifiedAccess[Any], resource_id: str, action: str, *, organization_id: str | None = None
    ) -> None:
        """Check that an access permits an action in the project's policy.

        Args:
            access: the access.
            resource_id: the resource in the policy, e.g. `documents`.
            action: the action on it, e.g. `write`.
            organization_id: the organization of the resource. It must be that of the access, which is the default.

        Raises:
            TenancyMismatchError: the access belongs to another organization, or to no organization.
            PermissionDeniedError: none of its scopes permits the action.
            PolicyUnavailableError: no policy is available.
        """
        where = access.organization_id if organization_id is None else organization_id
        if where is None:
            raise TenancyMismatchError("the access token does not belong to an organization")
        await self.client.rbac.authorize(access, AuthorizationCheck(where, resource_id, action))

    def token_fields(self, access: VerifiedAccess[Any]) -> dict[str, Any]:
        """Return the fields of access tokens in the MCP SDK and in FastMCP, except the token.

        Both identify a principal by client, subject and issuer, and pass the claims on as JSON.
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
