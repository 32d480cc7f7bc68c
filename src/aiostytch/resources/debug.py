# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `debug`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource

from ..models.debug import WhoamiResponse

_WHOAMI = Operation("api_debug_v1_Whoami", "debug.whoami", "GET /v1/debug/whoami", WhoamiResponse)


class Debug(Resource):
    """The credentials of the project."""

    def whoami(self, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, WhoamiResponse]:
        """Return the project that the credentials belong to.

        This checks that project ID and secret match, and changes nothing. Safe to retry.
        """
        return self._call(_WHOAMI, locals())
