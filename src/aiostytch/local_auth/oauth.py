"""The OAuth endpoints for tokens and introspection, which are not in the specification.

They accept the credentials of the M2M client or app; the SDK does not send the project's.
"""

from __future__ import annotations

import attrs

from ..model import Response
from ..operation import Body, Operation, RetryClass


@attrs.define(kw_only=True, eq=False, repr=False)
class M2MToken(Response):
    """A token for an M2M client (RFC 6749, section 4.4.3)."""

    access_token: str = attrs.field(repr=False)
    """The token: a JWT."""
    token_type: str
    """The type of the token: `bearer`."""
    expires_in: int
    """The seconds until it expires."""


TOKEN = Operation(
    "m2m.token",
    "m2m.token",
    "POST /v1/public/{project_id}/oauth2/token",
    M2MToken,
    retry=RetryClass.IDEMPOTENT,  # a second token does not affect the first, and expires by itself
    body=Body.FORM,
    credentials=False,
)
INTROSPECT = Operation(
    "idp.introspect_token_network",
    "idp.introspect_token_network",
    "POST /v1/public/{project_id}/oauth2/introspect",
    Response,
    retry=RetryClass.READ,
    body=Body.FORM,
    credentials=False,
)
