"""Run the application with a sandbox in place of Stytch. The default port is 3000.

cd examples && python -m fullstack
"""

import asyncio
import socket
import sys

import uvicorn

from aiostytch.sandbox import Bootstrap, Sandbox, serve

from .app import create_app

SEED = {
    "organizations": [
        {
            "organization_name": "Acme",
            "organization_slug": "acme",
            "members": [
                {"email_address": "ada@acme.example", "name": "Ada", "roles": ["stytch_admin"]},
                {"email_address": "bob@acme.example", "name": "Bob"},
            ],
        }
    ]
}


async def main(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)) as listener:
        url = f"http://localhost:{listener.getsockname()[1]}"
        sandbox = Sandbox(seed=SEED, bootstrap=Bootstrap(allowed_origins=[url], pkce_required=True))
        async with sandbox, serve(sandbox) as base_url:
            app = create_app(sandbox.client(), sandbox.public_token, {"testAPIURL": base_url})
            sys.stdout.write(f"{url}\n{base_url}\n")
            sys.stdout.flush()
            await uvicorn.Server(uvicorn.Config(app, log_level="warning")).serve([listener])


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000))
