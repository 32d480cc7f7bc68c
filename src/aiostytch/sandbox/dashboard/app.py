"""The dashboard as an ASGI application."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import parse_qsl

import jinja2
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from ..http.admission import owner_refusal
from ..http.body import read_body
from ..http.gateway import Gateway
from ..http.paths import DASHBOARD, path_below
from .actions import ACTIONS
from .guard import HEADERS
from .views import view

_MAX_FORM = 10_000
"""The maximum size of a form, in bytes."""
_ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}


class Dashboard:
    """The dashboard of a sandbox."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request for the dashboard (ASGI 3)."""
        request = Request(scope, receive)
        response = await self._respond(request, path_below(scope).removeprefix(DASHBOARD))
        response.headers.update(HEADERS)
        await response(scope, receive, send)

    async def _respond(self, request: Request, path: str) -> Response:
        refusal = owner_refusal(self._gateway.credentials, request.scope)
        if refusal is not None:
            return PlainTextResponse(refusal.error_message, refusal.status_code, dict(refusal.headers))
        match request.method, path:
            case "GET" | "HEAD", "/":
                return self._render(request)
            case "GET" | "HEAD", name if name in _ASSETS:
                return Response(self._source(name), media_type=_ASSETS[name])
            case "POST", name if name in ACTIONS:
                return await self._act(request, name)
            case _:
                return PlainTextResponse("There is no such page.", 404)

    def _render(self, request: Request, problem: str = "") -> Response:
        root: str = request.scope.get("root_path", "")
        template = self._templates.get_template("page.html")
        html = template.render(view=view(self._gateway), problem=problem, home=f"{root}/", own=f"{root}{DASHBOARD}")
        return Response(html, 400 if problem else 200, media_type="text/html")

    async def _act(self, request: Request, name: str) -> Response:
        if "origin" not in request.headers:
            return PlainTextResponse("A form must have the Origin header, as browsers send it.", 403)
        content = await read_body(request.scope, request.receive, _MAX_FORM)
        if len(content) > _MAX_FORM:
            return PlainTextResponse("The form is too large.", 413)
        try:
            form = dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True))
            self._gateway.transact(lambda: ACTIONS[name](self._gateway, form))
        except ValueError as error:
            return self._render(request, str(error))
        return RedirectResponse(f"{request.scope.get('root_path', '')}/", 303)

    @cached_property
    def _templates(self) -> jinja2.Environment:
        loader = jinja2.PackageLoader("aiostytch.sandbox.dashboard", "assets")
        return jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def _source(self, name: str) -> str:
        return self._templates.loader.get_source(self._templates, name)[0] if self._templates.loader else ""
