#!/usr/bin/env bash
# aiohttp reads its connections with an asyncio.Protocol, for which asyncio (of Python 3.11) allocates 256 KiB for each read. glibc
# takes blocks of 128 KiB or more from the system with mmap, shrinks them with mremap and gives them back with munmap, until
# the process frees a larger block; then it keeps such blocks (mallopt(3), M_MMAP_THRESHOLD). So a request in a small process
# costs three system calls and page faults more than one in a process that has freed a large block by chance, such as one
# that has imported a large package: about a fifth of the CPU time of a small response. Importing less makes each request
# slower, and benchmarks in two environments differ for no visible reason. An asyncio.BufferedProtocol has no such cost.
#
# Seen with aiohttp 3.14.5 on Python 3.11, with glibc.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/faults.py" <<'PYTHON'
import asyncio
import multiprocessing
import platform
import resource

import aiohttp

RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
CALLS = 500


def serve(ports):
    async def respond(reader, writer):
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(RESPONSE)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main():
        server = await asyncio.start_server(respond, "127.0.0.1", 0)
        ports.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


async def faults_per_request(session, url):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        async with session.get(url) as response:
            assert await response.read() == b"body"
    return (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) / CALLS


async def measure(url):
    async with aiohttp.ClientSession() as session:
        await faults_per_request(session, url)
        small = await faults_per_request(session, url)
        bytes(1024 * 1024)  # allocated, and freed
        await faults_per_request(session, url)
        return small, await faults_per_request(session, url)


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    ports = context.Queue()
    server = context.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    small, after = asyncio.run(measure(f"http://127.0.0.1:{ports.get(timeout=30)}/"))
    server.terminate()
    print(f"aiohttp {aiohttp.__version__}, Python {platform.python_version()}, {' '.join(platform.libc_ver())}")
    print(f"page faults per request: {small:.2f}; after the process freed 1 MiB: {after:.2f}")
    assert small >= 1
    assert after < 0.2
PYTHON
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiohttp==3.14.5
"$folder/venv/bin/python" "$folder/faults.py"
