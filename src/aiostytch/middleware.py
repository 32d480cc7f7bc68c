"""User code around each attempt."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Sequence

from .checks import check_list, is_async_function
from .errors import ConfigurationError
from .wire import RawResponse, Request

CallNext = Callable[[Request], Awaitable[RawResponse]]
"""Passes a request to the next middleware or to the transport."""

Middleware = Callable[[Request, CallNext], Awaitable[RawResponse]]
"""An async function around each attempt: it gets the request, and returns the raw response with any status.

    async def traced(request: Request, call_next: CallNext) -> RawResponse:
        response = await call_next(msgspec.structs.replace(request, headers=(*request.headers, ("X-Trace", "1"))))
        print(request.template, response.status_code)
        return response

Without a response, `call_next` raises a `TransportError`. `request.template` is the path without values, for logs;
`request.url` has the values, and `request.headers` the credentials. Exceptions of a middleware other than `StytchError`
reach the caller unchanged.
"""


def check_middleware(middleware: object) -> Sequence[Middleware]:
    """Return a list of middleware if it is valid.

    Raises:
        ConfigurationError: it is not a list of async functions of two arguments.
    """
    functions = check_list("middleware", middleware, "async functions of a request and call_next")
    for number, function in enumerate(functions):
        if not is_async_function(function, 2):
            raise ConfigurationError(f"middleware[{number}] must be an async function of a request and call_next")
    return functions


def compose(middleware: Sequence[Middleware], send: CallNext) -> CallNext:
    """Return a function that sends a request through all middleware, the first one outermost."""
    for function in reversed(middleware):
        send = functools.partial(_through, function, send)
    return send


def _through(function: Middleware, call_next: CallNext, request: Request) -> Awaitable[RawResponse]:
    return function(request, call_next)
