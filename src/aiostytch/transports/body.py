"""Reading a body without trusting it: bounded while it is decompressed, not after."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable

from ..errors import ConnectionLostError
from ..wire import Headers, RawResponse

ACCEPT_ENCODING = "gzip"


class BodyTooLargeError(Exception):
    """A body is longer than allowed. The status and the headers are known."""

    def __init__(self, status_code: int, headers: Headers) -> None:
        super().__init__(status_code)
        self.status_code = status_code
        self.headers = headers


class _Identity:
    """A body as it is."""

    def feed(self, chunk: bytes, room: int) -> bytes:
        return chunk

    def check_end(self) -> None:
        """Accept any end."""


class _Gzip:
    """A gzip body: one layer (RFC 1952). Gives at most `room` bytes for a chunk, whatever is packed into it."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)

    def feed(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._inflate.decompress(chunk, room)
        except zlib.error:
            raise ConnectionLostError("the body is not the gzip data that its header says") from None

    def check_end(self) -> None:
        if not self._inflate.eof:
            raise ConnectionLostError("the compressed body ended too early")


async def read_response(
    status_code: int, headers: Headers, chunks: AsyncIterable[bytes], *, max_size: int
) -> RawResponse:
    """Read an answer whose body comes in `chunks`, as it is on the wire, and decompress it.

    Raises:
        BodyTooLargeError: it has more than `max_size` bytes, decompressed.
        ConnectionLostError: it is broken, or in an encoding that was not asked for.
    """
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > max_size:
        raise BodyTooLargeError(status_code, headers)
    decoder = _decoder(headers.get("content-encoding", "").strip().lower())
    body = bytearray()
    async for chunk in chunks:
        body += decoder.feed(chunk, max_size + 1 - len(body))
        if len(body) > max_size:
            raise BodyTooLargeError(status_code, headers)
    if body:
        decoder.check_end()
    return RawResponse(status_code=status_code, headers=headers, content=bytes(body))


def _decoder(encoding: str) -> _Identity | _Gzip:
    match encoding:
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Gzip()
        case _:
            raise ConnectionLostError("the body has a content encoding that was not asked for")
