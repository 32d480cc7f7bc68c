# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `impersonation`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource, RetryClass

from ..models.impersonation import AuthenticateResponse

_AUTHENTICATE = Operation(
    "api_b2b_impersonation_v1_Authenticate",
    "impersonation.authenticate",
    "POST /v1/b2b/impersonation/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class Impersonation(Resource):
    """Sessions in which staff act as a member."""

    def authenticate(
        self, *, impersonation_token: str, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume an impersonation token and start a session as that member.

        The session lasts 60 minutes and cannot be extended. Retried only if the token was not used.

        Args:
            impersonation_token: The impersonation token of the dashboard; works once, for 5 minutes by default.

        Raises:
            APIError: `unable_to_auth_impersonation_token`, `member_impersonation_not_allowed`.
        """
        return self._call(_AUTHENTICATE, locals())
