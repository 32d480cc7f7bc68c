"""The providers, apps and devices outside the API, as tests play them."""

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
from ..endpoints import Doors, Endpoints, Given, object_of, one_value

endpoints = Endpoints("providers")

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_FLAG: Schema = {"type": "boolean"}
_OBJECT: Schema = {"type": "object"}
_TOKEN = one_value("token", "It works once, for five minutes.")


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


@endpoints("POST", "/logins", body=_LOGIN, gives=_LOGGED_IN)
def log_in(doors: Doors, given: Given) -> JSONObject:
    """Return a member who is logged in, without the way of a login; who and what is missing is created."""
    login = doors.gateway.transact(lambda: logins.log_in(doors.gateway.state, **given))
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


@endpoints("POST", "/providers/sso/logins", body=_SSO_LOGIN, gives=_TOKEN)
def log_in_by_sso(doors: Doors, given: Given) -> JSONObject:
    """Log in at the identity provider of an SSO connection; `sso.authenticate` takes the token."""
    return {"token": SingleSignOn(doors.gateway.state, doors.gateway.transact).login(**given)}


@endpoints("POST", "/providers/sso/certificates", gives=one_value("certificate", "In PEM."))
def make_certificate(doors: Doors, given: Given) -> JSONObject:
    """Return a certificate of an identity provider, for `x509_certificate` of a SAML connection."""
    return {"certificate": SingleSignOn(doors.gateway.state, doors.gateway.transact).certificate()}


_ACCOUNT: dict[str, Schema] = {
    "provider": {"type": "string", "enum": list(PROVIDERS)},
    **_texts("email", "name", "subject", "picture", "locale", "hosted_domain", "pkce_code_challenge"),
    "tenants": _TEXTS,
}
_OAUTH_LOGIN = object_of({"organization_id": _TEXT, **_ACCOUNT}, required=["organization_id", "provider", "email"])
_OAUTH_DISCOVERY = object_of(_ACCOUNT, required=["provider", "email"])


@endpoints("POST", "/providers/oauth/logins", body=_OAUTH_LOGIN, gives=_TOKEN)
def log_in_by_oauth(doors: Doors, given: Given) -> JSONObject:
    """Log in at an OAuth provider on the way to an organization; `oauth.authenticate` takes the token."""
    return {"token": OAuth(doors.gateway.state, doors.gateway.transact).login(**given)}


@endpoints("POST", "/providers/oauth/discoveries", body=_OAUTH_DISCOVERY, gives=_TOKEN)
def discover_by_oauth(doors: Doors, given: Given) -> JSONObject:
    """Log in at an OAuth provider to discover organizations; `oauth.discovery.authenticate` takes the token."""
    return {"token": OAuth(doors.gateway.state, doors.gateway.transact).discover(**given)}


_BEARER: dict[str, Schema] = {"bearer_token": {"type": "string", "description": "That of the SCIM connection."}}
_USER = object_of(
    {**_BEARER, **_texts("email", "name", "external_id"), "active": _FLAG, "attributes": _OBJECT},
    required=["bearer_token", "email"],
)
_GROUP = object_of({**_BEARER, "name": _TEXT, "emails": _TEXTS}, required=["bearer_token", "name"])


def _directory(doors: Doors, token: str) -> Directory:
    return Directory(doors.gateway.state, functools.partial(doors.gateway.transact, source=SCIM), token)


@endpoints("POST", "/providers/scim/users", body=_USER, gives=one_value("member_id", "The member."))
def push_user(doors: Doors, given: Given) -> JSONObject:
    """Create a member by SCIM, or change the one with this address; `active: false` deletes it."""
    known = {name: given[name] for name in ("email", "name", "external_id", "active") if name in given}
    directory = _directory(doors, given["bearer_token"])
    return {"member_id": directory.push_user(**known, **given.get("attributes", {}))}


@endpoints("POST", "/providers/scim/groups", body=_GROUP, gives=one_value("group_id", "The group."))
def push_group(doors: Doors, given: Given) -> JSONObject:
    """Create a group by SCIM, or replace the members of the one with this name."""
    directory = _directory(doors, given["bearer_token"])
    return {"group_id": directory.push_group(given["name"], given.get("emails", ()))}


@endpoints("POST", "/providers/scim/groups/remove", body=object_of({**_BEARER, "name": _TEXT}))
def remove_group(doors: Doors, given: Given) -> None:
    """Delete a group by SCIM, with the roles that it gave."""
    _directory(doors, given["bearer_token"]).remove_group(given["name"])


_APP = object_of(
    {
        "name": _TEXT,
        "redirect_urls": _TEXTS,
        "client_type": {"type": "string", "enum": list(TYPES)},
        "full_access_allowed": _FLAG,
    },
    required=["name", "redirect_urls"],
)


@endpoints("POST", "/providers/connected-apps", body=_APP, gives=one_value("client_id", "The app."))
def add_connected_app(doors: Doors, given: Given) -> JSONObject:
    """Register a connected app."""
    return {"client_id": ConnectedApps(doors.gateway.state, doors.gateway.transact).add(**given)}


_GRANT = object_of(
    {**_texts("client_id", "member_id", "issuer", "nonce"), "scopes": _TEXTS}, required=["client_id", "member_id"]
)
_TOKENS = object_of(
    {"expires_in": {"type": "integer"}, "scopes": _TEXTS, **_texts("access_token", "refresh_token", "id_token")}
)


@endpoints("POST", "/providers/connected-apps/tokens", body=_GRANT, gives=_TOKENS)
def authorize_connected_app(doors: Doors, given: Given) -> JSONObject:
    """Return the tokens of an app that a member lets in, without a browser."""
    more = {name: given[name] for name in ("scopes", "issuer", "nonce") if name in given}
    apps = ConnectedApps(doors.gateway.state, doors.gateway.transact)
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


@endpoints("POST", "/providers/fraud/fingerprints", body=_DEVICE, gives=one_value("telemetry_id", "For a day."))
def take_fingerprint(doors: Doors, given: Given) -> JSONObject:
    """Take the fingerprint of a device, as the script in a browser does; `fraud.fingerprint.lookup` finds it."""
    return {"telemetry_id": Fraud(doors.gateway.state, doors.gateway.transact).take_fingerprint(**given)}


@endpoints("PUT", "/providers/fraud/verdict-reasons", body=_REASON)
def set_verdict_reason(doors: Doors, given: Given) -> None:
    """Set what a verdict reason leads to by default; a new one is added."""
    Fraud(doors.gateway.state, doors.gateway.transact).set_verdict_reason(**given)


@endpoints("PUT", "/providers/fraud/email-risks", body=_RISK)
def set_email_risk(doors: Doors, given: Given) -> None:
    """Set what `fraud.email.risk` says of an address."""
    Fraud(doors.gateway.state, doors.gateway.transact).set_email_risk(**given)


_IMPERSONATION = object_of(_texts("member_id", "impersonator_email"), required=["member_id"])


@endpoints("POST", "/providers/impersonations", body=_IMPERSONATION, gives=_TOKEN)
def impersonate(doors: Doors, given: Given) -> JSONObject:
    """Act as a member, as the project's support does; `impersonation.authenticate` takes the token."""
    email = given.get("impersonator_email", impersonation.DEFAULT_EMAIL)
    state, transact = doors.gateway.state, doors.gateway.transact
    return {"token": transact(lambda: impersonation.issue_token(state, given["member_id"], email))}


_PROFILE = object_of(
    _texts("issuer", "audience", "public_key", "organization_claim"), required=["issuer", "audience", "public_key"]
)


@endpoints("POST", "/providers/trusted-issuers", body=_PROFILE, gives=one_value("profile_id", "For `sessions.attest`."))
def trust_tokens(doors: Doors, given: Given) -> JSONObject:
    """Trust the tokens of an issuer, signed with an RSA key in PEM; `sessions.attest` takes them."""
    state = doors.gateway.state
    profile = {"organization_claim": "", **given}
    return {"profile_id": doors.gateway.transact(lambda: trusted_systems.add_profile(state, **profile))}


@endpoints("POST", "/providers/trusted-sessions", body=object_of(_texts("token", "email")))
def trust_session(doors: Doors, given: Given) -> None:
    """Trust the token of a session in another system; `sessions.migrate` takes it."""
    doors.gateway.transact(lambda: trusted_systems.add_session(doors.gateway.state, given["token"], given["email"]))


@endpoints("POST", "/providers/totp-codes", body=object_of(_texts("secret")), gives=one_value("code", "Six digits."))
def read_totp_code(doors: Doors, given: Given) -> JSONObject:
    """Return what an authenticator app shows now, for a secret that `totps.create` returned."""
    return {"code": totp_codes.code_at(given["secret"], doors.gateway.state.now())}
