"""Reads untrusted bodies. The size limit applies during decompression, not after it."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import AsyncIterable

from ..errors import ConnectionLostError
from ..wire import BodyTooLargeError, Headers, RawResponse


class _Identity:
    """A body without encoding."""

    def wire_limit(self, max_size: int) -> int:
        return max_size

    def feed(self, chunk: bytes, room: int) -> bytes:
        return chunk

    def check_end(self) -> None:
        """Accept any end."""


class _Gzip:
    """A gzip body: one layer, of one member or several (RFC 1952, section 2.2).

    Returns at most `room` bytes for a chunk, whatever its decompressed size.
    """

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)

    def wire_limit(self, max_size: int) -> int:
        """Return the maximum compressed size of `max_size` bytes: incompressible data grows a little."""
        return max_size + max_size // 1000 + 1024

    def feed(self, chunk: bytes, room: int) -> bytes | bytearray:
        unpacked = bytearray()
        with contextlib.suppress(zlib.error):
            while chunk and len(unpacked) < room:
                if self._member.eof:
                    self._member = zlib.decompressobj(wbits=31)
                unpacked += self._member.decompress(chunk, room - len(unpacked))
                chunk = self._member.unused_data
            return unpacked  # without a copy, which could be as large as the limit
        raise ConnectionLostError("the body is not valid gzip data")

    def check_end(self) -> None:
        if not self._member.eof:
            raise ConnectionLostError("the compressed body ended too early")


async def read_response(
    status_code: int, headers: Headers, chunks: AsyncIterable[bytes], *, max_size: int
) -> RawResponse:
    """Read a response with a body in raw `chunks`: see `Body`."""
    body = Body(status_code, headers, max_size=max_size)
    async for chunk in chunks:
        body.add(chunk)
    return body.end()


class Body:
    """A body that arrives in raw chunks, and is decompressed.

    Raises:
        BodyTooLargeError: the decompressed body has more than `max_size` bytes, or the compressed body is too large.
        ConnectionLostError: the body is damaged, or has an encoding that was not requested.
    """

    def __init__(self, status_code: int, headers: Headers, *, max_size: int) -> None:
        self._status_code = status_code
        self._headers = headers
        self._max_size = max_size
        self._decoder = _decoder(headers.get("content-encoding", "").strip().lower())
        self._limit = self._decoder.wire_limit(max_size)
        self._received = 0
        self._content = bytearray()
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self._limit:
            raise BodyTooLargeError(status_code, headers)

    def add(self, chunk: bytes) -> None:
        """Add a chunk."""
        self._received += len(chunk)
        self._content += self._decoder.feed(chunk, self._max_size + 1 - len(self._content))
        if self._received > self._limit or len(self._content) > self._max_size:
            raise BodyTooLargeError(self._status_code, self._headers)

    def end(self) -> RawResponse:
        """Return the response with the whole body."""
        if self._received:
            self._decoder.check_end()
        return RawResponse(status_code=self._status_code, headers=self._headers, content=bytes(self._content))


def _decoder(encoding: str) -> _Identity | _Gzip:
    match encoding:
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Gzip()
        case _:
            raise ConnectionLostError("the body has a content encoding that was not requested")
