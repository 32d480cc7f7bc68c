"""What a connection of httpcore (1.0.9) or its successor has received and not read: it lies in three places.

Both look for it in the socket alone before they use a connection again. What came with the end of an answer is in the
parser already, or in the stream above the socket, and would become the next answer. Only the socket and the TLS session
can be asked by public means; where the rest is kept is checked by the tests.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any


async def close_if_unread(response: Any) -> None:
    """Close the connection of an answer that was read to its end if anything follows that end.

    Args:
        response: an answer of httpx or httpx2. Those that came over no network, or over HTTP/2, are left alone, and so
            is a connection that another call has taken meanwhile.
    """
    parser, connection = _parser_and_connection(response.stream)
    stream = response.extensions.get("network_stream")  # a tool that makes an answer of its own may leave it out
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
    is_tls = any(hasattr(layer, "transport_stream") for layer in layers)  # to ask each stream takes much longer
    return is_tls and _is_in_session(stream.get_extra_info("ssl_object"))


def _is_in_session(session: ssl.SSLObject) -> bool:
    try:
        session.read(1)  # what belongs to TLS itself, such as tickets, is taken in by the way
    except ssl.SSLError as error:
        return not isinstance(error, ssl.SSLWantReadError)  # others say that it is over
    return True


def _layers(outermost: Any, *names: str) -> Iterator[Any]:
    """Give an object, what it wraps in an attribute of one of these names, what that wraps, and so on."""
    layer = outermost
    while layer is not None:
        yield layer
        inside = getattr(layer, "__dict__", {})
        layer = next((inside[name] for name in names if name in inside), None)
