"""Detection of unread data on connections of httpcore (1.0.9) and its successor, which can be in three places.

Before they reuse a connection, both check only the socket. Data that arrived with the end of a response is already in
the parser, or in the stream above the socket, and would become the next response. Only the socket and the TLS session
have a public interface; tests check the private attributes of the rest.

The SDK's own connections are checked before their reuse, those of a user's client and of a proxy after each response.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

from .network import AsyncioStream


def is_in_parser(connection: Any) -> bool:
    """Return whether the parser of a connection has data after the end of the last response."""
    parser = getattr(getattr(connection, "_connection", None), "_h11_state", None)
    return parser is not None and bool(parser.trailing_data[0])


async def close_if_unread(response: Any) -> None:
    """Close the connection of a complete response if there is data after its end.

    Args:
        response: a response of httpx or httpx2. Responses without a network or over HTTP/2 are ignored, and so is a
            connection that another call already uses, and the SDK's own.
    """
    stream = response.extensions.get("network_stream")  # a tool that creates responses may omit it
    if isinstance(stream, AsyncioStream):
        return
    parser, connection = _parser_and_connection(response.stream)
    if parser is None or stream is None or (response.is_closed and not connection.is_idle()):
        return
    if parser.trailing_data[0] or _is_in_stream(stream):
        await stream.aclose()


def _parser_and_connection(body: Any) -> tuple[Any, Any]:
    *_, connection, parser = [None, None, *_layers(body, "_stream", "_httpcore_stream", "_connection", "_h11_state")]
    return (parser, connection) if hasattr(parser, "trailing_data") else (None, None)


def _is_in_stream(stream: Any) -> bool:
    *layers, protocol = _layers(stream, "_stream", "transport_stream", "_protocol")
    if getattr(protocol, "read_queue", ()):
        return True
    is_tls = any(hasattr(layer, "transport_stream") for layer in layers)  # faster than asking each stream
    return is_tls and _is_in_session(stream.get_extra_info("ssl_object"))


def _is_in_session(session: ssl.SSLObject) -> bool:
    try:
        session.read(1)  # this also consumes TLS records such as tickets
    except ssl.SSLError as error:
        return not isinstance(error, ssl.SSLWantReadError)  # others mean the end of the session
    return True


def _layers(outermost: Any, *names: str) -> Iterator[Any]:
    """Yield an object, the object that it wraps in an attribute of one of these names, and so on."""
    layer = outermost
    while layer is not None:
        yield layer
        inside = getattr(layer, "__dict__", {})
        layer = next((inside[name] for name in names if name in inside), None)
