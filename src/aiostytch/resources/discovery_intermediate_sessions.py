# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `discovery.intermediate_sessions`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.discovery_intermediate_sessions import ExchangeRequestLocale, ExchangeResponse

_EXCHANGE = Operation(
    "api_discovery_v1_discovery_intermediate_sessions_Exchange",
    "discovery.intermediate_sessions.exchange",
    "POST /v1/b2b/discovery/intermediate_sessions/exchange",
    ExchangeResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class IntermediateSessions(Resource):
    """Intermediate sessions, which come before an organization is chosen."""

    def exchange(
        self,
        *,
        intermediate_session_token: str,
        organization_id: str,
        locale: Maybe[
            ExchangeRequestLocale
            | Literal[
                "en",
                "es",
                "pt-br",
                "fr",
                "it",
                "de-DE",
                "zh-Hans",
                "ca-ES",
                "cs",
                "fa",
                "ja",
                "nl",
                "pl",
                "ru",
                "tr",
                "vi",
            ]
        ] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, ExchangeResponse]:
        """Exchange an intermediate session for a session in the chosen organization.

        This also accepts an invitation, or joins by just-in-time provisioning. If more factors are
        required, the response has the same `intermediate_session_token`. Retried only if the token was not
        used.

        Args:
            intermediate_session_token: The intermediate session token of a discovery login.
            organization_id: The organization to log in to.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `intermediate_session_not_found`, `organization_not_found`,
                `email_jit_provisioning_not_allowed`, `oauth_tenant_jit_provisioning_not_allowed`,
                `invalid_email_for_jit_provisioning`, `custom_claims_too_large`.
        """
        return self._call(_EXCHANGE, locals())
