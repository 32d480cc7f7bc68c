"""Responses of servers: valid ones with the expected result of an adapter, and incomplete ones."""

from __future__ import annotations

from . import servers
from .servers import Behaviour, packed, response, says

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
GZIP = "Content-Encoding: gzip"
RESPONSES: list[tuple[bytes, int, bytes]] = [
    (response(b'{"a": 1}'), 200, b'{"a": 1}'),
    (response(b"", "204 No Content"), 204, b""),
    (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    (response(b"no", "404 Not Found"), 404, b"no"),
    (response(b"no", "429"), 429, b"no"),
    (response(b"no", "599 Odd"), 599, b"no"),
    (response(b"no", "999 Odder"), 999, b"no"),
    (b"HTTP/1.1 100 Continue\r\n\r\n" + response(b"after"), 200, b"after"),
    (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + response(b"after"), 200, b"after"),
    (CHUNKED + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", 200, b"abcde"),
    (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end", 200, b"until the end"),
    (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, b"until the end"),
    (response(b"x" * 5_000_000), 200, b"x" * 5_000_000),
    (response(packed(b"hello"), "200 OK", GZIP), 200, b"hello"),
    (response(packed(b"hello"), "200 OK", "content-encoding: GZip"), 200, b"hello"),
    (response(packed(b"a") + packed(b"b"), "500 Oh", GZIP), 500, b"ab"),
    (response(b"", "200 OK", GZIP), 200, b""),
    (response(packed(bytes(1_000_000)), "200 OK", GZIP), 200, bytes(1_000_000)),
]

HEAD = b"HTTP/1.1 200 OK\r\n"
LOST: dict[str, Behaviour] = {
    "hangs up at once": servers.hangs_up,
    "hangs up after the request": says(b""),
    "resets after the request": servers.resets_after_the_request,
    "half of a status line": says(b"HTTP/1.1 2"),
    "half of the headers": says(HEAD + b"Content-Le"),
    "no body": says(HEAD + b"Content-Length: 5\r\n\r\n"),
    "half of a body": says(HEAD + b"Content-Length: 5\r\n\r\nhe"),
    "reset in the body": servers.resets_in_the_body,
    "half of a chunk": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe"),
    "no last chunk": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
    "no chunks": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nhello\r\n\r\n"),
    "an endless chunk size": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 1000),
    "not HTTP": says(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "HTML without a head": says(b"<html></html>\r\n\r\n"),
    "zeros": says(b"\x00" * 1000),
    "another protocol": says(b"ICY 200 OK\r\n\r\n"),
    "a status of two digits": says(b"HTTP/1.1 20 OK\r\n\r\n"),
    "a status of words": says(b"HTTP/1.1 two OK\r\n\r\n"),
    "a header without a colon": says(HEAD + b"nonsense\r\n\r\n"),
    "a header with a zero": says(HEAD + b"X: a\x00b\r\n\r\n"),
    "two lengths": says(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
    "a negative length": says(HEAD + b"Content-Length: -5\r\n\r\nhello"),
    "an unknown transfer encoding": says(HEAD + b"Transfer-Encoding: gzip\r\n\r\nhello"),
    "an oversized header": says(HEAD + b"X: " + b"x" * 300_000 + b"\r\n\r\n"),
    "too many headers": says(HEAD + b"X: x\r\n" * 50_000 + b"\r\n"),
    "endless headers": servers.never_ends(HEAD, b"X: x\r\n" * 1000),
    "an endless header": servers.never_ends(HEAD + b"X: ", b"x" * 1000),
    "an encoding that was not requested": says(response(b"x", "200 OK", "Content-Encoding: br")),
    "not the gzip it says": says(response(b"x", "200 OK", "Content-Encoding: gzip")),
    "half of gzip": says(response(packed(b"hello")[:-4], "200 OK", "Content-Encoding: gzip")),
}
