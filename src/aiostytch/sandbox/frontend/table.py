"""The routes of the frontend API: the operation of each route, and the arguments that come from the browser's session.

They come from the packages of Stytch's frontend SDKs, 5.31 to 6.3, which show requests and expected responses. How the
API uses the session is a guess that is consistent with them.
"""

from __future__ import annotations

import enum
import functools

import attrs

from ..contract.document import Operation, operation_at
from ..contract.routes import Routes
from .own_operations import OWN_OPERATIONS

PREFIX = "/sdk/v1"
DROPPED = frozenset({"captcha_token", "dfp_telemetry_id"})
"""Fields of the bot protection. A sandbox does not have it."""


class Use(enum.Enum):
    """The use of the session in the Authorization header."""

    IGNORED = "the session is not read"
    ADDED = "an argument, if the session is active and the body does not name one"
    REQUIRED = "an argument; a call without a session is rejected"
    MEMBER = "the calling member; a call without a session is rejected"


@attrs.frozen
class Row:
    """A route.

    Attributes:
        route: the method and the template of the path. Placeholders have the names of the operation's arguments.
        call_path: the call path of the operation.
        use: the use of the session.
        from_session: the arguments that come from the session.
        dropped: the fields that the SDKs send and the operation does not have, in addition to `DROPPED`.
        has_empty_response: whether the response is empty, because callers without a session must not see the member.
        is_telemetry: whether requests have no credentials and are discarded.
    """

    route: str
    call_path: str
    use: Use = Use.IGNORED
    from_session: tuple[str, ...] = ()
    dropped: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    has_empty_response: bool = attrs.field(default=False, kw_only=True)
    is_telemetry: bool = attrs.field(default=False, kw_only=True)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        """The template of the path."""
        return PREFIX + self.route.partition(" ")[2]

    @property
    def operation(self) -> Operation:
        """The operation: one of the specification, or one that only the frontend API has."""
        return OWN_OPERATIONS.get(self.call_path) or operation_at(self.call_path)


@functools.cache
def routes() -> Routes[Row]:
    """Return all routes."""
    return Routes(ROWS)


_ORGANIZATION = ("organization_id",)
_SELF = ("organization_id", "member_id")
_SCIM = ("organization_id", "connection_id")

ROWS: tuple[Row, ...] = (
    Row("GET /projects/bootstrap/{public_token}", "frontend.bootstrap"),
    Row("POST /events", "frontend.events", is_telemetry=True),
    # Logins: the same paths and bodies as the API of servers.
    Row("POST /b2b/magic_links/email/login_or_signup", "magic_links.email.login_or_signup", has_empty_response=True),
    Row("POST /b2b/magic_links/email/discovery/send", "magic_links.email.discovery.send"),
    Row("POST /b2b/magic_links/email/invite", "magic_links.email.invite", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/magic_links/authenticate", "magic_links.authenticate", Use.ADDED),
    Row("POST /b2b/magic_links/discovery/authenticate", "magic_links.discovery.authenticate"),
    Row("POST /b2b/discovery/organizations", "discovery.organizations.list", Use.ADDED),
    Row("POST /b2b/discovery/organizations/create", "discovery.organizations.create"),
    Row("POST /b2b/discovery/intermediate_sessions/exchange", "discovery.intermediate_sessions.exchange"),
    Row("POST /b2b/otps/email/login_or_signup", "otps.email.login_or_signup", has_empty_response=True),
    Row("POST /b2b/otps/email/authenticate", "otps.email.authenticate", Use.ADDED),
    Row("POST /b2b/otps/email/discovery/send", "otps.email.discovery.send"),
    Row("POST /b2b/otps/email/discovery/authenticate", "otps.email.discovery.authenticate"),
    Row(
        "POST /b2b/otps/sms/send",
        "otps.sms.send",
        Use.ADDED,
        dropped=("enable_autofill", "autofill_session_duration_minutes"),
        has_empty_response=True,
    ),
    Row("POST /b2b/otps/sms/authenticate", "otps.sms.authenticate", Use.ADDED),
    Row("POST /b2b/totp", "totps.create", Use.ADDED),
    Row("POST /b2b/totp/authenticate", "totps.authenticate", Use.ADDED),
    Row("GET /b2b/recovery_codes", "recovery_codes.get", Use.MEMBER, _SELF),
    Row("POST /b2b/recovery_codes/rotate", "recovery_codes.rotate", Use.MEMBER, _SELF),
    Row("POST /b2b/recovery_codes/recover", "recovery_codes.recover", Use.ADDED),
    Row("POST /b2b/passwords/authenticate", "passwords.authenticate", Use.ADDED, dropped=("code_verifier",)),
    Row("POST /b2b/passwords/strength_check", "passwords.strength_check"),
    Row("POST /b2b/passwords/email/reset/start", "passwords.email.reset_start", has_empty_response=True),
    Row("POST /b2b/passwords/email/reset", "passwords.email.reset", Use.ADDED),
    Row("POST /b2b/passwords/existing_password/reset", "passwords.existing_password.reset", Use.ADDED),
    Row("POST /b2b/passwords/session/reset", "passwords.sessions.reset", Use.REQUIRED, _ORGANIZATION),
    Row("POST /b2b/passwords/discovery/authenticate", "passwords.discovery.authenticate", dropped=("code_verifier",)),
    Row("POST /b2b/passwords/discovery/reset/start", "passwords.discovery.email.reset_start"),
    Row(
        "POST /b2b/passwords/discovery/reset",
        "passwords.discovery.email.reset",
        dropped=("intermediate_session_token",),
    ),
    Row("POST /b2b/sso/authenticate", "sso.authenticate", Use.ADDED),
    Row("POST /b2b/oauth/authenticate", "oauth.authenticate", Use.ADDED),
    Row("POST /b2b/oauth/discovery/authenticate", "oauth.discovery.authenticate"),
    Row("POST /b2b/impersonation/authenticate", "impersonation.authenticate"),
    Row("GET /b2b/oauth/google/onetap/start", "frontend.one_tap_start"),
    # Sessions.
    Row("POST /b2b/sessions/authenticate", "sessions.authenticate", Use.REQUIRED),
    Row("POST /b2b/sessions/exchange", "sessions.exchange", Use.REQUIRED),
    Row("POST /b2b/sessions/exchange_access_token", "sessions.exchange_access_token"),
    Row("POST /b2b/sessions/attest", "sessions.attest", Use.ADDED),
    Row("POST /b2b/sessions/revoke", "sessions.revoke", Use.REQUIRED),
    Row("POST /b2b/sessions/revoke/{member_id}", "sessions.revoke", Use.MEMBER),
    # The organization of the member.
    Row("POST /b2b/organizations/search", "frontend.organization_by_slug"),
    Row("GET /b2b/organizations/me", "organizations.get", Use.MEMBER, _ORGANIZATION),
    Row("PUT /b2b/organizations/me", "organizations.update", Use.MEMBER, _ORGANIZATION),
    Row("DELETE /b2b/organizations/me", "organizations.delete", Use.MEMBER, _ORGANIZATION),
    Row("GET /b2b/organizations/connected_apps", "organizations.connected_apps", Use.MEMBER, _ORGANIZATION),
    Row(
        "GET /b2b/organizations/connected_apps/{connected_app_id}",
        "organizations.get_connected_app",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row("GET /b2b/admin_portal_config", "frontend.admin_portal_config", Use.MEMBER),
    # The member.
    Row("GET /b2b/organizations/members/me", "organizations.members.get", Use.MEMBER, _SELF),
    Row("PUT /b2b/organizations/members/update", "organizations.members.update", Use.MEMBER, _SELF),
    Row(
        "DELETE /b2b/organizations/members/deletePhoneNumber",
        "organizations.members.delete_mfa_phone_number",
        Use.MEMBER,
        _SELF,
    ),
    Row("DELETE /b2b/organizations/members/deleteTOTP", "organizations.members.delete_totp", Use.MEMBER, _SELF),
    Row(
        "POST /b2b/organizations/members/unlink_retired_email",
        "organizations.members.unlink_retired_email",
        Use.MEMBER,
        _SELF,
    ),
    Row(
        "POST /b2b/organizations/members/start_email_update",
        "organizations.members.start_email_update",
        Use.MEMBER,
        _SELF,
    ),
    Row("GET /b2b/organizations/members/connected_apps", "organizations.members.get_connected_apps", Use.MEMBER, _SELF),
    Row(
        "POST /b2b/organizations/members/connected_apps/{connected_app_id}/revoke",
        "organizations.members.connected_apps.revoke",
        Use.MEMBER,
        _SELF,
    ),
    # Members of the organization, including the calling member.
    Row("POST /b2b/organizations/members/search", "frontend.find_member"),
    Row("POST /b2b/organizations/members", "organizations.members.create", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/organizations/me/members/search", "organizations.members.search", Use.MEMBER, ("organization_ids",)),
    Row("PUT /b2b/organizations/members/{member_id}", "organizations.members.update", Use.MEMBER, _ORGANIZATION),
    Row("DELETE /b2b/organizations/members/{member_id}", "organizations.members.delete", Use.MEMBER, _ORGANIZATION),
    Row(
        "PUT /b2b/organizations/members/{member_id}/reactivate",
        "organizations.members.reactivate",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "POST /b2b/organizations/members/{member_id}/unlink_retired_email",
        "organizations.members.unlink_retired_email",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "POST /b2b/organizations/members/{member_id}/start_email_update",
        "organizations.members.start_email_update",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "GET /b2b/organizations/members/{member_id}/connected_apps",
        "organizations.members.get_connected_apps",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "POST /b2b/organizations/members/{member_id}/connected_apps/{connected_app_id}/revoke",
        "organizations.members.connected_apps.revoke",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "DELETE /b2b/organizations/members/passwords/{member_password_id}",
        "organizations.members.delete_password",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "DELETE /b2b/organizations/members/mfa_phone_numbers/{member_id}",
        "organizations.members.delete_mfa_phone_number",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "DELETE /b2b/organizations/members/totp/{member_id}",
        "organizations.members.delete_totp",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    # SSO connections.
    Row("GET /b2b/sso/discovery/connections", "frontend.discover_connections"),
    Row("GET /b2b/sso", "sso.get_connections", Use.MEMBER, _ORGANIZATION),
    Row("DELETE /b2b/sso/{connection_id}", "sso.delete_connection", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/sso/saml", "sso.saml.create_connection", Use.MEMBER, _ORGANIZATION),
    Row("PUT /b2b/sso/saml/{connection_id}", "sso.saml.update_connection", Use.MEMBER, _ORGANIZATION),
    Row("PUT /b2b/sso/saml/{connection_id}/url", "sso.saml.update_by_url", Use.MEMBER, _ORGANIZATION),
    Row(
        "DELETE /b2b/sso/saml/{connection_id}/verification_certificates/{certificate_id}",
        "sso.saml.delete_verification_certificate",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row(
        "DELETE /b2b/sso/saml/{connection_id}/encryption_private_key/{private_key_id}",
        "sso.saml.delete_encryption_private_key",
        Use.MEMBER,
        _ORGANIZATION,
    ),
    Row("POST /b2b/sso/oidc", "sso.oidc.create_connection", Use.MEMBER, _ORGANIZATION),
    Row("PUT /b2b/sso/oidc/{connection_id}", "sso.oidc.update_connection", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/sso/external", "sso.external.create_connection", Use.MEMBER, _ORGANIZATION),
    Row("PUT /b2b/sso/external/{connection_id}", "sso.external.update_connection", Use.MEMBER, _ORGANIZATION),
    # The SCIM connection.
    Row("POST /b2b/scim", "scim.connection.create", Use.MEMBER, _ORGANIZATION),
    Row("GET /b2b/scim", "scim.connection.get", Use.MEMBER, _ORGANIZATION),
    Row("PUT /b2b/scim/{connection_id}", "scim.connection.update", Use.MEMBER, _ORGANIZATION),
    Row("DELETE /b2b/scim/{connection_id}", "scim.connection.delete", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/scim/groups", "scim.connection.get_groups", Use.MEMBER, _SCIM),
    Row("POST /b2b/scim/rotate/start", "scim.connection.rotate_start", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/scim/rotate/complete", "scim.connection.rotate_complete", Use.MEMBER, _ORGANIZATION),
    Row("POST /b2b/scim/rotate/cancel", "scim.connection.rotate_cancel", Use.MEMBER, _ORGANIZATION),
    # Consent to connected apps.
    Row("POST /idp/b2b/oauth/authorize/start", "idp.oauth.authorize_start", Use.REQUIRED),
    Row("POST /idp/b2b/oauth/authorize/submit", "idp.oauth.authorize", Use.REQUIRED),
    Row("POST /b2b/oauth/logout/start", "frontend.log_out"),
)
