# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `m2m.clients.secrets`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource, RetryClass

from ..models.m2m_clients_secrets import RotateCancelResponse, RotateResponse, RotateStartResponse

_ROTATE = Operation(
    "api_m2m_v1_m2m_clients_secrets_Rotate",
    "m2m.clients.secrets.rotate",
    "POST /v1/m2m/clients/{client_id}/secrets/rotate",
    RotateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_ROTATE_CANCEL = Operation(
    "api_m2m_v1_m2m_clients_secrets_RotateCancel",
    "m2m.clients.secrets.rotate_cancel",
    "POST /v1/m2m/clients/{client_id}/secrets/rotate/cancel",
    RotateCancelResponse,
    retry=RetryClass.IDEMPOTENT,
)
_ROTATE_START = Operation(
    "api_m2m_v1_m2m_clients_secrets_RotateStart",
    "m2m.clients.secrets.rotate_start",
    "POST /v1/m2m/clients/{client_id}/secrets/rotate/start",
    RotateStartResponse,
)


class Secrets(Resource):
    """The secrets of M2M clients, and their rotation."""

    def rotate(self, client_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, RotateResponse]:
        """Complete the rotation of a client's secret.

        The next secret becomes the only one; the old one stops working immediately. Retried only if the
        token was not used.

        Args:
            client_id: ID of the client.

        Raises:
            APIError: `m2m_client_not_found`, `m2m_client_not_rotating_secret`.
        """
        return self._call(_ROTATE, locals())

    def rotate_cancel(
        self, client_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, RotateCancelResponse]:
        """Cancel the rotation of a client's secret.

        The next secret stops working; the old one stays. Safe to retry.

        Args:
            client_id: ID of the client.

        Raises:
            APIError: `m2m_client_not_found`, `m2m_client_not_rotating_secret`.
        """
        return self._call(_ROTATE_CANCEL, locals())

    def rotate_start(
        self, client_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, RotateStartResponse]:
        """Start replacing the secret of an M2M client.

        Only this result contains the next secret. Both secrets are valid until the end of the rotation.
        Retried only if nothing was created.

        Args:
            client_id: ID of the client.

        Raises:
            APIError: `m2m_client_not_found`, `m2m_client_already_rotating_secret`.
        """
        return self._call(_ROTATE_START, locals())
