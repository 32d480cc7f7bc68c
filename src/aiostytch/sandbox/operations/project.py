"""Handler of `client.project`."""

from __future__ import annotations

from ..contract.json_values import JSONObject
from ..entities.call import Call
from ..store.state import State
from .handlers import Handlers

handles = Handlers()


@handles("project.metrics")
def metrics(state: State, call: Call) -> JSONObject:
    """Count the organizations, the members that are not deleted, and the M2M clients."""
    counts = {
        "ORGANIZATION_COUNT": len(state.organizations),
        "MEMBER_COUNT": sum(not member.is_deleted for member in state.members),
        "M2M_CLIENT_COUNT": len(state.m2m_clients),
    }
    return {
        "project_id": state.project_id,
        "metrics": [{"metric_type": name, "count": count} for name, count in counts.items()],
    }
