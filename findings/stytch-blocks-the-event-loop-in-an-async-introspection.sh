#!/usr/bin/env bash
# An async method of the official stytch SDK stops the event loop while it waits for a response: B2BClient.idp.
# introspect_token_network_async with an authorization_check fetches the RBAC policy with a blocking request, although the
# policy cache also has an async method for it, which sessions.authenticate_jwt_local_async uses.
#
# Seen with stytch 15.3.0: the server takes a second for each response. Other tasks of the event loop continue while the
# client introspects the token, and stop while it fetches the policy.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check stytch==15.3.0 trustme==1.2.1
cd "$folder"
NO_PROXY=127.0.0.1 "$folder/env/bin/python" -W ignore - <<'PYTHON'
import asyncio
import json
import os
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

import aiohttp
import stytch
import trustme
from stytch.b2b.models.sessions import AuthorizationCheck

BOTH = {"request_id": "r", "status_code": 200}
CLAIMS = {"active": True, "sub": "member-1", "scope": "write", "https://stytch.com/organization": {"organization_id": "o"}}
PERMISSION = {"resource_id": "documents", "actions": ["write"]}
SCOPE = {"scope": "write", "description": "", "permissions": [PERMISSION]}
RESPONSES = {
    "/v1/public/project/oauth2/introspect": {**BOTH, **CLAIMS},
    "/v1/b2b/rbac/policy": {**BOTH, "policy": {"roles": [], "resources": [], "scopes": [SCOPE]}},
}


class Slow(BaseHTTPRequestHandler):
    def respond(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(1)
        content = json.dumps(RESPONSES[self.path.partition("?")[0]]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = respond

    def log_message(self, *arguments):
        pass


authority = trustme.CA()
authority.cert_pem.write_to_path("authority.pem")
os.environ["REQUESTS_CA_BUNDLE"] = "authority.pem"  # the blocking half of the SDK trusts this file
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
authority.issue_cert("127.0.0.1").configure_cert(server_context)
client_context = ssl.create_default_context()
authority.configure_trust(client_context)
server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
server.socket = server_context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()


async def longest_pause(call):
    """Return the seconds in which another task of the event loop did not get its turn, at the most."""
    longest, last, task = 0.0, time.monotonic(), asyncio.ensure_future(call)
    while not task.done():
        await asyncio.sleep(0.01)
        now = time.monotonic()
        longest, last = max(longest, now - last), now
    assert task.result().subject == "member-1"
    return longest


async def main():
    connector = aiohttp.TCPConnector(ssl=client_context)
    async with aiohttp.ClientSession(connector=connector) as session:
        base_url = f"https://127.0.0.1:{server.server_port}"
        client = stytch.B2BClient("project", "secret", custom_base_url=base_url, async_session=session)
        introspect = client.idp.introspect_token_network_async
        check = AuthorizationCheck(organization_id="o", resource_id="documents", action="write")
        alone = await longest_pause(introspect("token", "app"))
        checked = await longest_pause(introspect("token", "app", authorization_check=check))
    print(f"stytch {version('stytch')}: other tasks waited for {alone:.1f} s at most while the token was introspected,")
    print(f"and for {checked:.1f} s when the policy was fetched, too")
    assert alone < 0.8 <= checked, (alone, checked)


asyncio.run(main())
PYTHON
