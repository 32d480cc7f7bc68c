"""Simulated identity providers, apps and devices."""

from __future__ import annotations

import functools

import attrs

from ...auth.oauth import PROVIDERS
from ...contract.json_values import JSONObject
from ...contract.schemas import Schema
from ...crypto import totp_codes
from ...entities.verdicts import ACTIONS
from ...providers import impersonation, logins, trusted_systems
from ...providers.connected_apps import TYPES, ConnectedApps
from ...providers.fraud import Fraud
from ...providers.oauth import OAuth
from ...providers.scim import Directory
from ...providers.sso import SingleSignOn
from ...webhooks.changes import SCIM
from ..endpoints import Context, Endpoints, Given, object_of, one_value

endpoints = Endpoints("providers")

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_FLAG: Schema = {"type": "boolean"}
_OBJECT: Schema = {"type": "object"}
_TOKEN = one_value("token", "A single-use token. It expires after five minutes.")


def _texts(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, _TEXT)


_LOGIN = object_of(
    {
        **_texts("email", "organization"),
        "roles": _TEXTS,
        "session_duration_minutes": {"type": "integer"},
        "session_custom_claims": _OBJECT,
    },
    required=["email"],
)
_LOGGED_IN = object_of(_texts("member_id", "organization_id", "session_token", "session_jwt"))


@endpoints("POST", "/logins", body=_LOGIN, result=_LOGGED_IN)
def log_in(context: Context, given: Given) -> JSONObject:
    """Return a logged-in member without the steps of a login. Member and organization are created if necessary."""
    login = context.gateway.transact(lambda: logins.log_in(context.gateway.state, **given))
    names: tuple[str, ...] = ("member_id", "organization_id", "session_token", "session_jwt")
    return {name: getattr(login, name) for name in names}


_SSO_LOGIN = object_of(
    {
        **_texts("connection_id", "email", "name", "external_id", "pkce_code_challenge"),
        "groups": _TEXTS,
        "attributes": _OBJECT,
    },
    required=["connection_id", "email"],
)


@endpoints("POST", "/providers/sso/logins", body=_SSO_LOGIN, result=_TOKEN)
def log_in_by_sso(context: Context, given: Given) -> JSONObject:
    """Log in at the identity provider of an SSO connection. Pass the token to `sso.authenticate`."""
    return {"token": SingleSignOn(context.gateway.state, context.gateway.transact).login(**given)}


@endpoints("POST", "/providers/sso/certificates", result=one_value("certificate", "In PEM."))
def make_certificate(context: Context, given: Given) -> JSONObject:
    """Return a certificate of an identity provider, for the `x509_certificate` of a SAML connection."""
    return {"certificate": SingleSignOn(context.gateway.state, context.gateway.transact).certificate()}


_ACCOUNT: dict[str, Schema] = {
    "provider": {"type": "string", "enum": list(PROVIDERS)},
    **_texts("email", "name", "subject", "picture", "locale", "hosted_domain", "pkce_code_challenge"),
    "tenants": _TEXTS,
}
_OAUTH_LOGIN = object_of({"organization_id": _TEXT, **_ACCOUNT}, required=["organization_id", "provider", "email"])
_OAUTH_DISCOVERY = object_of(_ACCOUNT, required=["provider", "email"])


@endpoints("POST", "/providers/oauth/logins", body=_OAUTH_LOGIN, result=_TOKEN)
def log_in_by_oauth(context: Context, given: Given) -> JSONObject:
    """Log in to an organization at an OAuth provider. Pass the token to `oauth.authenticate`."""
    return {"token": OAuth(context.gateway.state, context.gateway.transact).login(**given)}


@endpoints("POST", "/providers/oauth/discoveries", body=_OAUTH_DISCOVERY, result=_TOKEN)
def discover_by_oauth(context: Context, given: Given) -> JSONObject:
    """Log in at an OAuth provider to discover organizations. Pass the token to `oauth.discovery.authenticate`."""
    return {"token": OAuth(context.gateway.state, context.gateway.transact).discover(**given)}


_BEARER: dict[str, Schema] = {
    "bearer_token": {"type": "string", "description": "The bearer token of the SCIM connection."}
}
_USER = object_of(
    {**_BEARER, **_texts("email", "name", "external_id"), "active": _FLAG, "attributes": _OBJECT},
    required=["bearer_token", "email"],
)
_GROUP = object_of({**_BEARER, "name": _TEXT, "emails": _TEXTS}, required=["bearer_token", "name"])


def _directory(context: Context, token: str) -> Directory:
    return Directory(context.gateway.state, functools.partial(context.gateway.transact, source=SCIM), token)


@endpoints("POST", "/providers/scim/users", body=_USER, result=one_value("member_id", "The member."))
def push_user(context: Context, given: Given) -> JSONObject:
    """Create a member by SCIM, or change the member with this address. `active: false` deletes the member."""
    known = {name: given[name] for name in ("email", "name", "external_id", "active") if name in given}
    directory = _directory(context, given["bearer_token"])
    return {"member_id": directory.push_user(**known, **given.get("attributes", {}))}


@endpoints("POST", "/providers/scim/groups", body=_GROUP, result=one_value("group_id", "The group."))
def push_group(context: Context, given: Given) -> JSONObject:
    """Create a group by SCIM, or replace the members of the group with this name."""
    directory = _directory(context, given["bearer_token"])
    return {"group_id": directory.push_group(given["name"], given.get("emails", ()))}


@endpoints("POST", "/providers/scim/groups/remove", body=object_of({**_BEARER, "name": _TEXT}))
def remove_group(context: Context, given: Given) -> None:
    """Delete a group by SCIM. Its members lose the roles of the group."""
    _directory(context, given["bearer_token"]).remove_group(given["name"])


_APP = object_of(
    {
        "name": _TEXT,
        "redirect_urls": _TEXTS,
        "client_type": {"type": "string", "enum": list(TYPES)},
        "full_access_allowed": _FLAG,
    },
    required=["name", "redirect_urls"],
)


@endpoints("POST", "/providers/connected-apps", body=_APP, result=one_value("client_id", "The app."))
def add_connected_app(context: Context, given: Given) -> JSONObject:
    """Register a Connected App."""
    return {"client_id": ConnectedApps(context.gateway.state, context.gateway.transact).add(**given)}


_GRANT = object_of(
    {**_texts("client_id", "member_id", "issuer", "nonce"), "scopes": _TEXTS}, required=["client_id", "member_id"]
)
_TOKENS = object_of(
    {"expires_in": {"type": "integer"}, "scopes": _TEXTS, **_texts("access_token", "refresh_token", "id_token")}
)


@endpoints("POST", "/providers/connected-apps/tokens", body=_GRANT, result=_TOKENS)
def authorize_connected_app(context: Context, given: Given) -> JSONObject:
    """Return the tokens that an app gets after a member's consent, without a browser."""
    more = {name: given[name] for name in ("scopes", "issuer", "nonce") if name in given}
    apps = ConnectedApps(context.gateway.state, context.gateway.transact)
    return attrs.asdict(apps.authorize(given["client_id"], member=given["member_id"], **more))


_DEVICE = object_of(
    {
        "reasons": _TEXTS,
        **_texts("ip_address", "country", "asn", "user_agent", "detected_device_type"),
        **_texts("visitor_id", "browser_id", "visitor_fingerprint", "browser_fingerprint"),
        **_texts("hardware_fingerprint", "network_fingerprint"),
        **dict.fromkeys(("is_authentic_device", "is_proxy", "is_vpn"), _FLAG),
        "raw_signals": _OBJECT,
    },
    required=[],
)
_ACTION: Schema = {"type": "string", "enum": list(ACTIONS)}
_REASON = object_of({"reason": _TEXT, "action": _ACTION})
_RISK = object_of(
    {
        "email": _TEXT,
        "action": _ACTION,
        "risk_score": {"type": "integer", "minimum": 0, "maximum": 100},
        **dict.fromkeys(("has_known_bounces", "has_mx_or_a_record", "is_disposable_domain"), _FLAG),
    },
    required=["email", "action"],
)


@endpoints("POST", "/providers/fraud/fingerprints", body=_DEVICE, result=one_value("telemetry_id", "Valid for a day."))
def take_fingerprint(context: Context, given: Given) -> JSONObject:
    """Record the fingerprint of a device, for `fraud.fingerprint.lookup`."""
    return {"telemetry_id": Fraud(context.gateway.state, context.gateway.transact).take_fingerprint(**given)}


@endpoints("PUT", "/providers/fraud/verdict-reasons", body=_REASON)
def set_verdict_reason(context: Context, given: Given) -> None:
    """Set the default action of a verdict reason. A new reason is added."""
    Fraud(context.gateway.state, context.gateway.transact).set_verdict_reason(**given)


@endpoints("PUT", "/providers/fraud/email-risks", body=_RISK)
def set_email_risk(context: Context, given: Given) -> None:
    """Set the result of `fraud.email.risk` for an address."""
    Fraud(context.gateway.state, context.gateway.transact).set_email_risk(**given)


_IMPERSONATION = object_of(_texts("member_id", "impersonator_email"), required=["member_id"])


@endpoints("POST", "/providers/impersonations", body=_IMPERSONATION, result=_TOKEN)
def impersonate(context: Context, given: Given) -> JSONObject:
    """Impersonate a member, as the project's support does. Pass the token to `impersonation.authenticate`."""
    email = given.get("impersonator_email", impersonation.DEFAULT_EMAIL)
    state, transact = context.gateway.state, context.gateway.transact
    return {"token": transact(lambda: impersonation.issue_token(state, given["member_id"], email))}


_PROFILE = object_of(
    _texts("issuer", "audience", "public_key", "organization_claim"), required=["issuer", "audience", "public_key"]
)


@endpoints(
    "POST", "/providers/trusted-issuers", body=_PROFILE, result=one_value("profile_id", "For `sessions.attest`.")
)
def trust_tokens(context: Context, given: Given) -> JSONObject:
    """Trust the tokens of an issuer, for `sessions.attest`. The public key is an RSA key in PEM."""
    state = context.gateway.state
    profile = {"organization_claim": "", **given}
    return {"profile_id": context.gateway.transact(lambda: trusted_systems.add_profile(state, **profile))}


@endpoints("POST", "/providers/trusted-sessions", body=object_of(_texts("token", "email")))
def trust_session(context: Context, given: Given) -> None:
    """Trust a session of another system, for `sessions.migrate`."""
    context.gateway.transact(lambda: trusted_systems.add_session(context.gateway.state, given["token"], given["email"]))


@endpoints("POST", "/providers/totp-codes", body=object_of(_texts("secret")), result=one_value("code", "Six digits."))
def read_totp_code(context: Context, given: Given) -> JSONObject:
    """Return the code that an authenticator app shows now, for a secret of `totps.create`."""
    return {"code": totp_codes.code_at(given["secret"], context.gateway.state.now())}
