"""Paths with parameters, and the servers that calls may use."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from generator.docs import Docs
from generator.document.urls import braced, is_secure, parameters_of, with_braces
from generator.problems import InputError
from generator.reader import read

PATHS = [
    ("/pets", "/pets", ()),
    ("/pets/:id", "/pets/{id}", ("id",)),
    ("/pets/{id}", "/pets/{id}", ("id",)),
    ("/:a/{b}/:c-d/:_e1", "/{a}/{b}/{c-d}/{_e1}", ("a", "b", "c-d", "_e1")),
    ("/pets/{id}:feed", "/pets/{id}:feed", ("id",)),
    ("/pets/:id.json", "/pets/:id.json", ()),
    ("/pets:feed", "/pets:feed", ()),
    ("/pets/:", "/pets/:", ()),
    ("/pets/:1", "/pets/:1", ()),
    ("/pets/::id", "/pets/::id", ()),
    ("/pets/{id", "/pets/{id", ()),
    ("/pets/{}", "/pets/{}", ()),
    (":id", ":id", ()),
]


@pytest.mark.parametrize(("path", "expected", "parameters"), PATHS)
def test_parameters_are_in_braces_or_behind_a_colon(path: str, expected: str, parameters: tuple[str, ...]) -> None:
    assert braced(path) == expected
    assert parameters_of(path) == parameters
    assert braced(expected) == expected


def test_a_document_with_braces_is_another_document() -> None:
    document: dict[str, Any] = {"openapi": "3.0.3", "paths": {"/a/:b": {"x": 1}, "/c": {}}}
    assert with_braces(document) == {"openapi": "3.0.3", "paths": {"/a/{b}": {"x": 1}, "/c": {}}}
    assert list(document["paths"]) == ["/a/:b", "/c"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://pets.example/a", True),
        ("HTTPS://pets.example", True),
        ("http://localhost:1/a", True),
        ("http://127.0.0.2", True),
        ("http://[::1]/", True),
        ("http://pets.example", False),
        ("http://10.0.0.1", False),
        ("http://localhost.pets.example", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("https:///a", False),
        ("/a", False),
        ("", False),
    ],
)
def test_only_https_is_secure_but_on_this_machine(url: str, expected: bool) -> None:
    assert is_secure(urlsplit(url)) is expected


def server(url: str) -> str:
    """Return the server of an operation with its own server."""
    operation = {"operationId": "pets.list", "servers": [{"url": url}], "responses": {"204": {"description": ""}}}
    document = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {"/pets": {"get": operation}}}
    (found,) = read(document, Docs(), "spec").operations()
    return found.server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://pets.example", "https://pets.example"),
        ("https://pets.example/v1/", "https://pets.example/v1"),
        ("https://a-b_c.pets.example.:8443/v1", None),
        ("https://a-b.pets.example:8443/v1", "https://a-b.pets.example:8443/v1"),
        ("https://192.0.2.1", "https://192.0.2.1"),
        ("https://[2001:db8::1]/v1", "https://[2001:db8::1]/v1"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://pets.example", None),
        ("https://pets.example:0", None),
        ("https://pets.example:99999", None),
        ("https://pets.example:x", None),
        ("https://user@pets.example", None),
        ("https://pets.example/?a=b", None),
        ("https://pets.example/#a", None),
        ("https://pets.example/{a}", None),
        ("https://pets.example\\a", None),
        ("https://pets.example/a b", None),
        ("https://pets.exämple", None),
        ("https://'pets'.example", None),
        ('https://"""', None),
        ("https://..", None),
        ("https://-a", None),
        ("https://", None),
        ("https://[::1", None),
        ("//pets.example", None),
        ("/v1", None),
        ("", None),
    ],
)
def test_a_server_is_a_plain_url_of_one_host(url: str, expected: str | None) -> None:
    if expected is not None:
        assert server(url) == expected
        return
    with pytest.raises(InputError) as caught:
        server(url)
    assert [problem.pointer for problem in caught.value.problems] == ["/paths/~1pets/get/servers/0/url"]
