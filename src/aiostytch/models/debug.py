# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `debug`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Response


@light_attrs.define(kw_only=True, eq=False, repr=False)
class WhoamiResponse(Response):
    """The project that the credentials belong to."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    project_id: str
    """ID of the project."""
    name: str
    """Name of the project."""
    status_code: int
    """HTTP status code of the response."""
