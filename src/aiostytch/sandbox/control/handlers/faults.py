"""Faults and rate limits."""

from __future__ import annotations

import attrs

from ...contract.errors import RefusedError
from ...contract.json_values import JSONObject
from ...faults.descriptions import RATE_LIMIT, add_fault, fault_schema, write_effect
from ...faults.faults import Fault
from ..endpoints import Context, Endpoints, Given, array_of, reference

endpoints = Endpoints("faults")


@endpoints("GET", "/faults", result=array_of("Fault"))
def list_faults(context: Context, given: Given) -> list[JSONObject]:
    """List the faults, including exhausted ones."""
    return [_to_json(fault) for fault in context.gateway.faults]


@endpoints("POST", "/faults", body=fault_schema(), result=reference("Fault"))
def create_fault(context: Context, given: Given) -> JSONObject:
    """Add a fault: the requests that it affects, the effect, the number of times, and the probability."""
    return _to_json(context.gateway.transact(lambda: add_fault(context.gateway.faults, given)))


@endpoints("DELETE", "/faults")
def clear_faults(context: Context, given: Given) -> None:
    """Remove all faults."""
    context.gateway.transact(context.gateway.faults.clear)


@endpoints("DELETE", "/faults/{number}")
def remove_fault(context: Context, given: Given) -> None:
    """Remove a fault."""
    numbers = {str(fault.number): fault.number for fault in context.gateway.faults}
    if given["number"] not in numbers:
        raise RefusedError(404, "fault_not_found", "There is no fault with this number.")
    context.gateway.transact(lambda: context.gateway.faults.remove(numbers[given["number"]]))


def _to_json(fault: Fault) -> JSONObject:
    return {**attrs.asdict(fault, recurse=False), "effect": write_effect(fault.effect)}


@endpoints("GET", "/rate-limits", result=array_of("RateLimit"))
def list_rate_limits(context: Context, given: Given) -> list[JSONObject]:
    """List the rate limits."""
    return [
        {"target": target, "per_second": limit.per_second, "burst": limit.burst}
        for target, limit in context.gateway.rate_limits.limits.items()
    ]


@endpoints("PUT", "/rate-limits", body=RATE_LIMIT, result=array_of("RateLimit"))
def set_rate_limit(context: Context, given: Given) -> list[JSONObject]:
    """Limit the rate of requests. All requests that match the target share the limit."""
    context.gateway.transact(lambda: context.gateway.rate_limits.set(**given))
    return list_rate_limits(context, given)


@endpoints("DELETE", "/rate-limits")
def clear_rate_limits(context: Context, given: Given) -> None:
    """Remove all rate limits."""
    context.gateway.transact(context.gateway.rate_limits.clear)
