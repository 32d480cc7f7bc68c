# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `magic_links_email_discovery`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import OpenEnum, Response


class SendRequestLocale(OpenEnum):
    """Languages of the discovery e-mail. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SendResponse(Response):
    """Confirms that the link was sent."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    status_code: int
    """HTTP status code of the response."""
