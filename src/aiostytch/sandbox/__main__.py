"""The command: `python -m aiostytch.sandbox`.

It prints one line, its base URL, when it is ready, and runs until SIGINT or SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Sequence

from .app import Sandbox
from .server import serve
from .state import PROJECT_ID, SECRET


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 after a signal, 1 if the port cannot be had."""
    options = _parser().parse_args(arguments)
    return asyncio.run(_serve_until_told(Sandbox(project_id=options.project_id, secret=options.secret), options.port))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aiostytch.sandbox", description="Serve a sandbox of the Stytch B2B API on 127.0.0.1."
    )
    parser.add_argument("--port", type=_port, default=0, help="the port; 0, the default, is a free one")
    parser.add_argument("--project-id", default=PROJECT_ID, help="the project that requests must name (%(default)s)")
    parser.add_argument("--secret", default=SECRET, help="the secret that requests must bring (%(default)s)")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


async def _serve_until_told(sandbox: Sandbox, port: int) -> int:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with contextlib.AsyncExitStack() as serving:
        try:
            base_url = await serving.enter_async_context(serve(sandbox, port=port))
        except OSError as error:
            sys.stderr.write(f"aiostytch.sandbox: cannot listen on port {port}: {os.strerror(error.errno or 0)}\n")
            return 1
        sys.stdout.write(f"{base_url}\n")
        sys.stdout.flush()
        await told.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
