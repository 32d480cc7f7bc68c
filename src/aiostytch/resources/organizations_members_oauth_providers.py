# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `organizations.members.oauth_providers`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import UNSET, Operation, RequestOptions, Resource, RetryClass, UnsetType

from ..models.organizations_members_oauth_providers import (
    GithubResponse,
    GoogleResponse,
    HubspotResponse,
    MicrosoftResponse,
    SlackResponse,
)

_GITHUB = Operation(
    "api_organization_v1_organizations_members_oauth_providers_Github",
    "organizations.members.oauth_providers.github",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/github",
    GithubResponse,
    retry=RetryClass.IDEMPOTENT,
    query=("include_refresh_token",),
)
_GOOGLE = Operation(
    "api_organization_v1_organizations_members_oauth_providers_Google",
    "organizations.members.oauth_providers.google",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/google",
    GoogleResponse,
    retry=RetryClass.IDEMPOTENT,
    query=("include_refresh_token",),
)
_HUBSPOT = Operation(
    "api_organization_v1_organizations_members_oauth_providers_Hubspot",
    "organizations.members.oauth_providers.hubspot",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/hubspot",
    HubspotResponse,
    retry=RetryClass.IDEMPOTENT,
    query=("include_refresh_token",),
)
_MICROSOFT = Operation(
    "api_organization_v1_organizations_members_oauth_providers_Microsoft",
    "organizations.members.oauth_providers.microsoft",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/microsoft",
    MicrosoftResponse,
    retry=RetryClass.IDEMPOTENT,
    query=("include_refresh_token",),
)
_SLACK = Operation(
    "api_organization_v1_organizations_members_oauth_providers_Slack",
    "organizations.members.oauth_providers.slack",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/slack",
    SlackResponse,
    retry=RetryClass.IDEMPOTENT,
)


class OauthProviders(Resource):
    """Tokens that OAuth providers issued to a member."""

    def github(
        self,
        organization_id: str,
        member_id: str,
        *,
        include_refresh_token: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GithubResponse]:
        """Fetch the GitHub access tokens of a member.

        GitHub issues no refresh token; its access tokens expire only after a long time without use. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            include_refresh_token: Whether to return refresh tokens as well.

        Raises:
            APIError: `member_oauth_token_not_found`, `member_not_found`.
        """
        return self._call(_GITHUB, locals())

    def google(
        self,
        organization_id: str,
        member_id: str,
        *,
        include_refresh_token: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GoogleResponse]:
        """Fetch the Google tokens of a member.

        Google One Tap issues no access token; the member must have used the regular OAuth flow. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            include_refresh_token: Whether to return refresh tokens as well.

        Raises:
            APIError: `member_oauth_token_not_found`, `unable_to_refresh_oauth_token`, `missing_oauth_refresh_token`.
        """
        return self._call(_GOOGLE, locals())

    def hubspot(
        self,
        organization_id: str,
        member_id: str,
        *,
        include_refresh_token: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, HubspotResponse]:
        """Fetch the HubSpot tokens of a member.

        An expired access token is renewed first if HubSpot issued a refresh token. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            include_refresh_token: Whether to return refresh tokens as well.

        Raises:
            APIError: `member_oauth_token_not_found`, `unable_to_refresh_oauth_token`, `missing_oauth_refresh_token`.
        """
        return self._call(_HUBSPOT, locals())

    def microsoft(
        self,
        organization_id: str,
        member_id: str,
        *,
        include_refresh_token: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, MicrosoftResponse]:
        """Fetch the Microsoft tokens of a member.

        An expired access token is renewed first if Microsoft issued a refresh token. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            include_refresh_token: Whether to return refresh tokens as well.

        Raises:
            APIError: `member_oauth_token_not_found`, `unable_to_refresh_oauth_token`, `missing_oauth_refresh_token`.
        """
        return self._call(_MICROSOFT, locals())

    def slack(
        self, organization_id: str, member_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, SlackResponse]:
        """Fetch the Slack tokens of a member.

        There is a token for the member and, if the app has a bot, one for the bot. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `member_oauth_token_not_found`, `member_not_found`.
        """
        return self._call(_SLACK, locals())
