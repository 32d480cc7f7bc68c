"""Sources of M2M tokens, and a scripted token endpoint."""

from __future__ import annotations

import json
from typing import Any

from aiostytch import RetryPolicy
from aiostytch.local_auth.token_source import TokenSource

from .world import World, response

CLIENT, SECRET = "m2m-client-test-1", "canary-secret"


def issue(world: World, token: object, expires_in: object = 3600) -> None:
    body = {"access_token": token, "token_type": "bearer", "expires_in": expires_in}
    world.oauth = response(json.dumps(body).encode())


def source_of(world: World, secret: Any = SECRET, **arguments: Any) -> TokenSource:
    return world.client(retry=RetryPolicy(max_retries=0)).m2m.token_source(CLIENT, secret, **arguments)
