"""The script of each route in a page, for the SDK's client `c` and the arguments `a` of the operation."""

from __future__ import annotations

from collections.abc import Mapping

_FOR = "{...a, session_duration_minutes: 60}"

LOGINS: Mapping[str, str] = {
    "POST /b2b/magic_links/email/login_or_signup": "c.magicLinks.email.loginOrSignup(a)",
    "POST /b2b/magic_links/email/discovery/send": "c.magicLinks.email.discovery.send(a)",
    "POST /b2b/magic_links/authenticate": f"c.magicLinks.authenticate({_FOR})",
    "POST /b2b/magic_links/discovery/authenticate": "c.magicLinks.discovery.authenticate(a)",
    "POST /b2b/discovery/organizations": "c.discovery.organizations.list()",
    "POST /b2b/discovery/organizations/create": f"c.discovery.organizations.create({_FOR})",
    "POST /b2b/discovery/intermediate_sessions/exchange": f"c.discovery.intermediateSessions.exchange({_FOR})",
    "POST /b2b/otps/email/login_or_signup": "c.otps.email.loginOrSignup(a)",
    "POST /b2b/otps/email/authenticate": f"c.otps.email.authenticate({_FOR})",
    "POST /b2b/otps/email/discovery/send": "c.otps.email.discovery.send(a)",
    "POST /b2b/otps/email/discovery/authenticate": "c.otps.email.discovery.authenticate(a)",
    "POST /b2b/passwords/authenticate": f"c.passwords.authenticate({_FOR})",
    "POST /b2b/passwords/strength_check": "c.passwords.strengthCheck(a)",
    "POST /b2b/passwords/email/reset/start": "c.passwords.resetByEmailStart(a)",
    "POST /b2b/passwords/email/reset": f"c.passwords.resetByEmail({_FOR})",
    "POST /b2b/passwords/existing_password/reset": f"c.passwords.resetByExistingPassword({_FOR})",
    "POST /b2b/passwords/discovery/authenticate": "c.passwords.discovery.authenticate(a)",
    "POST /b2b/passwords/discovery/reset/start": "c.passwords.discovery.resetByEmailStart(a)",
    "POST /b2b/passwords/discovery/reset": "c.passwords.discovery.resetByEmail(a)",
    "POST /b2b/sso/authenticate": f"c.sso.authenticate({_FOR})",
    "POST /b2b/oauth/authenticate": f"c.oauth.authenticate({_FOR})",
    "POST /b2b/oauth/discovery/authenticate": "c.oauth.discovery.authenticate(a)",
    "POST /b2b/impersonation/authenticate": "c.impersonation.authenticate(a)",
    "POST /b2b/sessions/exchange_access_token": f"c.session.exchangeAccessToken({_FOR})",
    "POST /b2b/sessions/attest": f"c.session.attest({_FOR})",
}
"""Calls without a session."""

MEMBERS: Mapping[str, str] = {
    "POST /b2b/otps/sms/send": "c.otps.sms.send({...a, enable_autofill: true, autofill_session_duration_minutes: 60})",
    "POST /b2b/otps/sms/authenticate": f"c.otps.sms.authenticate({_FOR})",
    "POST /b2b/totp": "c.totp.create(a)",
    "POST /b2b/totp/authenticate": f"c.totp.authenticate({_FOR})",
    "GET /b2b/recovery_codes": "c.recoveryCodes.get()",
    "POST /b2b/recovery_codes/rotate": "c.recoveryCodes.rotate()",
    "POST /b2b/recovery_codes/recover": f"c.recoveryCodes.recover({_FOR})",
    "POST /b2b/passwords/session/reset": "c.passwords.resetBySession(a)",
    "POST /b2b/sessions/authenticate": "c.session.authenticate({session_duration_minutes: 60})",
    "POST /b2b/sessions/exchange": f"c.session.exchange({_FOR})",
    "POST /b2b/sessions/revoke": "c.session.revoke()",
    "POST /b2b/sessions/revoke/{member_id}": "c.session.revokeForMember({member_id: m})",
    "POST /b2b/magic_links/email/invite": "c.magicLinks.email.invite(a)",
    "GET /b2b/organizations/me": "c.organization.get()",
    "PUT /b2b/organizations/me": "c.organization.update({organization_name: 'New'})",
    "DELETE /b2b/organizations/me": "c.organization.delete()",
    "GET /b2b/organizations/connected_apps": "c.organization.getConnectedApps()",
    "GET /b2b/organizations/connected_apps/{connected_app_id}": "c.organization.getConnectedApp(a)",
    "GET /b2b/organizations/members/me": "c.self.get()",
    "PUT /b2b/organizations/members/update": "c.self.update({name: 'Ada'})",
    "DELETE /b2b/organizations/members/deletePhoneNumber": "c.self.deleteMFAPhoneNumber()",
    "DELETE /b2b/organizations/members/deleteTOTP": "c.self.deleteMFATOTP()",
    "POST /b2b/organizations/members/unlink_retired_email": "c.self.unlinkRetiredEmail(a)",
    "POST /b2b/organizations/members/start_email_update": "c.self.startEmailUpdate(a)",
    "GET /b2b/organizations/members/connected_apps": "c.self.getConnectedApps()",
    "POST /b2b/organizations/members/connected_apps/{connected_app_id}/revoke": "c.self.revokeConnectedApp(a)",
    "POST /b2b/organizations/members": "c.organization.members.create(a)",
    "POST /b2b/organizations/me/members/search": "c.organization.members.search({limit: 10})",
    "PUT /b2b/organizations/members/{member_id}": "c.organization.members.update({member_id: m, name: 'Ada'})",
    "DELETE /b2b/organizations/members/{member_id}": "c.organization.members.delete(m)",
    "PUT /b2b/organizations/members/{member_id}/reactivate": "c.organization.members.reactivate(m)",
    "POST /b2b/organizations/members/{member_id}/unlink_retired_email": (
        "c.organization.members.unlinkRetiredEmail({...a, member_id: m})"
    ),
    "POST /b2b/organizations/members/{member_id}/start_email_update": (
        "c.organization.members.startEmailUpdate({...a, member_id: m})"
    ),
    "POST /b2b/organizations/members/{member_id}/connected_apps/{connected_app_id}/revoke": (
        "c.organization.members.revokeConnectedApp({...a, member_id: m})"
    ),
    "DELETE /b2b/organizations/members/passwords/{member_password_id}": (
        "c.organization.members.deletePassword(a.member_password_id)"
    ),
    "DELETE /b2b/organizations/members/mfa_phone_numbers/{member_id}": "c.organization.members.deleteMFAPhoneNumber(m)",
    "DELETE /b2b/organizations/members/totp/{member_id}": "c.organization.members.deleteMFATOTP(m)",
    "GET /b2b/sso": "c.sso.getConnections()",
    "DELETE /b2b/sso/{connection_id}": "c.sso.deleteConnection(a.connection_id)",
    "POST /b2b/sso/saml": "c.sso.saml.createConnection({display_name: 'Okta'})",
    "PUT /b2b/sso/saml/{connection_id}": "c.sso.saml.updateConnection({...a, display_name: 'Okta'})",
    "PUT /b2b/sso/saml/{connection_id}/url": "c.sso.saml.updateConnectionByURL(a)",
    "DELETE /b2b/sso/saml/{connection_id}/verification_certificates/{certificate_id}": (
        "c.sso.saml.deleteVerificationCertificate(a)"
    ),
    "DELETE /b2b/sso/saml/{connection_id}/encryption_private_key/{private_key_id}": (
        "c.sso.saml.deleteEncryptionPrivateKey(a)"
    ),
    "POST /b2b/sso/oidc": "c.sso.oidc.createConnection({display_name: 'Google'})",
    "PUT /b2b/sso/oidc/{connection_id}": "c.sso.oidc.updateConnection({...a, display_name: 'Google'})",
    "POST /b2b/sso/external": "c.sso.external.createConnection(a)",
    "PUT /b2b/sso/external/{connection_id}": "c.sso.external.updateConnection({...a, display_name: 'Lent'})",
    "POST /b2b/scim": "c.scim.createConnection({display_name: 'Okta'})",
    "GET /b2b/scim": "c.scim.getConnection()",
    "PUT /b2b/scim/{connection_id}": "c.scim.updateConnection({...a, display_name: 'Okta'})",
    "DELETE /b2b/scim/{connection_id}": "c.scim.deleteConnection(a.connection_id)",
    "POST /b2b/scim/groups": "c.scim.getConnectionGroups({limit: 10})",
    "POST /b2b/scim/rotate/start": "c.scim.rotateStart(a.connection_id)",
    "POST /b2b/scim/rotate/complete": "c.scim.rotateComplete(a.connection_id)",
    "POST /b2b/scim/rotate/cancel": "c.scim.rotateCancel(a.connection_id)",
    "POST /idp/b2b/oauth/authorize/start": "c.idp.oauthAuthorizeStart(a)",
    "POST /idp/b2b/oauth/authorize/submit": "c.idp.oauthAuthorizeSubmit(a)",
}
"""Calls of an administrator; `m` is the id of the member to change."""

WITH_A_BUG: Mapping[str, str] = {
    "GET /b2b/organizations/members/{member_id}/connected_apps": (
        "c.organization.members.getConnectedApps({member_id: m})"
    ),
}
"""Calls that the SDK sends to a path without the slash after `/sdk/v1`."""

OWN: Mapping[str, str] = {
    "POST /b2b/organizations/search": "c.organization.getBySlug({organization_slug: 'acme'})",
    "GET /b2b/sso/discovery/connections": "c.sso.discoverConnections('ada@acme.example')",
    "GET /b2b/oauth/google/onetap/start": "c.oauth.googleOneTap.discovery.start().catch(error => error.message)",
}
"""Calls for browsers only, without a session."""

BY_ITSELF = frozenset({"GET /projects/bootstrap/{public_token}", "POST /events"})
"""Calls that the SDK makes when a page opens."""
BY_COMPONENTS = frozenset({"POST /b2b/organizations/members/search", "GET /b2b/admin_portal_config"})
"""Calls that only the vendor's components make: see test_components.py."""
BY_APPS = "POST /b2b/oauth/logout/start"
