"""Conversion of an app's access to the claims of its token, and back, for interfaces that accept only JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from .access_token import VerifiedAccess
from .claims import ORGANIZATION
from .conversion import claims_decoder, result_of
from .kinds import ACCESS
from .verify import read


def claims_of(access: VerifiedAccess[Any]) -> dict[str, Any]:
    """Return the claims of a verified token, with its custom claims."""
    organization = {"organization_id": access.organization_id, "slug": access.organization_slug}
    standard = {
        "iss": access.issuer,
        "sub": access.member_id,
        "aud": list(access.audience),
        "client_id": access.client_id,
        "scope": " ".join(access.scopes),
        "jti": access.token_id or None,
        "iat": int(access.issued_at.timestamp()),
        "nbf": int(access.issued_at.timestamp()),
        "exp": int(access.expires_at.timestamp()),
        ORGANIZATION: organization if access.organization_id else None,
    }
    custom: dict[str, Any] = msgspec.to_builtins(access.custom_claims)
    return {**custom, **{name: value for name, value in standard.items() if value is not None}}


def access_of(claims: Mapping[str, Any]) -> VerifiedAccess[dict[str, Any]]:
    """Return the access with trusted claims.

    Raises:
        TokenVerificationError: they are not claims of an access token.
    """
    content = read("JWT", msgspec.json.encode(claims), (ACCESS,), list)  # no access token has authentication factors
    access: VerifiedAccess[dict[str, Any]] = result_of(content, claims_decoder(dict[str, Any]))
    return access
