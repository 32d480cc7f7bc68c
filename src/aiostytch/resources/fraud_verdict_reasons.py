# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `fraud.verdict_reasons`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.fraud_verdict_reasons import ListResponse, OverrideRequestAction, OverrideResponse

_LIST = Operation(
    "api_fraud_v1_fraud_verdict_reasons_List",
    "fraud.verdict_reasons.list",
    "POST /v1/verdict_reasons/list",
    ListResponse,
    retry=RetryClass.READ,
    server="https://telemetry.stytch.com",
)
_OVERRIDE = Operation(
    "api_fraud_v1_fraud_verdict_reasons_Override",
    "fraud.verdict_reasons.override",
    "POST /v1/verdict_reasons/override",
    OverrideResponse,
    retry=RetryClass.IDEMPOTENT,
    server="https://telemetry.stytch.com",
)


class VerdictReasons(Resource):
    """The actions for the reasons of a verdict."""

    def list(
        self, *, overrides_only: Maybe[bool] = UNSET, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, ListResponse]:
        """List the reasons that can be overridden, with their actions.

        A verdict can have other reasons, too. Safe to retry.

        Args:
            overrides_only: Whether to return only the reasons that have an override.
        """
        return self._call(_LIST, locals())

    def override(
        self,
        *,
        verdict_reason: str,
        override_action: OverrideRequestAction | Literal["ALLOW", "CHALLENGE", "BLOCK", "NONE"],
        override_description: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, OverrideResponse]:
        """Override the action for a reason in lookups.

        For example, allow virtual machines if many of your users work in one. Safe to retry.

        Args:
            verdict_reason: The reason, e.g. `VIRTUAL_MACHINE`.
            override_action: The action by your override.
            override_description: A description of the override, for people.
        """
        return self._call(_OVERRIDE, locals())
