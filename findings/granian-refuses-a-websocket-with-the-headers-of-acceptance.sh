#!/usr/bin/env bash
# An ASGI application can refuse a WebSocket with the messages of the extension websocket.http.response: a status, headers and
# a body. granian 2.8.9 adds the headers of an accepted handshake to this response: `connection: upgrade`,
# `upgrade: websocket` and a `sec-websocket-accept` that fits the client's key. The response has the status 401, no protocol
# switch follows, and the connection stays open. uvicorn 0.54.0 sends only the headers of the application to the same client.
#
# Seen on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/app.py" <<'PYTHON'
async def app(scope, receive, send):
    if scope["type"] == "websocket":
        assert "websocket.http.response" in scope["extensions"]
        await receive()
        headers = [(b"www-authenticate", b"Bearer"), (b"content-length", b"2")]
        await send({"type": "websocket.http.response.start", "status": 401, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": b"no"})
PYTHON
cat >"$folder/ask.py" <<'PYTHON'
import socket
import subprocess
import sys
import time

with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
server = subprocess.Popen([*sys.argv[1:], "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
request = (
    "GET / HTTP/1.1\r\nHost: service.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
try:
    for _ in range(100):
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    connection.sendall(request.encode())
    response = b""
    while not response.endswith(b"\r\n\r\nno"):
        response += connection.recv(4096)
    status, *headers = response.decode().split("\r\n\r\n")[0].split("\r\n")
    names = sorted(header.partition(":")[0].lower() for header in headers)
    print(status.split()[1], *(name for name in names if name not in {"date", "server"}))
finally:
    server.terminate()
    server.wait(10)
PYTHON
python3 -m venv "$folder/env"
bin="$folder/env/bin"
"$bin/python" -m pip install --quiet --disable-pip-version-check granian==2.8.9 uvicorn==0.54.0 wsproto==1.3.2
cd "$folder"
granian=$(timeout 60 "$bin/python" ask.py "$bin/granian" --interface asginl app:app)
uvicorn=$(timeout 60 "$bin/python" ask.py "$bin/uvicorn" --ws wsproto app:app)
echo "granian 2.8.9 refuses with: $granian"
echo "uvicorn 0.54.0 refuses with: $uvicorn"
[ "$granian" = "401 connection content-length sec-websocket-accept upgrade www-authenticate" ]
[ "$uvicorn" = "401 content-length www-authenticate" ]
