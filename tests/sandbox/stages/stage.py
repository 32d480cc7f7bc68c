"""Registration of stages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox

from ..world import World

Stage: TypeAlias = Callable[[B2BClient, Sandbox, World], Awaitable[dict[str, Any]]]


class Stages:
    """Stages by call path. Calling it returns a decorator that adds one."""

    def __init__(self) -> None:
        self.known: dict[str, Stage] = {}

    def __call__(self, call_path: str) -> Callable[[Stage], Stage]:
        def register(stage: Stage) -> Stage:
            assert call_path not in self.known
            self.known[call_path] = stage
            return stage

        return register


async def nothing(client: B2BClient, sandbox: Sandbox, world: World) -> dict[str, Any]:
    return {}
