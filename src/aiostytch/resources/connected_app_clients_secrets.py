# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `connected_app.clients.secrets`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource, RetryClass

from ..models.connected_apps_clients_secrets import RotateCancelResponse, RotateResponse, RotateStartResponse

_ROTATE = Operation(
    "api_connectedapps_v1_connected_apps_clients_secrets_Rotate",
    "connected_app.clients.secrets.rotate",
    "POST /v1/connected_apps/clients/{client_id}/secrets/rotate",
    RotateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)
_ROTATE_CANCEL = Operation(
    "api_connectedapps_v1_connected_apps_clients_secrets_RotateCancel",
    "connected_app.clients.secrets.rotate_cancel",
    "POST /v1/connected_apps/clients/{client_id}/secrets/rotate/cancel",
    RotateCancelResponse,
    retry=RetryClass.IDEMPOTENT,
)
_ROTATE_START = Operation(
    "api_connectedapps_v1_connected_apps_clients_secrets_RotateStart",
    "connected_app.clients.secrets.rotate_start",
    "POST /v1/connected_apps/clients/{client_id}/secrets/rotate/start",
    RotateStartResponse,
)


class Secrets(Resource):
    """The secrets of connected apps, and their rotation."""

    def rotate(self, client_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, RotateResponse]:
        """Complete the rotation of an app's secret.

        The next secret becomes the only one; the old one stops working immediately. Retried only if the
        token was not used.

        Args:
            client_id: OAuth client ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`, `connected_app_not_rotating_secret`.
        """
        return self._call(_ROTATE, locals())

    def rotate_cancel(
        self, client_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, RotateCancelResponse]:
        """Cancel the rotation of an app's secret.

        The next secret stops working; the old one stays. Safe to retry.

        Args:
            client_id: OAuth client ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`, `connected_app_not_rotating_secret`.
        """
        return self._call(_ROTATE_CANCEL, locals())

    def rotate_start(
        self, client_id: str, *, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, RotateStartResponse]:
        """Start replacing the secret of a connected app.

        Only this result contains the next secret. Both secrets are valid until the end of the rotation.
        Retried only if nothing was created.

        Args:
            client_id: OAuth client ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`, `connected_app_already_rotating_secret`,
                `public_connected_apps_do_not_have_secrets`.
        """
        return self._call(_ROTATE_START, locals())
