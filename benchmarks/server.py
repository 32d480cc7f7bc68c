"""The server of the call benchmark. It runs in its own process and sends the same body for each request.

`python -m benchmarks.server` reads the body from the first line of its standard input, prints its port, and ends when
its input ends.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen

_END_OF_HEAD = b"\r\n\r\n"


class _Connection(asyncio.Protocol):
    def __init__(self, response: bytes) -> None:
        self._response = response
        self._received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        # each blank line is the end of a request: no request has a body
        *complete, self._received = (self._received + data).split(_END_OF_HEAD)
        self._transport.write(self._response * len(complete))


async def _serve(body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(lambda: _Connection(head.encode() + body), "127.0.0.1", 0)
    print(listener.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()


@contextmanager
def serving(body: bytes) -> Iterator[str]:
    """Run the server, and yield its base URL. On exit, its input is closed, which ends it."""
    with Popen([sys.executable, "-m", "benchmarks.server"], stdin=PIPE, stdout=PIPE) as process:
        process.stdin.write(body + b"\n")
        process.stdin.flush()
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"


if __name__ == "__main__":
    asyncio.run(_serve(sys.stdin.buffer.raw.readline().rstrip(b"\n")))
