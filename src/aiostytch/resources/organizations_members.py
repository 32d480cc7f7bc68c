# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `organizations.members`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
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
    UnsetType,
)

from ..models.organizations import Member, SearchQuery
from ..models.organizations_members import (
    CreateResponse,
    DeleteExternalIdResponse,
    DeleteMFAPhoneNumberResponse,
    DeletePasswordResponse,
    DeleteResponse,
    DeleteTOTPResponse,
    GetConnectedAppsResponse,
    GetResponse,
    OIDCProvidersResponse,
    ReactivateResponse,
    SearchResponse,
    StartEmailUpdateRequestDeliveryMethod,
    StartEmailUpdateRequestLocale,
    StartEmailUpdateResponse,
    UnlinkRetiredEmailResponse,
    UpdateResponse,
)

if TYPE_CHECKING:
    from .organizations_members_connected_apps import ConnectedApps
    from .organizations_members_oauth_providers import OauthProviders

_CREATE = Operation(
    "api_organization_v1_organizations_members_Create",
    "organizations.members.create",
    "POST /v1/b2b/organizations/{organization_id}/members",
    CreateResponse,
    session=True,
)
_DANGEROUSLY_GET = Operation(
    "api_organization_v1_organizations_members_DangerouslyGet",
    "organizations.members.dangerously_get",
    "GET /v1/b2b/organizations/members/dangerously_get/{member_id}",
    GetResponse,
    query=("include_deleted",),
)
_DELETE = Operation(
    "api_organization_v1_organizations_members_Delete",
    "organizations.members.delete",
    "DELETE /v1/b2b/organizations/{organization_id}/members/{member_id}",
    DeleteResponse,
    session=True,
)
_DELETE_EXTERNAL_ID = Operation(
    "api_organization_v1_organizations_members_DeleteExternalId",
    "organizations.members.delete_external_id",
    "DELETE /v1/b2b/organizations/{organization_id}/members/{member_id}/external_id",
    DeleteExternalIdResponse,
    session=True,
)
_DELETE_MFA_PHONE_NUMBER = Operation(
    "api_organization_v1_organizations_members_DeleteMFAPhoneNumber",
    "organizations.members.delete_mfa_phone_number",
    "DELETE /v1/b2b/organizations/{organization_id}/members/mfa_phone_numbers/{member_id}",
    DeleteMFAPhoneNumberResponse,
    session=True,
)
_DELETE_PASSWORD = Operation(
    "api_organization_v1_organizations_members_DeletePassword",
    "organizations.members.delete_password",
    "DELETE /v1/b2b/organizations/{organization_id}/members/passwords/{member_password_id}",
    DeletePasswordResponse,
    session=True,
)
_DELETE_TOTP = Operation(
    "api_organization_v1_organizations_members_DeleteTOTP",
    "organizations.members.delete_totp",
    "DELETE /v1/b2b/organizations/{organization_id}/members/{member_id}/totp",
    DeleteTOTPResponse,
    session=True,
)
_GET = Operation(
    "api_organization_v1_organizations_members_Get",
    "organizations.members.get",
    "GET /v1/b2b/organizations/{organization_id}/member",
    GetResponse,
    query=("email_address", "member_id"),
)
_GET_CONNECTED_APPS = Operation(
    "api_organization_v1_organizations_members_GetConnectedApps",
    "organizations.members.get_connected_apps",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps",
    GetConnectedAppsResponse,
    session=True,
)
_OIDC_PROVIDERS = Operation(
    "api_organization_v1_organizations_members_OIDCProviders",
    "organizations.members.oidc_providers",
    "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oidc_providers",
    OIDCProvidersResponse,
    query=("include_refresh_token",),
)
_REACTIVATE = Operation(
    "api_organization_v1_organizations_members_Reactivate",
    "organizations.members.reactivate",
    "PUT /v1/b2b/organizations/{organization_id}/members/{member_id}/reactivate",
    ReactivateResponse,
    session=True,
)
_SEARCH = PagedOperation(
    "api_organization_v1_organizations_members_Search",
    "organizations.members.search",
    "POST /v1/b2b/organizations/members/search",
    SearchResponse,
    retry=RetryClass.READ,
    session=True,
    pagination=Pagination(cursor="cursor", next_cursor=("results_metadata", "next_cursor"), items=("members",)),
)
_START_EMAIL_UPDATE = Operation(
    "api_organization_v1_organizations_members_StartEmailUpdate",
    "organizations.members.start_email_update",
    "POST /v1/b2b/organizations/{organization_id}/members/{member_id}/start_email_update",
    StartEmailUpdateResponse,
    retry=RetryClass.SENDS_MESSAGE,
    session=True,
)
_UNLINK_RETIRED_EMAIL = Operation(
    "api_organization_v1_organizations_members_UnlinkRetiredEmail",
    "organizations.members.unlink_retired_email",
    "POST /v1/b2b/organizations/{organization_id}/members/{member_id}/unlink_retired_email",
    UnlinkRetiredEmailResponse,
    retry=RetryClass.IDEMPOTENT,
    session=True,
)
_UPDATE = Operation(
    "api_organization_v1_organizations_members_Update",
    "organizations.members.update",
    "PUT /v1/b2b/organizations/{organization_id}/members/{member_id}",
    UpdateResponse,
    session=True,
)


class Members(Resource):
    """The members of an organization."""

    @cached_property
    def connected_apps(self) -> ConnectedApps:
        """Connected apps that a member has authorized."""
        from .organizations_members_connected_apps import ConnectedApps

        return ConnectedApps(self._caller)

    @cached_property
    def oauth_providers(self) -> OauthProviders:
        """Tokens that OAuth providers issued to a member."""
        from .organizations_members_oauth_providers import OauthProviders

        return OauthProviders(self._caller)

    def create(
        self,
        organization_id: str,
        *,
        email_address: str,
        create_member_as_pending: Maybe[bool] = UNSET,
        external_id: Maybe[str] = UNSET,
        is_breakglass: Maybe[bool] = UNSET,
        mfa_enrolled: Maybe[bool] = UNSET,
        mfa_phone_number: Maybe[str] = UNSET,
        name: Maybe[str] = UNSET,
        roles: Maybe[Sequence[str]] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        untrusted_metadata: Maybe[JSONMap] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Create a member in an organization.

        The member is active at once and no message is sent. To send an invitation, use
        `magic_links.email.invite`. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The member's e-mail address.
            create_member_as_pending: Whether to create the member as `pending` instead of `active`; false by default.
            external_id: Your own ID for the member: up to 128 of letters, digits and `._-|`; unique.
            is_breakglass: Whether the member may log in despite the organization's settings, in an emergency.
            mfa_enrolled: Whether the member must complete MFA even if the organization does not require it.
            mfa_phone_number: The member's phone number for MFA, E.164, e.g. `+15005550006`.
            name: The member's full name.
            roles: Names of the roles to assign to the member.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.
            untrusted_metadata: Any JSON object; browser and mobile SDKs can change it, so do not rely on it.

        Raises:
            APIError: `duplicate_member_email`, `duplicate_member_external_id`,
                `duplicate_member_phone_number`, `invalid_email`, `invalid_phone_number`, `invalid_role`,
                `organization_not_found`.
        """
        return self._call(_CREATE, locals())

    def dangerously_get(
        self, member_id: str, *, include_deleted: bool | UnsetType = UNSET, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetResponse]:
        """Fetch a member by ID, without the organization.

        The call does not check the organization, so never pass an ID from an untrusted caller. Safe to retry.

        Args:
            member_id: ID of the member.
            include_deleted: Whether a deleted member may be returned as well.

        Raises:
            APIError: `member_not_found`.
        """
        return self._call(_DANGEROUSLY_GET, locals())

    def delete(
        self,
        organization_id: str,
        member_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteResponse]:
        """Delete a member.

        To restore the member, use `organizations.members.reactivate`. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `member_not_found`, `organization_not_found`.
        """
        return self._call(_DELETE, locals())

    def delete_external_id(
        self,
        organization_id: str,
        member_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteExternalIdResponse]:
        """Remove the external ID of a member.

        The member keeps the ID that Stytch assigned. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `member_not_found`.
        """
        return self._call(_DELETE_EXTERNAL_ID, locals())

    def delete_mfa_phone_number(
        self,
        organization_id: str,
        member_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteMFAPhoneNumberResponse]:
        """Remove the phone number a member uses for MFA.

        Sessions with this factor stay valid. Delete the old number before you set a new one. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `member_phone_number_not_found`, `member_not_found`.
        """
        return self._call(_DELETE_MFA_PHONE_NUMBER, locals())

    def delete_password(
        self,
        organization_id: str,
        member_password_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeletePasswordResponse]:
        """Delete a member's password.

        This is for passwords of one organization; for cross-organization passwords, use
        `passwords.email.require_reset`. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_password_id: ID of the member's password; empty if there is none.

        Raises:
            APIError: `member_password_not_found`, `cross_org_passwords_enabled`.
        """
        return self._call(_DELETE_PASSWORD, locals())

    def delete_totp(
        self,
        organization_id: str,
        member_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, DeleteTOTPResponse]:
        """Remove a member's authenticator app registration.

        Sessions with this factor stay valid. Delete the old registration before you create a new one. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `totp_not_found`, `member_not_found`.
        """
        return self._call(_DELETE_TOTP, locals())

    def get(
        self,
        organization_id: str,
        *,
        email_address: str | UnsetType = UNSET,
        member_id: str | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GetResponse]:
        """Fetch a member by ID or by e-mail address.

        Pass one of the two, and the organization. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: E-mail address of the member; pass this or `member_id`.
            member_id: ID or external ID of the member; pass this or `email_address`.

        Raises:
            APIError: `member_not_found`, `invalid_member_get_fields`, `organization_not_found`.
        """
        return self._call(_GET, locals())

    def get_connected_apps(
        self,
        organization_id: str,
        member_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, GetConnectedAppsResponse]:
        """List the connected apps that a member has authorized.

        Apps whose access was revoked, by the member or by the organization's settings, are not listed. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `member_not_found`.
        """
        return self._call(_GET_CONNECTED_APPS, locals())

    def oidc_providers(
        self,
        organization_id: str,
        member_id: str,
        *,
        include_refresh_token: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, OIDCProvidersResponse]:
        """Fetch the tokens that OIDC identity providers issued to a member.

        Expired access tokens are renewed first if the provider issued a refresh token. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            include_refresh_token: Whether to return refresh tokens as well.

        Raises:
            APIError: `member_oidc_token_not_found`, `unable_to_refresh_oidc_token`, `missing_oidc_refresh_token`.
        """
        return self._call(_OIDC_PROVIDERS, locals())

    def reactivate(
        self,
        organization_id: str,
        member_id: str,
        *,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ReactivateResponse]:
        """Restore a deleted member.

        The member needs a verified e-mail address, and an external ID is not accepted here. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; an external ID is not accepted.

        Raises:
            APIError: `no_deleted_member_found_for_reactivation`, `email_unverified_for_reactivation`,
                `reactivation_email_belongs_to_another_member`.
        """
        return self._call(_REACTIVATE, locals())

    def search(
        self,
        *,
        organization_ids: Sequence[str],
        cursor: Maybe[str] = UNSET,
        limit: Maybe[int] = UNSET,
        query: Maybe[SearchQuery | JSONMap] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Pager[SearchResponse, Member]:
        """Search the members of given organizations, page by page.

        Slow and rate limited: use it for administration, not for logins. Safe to retry.

        Args:
            organization_ids: IDs of the organizations to search, at least one.
            cursor: The `next_cursor` of the previous page; None for the first page.
            limit: Maximum number of results per page, up to 1000; default 100.
            query: Which members to return; all but deleted ones if omitted.

        Raises:
            APIError: `member_search_organization_ids_empty`, `member_search_filter_name_not_recognized`,
                `member_search_missing_filter_value`, `search_timeout`, `organization_not_found`.
        """
        return self._paginate(_SEARCH, locals())

    def start_email_update(
        self,
        organization_id: str,
        member_id: str,
        *,
        email_address: str,
        delivery_method: Maybe[
            StartEmailUpdateRequestDeliveryMethod | Literal["EMAIL_MAGIC_LINK", "EMAIL_OTP"]
        ] = UNSET,
        locale: Maybe[StartEmailUpdateRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        login_redirect_url: Maybe[str] = UNSET,
        login_template_id: Maybe[str] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, StartEmailUpdateResponse]:
        """Send a magic link or a passcode to the new e-mail address of a member.

        The address changes when the member verifies it, within 5 minutes. The member must be active, with a
        verified address. Retried only if no message was sent.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            email_address: The new e-mail address; no other member may use it.
            delivery_method: How to verify the new address; `EMAIL_MAGIC_LINK` if omitted.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            login_redirect_url: URL of the link, with the token in its query; by default that of the dashboard.
            login_template_id: Template of the login e-mail; the project's default if omitted.

        Raises:
            APIError: `desired_email_updating_for_different_member`,
                `desired_email_deactivated_by_different_member`,
                `email_updates_available_only_for_active_members`, `member_has_no_active_verified_email`,
                `duplicate_member_email`.
        """
        return self._call(_START_EMAIL_UPDATE, locals())

    def unlink_retired_email(
        self,
        organization_id: str,
        member_id: str,
        *,
        email_address: Maybe[str] = UNSET,
        email_id: Maybe[str] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UnlinkRetiredEmailResponse]:
        """Release a retired e-mail address of a member, so that others can use it.

        Pass `email_id`, `email_address` or both for the same address. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            email_address: The retired address.
            email_id: ID of the retired address.

        Raises:
            APIError: `retired_email_missing_email_identifiers`, `email_not_found`, `member_not_found`.
        """
        return self._call(_UNLINK_RETIRED_EMAIL, locals())

    def update(
        self,
        organization_id: str,
        member_id: str,
        *,
        default_mfa_method: Maybe[Literal["sms_otp", "totp"]] = UNSET,
        email_address: Maybe[str] = UNSET,
        external_id: Maybe[str] = UNSET,
        is_breakglass: Maybe[bool] = UNSET,
        mfa_enrolled: Maybe[bool] = UNSET,
        mfa_phone_number: Maybe[str] = UNSET,
        name: Maybe[str] = UNSET,
        preserve_existing_sessions: Maybe[bool] = UNSET,
        roles: Maybe[Sequence[str]] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        unlink_email: Maybe[bool] = UNSET,
        untrusted_metadata: Maybe[JSONMap] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateResponse]:
        """Change a member.

        Omitted fields do not change; `roles` replaces all direct assignments. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            default_mfa_method: The method to use when a member has several: `sms_otp` or `totp`.
            email_address: The new e-mail address; this deletes the password, and the address must be verified again.
            external_id: Your own ID for the member: up to 128 of letters, digits and `._-|`; unique.
            is_breakglass: Whether the member may log in despite the organization's settings, in an emergency.
            mfa_enrolled: Whether the member must complete MFA even if the organization does not require it.
            mfa_phone_number: Phone number for MFA, E.164; an error if the member has one already.
            name: The member's full name.
            preserve_existing_sessions: Whether sessions stay valid if a removed role is also granted by
                SSO; false by default.
            roles: Names of the roles to assign; an update replaces the direct assignments.
            trusted_metadata: Any JSON object; cannot be changed with a member session.
            unlink_email: Whether to unlink the former address instead of retiring it; false by default.
            untrusted_metadata: Any JSON object; browser and mobile SDKs can change it, so do not rely on it.

        Raises:
            APIError: `member_not_found`, `duplicate_member_email`, `duplicate_member_external_id`,
                `duplicate_member_phone_number`, `cannot_update_trusted_metadata`,
                `session_authorization_error`, `invalid_role`.
        """
        return self._call(_UPDATE, locals())
