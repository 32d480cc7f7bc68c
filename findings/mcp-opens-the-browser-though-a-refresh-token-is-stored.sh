#!/usr/bin/env bash
# The OAuth client of the MCP SDK starts in a new process with stored tokens: an access token that has expired and a refresh
# token that is valid. The server responds with 401, and the client sends the user to the browser. It does not use the refresh
# token: it sends no request to the token endpoint, although it has just read the endpoint's URL in the metadata. The same
# happens to each user of a server that accepts tokens for a shorter time than their `expires_in`.
#
# Seen with mcp 2.3.0 and httpx2 2.16.2 on Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mcp==2.3.0 httpx2==2.16.2
cat > "$work/probe.py" <<'EOF'
import asyncio
import logging
import sys
from importlib.metadata import version
from urllib.parse import parse_qs

import httpx2
from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

SERVER, ISSUER, CALLBACK = "https://mcp.example/mcp", "https://as.example", "http://127.0.0.1:7777/callback"
METADATA = {
    "https://mcp.example/.well-known/oauth-protected-resource/mcp": {
        "resource": SERVER,
        "authorization_servers": [ISSUER],
    },
    "https://as.example/.well-known/oauth-authorization-server": {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
    },
}
seen = []


def respond(request):
    url = str(request.url)
    if url in METADATA:
        return httpx2.Response(200, json=METADATA[url])
    if url == f"{ISSUER}/token":
        (grant,) = parse_qs(request.content.decode())["grant_type"]
        seen.append(f"grant {grant}")
        return httpx2.Response(200, json={"access_token": "new", "token_type": "Bearer", "expires_in": 3600})
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    seen.append(f"call with {token or 'no token'}")
    return httpx2.Response(200 if token == "new" else 401)


class Storage:
    async def get_tokens(self):
        return OAuthToken(access_token="expired", refresh_token="valid", expires_in=3600)

    async def set_tokens(self, tokens):
        pass

    async def get_client_info(self):
        known = {"client_id": "a", "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "none"}
        return OAuthClientInformationFull.model_validate(known)

    async def set_client_info(self, client_info):
        pass


class BrowserOpened(Exception):
    pass


async def open_browser(url):
    seen.append("browser")
    raise BrowserOpened


async def wait_for_callback():
    raise AssertionError


async def main():
    logging.disable(logging.CRITICAL)
    metadata = OAuthClientMetadata.model_validate({"redirect_uris": [CALLBACK]})
    auth = OAuthClientProvider(SERVER, metadata, Storage(), open_browser, wait_for_callback)
    async with httpx2.AsyncClient(auth=auth, transport=httpx2.MockTransport(respond)) as client:
        try:
            await client.post(SERVER, json={})
        except BrowserOpened:
            pass
    print("mcp", version("mcp"))
    print(" -> ".join(seen))
    sys.exit(seen != ["call with expired", "browser"])


asyncio.run(main())
EOF
"$work/venv/bin/python" -W ignore "$work/probe.py"
