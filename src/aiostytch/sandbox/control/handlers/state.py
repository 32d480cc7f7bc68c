"""The state of the sandbox: seeds, policy, keys, and snapshots."""

from __future__ import annotations

from ... import seeds
from ...contract.json_values import JSONObject
from ...crypto import jwts
from ...entities.policy import extend_built_in
from ..endpoints import Context, Endpoints, Given, object_of, reference

endpoints = Endpoints("state")

_POLICY = object_of(
    {name: {"type": "array", "items": {"type": "object"}} for name in ("roles", "resources", "scopes")}, required=[]
)


@endpoints("GET", "/state", result=reference("State"))
def read_state(context: Context, given: Given) -> JSONObject:
    """Return the project ID, the number of records in each table, and the names of the snapshots."""
    state = context.gateway.state
    return {
        "project_id": state.project_id,
        "counts": dict(state.counts()),
        "snapshots": list(context.snapshots.names),
    }


@endpoints("POST", "/state/reset", result=reference("State"))
def reset(context: Context, given: Given) -> JSONObject:
    """Return to the initial state, including the seed. Snapshots stay."""
    context.snapshots.reset()
    return read_state(context, given)


@endpoints("PUT", "/state/snapshots/{name}", result=reference("State"))
def take_snapshot(context: Context, given: Given) -> JSONObject:
    """Take a snapshot of the state, the clock, the outbox, faults, rate limits and the request log."""
    context.snapshots.take(given["name"])
    return read_state(context, given)


@endpoints("POST", "/state/snapshots/{name}/restore", result=reference("State"))
def restore_snapshot(context: Context, given: Given) -> JSONObject:
    """Return to a snapshot."""
    context.snapshots.restore(given["name"])
    return read_state(context, given)


@endpoints("DELETE", "/state/snapshots/{name}")
def delete_snapshot(context: Context, given: Given) -> None:
    """Delete a snapshot."""
    context.snapshots.delete(given["name"])


@endpoints("POST", "/seeds", body=seeds.schema(), result=reference("State"))
def add_seed(context: Context, given: Given) -> JSONObject:
    """Add the content of a seed. If a part of it is invalid, nothing is added."""
    seeds.add(context.gateway, given)
    return read_state(context, given)


@endpoints("GET", "/seeds/schema", result={"type": "object"})
def read_seed_schema(context: Context, given: Given) -> JSONObject:
    """Return the JSON schema of seeds."""
    return seeds.schema()


@endpoints("PUT", "/policy", body=_POLICY)
def set_policy(context: Context, given: Given) -> None:
    """Set the RBAC policy of the project, in addition to the built-in part."""
    policy = extend_built_in(given)
    context.gateway.transact(lambda: context.gateway.state.policies.put(policy))


@endpoints("POST", "/keys/rotate")
def rotate_keys(context: Context, given: Given) -> None:
    """Sign with a new key from now on. Older keys stay published for a month."""
    context.gateway.transact(lambda: jwts.rotate(context.gateway.state))
