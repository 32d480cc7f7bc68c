# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `organizations`."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import (
    UNSET,
    JSONMap,
    Maybe,
    Operation,
    PagedOperation,
    Pager,
    Pagination,
    RequestOptions,
    Resource,
    RetryClass,
    SessionJWT,
    SessionToken,
)

from ..models.organizations import (
    ConnectedAppsResponse,
    CreateRequestFirstPartyConnectedAppsAllowedType,
    CreateRequestThirdPartyConnectedAppsAllowedType,
    CreateResponse,
    DeleteExternalIdResponse,
    DeleteResponse,
    EmailImplicitRoleAssignment,
    GetConnectedAppResponse,
    GetResponse,
    MetricsResponse,
    Organization,
    SearchQuery,
    SearchResponse,
    UpdateRequestFirstPartyConnectedAppsAllowedType,
    UpdateRequestThirdPartyConnectedAppsAllowedType,
    UpdateResponse,
)

if TYPE_CHECKING:
    from .organizations_members import Members

_CONNECTED_APPS = Operation(
    "api_organization_v1_ConnectedApps",
    "organizations.connected_apps",
    "GET /v1/b2b/organizations/{organization_id}/connected_apps",
    ConnectedAppsResponse,
    session=True,
)
_CREATE = Operation("api_organization_v1_Create", "organizations.create", "POST /v1/b2b/organizations", CreateResponse)
_DELETE = Operation(
    "api_organization_v1_Delete",
    "organizations.delete",
    "DELETE /v1/b2b/organizations/{organization_id}",
    DeleteResponse,
    session=True,
)
_DELETE_EXTERNAL_ID = Operation(
    "api_organization_v1_DeleteExternalId",
    "organizations.delete_external_id",
    "DELETE /v1/b2b/organizations/{organization_id}/external_id",
    DeleteExternalIdResponse,
    session=True,
)
_GET = Operation(
    "api_organization_v1_Get", "organizations.get", "GET /v1/b2b/organizations/{organization_id}", GetResponse
)
_GET_CONNECTED_APP = Operation(
    "api_organization_v1_GetConnectedApp",
    "organizations.get_connected_app",
    "GET /v1/b2b/organizations/{organization_id}/connected_apps/{connected_app_id}",
    GetConnectedAppResponse,
    session=True,
)
_METRICS = Operation(
    "api_organization_v1_Metrics",
    "organizations.metrics",
    "GET /v1/b2b/organizations/{organization_id}/metrics",
    MetricsResponse,
)
_SEARCH = PagedOperation(
    "api_organization_v1_Search",
    "organizations.search",
    "POST /v1/b2b/organizations/search",
    SearchResponse,
    retry=RetryClass.READ,
    pagination=Pagination(cursor="cursor", next_cursor=("results_metadata", "next_cursor"), items=("organizations",)),
)
_UPDATE = Operation(
    "api_organization_v1_Update",
    "organizations.update",
    "PUT /v1/b2b/organizations/{organization_id}",
    UpdateResponse,
    session=True,
)


class Organizations(Resource):
    """Organizations, their settings and their members."""

    @cached_property
    def members(self) -> Members:
        """The members of an organization."""
        from .organizations_members import Members

        return Members(self._caller)

    def connected_apps(
        self,
        organization_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ConnectedAppsResponse]:
        """List the connected apps that members of an organization have installed.

        An app is installed while at least one member has authorized it. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_CONNECTED_APPS, locals())

    def create(
        self,
        *,
        organization_name: str,
        allowed_auth_methods: Maybe[
            Sequence[
                Literal[
                    "sso",
                    "magic_link",
                    "email_otp",
                    "password",
                    "google_oauth",
                    "microsoft_oauth",
                    "slack_oauth",
                    "github_oauth",
                    "hubspot_oauth",
                ]
            ]
        ] = UNSET,
        allowed_first_party_connected_apps: Maybe[Sequence[str]] = UNSET,
        allowed_mfa_methods: Maybe[Sequence[Literal["sms_otp", "totp"]]] = UNSET,
        allowed_oauth_tenants: Maybe[Mapping[Literal["slack", "hubspot", "github"], Any]] = UNSET,
        allowed_third_party_connected_apps: Maybe[Sequence[str]] = UNSET,
        auth_methods: Maybe[Literal["ALL_ALLOWED", "RESTRICTED"]] = UNSET,
        claimed_email_domains: Maybe[Sequence[str]] = UNSET,
        email_allowed_domains: Maybe[Sequence[str]] = UNSET,
        email_invites: Maybe[Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        email_jit_provisioning: Maybe[Literal["RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        first_party_connected_apps_allowed_type: Maybe[
            CreateRequestFirstPartyConnectedAppsAllowedType | Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]
        ] = UNSET,
        mfa_methods: Maybe[Literal["ALL_ALLOWED", "RESTRICTED"]] = UNSET,
        mfa_policy: Maybe[Literal["REQUIRED_FOR_ALL", "OPTIONAL"]] = UNSET,
        oauth_tenant_jit_provisioning: Maybe[Literal["RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        organization_external_id: Maybe[str] = UNSET,
        organization_logo_url: Maybe[str] = UNSET,
        organization_slug: Maybe[str] = UNSET,
        rbac_email_implicit_role_assignments: Maybe[Sequence[EmailImplicitRoleAssignment | JSONMap]] = UNSET,
        sso_jit_provisioning: Maybe[Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        third_party_connected_apps_allowed_type: Maybe[
            CreateRequestThirdPartyConnectedAppsAllowedType | Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]
        ] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Create an organization.

        `email_invites` is `ALL_ALLOWED` by default if no other setting is passed, and `NOT_ALLOWED`
        otherwise. Retried only if nothing was created.

        Args:
            organization_name: Name of the organization, 1 to 128 characters.
            allowed_auth_methods: Methods allowed while `auth_methods` is `RESTRICTED`, such as `sso`, `magic_link`.
            allowed_first_party_connected_apps: IDs of the first-party apps allowed while these are `RESTRICTED`.
            allowed_mfa_methods: MFA methods that are allowed while `mfa_methods` is `RESTRICTED`: `sms_otp`, `totp`.
            allowed_oauth_tenants: Tenant IDs by provider (`slack`, `hubspot`, `github`) whose users may join by OAuth.
            allowed_third_party_connected_apps: IDs of the third-party apps allowed while these are `RESTRICTED`.
            auth_methods: Which login methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`.
            claimed_email_domains: E-mail domains that the organization has claimed.
            email_allowed_domains: Allowed e-mail domains while a setting is `RESTRICTED`; not those of
                common providers.
            email_invites: Who may be invited: `ALL_ALLOWED`, `RESTRICTED` (to allowed domains) or `NOT_ALLOWED`.
            email_jit_provisioning: Who joins by a verified address: `RESTRICTED` (allowed domains) or `NOT_ALLOWED`.
            first_party_connected_apps_allowed_type: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            mfa_methods: Which MFA methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`.
            mfa_policy: `REQUIRED_FOR_ALL`: all members must complete MFA; `OPTIONAL` (the default): enrolled ones.
            oauth_tenant_jit_provisioning: Who joins by OAuth tenant: `RESTRICTED` (allowed tenants) or `NOT_ALLOWED`.
            organization_external_id: Your own ID for it: up to 128 of letters, digits and `._-|`; unique.
            organization_logo_url: URL of the organization's logo.
            organization_slug: Unique URL part of the organization: 2 to 128 letters, digits or `-`, `.`, `_`, `~`.
            rbac_email_implicit_role_assignments: Roles for members by the domain of their e-mail address.
            sso_jit_provisioning: Who joins by SSO: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            third_party_connected_apps_allowed_type: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.

        Raises:
            APIError: `organization_slug_already_used`, `organization_external_id_already_used`,
                `invalid_organization_slug`, `invalid_organization_name`,
                `organization_settings_domain_too_common`, `metadata_too_large`.
        """
        return self._call(_CREATE, locals())

    def delete(
        self,
        organization_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteResponse]:
        """Delete an organization together with all of its members.

        The API cannot restore it. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_DELETE, locals())

    def delete_external_id(
        self,
        organization_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteExternalIdResponse]:
        """Remove the external ID of an organization.

        The organization keeps the ID that Stytch assigned to it. The external ID can be used again. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_DELETE_EXTERNAL_ID, locals())

    def get(self, organization_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, GetResponse]:
        """Fetch an organization.

        The response has all settings of the organization, but not its members. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_GET, locals())

    def get_connected_app(
        self,
        organization_id: str,
        connected_app_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GetConnectedAppResponse]:
        """Fetch a connected app with the members of the organization who installed it.

        Each member has the scopes of their last authorization of the app. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            connected_app_id: ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`, `organization_not_found`.
        """
        return self._call(_GET_CONNECTED_APP, locals())

    def metrics(
        self, organization_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, MetricsResponse]:
        """Count the members of an organization.

        The only metric is the number of members. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.

        Raises:
            APIError: `organization_not_found`.
        """
        return self._call(_METRICS, locals())

    def search(
        self,
        *,
        cursor: Maybe[str] = UNSET,
        limit: Maybe[int] = UNSET,
        query: Maybe[SearchQuery | JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Pager[SearchResponse, Organization]:
        """Search the organizations of the project, page by page.

        Slow and rate limited: use it for administration, not for logins. Safe to retry.

        Args:
            cursor: The `next_cursor` of the previous page; None for the first page.
            limit: Maximum number of results per page, up to 1000; default 100.
            query: Which results to return; everything if omitted.

        Raises:
            APIError: `organization_search_filter_name_not_recognized`,
                `organization_search_missing_filter_value`, `search_timeout`.
        """
        return self._paginate(_SEARCH, locals())

    def update(
        self,
        organization_id: str,
        *,
        allowed_auth_methods: Maybe[
            Sequence[
                Literal[
                    "sso",
                    "magic_link",
                    "email_otp",
                    "password",
                    "google_oauth",
                    "microsoft_oauth",
                    "slack_oauth",
                    "github_oauth",
                    "hubspot_oauth",
                ]
            ]
        ] = UNSET,
        allowed_first_party_connected_apps: Maybe[Sequence[str]] = UNSET,
        allowed_mfa_methods: Maybe[Sequence[Literal["sms_otp", "totp"]]] = UNSET,
        allowed_oauth_tenants: Maybe[Mapping[Literal["slack", "hubspot", "github"], Any]] = UNSET,
        allowed_third_party_connected_apps: Maybe[Sequence[str]] = UNSET,
        auth_methods: Maybe[Literal["ALL_ALLOWED", "RESTRICTED"]] = UNSET,
        claimed_email_domains: Maybe[Sequence[str]] = UNSET,
        email_allowed_domains: Maybe[Sequence[str]] = UNSET,
        email_invites: Maybe[Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        email_jit_provisioning: Maybe[Literal["RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        first_party_connected_apps_allowed_type: Maybe[
            UpdateRequestFirstPartyConnectedAppsAllowedType | Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]
        ] = UNSET,
        mfa_methods: Maybe[Literal["ALL_ALLOWED", "RESTRICTED"]] = UNSET,
        mfa_policy: Maybe[Literal["REQUIRED_FOR_ALL", "OPTIONAL"]] = UNSET,
        oauth_tenant_jit_provisioning: Maybe[Literal["RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        organization_external_id: Maybe[str] = UNSET,
        organization_logo_url: Maybe[str] = UNSET,
        organization_name: Maybe[str] = UNSET,
        organization_slug: Maybe[str] = UNSET,
        rbac_email_implicit_role_assignments: Maybe[Sequence[EmailImplicitRoleAssignment | JSONMap]] = UNSET,
        sso_default_connection_id: Maybe[str] = UNSET,
        sso_jit_provisioning: Maybe[Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        sso_jit_provisioning_allowed_connections: Maybe[Sequence[str]] = UNSET,
        third_party_connected_apps_allowed_type: Maybe[
            UpdateRequestThirdPartyConnectedAppsAllowedType | Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]
        ] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateResponse]:
        """Change the settings of an organization.

        At least one way for members to join (invitation or just-in-time provisioning) must stay allowed. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            allowed_auth_methods: Methods allowed while `auth_methods` is `RESTRICTED`, such as `sso`, `magic_link`.
            allowed_first_party_connected_apps: IDs of the first-party apps allowed while these are `RESTRICTED`.
            allowed_mfa_methods: MFA methods that are allowed while `mfa_methods` is `RESTRICTED`: `sms_otp`, `totp`.
            allowed_oauth_tenants: Tenant IDs by provider (`slack`, `hubspot`, `github`) whose users may join by OAuth.
            allowed_third_party_connected_apps: IDs of the third-party apps allowed while these are `RESTRICTED`.
            auth_methods: Which login methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`.
            claimed_email_domains: E-mail domains that the organization has claimed.
            email_allowed_domains: Allowed e-mail domains while a setting is `RESTRICTED`; not those of
                common providers.
            email_invites: Who may be invited: `ALL_ALLOWED`, `RESTRICTED` (to allowed domains) or `NOT_ALLOWED`.
            email_jit_provisioning: Who joins by a verified address: `RESTRICTED` (allowed domains) or `NOT_ALLOWED`.
            first_party_connected_apps_allowed_type: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            mfa_methods: Which MFA methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`.
            mfa_policy: `REQUIRED_FOR_ALL`: all members must complete MFA; `OPTIONAL` (the default): enrolled ones.
            oauth_tenant_jit_provisioning: Who joins by OAuth tenant: `RESTRICTED` (allowed tenants) or `NOT_ALLOWED`.
            organization_external_id: Your own ID for it: up to 128 of letters, digits and `._-|`; unique.
            organization_logo_url: URL of the organization's logo.
            organization_name: Name of the organization, 1 to 128 characters.
            organization_slug: Unique URL part of the organization: 2 to 128 letters, digits or `-`, `.`, `_`, `~`.
            rbac_email_implicit_role_assignments: Roles for members by the domain of their e-mail address.
            sso_default_connection_id: The SSO connection to use when several are active.
            sso_jit_provisioning: Who joins by SSO: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            sso_jit_provisioning_allowed_connections: IDs of the allowed connections while
                `sso_jit_provisioning` is `RESTRICTED`.
            third_party_connected_apps_allowed_type: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            trusted_metadata: Any JSON object; cannot be changed with a member session.

        Raises:
            APIError: `organization_not_found`, `organization_slug_already_used`,
                `organization_external_id_already_used`, `invalid_organization_auth_method_settings`,
                `requires_active_sso_connection`, `cannot_update_trusted_metadata`.
        """
        return self._call(_UPDATE, locals())
