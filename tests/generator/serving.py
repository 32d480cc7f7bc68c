"""A web server on loopback, for documents that the generator fetches."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import attrs


@attrs.frozen
class Reply:
    """A response of the server. `length` is the Content-Length, if it differs from that of the body."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None


@attrs.define
class Server:
    """Serves responses by path, and 404 for other paths. `asked` are the requested paths, in order."""

    url: str
    responses: dict[str, Reply] = attrs.field(factory=dict[str, Reply])
    asked: list[str] = attrs.field(factory=list[str])


@contextmanager
def serving() -> Generator[Server]:
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            response = server.responses.get(self.path, Reply(status=404))
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body) if response.length is None else response.length))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
