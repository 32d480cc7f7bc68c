"""The state of the sandbox: seeds, policy, keys, and snapshots."""

from __future__ import annotations

from ... import seeds
from ...contract.json_values import JSONObject
from ...crypto import jwts
from ...entities.policy import extend_built_in
from ..endpoints import Doors, Endpoints, Given, object_of, reference

endpoints = Endpoints("state")

_POLICY = object_of(
    {name: {"type": "array", "items": {"type": "object"}} for name in ("roles", "resources", "scopes")}, required=[]
)


@endpoints("GET", "/state", gives=reference("State"))
def read_state(doors: Doors, given: Given) -> JSONObject:
    """Return what there is, in numbers."""
    state = doors.gateway.state
    return {
        "project_id": state.project_id,
        "counts": dict(state.counts()),
        "snapshots": list(doors.snapshots.names),
    }


@endpoints("POST", "/state/reset", gives=reference("State"))
def reset(doors: Doors, given: Given) -> JSONObject:
    """Return to the beginning: what the sandbox was started with, its seed, and nothing else. Snapshots are kept."""
    doors.snapshots.reset()
    return read_state(doors, given)


@endpoints("PUT", "/state/snapshots/{name}", gives=reference("State"))
def take_snapshot(doors: Doors, given: Given) -> JSONObject:
    """Take a snapshot of the state, the clock, the outbox, faults, rate limits and the log of requests."""
    doors.snapshots.take(given["name"])
    return read_state(doors, given)


@endpoints("POST", "/state/snapshots/{name}/restore", gives=reference("State"))
def restore_snapshot(doors: Doors, given: Given) -> JSONObject:
    """Return to the moment of a snapshot, as if nothing had happened since."""
    doors.snapshots.restore(given["name"])
    return read_state(doors, given)


@endpoints("DELETE", "/state/snapshots/{name}")
def delete_snapshot(doors: Doors, given: Given) -> None:
    """Delete a snapshot."""
    doors.snapshots.delete(given["name"])


@endpoints("POST", "/seeds", body=seeds.schema(), gives=reference("State"))
def add_seed(doors: Doors, given: Given) -> JSONObject:
    """Add what a seed lists: all of it, or nothing if a part is refused."""
    seeds.add(doors.gateway, given)
    return read_state(doors, given)


@endpoints("GET", "/seeds/schema", gives={"type": "object"})
def read_seed_schema(doors: Doors, given: Given) -> JSONObject:
    """Return the JSON schema of seeds, for editors and generators."""
    return seeds.schema()


@endpoints("PUT", "/policy", body=_POLICY)
def set_policy(doors: Doors, given: Given) -> None:
    """Set the RBAC policy of the project, in addition to the built-in part."""
    policy = extend_built_in(given)
    doors.gateway.transact(lambda: doors.gateway.state.policies.put(policy))


@endpoints("POST", "/keys/rotate")
def rotate_keys(doors: Doors, given: Given) -> None:
    """Sign with a new key from now on. The older ones stay published for a month."""
    doors.gateway.transact(lambda: jwts.rotate(doors.gateway.state))
