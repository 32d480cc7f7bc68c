"""Stages for fraud prevention."""

from __future__ import annotations

from typing import Any

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import World
from .stage import Stages

stage = Stages()


@stage("fraud.fingerprint.lookup")
async def seen(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.fraud.rules.set(country_code="NL", action="BLOCK")
    await client.fraud.verdict_reasons.override(verdict_reason="VIRTUAL_MACHINE", override_action="ALLOW")
    telemetry_id = sandbox.fraud.take_fingerprint(reasons=["VIRTUAL_MACHINE"], raw_signals={"screen": [1, 2]})
    return {"telemetry_id": telemetry_id, "external_metadata": {"user_action": "login"}}


@stage("fraud.rules.set")
async def rule(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"action": "BLOCK", "cidr_block": "203.0.113.0/24", "expires_in_minutes": 5}


@stage("fraud.rules.list")
async def rules(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    for _ in range(2):
        await client.fraud.rules.set(visitor_id="v", action="ALLOW", expires_in_minutes=5)
    return {}


@stage("fraud.verdict_reasons.list")
async def overridden(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    await client.fraud.verdict_reasons.override(**await override(client, sandbox, world))
    return {}


@stage("fraud.verdict_reasons.override")
async def override(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {"verdict_reason": "VIRTUAL_MACHINE", "override_action": "ALLOW", "override_description": "Ours."}
