#!/usr/bin/env bash
# An httpx.AsyncClient that is used again after its event loop has been closed raises "RuntimeError: Event loop is closed".
# The message suggests that httpx has not sent the request. But the idle connection of the first loop still has its socket,
# and asyncio writes to a socket before it checks its loop: the request goes out, and the server executes it. A caller that
# repeats the call after this error makes the POST twice.
#
# Seen with httpx 0.28.1 (httpcore 1.0.9) and httpx2 2.16.2 (httpcore2 2.16.2), on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/post.py" <<'PYTHON'
import asyncio
import http.server
import logging
import sys
import threading

import httpx
import httpx2

received = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        received.append(self.path)
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


logging.disable()
sys.unraisablehook = lambda _: None
server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"


async def post(make, made, path):
    if not made:
        made.append(make())
    await made[0].post(url + path)


def both(name, make):
    made = []
    asyncio.run(post(make, made, f"{name}/first"))
    try:
        asyncio.run(post(make, made, f"{name}/second"))
    except RuntimeError as error:
        return f"RuntimeError: {error}"
    return "no error"


clients = {
    "httpx": lambda: httpx.AsyncClient(trust_env=False),
    "httpx2": lambda: httpx2.AsyncClient(trust_env=False),
}
for name, make in clients.items():
    outcome = both(name, make)
    for _ in range(100):
        if f"/{name}/second" in received:
            break
        threading.Event().wait(0.02)
    print(f"{name}: {outcome}; the second POST was {'' if f'/{name}/second' in received else 'not '}received")
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check \
  httpx==0.28.1 httpcore==1.0.9 httpx2==2.16.2 httpcore2==2.16.2
echo "httpx 0.28.1, httpx2 2.16.2: a POST in one event loop, and one in the next, with the same client"
timeout 60 "$folder/env/bin/python" "$folder/post.py" | tee "$folder/told"
[ "$(grep -c 'RuntimeError: Event loop is closed; the second POST was received$' "$folder/told")" -eq 2 ]
