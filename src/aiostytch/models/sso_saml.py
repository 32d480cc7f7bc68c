# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `sso_saml`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response

from .sso import SAMLConnection


@light_attrs.define(kw_only=True, eq=False, repr=False)
class CreateConnectionResponse(Response):
    """The new SAML connection."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SAMLConnection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteEncryptionPrivateKeyResponse(Response):
    """Which encryption key was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    private_key_id: str
    """ID of the deleted key."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeleteVerificationCertificateResponse(Response):
    """Which certificate was deleted."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    certificate_id: str
    """ID of the deleted certificate."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateByURLResponse(Response):
    """The SAML connection after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SAMLConnection | None = None
    """The connection after the call."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class UpdateConnectionResponse(Response):
    """The SAML connection after the change."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
    connection: SAMLConnection | None = None
    """The connection after the call."""
