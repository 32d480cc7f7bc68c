#!/usr/bin/env bash
# httpcore 1.0.9 looks for the package sniffio several times in each request of an asyncio client. It does not require
# sniffio, and anyio, which once required it, no longer does (4.16.0). So in a fresh environment that has only httpx, each
# request searches the whole import path for a missing package, and fails again and again, because Python does not remember
# imports that failed.
#
# Seen with httpx 0.28.1, httpcore 1.0.9, anyio 4.16.0 on Python 3.11: three kept-alive GETs on one connection search for
# sniffio 12 times or more. With sniffio installed, the first search succeeds, and no further one follows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/count.py" <<'PYTHON'
import asyncio
import contextlib
import importlib.abc
import sys

import httpx


class Counter(importlib.abc.MetaPathFinder):
    """Counts the searches for a package, and finds nothing itself."""

    searches = 0

    def find_spec(self, name, path, target=None):
        self.searches += name == "sniffio"


async def respond(reader, writer):
    with contextlib.suppress(asyncio.IncompleteReadError):
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    url = "http://127.0.0.1:%d/" % server.sockets[0].getsockname()[1]
    counter = Counter()
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(url)  # imports that happen once happen here
        sys.meta_path.insert(0, counter)
        for _ in range(3):
            await client.get(url)
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0.1)  # the connections end
    print(counter.searches)


asyncio.run(main())
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check httpx==0.28.1 httpcore==1.0.9 anyio==4.16.0 h11==0.16.0
without=$("$folder/env/bin/python" "$folder/count.py")
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check sniffio==1.3.1
with=$("$folder/env/bin/python" "$folder/count.py")
echo "httpx 0.28.1, httpcore 1.0.9, anyio 4.16.0: searches for sniffio in three requests: $without without it, $with with it"
[ "$without" -ge 12 ] && [ "$with" -eq 0 ]
