# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `fraud.fingerprint`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.fraud import Metadata
from ..models.fraud_fingerprint import LookupResponse

_LOOKUP = Operation(
    "api_fraud_v1_fraud_fingerprint_Lookup",
    "fraud.fingerprint.lookup",
    "POST /v1/fingerprint/lookup",
    LookupResponse,
    retry=RetryClass.IDEMPOTENT,
    server="https://telemetry.stytch.com",
)


class Fingerprint(Resource):
    """The fingerprints of devices."""

    def lookup(
        self,
        *,
        telemetry_id: str,
        external_metadata: Maybe[Metadata | JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, LookupResponse]:
        """Look up the fingerprint of a device, and what to do about it.

        The browser creates the fingerprint, and returns its telemetry ID. Safe to retry.

        Args:
            telemetry_id: ID of the fingerprint, from the browser.
            external_metadata: Your own IDs to store with the fingerprint.

        Raises:
            APIError: `telemetry_id_not_found`.
        """
        return self._call(_LOOKUP, locals())
