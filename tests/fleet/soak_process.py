"""One process of the soak. It verifies all known tokens in a loop, and revokes sessions on command.

It reads commands from its standard input, one JSON object per line, and writes its results to its standard output.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from aiostytch import B2BClient, Headers, RawResponse, SessionRevokedError, TokenVerificationError
from aiostytch.fleet.follower import Change
from aiostytch.local_auth import signature
from aiostytch.store.redis import RedisStore
from aiostytch.wire import Request

_ROLE = {"role_id": "editor", "permissions": [{"resource_id": "documents", "actions": ["read"]}]}
_POLICIES = {"policy": {"roles": [_ROLE]}, "org_policy": {"roles": []}}
POLICY = json.dumps({**_POLICIES, "request_id": "r", "status_code": 200}).encode()
ROUND = 0.02
"""The interval between rounds of verification, in seconds."""


@attrs.frozen
class API:
    """A transport in place of Stytch, with the keys of a file and a policy. It logs each request to another file."""

    keys: Path

    async def send(self, request: Request, *, max_size: int) -> RawResponse:
        with self.keys.with_name("requests").open("a") as requests:
            requests.write(f"{request.template}\n")
        content = self.keys.read_bytes() if "/jwks/" in request.url else POLICY
        return RawResponse(status_code=200, headers=Headers(), content=content)

    async def aclose(self) -> None:
        pass


@attrs.define
class Notes:
    """The record of a process: when each token was last accepted and first refused, and how long everything took.

    It is also an instrument of the client, to receive the lags of revocations.
    """

    tokens: dict[str, str] = attrs.field(factory=dict)
    accepted: dict[str, float] = attrs.field(factory=dict)
    refused: dict[str, float] = attrs.field(factory=dict)
    errors: list[str] = attrs.field(factory=list)
    lags: list[tuple[float, float]] = attrs.field(factory=list)
    slowest: float = 0.0
    late: float = 0.0
    verified: int = 0

    @contextmanager
    def call(self, _: Any) -> Generator[Any]:
        yield lambda record: None

    async def attempt(self, request: Request, call_next: Any) -> RawResponse:
        response: RawResponse = await call_next(request)
        return response

    def store(self, change: Change) -> None:
        if change.lag is not None:
            self.lags.append((time.time(), change.lag))

    async def look(self, client: B2BClient) -> None:
        for name, token in tuple(self.tokens.items()):
            began = time.time()
            try:
                await client.sessions.authenticate_jwt_local(token)
                self.accepted[name] = began
            except SessionRevokedError:
                self.refused[name] = began
                del self.tokens[name]
            except TokenVerificationError as error:
                self.errors.append(f"{name}: {type(error).__name__}: {error}")
            self.slowest = max(self.slowest, time.time() - began)
            self.verified += 1


def memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def say(**said: Any) -> None:
    sys.stdout.write(f"{json.dumps(said)}\n")
    sys.stdout.flush()


async def revoke(client: B2BClient, name: str) -> None:
    began = time.time()
    await client.sessions.revoke(member_session_id=name)
    say(revoked=name, at=time.time(), took=time.time() - began)


async def look_for_ever(notes: Notes, client: B2BClient) -> None:
    while True:
        await notes.look(client)
        began = time.time()
        await asyncio.sleep(ROUND)
        notes.late = max(notes.late, time.time() - began - ROUND)


async def main(url: str, keys: Path) -> None:
    assert signature  # imported before anything is measured, as by `aiostytch.preload`
    notes, lines = Notes(), asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with B2BClient(
        "project-test-1", "secret", transport=API(keys), store=RedisStore(url), instruments=[notes]
    ) as client:
        say(ready=True)
        tasks = {asyncio.create_task(look_for_ever(notes, client))}
        while line := await lines.readline():
            match json.loads(line):
                case {"token": token, "name": name}:
                    notes.tokens[name] = token
                case {"revoke": name}:
                    tasks.add(asyncio.create_task(revoke(client, name)))
                case {"forget": name}:
                    notes.tokens.pop(name, None)
                case _:
                    say(memory=memory())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    say(report=attrs.asdict(notes))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
