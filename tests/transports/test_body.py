"""Reading untrusted bodies: size limits during decompression, and an error for incomplete bodies."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiostytch.errors import ConnectionLostError
from aiostytch.transports.body import read_response
from aiostytch.wire import ACCEPT_ENCODING, BodyTooLargeError, Headers, RawResponse

from .memory import ROOT

NOISE = random.Random(4711).randbytes(10_000)
GZIP = ("Content-Encoding", "gzip")


class Chunks:
    """A body in chunks that counts the consumed ones."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.taken += 1
            yield chunk


def split(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


async def read(chunks: Iterable[bytes] | Chunks, *headers: tuple[str, str], max_size: int = 10_000) -> RawResponse:
    body = chunks if isinstance(chunks, Chunks) else Chunks(chunks)
    return await read_response(200, Headers(headers), aiter(body), max_size=max_size)


def packed(content: bytes, level: int = 9) -> bytes:
    return gzip.compress(content, level, mtime=0)


def named_member(content: bytes) -> bytes:
    """Return a member with a file name and a comment in its header."""
    plain = packed(content)
    return plain[:3] + b"\x18" + plain[4:10] + b"name\x00comment\x00" + plain[10:]


@pytest.mark.parametrize(
    ("chunks", "content"),
    [
        ([], b""),
        ([b""], b""),
        ([b"a"], b"a"),
        ([b"a", b"", b"bc"], b"abc"),
        (split(NOISE, 1), NOISE),
        ([NOISE], NOISE),
    ],
)
@pytest.mark.parametrize("encoding", [[], [("Content-Encoding", "")], [("content-encoding", " Identity ")]])
async def test_a_plain_body_is_its_chunks_joined(
    chunks: list[bytes], content: bytes, encoding: list[tuple[str, str]]
) -> None:
    assert (await read(chunks, *encoding)).content == content


PACKED = {
    "one member": (packed(b"hello " * 100), b"hello " * 100),
    "nothing": (packed(b""), b""),
    "stored": (packed(b"hello", 0), b"hello"),
    "noise": (packed(NOISE), NOISE),
    "with a name": (named_member(b"hello"), b"hello"),
    "two members": (packed(b"hello ") + packed(b"world"), b"hello world"),
    "empty members around one": (packed(b"") * 3 + packed(b"hello") + packed(b""), b"hello"),
    "fifty members": (packed(b"x") * 50, b"x" * 50),
    "gzip in gzip, one layer of it": (packed(packed(b"hello")), packed(b"hello")),
    "exactly as much as allowed": (packed(b"\x00" * 10_000), b"\x00" * 10_000),
}


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100_000])
@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", " gzip "])
@pytest.mark.parametrize("case", PACKED)
async def test_a_packed_body_is_unpacked_however_it_is_cut(case: str, encoding: str, size: int) -> None:
    content, expected = PACKED[case]
    assert (await read(split(content, size), ("Content-Encoding", encoding))).content == expected


def test_only_readable_encodings_are_requested() -> None:
    assert ACCEPT_ENCODING == "gzip"


@pytest.mark.parametrize("status_code", [200, 204, 404, 500])
async def test_a_response_without_a_body_may_name_an_encoding(status_code: int) -> None:
    headers = Headers([GZIP, ("X-Request-Id", "r-1")])
    response = await read_response(status_code, headers, aiter(Chunks([])), max_size=10)
    assert (response.status_code, response.headers, response.content) == (status_code, headers, b"")


whole = packed(NOISE[:1000])
BROKEN = {
    "plain text": b"hello",
    "HTML": b"<html></html>" * 100,
    "zlib": zlib.compress(b"hello"),
    "raw deflate": zlib.compress(b"hello", wbits=-15),
    "one byte": whole[:1],
    "half of the head": whole[:5],
    "the head alone": whole[:10],
    "half": whole[:500],
    "without the end": whole[:-8],
    "without the last byte": whole[:-1],
    "a wrong checksum": whole[:-8] + b"\x00\x00\x00\x00" + whole[-4:],
    "a wrong length": whole[:-4] + b"\x00\x00\x00\x00",
    "a wrong byte": whole[:200] + bytes([whole[200] ^ 0xFF]) + whole[201:],
    "a wrong method": whole[:2] + b"\x07" + whole[3:],
    "text after it": whole + b"more",
    "zeros after it": whole + b"\x00" * 8,
    "half of a second member": whole + whole[:20],
    "an empty member and text": packed(b"") + b"x",
}


@pytest.mark.parametrize("size", [1, 50, 100_000])
@pytest.mark.parametrize("case", BROKEN)
async def test_an_incomplete_gzip_body_is_a_lost_response(case: str, size: int) -> None:
    with pytest.raises(ConnectionLostError):
        await read(split(BROKEN[case], size), GZIP)


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "deflate", "compress", "x", "gzip, gzip", "gzip,br", "identity, gzip", "*", "gzip;q=1"]
)
async def test_an_unrequested_encoding_is_a_lost_response(encoding: str) -> None:
    chunks = Chunks([packed(b"hello")])
    with pytest.raises(ConnectionLostError, match="not requested"):
        await read(chunks, ("Content-Encoding", encoding))
    assert chunks.taken == 0


async def test_a_duplicate_encoding_is_a_lost_response() -> None:
    with pytest.raises(ConnectionLostError, match="not requested"):
        await read([packed(packed(b"hello"))], GZIP, GZIP)


# Size.


@pytest.mark.parametrize(("size", "is_too_large"), [(0, False), (1, False), (10, False), (11, True), (10_000, True)])
@pytest.mark.parametrize("headers", [[], [GZIP]])
async def test_a_body_has_at_most_the_allowed_size(
    size: int, is_too_large: bool, headers: list[tuple[str, str]]
) -> None:
    content = packed(b"x" * size) if headers else b"x" * size
    try:
        result = len((await read([content], *headers, max_size=10)).content)
    except BodyTooLargeError:
        result = None
    assert result == (None if is_too_large else size)


async def test_noise_of_the_allowed_size_may_grow_when_it_is_packed() -> None:
    noise = random.Random(1).randbytes(1_000_000)
    content = packed(noise)
    assert len(content) > len(noise)
    headers = [GZIP, ("Content-Length", str(len(content)))]
    assert (await read(split(content, 65_536), *headers, max_size=len(noise))).content == noise


@pytest.mark.parametrize("length", ["11", "10000", "9" * 30, "00000000011", "٩٩"])
async def test_a_length_that_is_too_large_is_enough_to_refuse_a_body(length: str) -> None:
    chunks = Chunks([b"x"] * 100)
    with pytest.raises(BodyTooLargeError):
        await read(chunks, ("Content-Length", length), max_size=10)
    assert chunks.taken == 0


@pytest.mark.parametrize("length", ["", "0", "5", "10", "-5", "x", "5, 5", "1e9", "²", "0" * 30 + "5"])
async def test_any_other_length_says_nothing(length: str) -> None:
    assert (await read([b"hello"], ("Content-Length", length), max_size=10)).content == b"hello"


async def test_a_length_that_is_too_small_does_not_let_a_body_through() -> None:
    with pytest.raises(BodyTooLargeError):
        await read([b"x"] * 100, ("Content-Length", "5"), max_size=10)


async def test_an_endless_body_is_left_at_the_limit() -> None:
    chunks = Chunks(b"x" * 100 for _ in iter(int, 1))
    with pytest.raises(BodyTooLargeError):
        await read(chunks, max_size=1000)
    assert chunks.taken == 11


@pytest.mark.parametrize(
    "endless",
    [packed(b""), packed(b"hello") + b"", b"\x00" * 50],
    ids=["empty members", "members", "zeros that unpack to nothing"],
)
async def test_an_endless_packed_body_is_left_soon(endless: bytes) -> None:
    chunks = Chunks(endless for _ in iter(int, 1))
    with pytest.raises((BodyTooLargeError, ConnectionLostError)):
        await read(chunks, GZIP, max_size=10_000)
    assert chunks.taken <= 3000


def empty_blocks() -> Iterable[bytes]:
    """Yield an endless gzip body without content."""
    stream = zlib.compressobj(wbits=31)
    yield stream.flush(zlib.Z_FULL_FLUSH)
    while True:
        yield b"\x00\x00\x00\xff\xff" * 100  # an empty stored block: RFC 1951, section 3.2.4


async def test_a_packed_body_without_content_does_not_go_on_for_ever() -> None:
    chunks = Chunks(empty_blocks())
    with pytest.raises(BodyTooLargeError):
        await read(chunks, GZIP, max_size=10_000)
    assert chunks.taken <= 30


async def test_a_body_that_is_too_large_leaves_its_status_and_headers() -> None:
    headers = Headers([("X-Request-Id", "r-1")])
    with pytest.raises(BodyTooLargeError) as caught:
        await read_response(503, headers, aiter(Chunks([b"hello"])), max_size=4)
    assert (caught.value.status_code, caught.value.headers) == (503, headers)


BOMBS = """
import asyncio, gzip, zlib
from aiostytch.transports.body import read_response
from aiostytch.wire import BodyTooLargeError
from aiostytch.wire import Headers
from tests.transports.memory import peak

LIMIT = 1024 * 1024

async def chunks(content, size):
    for start in range(0, len(content), size):
        yield content[start : start + size]

def bomb(times):  # made without ever having it in memory: the peak so far is what growth is measured from
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([stream.compress(bytes(LIMIT)) for _ in range(times)]) + stream.flush()

async def main():
    block = bomb(100)
    layered = gzip.compress(block * 10)
    before = peak()
    refused = 0
    for content in (bomb(10), block, block * 10):
        for size in (100, 65536, len(content)):
            try:
                await read_response(200, Headers([("Content-Encoding", "gzip")]), chunks(content, size), max_size=LIMIT)
            except BodyTooLargeError:
                refused += 1
    inner = await read_response(200, Headers([("Content-Encoding", "gzip")]), chunks(layered, 65536), max_size=LIMIT)
    grown = peak() - before
    print(refused, len(inner.content) < LIMIT, grown < 8 * LIMIT, grown)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
def test_a_bomb_takes_a_few_times_the_limit() -> None:
    """Bombs of 10, 100 and 1,000 times the limit."""
    result = subprocess.run([sys.executable, "-c", BOMBS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split()[:3] == ["9", "True", "True"], result.stdout


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(1, 500), st.integers(0, 9))
async def test_any_members_are_read_as_they_were_packed(parts: list[bytes], size: int, level: int) -> None:
    content = b"".join(packed(part, level) for part in parts)
    assert (await read(split(content, size), GZIP)).content == b"".join(parts)


@settings(max_examples=300)
@given(
    st.binary(max_size=300)
    | st.binary(max_size=300).map(packed)
    | st.binary(max_size=50).map((b"\x1f\x8b\x08").__add__),
    st.integers(1, 100),
    st.sampled_from(["gzip", "identity", "br"]),
    st.integers(1, 300),
)
async def test_any_bytes_are_a_body_within_the_limit_or_one_of_two_errors(
    content: bytes, size: int, encoding: str, max_size: int
) -> None:
    try:
        response = await read(split(content, size), ("Content-Encoding", encoding), max_size=max_size)
    except (BodyTooLargeError, ConnectionLostError):
        return
    assert len(response.content) <= max_size
