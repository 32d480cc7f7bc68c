"""The command: `aiostytch-sandbox`, or `python -m aiostytch.sandbox`.

It prints two lines when it is ready, and runs until SIGINT or SIGTERM: its base URL, and how a page reaches it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ..errors import ConfigurationError
from .app import Sandbox
from .frontend.settings import PUBLIC_TOKEN, Bootstrap
from .seeds import SeedError
from .server import serve
from .store.sqlite import StoreError
from .store.state import PROJECT_ID, SECRET

_NAME = "aiostytch-sandbox"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        The exit code: 0 after a signal, 2 if the port, an origin, the public token, the database or the seed cannot be
            used.
    """
    options = _parser().parse_args(arguments)
    try:
        return asyncio.run(_run(options))
    except (ConfigurationError, StoreError, SeedError) as error:
        return _fail(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_NAME,
        description="Serve a sandbox of the Stytch B2B API on 127.0.0.1; its base URL in a browser is a page about it.",
    )
    parser.add_argument("--port", type=_port, default=0, help="the port; 0, the default, is a free one")
    parser.add_argument("--project-id", default=PROJECT_ID, help="the project that requests must name (%(default)s)")
    parser.add_argument("--secret", default=SECRET, help="the secret that requests must bring (%(default)s)")
    parser.add_argument(
        "--public-token", default=PUBLIC_TOKEN, help="the public token that frontend SDKs must bring (%(default)s)"
    )
    parser.add_argument(
        "--origin",
        action="append",
        metavar="ORIGIN",
        help="the origin of pages that may use the sandbox, such as http://localhost:3000; give it once for each",
    )
    parser.add_argument(
        "--seed", type=Path, metavar="FILE", help="organizations and members in YAML, for a sandbox without any"
    )
    parser.add_argument(
        "--db", type=Path, metavar="FILE", help="where everything is kept across restarts, in SQLite; else in memory"
    )
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


async def _run(options: argparse.Namespace) -> int:
    async with Sandbox(
        project_id=options.project_id,
        secret=options.secret,
        public_token=options.public_token,
        bootstrap=Bootstrap(allowed_origins=options.origin),
        database=options.db,
    ) as sandbox:
        if options.seed and len(sandbox.state.organizations) == 0:
            sandbox.seed(options.seed)
        return await _serve_until_told(sandbox, options.port)


async def _serve_until_told(sandbox: Sandbox, port: int) -> int:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with contextlib.AsyncExitStack() as serving:
        try:
            base_url = await serving.enter_async_context(serve(sandbox, port=port))
        except OSError as error:
            return _fail(f"cannot listen on port {port}: {os.strerror(error.errno or 0)}")
        sys.stdout.write(f"{base_url}\n{_hint(sandbox, base_url)}\n")
        sys.stdout.flush()
        await told.wait()
    return 0


def _hint(sandbox: Sandbox, base_url: str) -> str:
    """Return how a page makes a client of the sandbox, or what it takes to let one do so."""
    if not sandbox.bootstrap.allowed_origins:
        return "for pages in a browser: --origin http://localhost:3000"
    name = "testAPIURL" if "public-token-test" in sandbox.public_token else "liveAPIURL"
    return f'createStytchB2BClient("{sandbox.public_token}", {{ endpoints: {{ {name}: "{base_url}" }} }})'


def _fail(reason: str) -> int:
    sys.stderr.write(f"{_NAME}: {reason}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
