"""The command: `aiostytch-sandbox`, or `python -m aiostytch.sandbox`.

When the server is ready, the command prints the environment variables of a client as `export` lines, and the code that
makes a client in a page. It runs until SIGINT or SIGTERM. `check FILE` validates seeds, and `schema` prints their JSON
schema.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shlex
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from ..errors import ConfigurationError
from . import seeds
from .app import Sandbox
from .frontend.settings import PUBLIC_TOKEN, Bootstrap
from .server import HOST, Server, serve
from .store.errors import StoreError
from .store.state import MAX_DELIVERIES, MAX_MESSAGES, PROJECT_ID, SECRET

_NAME = "aiostytch-sandbox"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        The exit code: 0 after a signal, 2 if an option, the database or a seed is invalid.
    """
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "check":
                return _check(options.files)
            case "schema":
                return _print(json.dumps(seeds.schema(), indent=2))
            case _:
                return asyncio.run(_serve(options))
    except (ConfigurationError, StoreError, seeds.SeedError) as error:
        return _fail(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_NAME, description="Serve a sandbox of the Stytch B2B API. Open its base URL in a browser for a dashboard."
    )
    parser.add_argument(
        "--host",
        default=HOST,
        help="the address to listen on (%(default)s); one that other machines can reach requires --secret",
    )
    parser.add_argument("--port", type=_port, default=0, help="the port to listen on; 0 (the default) picks a free one")
    parser.add_argument("--project-id", default=PROJECT_ID, help="the project ID of clients (%(default)s)")
    parser.add_argument("--secret", default=SECRET, help="the secret of clients (%(default)s)")
    parser.add_argument("--public-token", default=PUBLIC_TOKEN, help="the public token of frontend SDKs (%(default)s)")
    parser.add_argument(
        "--origin",
        action="append",
        metavar="ORIGIN",
        help="an origin whose pages may use the sandbox, such as http://localhost:3000; pass it once for each",
    )
    parser.add_argument(
        "--seed", type=Path, metavar="FILE", help="the initial state, in YAML; ignored if --db already holds a state"
    )
    parser.add_argument(
        "--db",
        type=Path,
        metavar="FILE",
        help="the SQLite file that keeps the state; without it, the state is in memory",
    )
    parser.add_argument(
        "--max-messages",
        type=int,
        default=MAX_MESSAGES,
        metavar="N",
        help="the maximum number of messages, and of tokens, that are kept (%(default)s)",
    )
    parser.add_argument(
        "--max-deliveries",
        type=int,
        default=MAX_DELIVERIES,
        metavar="N",
        help="the maximum number of webhook deliveries, including pending ones (%(default)s)",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="instead of serving")
    check = commands.add_parser("check", help="validate seeds, each in its own sandbox")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a seed in YAML")
    commands.add_parser("schema", help="print the JSON schema of seeds")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port must be a number from 0 to 65535")
    return port


def _check(files: Sequence[Path]) -> int:
    for file in files:
        counts = Sandbox(seed=file).state.counts()
        made = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
        _print(f"{file}: {made or 'nothing'}")
    return 0


async def _serve(options: argparse.Namespace) -> int:
    async with Sandbox(
        project_id=options.project_id,
        secret=options.secret,
        public_token=options.public_token,
        bootstrap=Bootstrap(allowed_origins=options.origin),
        database=options.db,
        seed=options.seed,
        max_messages=options.max_messages,
        max_deliveries=options.max_deliveries,
    ) as sandbox:
        if options.seed and sandbox.was_resumed:
            _note(f"{options.seed} is ignored, since {options.db} holds a state; a reset returns to the seed")
        return await _serve_until_signal(sandbox, options.host, options.port)


async def _serve_until_signal(sandbox: Sandbox, host: str, port: int) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as serving:
        try:
            base_url = await serving.enter_async_context(serve(sandbox, host=host, port=port))
        except OSError as error:
            return _fail(f"cannot listen on {host}, port {port}: {_reason(error)}")
        server = Server(base_url=base_url, project_id=sandbox.project_id, secret=sandbox.secret)
        exports = (f"export {name}={shlex.quote(value)}" for name, value in server.environment.items())
        _print("\n".join([*exports, f"# {_hint(sandbox, base_url)}"]))
        await stop.wait()
    return 0


def _hint(sandbox: Sandbox, base_url: str) -> str:
    """Return the code by which a page makes a client of the sandbox, or the option that permits pages."""
    if not sandbox.bootstrap.allowed_origins:
        return "for pages in a browser: --origin http://localhost:3000"
    name = "testAPIURL" if "public-token-test" in sandbox.public_token else "liveAPIURL"
    return f'createStytchB2BClient("{sandbox.public_token}", {{ endpoints: {{ {name}: "{base_url}" }} }})'


def _reason(error: OSError) -> str:
    """Return the reason of an error, without the address. `os.strerror` does not know errors of name resolution."""
    return str(error.strerror) if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)


def _print(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    return 0


def _fail(reason: str) -> int:
    _note(reason)
    return 2


def _note(text: str) -> None:
    sys.stderr.write(f"{_NAME}: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
