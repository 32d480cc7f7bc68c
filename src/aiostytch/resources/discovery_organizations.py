# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `discovery.organizations`."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.discovery_organizations import (
    CreateRequestFirstPartyConnectedAppsAllowedType,
    CreateRequestThirdPartyConnectedAppsAllowedType,
    CreateResponse,
    ListResponse,
)
from ..models.organizations import EmailImplicitRoleAssignment

_CREATE = Operation(
    "api_discovery_v1_discovery_organizations_Create",
    "discovery.organizations.create",
    "POST /v1/b2b/discovery/organizations/create",
    CreateResponse,
)
_LIST = Operation(
    "api_discovery_v1_discovery_organizations_List",
    "discovery.organizations.list",
    "POST /v1/b2b/discovery/organizations",
    ListResponse,
    retry=RetryClass.READ,
)


class Organizations(Resource):
    """Organizations of a discovery login."""

    def create(
        self,
        *,
        intermediate_session_token: str,
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
        organization_name: Maybe[str] = UNSET,
        organization_slug: Maybe[str] = UNSET,
        rbac_email_implicit_role_assignments: Maybe[Sequence[EmailImplicitRoleAssignment | JSONMap]] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        sso_jit_provisioning: Maybe[Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        third_party_connected_apps_allowed_type: Maybe[
            CreateRequestThirdPartyConnectedAppsAllowedType | Literal["ALL_ALLOWED", "RESTRICTED", "NOT_ALLOWED"]
        ] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Create an organization from an intermediate session and log its first member in.

        The new member gets the `stytch_admin` role. If the e-mail address must still be verified, or
        `mfa_policy` is `REQUIRED_FOR_ALL`, the response has an `intermediate_session_token` instead of a
        session. Retried only if nothing was created.

        Args:
            intermediate_session_token: The intermediate session token of a discovery login.
            allowed_auth_methods: Methods allowed while `auth_methods` is `RESTRICTED`, such as `sso`, `magic_link`.
            allowed_first_party_connected_apps: IDs of the first-party apps allowed while these are `RESTRICTED`.
            allowed_mfa_methods: MFA methods that are allowed while `mfa_methods` is `RESTRICTED`: `sms_otp`, `totp`.
            allowed_oauth_tenants: Tenant IDs by provider (`slack`, `hubspot`, `github`) whose users may join by OAuth.
            allowed_third_party_connected_apps: IDs of the third-party apps allowed while these are `RESTRICTED`.
            auth_methods: Which login methods members may use: `ALL_ALLOWED` (the default) or `RESTRICTED`.
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
            organization_name: Name, 1 to 128 characters; derived from the e-mail address if omitted.
            organization_slug: Slug, 2 to 128 characters; derived from the e-mail address if omitted.
            rbac_email_implicit_role_assignments: Roles for members by the domain of their e-mail address.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            sso_jit_provisioning: Who joins by SSO: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.
            third_party_connected_apps_allowed_type: `ALL_ALLOWED` (the default), `RESTRICTED` or `NOT_ALLOWED`.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.

        Raises:
            APIError: `intermediate_session_not_found`, `organization_slug_already_used`,
                `invalid_organization_slug`, `invalid_organization_name`, `duplicate_organization`.
        """
        return self._call(_CREATE, locals())

    def list(
        self,
        *,
        intermediate_session_token: Maybe[str] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ListResponse]:
        """List the organizations that a person can log in to or join.

        Pass one argument. Only `intermediate_session_token` lists organizations to join. Safe to retry.

        Args:
            intermediate_session_token: The intermediate session token of a discovery login.
            session_jwt: A session of the person, by its JWT.
            session_token: A session of the person, by its opaque token.

        Raises:
            APIError: `intermediate_session_not_found`, `session_not_found`, `too_many_session_arguments`,
                `no_session_arguments`.
        """
        return self._call(_LIST, locals())
