"""The operations that only the frontend API has, in the same form as the operations of the specification.

Stytch does not publish a specification of them. Their arguments and fields come from the packages of the frontend SDKs.
Their routes are in the table of routes.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..contract.document import Operation, Parameter
from ..contract.schemas import Schema

_TEXT: Schema = {"type": "string"}
_ANYTHING: Schema = {}


def _operation(
    call_path: str, fields: str, *, path: str = "", query: str = "", body: str | None = None, optional: str = ""
) -> Operation:
    """Return an operation. Spaces separate the names of arguments and of the response's fields."""
    places = [*((name, "path") for name in path.split()), *((name, "query") for name in query.split())]
    return Operation(
        call_path=call_path,
        method="",
        path="",
        parameters=tuple(Parameter(name, place, required=True, schema=_TEXT) for name, place in places),
        raw_body=None if body is None else {**_object(f"{body} {optional}", _TEXT), "required": body.split()},
        raw_response=_object(fields, _ANYTHING),
        schemas={},
    )


def _object(names: str, kind: Schema) -> Schema:
    return {"type": "object", "properties": dict.fromkeys(names.split(), kind)}


_BOOTSTRAP = """
project_name disable_sdk_watermark cname_domain email_domains captcha_settings pkce_required_for_email_magic_links
pkce_required_for_password_resets pkce_required_for_oauth pkce_required_for_sso slug_pattern
create_organization_enabled password_config dfp_protected_auth_enabled dfp_protected_auth_mode rbac_policy
siwe_required_for_crypto_wallets vertical
"""

OWN_OPERATIONS: Mapping[str, Operation] = {
    operation.call_path: operation
    for operation in (
        _operation("frontend.bootstrap", _BOOTSTRAP, path="public_token"),
        _operation("frontend.events", ""),
        _operation("frontend.organization_by_slug", "organization", body="organization_slug"),
        _operation("frontend.find_member", "member", body="email_address organization_id"),
        _operation("frontend.discover_connections", "connections", query="email_address"),
        _operation("frontend.admin_portal_config", "sso_config organization_config scim_config"),
        _operation("frontend.one_tap_start", "google_client_id"),
        _operation(
            "frontend.log_out",
            "redirect_uri consent_required",
            body="client_id post_logout_redirect_uri",
            optional="state id_token_hint",
        ),
    )
}
"""The operations by call path. The specification does not have these call paths."""
