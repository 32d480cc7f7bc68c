"""Faults and rate limits."""

from __future__ import annotations

import attrs

from ...contract.errors import RefusedError
from ...contract.json_values import JSONObject
from ...faults.descriptions import RATE_LIMIT, add_fault, fault_schema, write_effect
from ...faults.faults import Fault
from ..endpoints import Doors, Endpoints, Given, array_of, reference

endpoints = Endpoints("faults")


@endpoints("GET", "/faults", gives=array_of("Fault"))
def list_faults(doors: Doors, given: Given) -> list[JSONObject]:
    """List the faults, those that are over included."""
    return [_to_json(fault) for fault in doors.gateway.faults]


@endpoints("POST", "/faults", body=fault_schema(), gives=reference("Fault"))
def create_fault(doors: Doors, given: Given) -> JSONObject:
    """Add a fault: what goes wrong with which requests, how often, and how likely."""
    return _to_json(doors.gateway.transact(lambda: add_fault(doors.gateway.faults, given)))


@endpoints("DELETE", "/faults")
def clear_faults(doors: Doors, given: Given) -> None:
    """Remove all faults."""
    doors.gateway.transact(doors.gateway.faults.clear)


@endpoints("DELETE", "/faults/{number}")
def remove_fault(doors: Doors, given: Given) -> None:
    """Remove a fault."""
    numbers = {str(fault.number): fault.number for fault in doors.gateway.faults}
    if given["number"] not in numbers:
        raise RefusedError(404, "fault_not_found", "There is no fault with this number.")
    doors.gateway.transact(lambda: doors.gateway.faults.remove(numbers[given["number"]]))


def _to_json(fault: Fault) -> JSONObject:
    return {**attrs.asdict(fault, recurse=False), "effect": write_effect(fault.effect)}


@endpoints("GET", "/rate-limits", gives=array_of("RateLimit"))
def list_rate_limits(doors: Doors, given: Given) -> list[JSONObject]:
    """List the rate limits."""
    return [
        {"target": target, "per_second": limit.per_second, "burst": limit.burst}
        for target, limit in doors.gateway.rate_limits.limits.items()
    ]


@endpoints("PUT", "/rate-limits", body=RATE_LIMIT, gives=array_of("RateLimit"))
def set_rate_limit(doors: Doors, given: Given) -> list[JSONObject]:
    """Limit the requests in a second to some operations, all of a target together."""
    doors.gateway.transact(lambda: doors.gateway.rate_limits.set(**given))
    return list_rate_limits(doors, given)


@endpoints("DELETE", "/rate-limits")
def clear_rate_limits(doors: Doors, given: Given) -> None:
    """Remove all rate limits."""
    doors.gateway.transact(doors.gateway.rate_limits.clear)
