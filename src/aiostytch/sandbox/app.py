"""The sandbox as an ASGI application."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HTTPRequest
from starlette.responses import Response
from starlette.routing import Mount, Router
from starlette.types import Receive, Scope, Send

from . import engine, jwts, totp_codes
from .clock import Clock
from .outbox import Outbox
from .policy import made_of
from .state import PROJECT_ID, SECRET, State


class Sandbox:
    """The Stytch B2B API, in this process: an ASGI application that answers every operation.

        sandbox = Sandbox()
        transport = httpx.ASGITransport(sandbox)
        async with B2BClient(PROJECT_ID, SECRET, http_client=transport) as client: ...

    What calls do is remembered, and time passes when told: `sandbox.clock.advance(minutes=6)`. What the API would have
    sent by e-mail or text message is in `sandbox.outbox`. Requests that the document does not allow are refused with
    status 400 and the place of what is wrong.

    Args:
        project_id: the project that requests must name.
        secret: the secret that they must bring.
        clock: tells the time; by default it is the real one until it is told otherwise.
        new_uuid: gives the random part of ids, tokens and codes, different each time.
        policy: roles, resources and scopes that the project has besides the built-in ones, in the form that
            `client.rbac.policy` returns them in.

    Raises:
        ValueError: the policy is not valid.

    Attributes:
        state: everything that is remembered.
    """

    def __init__(
        self,
        *,
        project_id: str = PROJECT_ID,
        secret: str = SECRET,
        clock: Clock | None = None,
        new_uuid: Callable[[], uuid.UUID] = uuid.uuid4,
        policy: Mapping[str, Any] | None = None,
    ) -> None:
        self.project_id = project_id
        self.secret = secret
        self.state = State(project_id=project_id, clock=clock or Clock(), new_uuid=new_uuid)
        if policy is not None:
            self.set_policy(policy)
        self._credentials = engine.Credentials(project_id=project_id, secret=secret)
        self._router = Router([Mount("", self._answer)], redirect_slashes=False)

    @property
    def clock(self) -> Clock:
        """The time, to be moved."""
        return self.state.clock

    @property
    def outbox(self) -> Outbox:
        """The e-mails and text messages that the API would have sent."""
        return self.state.outbox

    def totp_code(self, secret: str) -> str:
        """Return what an authenticator app shows now.

        Args:
            secret: what `totps.create` returned.

        Raises:
            binascii.Error: the secret is not in Base32.
        """
        return totp_codes.code_at(secret, self.clock.now())

    def set_policy(self, policy: Mapping[str, Any]) -> None:
        """Give the project a policy, as the dashboard of a real one does.

        Args:
            policy: `roles`, `resources` and `scopes` besides the built-in ones. A role of a built-in name takes its
                place.

        Raises:
            ValueError: the policy is not valid.
        """
        self.state.policies.put(made_of(policy))

    def rotate_keys(self) -> None:
        """Sign session JWTs with a new key from now on. The older ones stay published for a month."""
        jwts.rotate(self.state)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        await self._router(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            content = await HTTPRequest(scope, receive).body()
        except ClientDisconnect:
            return
        answer = engine.answer(self.state, self._credentials, _request(scope, content))
        response = Response(
            answer.content, answer.status_code, headers=dict(answer.headers), media_type="application/json"
        )
        await response(scope, receive, send)

    def __repr__(self) -> str:
        state = self.state
        return (
            f"<Sandbox {self.project_id}: {len(state.organizations)} organizations, "
            f"{len(state.members)} members, {len(state.sessions)} sessions>"
        )


def _request(scope: Scope, content: bytes) -> engine.Request:
    # The path with its escapes: a slash in an id is no separator. Below the path that the application is mounted at.
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return engine.Request(
        method=scope["method"],
        path=path.decode("latin-1").removeprefix(scope.get("root_path", "")),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        content=content,
    )
