# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `fraud.rules`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import (
    UNSET,
    Maybe,
    Operation,
    PagedOperation,
    Pager,
    Pagination,
    RequestOptions,
    Resource,
    RetryClass,
)

from ..models.fraud import Rule, RuleAction
from ..models.fraud_rules import ListResponse, SetResponse

_LIST = PagedOperation(
    "api_fraud_v1_fraud_rules_List",
    "fraud.rules.list",
    "POST /v1/rules/list",
    ListResponse,
    retry=RetryClass.READ,
    server="https://telemetry.stytch.com",
    pagination=Pagination(cursor="cursor", next_cursor=("next_cursor",), items=("rules",)),
)
_SET = Operation(
    "api_fraud_v1_fraud_rules_Set",
    "fraud.rules.set",
    "POST /v1/rules/set",
    SetResponse,
    retry=RetryClass.IDEMPOTENT,
    server="https://telemetry.stytch.com",
)


class Rules(Resource):
    """The verdicts of lookups for visitors, fingerprints, networks and countries."""

    def list(
        self, *, cursor: Maybe[str] = UNSET, limit: Maybe[int] = UNSET, options: RequestOptions | None = None
    ) -> Pager[ListResponse, Rule]:
        """List the rules of the project, page by page.

        A rule sets the verdict of lookups for a visitor, a fingerprint, a network or a country. Safe to retry.

        Args:
            cursor: The `next_cursor` of the previous page; None for the first page.
            limit: Maximum number of rules per page, up to 100; default 10.
        """
        return self._paginate(_LIST, locals())

    def set(
        self,
        *,
        action: RuleAction | Literal["ALLOW", "CHALLENGE", "BLOCK", "NONE"],
        asn: Maybe[str] = UNSET,
        browser_fingerprint: Maybe[str] = UNSET,
        browser_id: Maybe[str] = UNSET,
        cidr_block: Maybe[str] = UNSET,
        country_code: Maybe[str] = UNSET,
        description: Maybe[str] = UNSET,
        expires_in_minutes: Maybe[int] = UNSET,
        hardware_fingerprint: Maybe[str] = UNSET,
        network_fingerprint: Maybe[str] = UNSET,
        visitor_fingerprint: Maybe[str] = UNSET,
        visitor_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, SetResponse]:
        """Set the verdict of lookups for a visitor, a fingerprint, a network or a country.

        Pass exactly one identifier; the action `NONE` removes its rule. Safe to retry.

        Args:
            action: The verdict of lookups; not `ALLOW` for a country.
            asn: The number of an autonomous system, as a string.
            browser_fingerprint: A browser fingerprint.
            browser_id: A browser ID.
            cidr_block: An IP address, or a block of addresses with a prefix of 16 to 32 bits.
            country_code: A country, by its two letters (ISO 3166-1).
            description: A description of the rule, for people.
            expires_in_minutes: Minutes until the rule expires; if omitted, it does not expire.
            hardware_fingerprint: A hardware fingerprint.
            network_fingerprint: A network fingerprint.
            visitor_fingerprint: A visitor fingerprint.
            visitor_id: A visitor ID.
        """
        return self._call(_SET, locals())
