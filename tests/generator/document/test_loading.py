"""Loading documents: allowed sources, size limits, and invalid documents."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.document import loading
from generator.document.validation import validate
from generator.problems import InputError, Problem
from tests.generator.serving import Reply, Server, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "*")
    with serving() as running:
        yield running


def reason(source: str) -> str:
    with pytest.raises(InputError) as caught:
        loading.read_bytes(source)
    (problem,) = caught.value.problems
    assert problem.pointer == ""
    return problem.reason


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    assert loading.read_bytes(str(tmp_path / "a.yaml")) == b"a: 1"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert reason(str(tmp_path / "gone.yaml")) == "No such file or directory"


def test_a_folder_is_not_a_document(tmp_path: Path) -> None:
    assert reason(str(tmp_path)) == "Is a directory"


def test_a_source_that_cannot_be_a_path_is_an_error() -> None:
    assert reason("a\x00b").startswith("is not a path")


def test_an_error_names_the_source(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        loading.load(str(tmp_path / "gone.yaml"))
    assert caught.value.source == str(tmp_path / "gone.yaml")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES", 100)
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * 100)
    assert len(loading.read_bytes(str(path))) == 100
    path.write_bytes(b"#" * 101)
    assert reason(str(path)) == "has more than 100 bytes"


def test_no_more_than_the_limit_is_read_of_an_endless_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES", 100)
    assert reason(os.devnull.replace("null", "zero")) == "has more than 100 bytes"


def test_a_url_is_fetched(server: Server) -> None:
    server.responses["/spec.yaml"] = Reply(b"a: 1")
    assert loading.load(f"{server.url}/spec.yaml") == {"a": 1}


def test_the_scheme_of_a_url_may_be_in_capitals(server: Server) -> None:
    server.responses["/"] = Reply(b"a: 1")
    assert loading.read_bytes(server.url.replace("http", "HTTP") + "/") == b"a: 1"


@pytest.mark.parametrize("status", [204, 400, 401, 404, 500])
def test_another_status_than_200_is_an_error(server: Server, status: int) -> None:
    server.responses["/"] = Reply(status=status)
    assert reason(f"{server.url}/") == f"returned status {status}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/elsewhere", "file:///etc/passwd", "http://192.0.2.1/"])
def test_a_redirect_is_not_followed(server: Server, status: int, location: str) -> None:
    server.responses["/"] = Reply(status=status, headers=(("Location", location),))
    assert reason(f"{server.url}/") == f"returned status {status}; redirects are not followed"
    assert server.asked == ["/"]


def test_a_response_that_is_too_large_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES", 100)
    server.responses["/"] = Reply(b"#" * 100)
    assert len(loading.read_bytes(f"{server.url}/")) == 100
    server.responses["/"] = Reply(b"#" * 101)
    assert reason(f"{server.url}/") == "has more than 100 bytes"


def test_a_response_that_breaks_off_is_refused(server: Server) -> None:
    server.responses["/"] = Reply(b"a: 1", length=100)
    assert reason(f"{server.url}/") == "cannot be fetched: RemoteProtocolError"


def test_a_server_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert reason(f"http://127.0.0.1:{port}/") == "cannot be fetched: ConnectError"


def test_a_server_without_tls_is_not_spoken_to_over_https(server: Server) -> None:
    server.responses["/"] = Reply(b"a: 1")
    assert reason(f"{server.url.replace('http', 'https')}/") == "cannot be fetched: ConnectError"
    assert not server.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/spec.yaml",
        "http://127.0.0.1.example.com/",
        "http://10.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://",
        "https:///spec.yaml",
        "gopher+x.y-1://a",
    ],
)
def test_a_url_has_to_be_https_or_of_this_machine(url: str) -> None:
    assert reason(url) == "must be a path or an https URL"


@pytest.mark.parametrize("url", ["https://[", "https://[::1/", "https://a]/"])
def test_an_invalid_url_is_an_error(url: str) -> None:
    assert reason(url).startswith("is not a URL: ")


@pytest.mark.parametrize("url", ["https://a\nb/", "http://localhost:x/", "http://localhost:99999/"])
def test_a_url_that_cannot_be_asked_is_an_error(url: str) -> None:
    assert "fetched" in reason(url) or "URL" in reason(url)


def test_a_url_with_credentials_is_refused_and_not_shown() -> None:
    with pytest.raises(InputError) as caught:
        loading.read_bytes("https://user:hunter2@example.com/spec.yaml")
    assert str(caught.value) == ("the URL: /: must not contain a user or a password: it is written into the document")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff\xfea", Problem("", "is not UTF-8")),
        (b"", Problem("", "must be a mapping")),
        (b"[]", Problem("", "must be a mapping")),
        (b"text", Problem("", "must be a mapping")),
        (b"a: 1\na: 2", Problem("/a", "line 2: duplicate key")),
    ],
)
def test_invalid_documents_are_refused(data: bytes, problem: Problem) -> None:
    with pytest.raises(InputError) as caught:
        loading.parse(data, "spec.yaml")
    assert caught.value.source == "spec.yaml"
    assert caught.value.problems == (problem,)


def test_a_byte_order_mark_is_ignored() -> None:
    assert loading.parse(b"\xef\xbb\xbfa: 1", "spec.yaml") == {"a": 1}


def test_a_document_that_is_not_valid_is_refused_under_its_name() -> None:
    with pytest.raises(InputError, match=r"^spec\.yaml: /openapi: must be") as caught:
        validate({"swagger": "2.0"}, "spec.yaml")
    assert caught.value.source == "spec.yaml"


def test_a_valid_document_is_accepted() -> None:
    validate({"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}, "spec.yaml")
