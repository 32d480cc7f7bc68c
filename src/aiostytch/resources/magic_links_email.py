# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `magic_links.email`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import (
    UNSET,
    JSONMap,
    Maybe,
    Operation,
    RequestOptions,
    Resource,
    RetryClass,
    SessionJWT,
    SessionToken,
)

from ..models.magic_links_email import (
    InviteRequestLocale,
    InviteResponse,
    LoginOrSignupRequestLocale,
    LoginOrSignupResponse,
)

if TYPE_CHECKING:
    from .magic_links_email_discovery import Discovery

_INVITE = Operation(
    "api_b2b_magic_v1_b2b_magic_links_email_Invite",
    "magic_links.email.invite",
    "POST /v1/b2b/magic_links/email/invite",
    InviteResponse,
    retry=RetryClass.SENDS_MESSAGE,
    session=True,
)
_LOGIN_OR_SIGNUP = Operation(
    "api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup",
    "magic_links.email.login_or_signup",
    "POST /v1/b2b/magic_links/email/login_or_signup",
    LoginOrSignupResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Email(Resource):
    """E-mail messages with a magic link."""

    @cached_property
    def discovery(self) -> Discovery:
        """E-mail messages with a discovery link."""
        from .magic_links_email_discovery import Discovery

        return Discovery(self._caller)

    def invite(
        self,
        *,
        organization_id: str,
        email_address: str,
        invite_expiration_minutes: Maybe[int] = UNSET,
        invite_redirect_url: Maybe[str] = UNSET,
        invite_template_id: Maybe[str] = UNSET,
        invited_by_member_id: Maybe[str] = UNSET,
        locale: Maybe[InviteRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        name: Maybe[str] = UNSET,
        roles: Maybe[Sequence[str]] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        untrusted_metadata: Maybe[JSONMap] = UNSET,
        session: SessionToken | SessionJWT | None = None,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, InviteResponse]:
        """E-mail an invitation to join an organization.

        The member is created with the status `invited`; deleting the member withdraws the invitation.
        Active members cannot be invited. Retried only if no message was sent.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The e-mail address to invite.
            invite_expiration_minutes: How long the invitation stays valid, in minutes; 5 to 10080, default 10080.
            invite_redirect_url: URL of the link, with the token in its query; by default that of the dashboard.
            invite_template_id: Template of the invitation e-mail; the project's default if omitted.
            invited_by_member_id: ID of the member who invites.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            name: The member's full name.
            roles: Names of the roles to assign to the member.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.
            untrusted_metadata: Any JSON object; browser and mobile SDKs can change it, so do not rely on it.

        Raises:
            APIError: `duplicate_member_email`, `invalid_email_for_invites`, `no_invite_redirect_url`,
                `organization_not_found`, `invalid_role`.
        """
        return self._call(_INVITE, locals())

    def login_or_signup(
        self,
        *,
        organization_id: str,
        email_address: str,
        locale: Maybe[LoginOrSignupRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        login_expiration_minutes: Maybe[int] = UNSET,
        login_redirect_url: Maybe[str] = UNSET,
        login_template_id: Maybe[str] = UNSET,
        pkce_code_challenge: Maybe[str] = UNSET,
        signup_expiration_minutes: Maybe[int] = UNSET,
        signup_redirect_url: Maybe[str] = UNSET,
        signup_template_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, LoginOrSignupResponse]:
        """E-mail a login link to a member, or a signup link to a new member.

        Active members get the login message, all others the signup message and the status `pending`.
        Retried only if no message was sent.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The member's e-mail address.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            login_expiration_minutes: How long the login link stays valid, in minutes; 5 to 10080, default 60.
            login_redirect_url: URL of the link, with the token in its query; by default that of the dashboard.
            login_template_id: Template of the login e-mail; the project's default if omitted.
            pkce_code_challenge: PKCE challenge: base64url of the SHA-256 of the PKCE verifier.
            signup_expiration_minutes: How long the signup link stays valid, in minutes; 5 to 10080, default 60.
            signup_redirect_url: URL of the link, with the token in its query; by default that of the dashboard.
            signup_template_id: Template of the signup e-mail; the project's default if omitted.

        Raises:
            APIError: `invalid_email`, `inactive_email`, `email_jit_provisioning_not_allowed`,
                `invalid_email_for_jit_provisioning`, `no_login_redirect_url`, `no_signup_redirect_url`,
                `organization_not_found`.
        """
        return self._call(_LOGIN_OR_SIGNUP, locals())
