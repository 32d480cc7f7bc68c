#!/usr/bin/env bash
# A CDN states in the Age header how long it has kept a response, and RFC 9111 (section 4.2.3) counts this time: a response
# with `max-age=60` and `Age: 50` is fresh for ten seconds more. Three HTTP caches for Python ignore the header: hishel in its
# mode for RFC 9111, CacheControl, and requests-cache with `cache_control=True`. They keep the response for the full max-age,
# even if it was stale when it arrived. hishel also replaces the Age with its own, which starts at 0. So a client that
# reads a key set or a policy through a CDN can use it for twice as long as the server permits.
#
# Seen with hishel 2.0.0, CacheControl 0.14.4 and requests-cache 1.3.3 on Python 3.11 and 3.13.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/fetch.py" <<'PYTHON'
import http.server
import threading
from email.utils import formatdate
from importlib.metadata import version

import cachecontrol
import hishel
import hishel.httpx
import httpx
import requests
import requests_cache


class Network(http.server.BaseHTTPRequestHandler):
    """Responds as a CDN does that got the response ten minutes ago. Each response has another body."""

    served = 0

    def do_GET(self):
        Network.served += 1
        body = str(Network.served).encode()
        self.send_response_only(200)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Cache-Control", self.path[1:])
        self.send_header("Age", "600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Network)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
storage = hishel.SqliteStorage(database_path="cache.db")
transport = hishel.httpx.CacheTransport(httpx.HTTPTransport(), storage=storage, rfc=True)
clients = {
    "hishel": httpx.Client(transport=transport),
    "CacheControl": cachecontrol.CacheControl(requests.Session()),
    "requests-cache": requests_cache.CachedSession(backend="memory", cache_control=True),
}
for name, client in clients.items():
    seen = []
    for directive in ("max-age=60", "no-store"):
        first, second = client.get(url + directive), client.get(url + directive)
        source = "cache" if first.text == second.text else "server"
        seen.append(source)
        print(f"{name} {version(name)}: Age: 600, {directive}: the second response comes from the {source}", end="")
        print(f", with Age: {second.headers['age']}")
    assert seen == ["cache", "server"], (name, seen)
assert int(clients["hishel"].get(url + "max-age=60").headers["age"]) < 60
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check \
  hishel==2.0.0 httpx==0.28.1 CacheControl==0.14.4 requests==2.34.2 requests-cache==1.3.3
cd "$folder"
NO_PROXY=127.0.0.1 timeout 60 env/bin/python -W ignore fetch.py
