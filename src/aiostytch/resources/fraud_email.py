# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `fraud.email`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource, RetryClass

from ..models.fraud_email import RiskResponse

_RISK = Operation(
    "api_fraud_v1_fraud_email_Risk",
    "fraud.email.risk",
    "POST /v1/email/risk",
    RiskResponse,
    retry=RetryClass.READ,
    server="https://telemetry.stytch.com",
)


class Email(Resource):
    """The risk of e-mail addresses."""

    def risk(self, *, email_address: str, options: RequestOptions | None = None) -> Coroutine[Any, Any, RiskResponse]:
        """Assess the risk of an e-mail address.

        A beta feature, which must be enabled for the project. Safe to retry.

        Args:
            email_address: The address to assess.

        Raises:
            APIError: `invalid_email`.
        """
        return self._call(_RISK, locals())
