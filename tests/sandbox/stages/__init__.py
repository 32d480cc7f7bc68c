"""The preparation that each operation needs, and its arguments.

    @stage("sessions.exchange")
    async def exchange(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]: ...

An operation without a stage is called with samples of what it requires.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from . import clients, connections, fraud, logins, records, trusted
from .stage import Stage, nothing

STAGES: Mapping[str, Stage] = defaultdict(
    lambda: nothing,
    {
        **clients.stage.known,
        **connections.stage.known,
        **fraud.stage.known,
        **logins.stage.known,
        **records.stage.known,
        **trusted.stage.known,
    },
)
