# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `recovery_codes`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.recovery_codes import GetResponse, RecoverResponse, RotateResponse

_GET = Operation(
    "api_b2b_recovery_codes_v1_Get",
    "recovery_codes.get",
    "GET /v1/b2b/recovery_codes/{organization_id}/{member_id}",
    GetResponse,
)
_RECOVER = Operation(
    "api_b2b_recovery_codes_v1_Recover",
    "recovery_codes.recover",
    "POST /v1/b2b/recovery_codes/recover",
    RecoverResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_ROTATE = Operation(
    "api_b2b_recovery_codes_v1_Rotate", "recovery_codes.rotate", "POST /v1/b2b/recovery_codes/rotate", RotateResponse
)


class RecoveryCodes(Resource):
    """Backup codes that replace an MFA step."""

    def get(
        self, organization_id: str, member_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, GetResponse]:
        """Fetch the unused recovery codes of a member.

        They are secrets; show them only to the member. Safe to retry.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `recovery_codes_not_found`, `member_not_found`.
        """
        return self._call(_GET, locals())

    def recover(
        self,
        *,
        organization_id: str,
        member_id: str,
        recovery_code: str,
        intermediate_session_token: Maybe[str] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, RecoverResponse]:
        """Consume a recovery code instead of an MFA step, and start a session.

        Pass exactly one of `intermediate_session_token`, `session_token` and `session_jwt`. A code is valid
        once. Retried only if the token was not used.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.
            recovery_code: One of the member's recovery codes; works once.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `unable_to_authenticate_recovery_code`, `invalid_recovery_code`,
                `totp_code_used_as_recovery_code`, `recovery_codes_not_found`,
                `intermediate_session_not_found`.
        """
        return self._call(_RECOVER, locals())

    def rotate(
        self, *, organization_id: str, member_id: str, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, RotateResponse]:
        """Replace all recovery codes of a member with new ones.

        The old codes stop working immediately, so show the new ones to the member. Retried only if nothing was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            member_id: ID of the member; calls also accept an external ID.

        Raises:
            APIError: `recovery_codes_not_found`, `member_not_found`.
        """
        return self._call(_ROTATE, locals())
