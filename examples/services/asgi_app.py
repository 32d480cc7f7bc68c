"""A page for members without any framework.

uvicorn services.asgi_app:app --app-dir examples

The login is elsewhere, e.g. in your frontend, and sets its cookies for this host.
"""

import json
from collections.abc import Mapping
from typing import Any

from aiostytch import B2BClient
from aiostytch.integrations.asgi import Refusal, SessionMiddleware, authentication_of

client = B2BClient()


async def members(scope: Any, receive: Any, send: Any) -> None:
    """Send the members, or 401, 403 or 503 without the permission."""
    authentication = authentication_of(scope)
    refusal = await authentication.check("stytch.member", "search")
    if refusal is not None:
        await refusal(scope, receive, send)
    elif (session := authentication.session) is not None:
        search = client.organizations.members.search(
            organization_ids=[session.organization_id]
        )
        await respond(
            send, {"members": [member.email_address async for member in search]}
        )


async def me(scope: Any, receive: Any, send: Any) -> None:
    authentication = authentication_of(scope)
    if (session := authentication.session) is not None:
        await respond(send, {"member": session.member_id, "roles": session.roles})
    elif isinstance(authentication.outcome, Refusal):
        await authentication.outcome(scope, receive, send)


async def not_found(scope: Any, receive: Any, send: Any) -> None:
    await respond(send, {"detail": "not found"}, 404)


async def respond(send: Any, content: Mapping[str, Any], status: int = 200) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})


async def lifespan(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await client.aclose()
    await send({"type": "lifespan.shutdown.complete"})


async def route(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        await {"/me": me, "/members": members}.get(scope["path"], not_found)(
            scope, receive, send
        )


app = SessionMiddleware(route, client)
