"""The endpoints of OAuth that tokens come from, and that tell about them. No document of the API has them.

They take the credentials of the client that asks, and those of the project are not sent.
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
    """How it is used: `bearer`."""
    expires_in: int
    """The seconds that it lives, from now on."""


TOKEN = Operation(
    "m2m.token",
    "m2m.token",
    "POST /v1/public/{project_id}/oauth2/token",
    M2MToken,
    retry=RetryClass.IDEMPOTENT,  # a second token takes nothing from the first, and ends by itself
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
