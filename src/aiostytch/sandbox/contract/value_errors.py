"""The error types for values that the specification does not list, by argument.

The API has a separate error type for most of these arguments. The mapping follows the names of the types; for
`auth_methods` and `mfa_methods` it is a guess.
"""

from __future__ import annotations

from collections.abc import Mapping

ANY_OTHER = "invalid_argument"
"""The error type for all other arguments, and for everything else that violates the specification."""

_TYPES: Mapping[str, str] = {
    "algorithm": "invalid_pbkdf_2_algorithm",
    "allowed_auth_methods": "invalid_organization_allowed_auth_methods",
    "allowed_mfa_methods": "invalid_organization_allowed_mfa_methods",
    "allowed_oauth_tenants": "invalid_oauth_allowed_tenants_format",
    "auth_methods": "invalid_organization_auth_method_settings",
    "client_type": "invalid_connected_app_type",
    "default_mfa_method": "invalid_mfa_default_method",
    "email_invites": "invalid_organization_auth_factor_setting",
    "email_jit_provisioning": "invalid_organization_auth_factor_setting_for_email_jit_provisioning",
    "hash_type": "invalid_hash_type",
    "locale": "invalid_locale",
    "mfa_methods": "invalid_organization_mfa_factor_setting",
    "mfa_policy": "invalid_organization_mfa_policy",
    "oauth_tenant_jit_provisioning": "invalid_organization_auth_factor_setting_for_oauth_tenant_jit_provisioning",
    "sso_jit_provisioning": "invalid_organization_auth_factor_setting",
    "status": "m2m_client_invalid_status",
}
_IDENTITY_PROVIDERS: Mapping[str, str] = {"scim": "invalid_scim_idp", "sso": "invalid_sso_idp"}
"""The error types for `identity_provider`, by the part of the API."""


def error_type(call_path: str, argument: str) -> str:
    """Return the error type for an argument of a call whose value is not listed."""
    if argument == "identity_provider":
        return _IDENTITY_PROVIDERS[call_path.partition(".")[0]]
    return _TYPES.get(argument, ANY_OTHER)
