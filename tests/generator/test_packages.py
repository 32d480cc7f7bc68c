"""Packages of other documents: complete, with their own client on the runtime of this SDK."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from aiostytch import B2BClient, ConfigurationError, RateLimitError
from aiostytch.base_client import BaseClient
from generator import output
from generator.docs import Docs
from generator.document.manifest import Source
from generator.pipeline import generate
from generator.problems import InputError
from generator.reader import read
from tests.fakes import Script, response, script
from tests.generator import ours
from tests.generator.packages import Imported, document, imported, json_content, operation, reference
from tests.generator.reading import load

TEXT: dict[str, Any] = {"type": "string"}
SCHEMES: dict[str, Any] = {
    "basicAuth": {"type": "http", "scheme": "basic"},
    "token": {"type": "http", "scheme": "bearer", "description": "A token of the pets."},
    "api-key": {"type": "apiKey", "in": "header", "name": "X-Key"},
}
PETS = document(
    {
        "/pets": {"get": operation("pets.list", TEXT)},
        "/open": {"get": operation("pets.open", TEXT, security=[])},
        "/key": {"get": operation("pets.key", TEXT, security=[{"api-key": [], "token": []}, {"api-key": []}])},
        "/maybe": {"get": operation("pets.maybe", TEXT, security=[{}, {"token": []}])},
        "/there": {"get": operation("pets.there", TEXT, servers=[{"url": "https://there.example"}])},
    },
    info={"title": "Pets API", "version": "1"},
    servers=[{"url": "https://pets.example/v1"}, {"url": "https://test.pets.example/v1"}],
    security=[{"basicAuth": []}],
    components={"securitySchemes": SCHEMES},
)


def client(package: Imported, transport: Script, **settings: Any) -> Any:
    made: BaseClient = package.module("client").PetsClient(transport=transport, **settings)
    return made


async def called(folder: Path, call: str, **settings: Any) -> tuple[str, Mapping[str, str]]:
    """Make a call with the client of the pets. Return the URL and the headers with credentials."""
    with imported(PETS, folder) as package:
        transport = script(response(content="Tom"))
        async with client(package, transport, **settings) as pets:
            assert await getattr(pets.pets, call)() == "Tom"
    (request,) = transport.requests
    return request.url, {name: value for name, value in request.headers if name in {"Authorization", "X-Key"}}


BASIC = {"Authorization": "Basic YWRhOnB3"}
TOKEN = {"Authorization": "Bearer t"}
KEY = {"X-Key": "k"}


@pytest.mark.parametrize(
    ("call", "settings", "url", "credentials"),
    [
        ("list", {"basic_auth": ("ada", "pw")}, "https://pets.example/v1/pets", BASIC),
        ("list", {"basic_auth": ("ada", "pw"), "token": "t"}, "https://pets.example/v1/pets", BASIC),
        ("open", {"basic_auth": ("ada", "pw")}, "https://pets.example/v1/open", {}),
        ("key", {"api_key": "k"}, "https://pets.example/v1/key", KEY),
        ("key", {"api_key": "k", "token": "t"}, "https://pets.example/v1/key", KEY | TOKEN),
        ("maybe", {}, "https://pets.example/v1/maybe", {}),
        ("maybe", {"token": "t"}, "https://pets.example/v1/maybe", TOKEN),
        ("there", {"basic_auth": ("ada", "pw")}, "https://there.example/there", BASIC),
        (
            "there",
            {"basic_auth": ("ada", "pw"), "base_url": "https://test.pets.example/v1/"},
            "https://there.example/there",
            BASIC,
        ),
        (
            "there",
            {"basic_auth": ("ada", "pw"), "base_url": "https://other.example"},
            "https://other.example/there",
            BASIC,
        ),
        ("list", {"basic_auth": ("ada", "pw"), "base_url": "http://localhost:1"}, "http://localhost:1/pets", BASIC),
    ],
)
async def test_calls_go_where_the_document_says_with_the_credentials_that_it_names(
    tmp_path: Path, call: str, settings: Any, url: str, credentials: Any
) -> None:
    assert await called(tmp_path, call, **settings) == (url, credentials)


@pytest.mark.parametrize(("call", "needed"), [("list", "basicAuth"), ("key", "api-key with token or api-key")])
async def test_a_call_without_its_credentials_is_refused_before_it_is_sent(
    tmp_path: Path, call: str, needed: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"the call needs the credentials {needed}: pass them to the client"):
        await called(tmp_path, call, token="t")


@pytest.mark.parametrize(
    "servers", [[], [{"url": "/v1"}], [{"url": "http://pets.example"}], [{"url": "https://{region}.example"}]]
)
async def test_without_a_usable_server_a_base_url_is_demanded(tmp_path: Path, servers: Any) -> None:
    """No call, and no credential, goes to a host of Stytch."""
    content = {**PETS, "servers": servers, "security": []}
    with imported(content, tmp_path) as package:
        make: Any = package.module("client").PetsClient
        with pytest.raises(TypeError, match="base_url"):
            make()
        transport = script(response(content="Tom"))
        await make(base_url="https://mine.example", transport=transport).pets.open()
    assert transport.requests[0].url == "https://mine.example/open"


async def test_the_client_has_the_runtime_but_not_stytchs_tree(tmp_path: Path) -> None:
    with imported(PETS, tmp_path) as package:
        pets = client(package, script(response(content="Tom")), basic_auth=("ada", "hush"))
        assert isinstance(pets, BaseClient)
        public = {name for name in dir(pets) if not name.startswith("_")}
        assert public == {"aclose", "pets", "request", "with_options"}
        assert repr(pets) == "<PetsClient at https://pets.example/v1, open>"
        assert "hush" not in repr(pets._runner.config)
        assert await pets.with_options(max_retries=0).pets.list() == "Tom"
        assert (await pets.request("GET", "/pets")).json() == "Tom"


async def test_error_types_of_other_apis_are_not_looked_up_among_stytchs(tmp_path: Path) -> None:
    """`user_lock_limit_reached` is temporary, like any other 429."""
    limited = response(429, {"error_type": "user_lock_limit_reached"}, retry_after="0")
    transport = script(limited, response(content="Tom"))
    with imported(PETS, tmp_path) as package:
        assert await client(package, transport, token="t").pets.maybe() == "Tom"
        with pytest.raises(RateLimitError):
            await client(package, script(limited), token="t").with_options(max_retries=0).pets.maybe()


def test_the_package_is_complete(tmp_path: Path) -> None:
    with imported(PETS, tmp_path) as package:
        folder = tmp_path / package.name
        assert (folder / "py.typed").read_text() == ""
        assert package.module("client").PetsClient is __import__(package.name).PetsClient
        texts = [path.read_text() for path in folder.rglob("*.py")]
    assert len(texts) == 5
    assert all(text.startswith("# Generated from an OpenAPI document.") for text in texts)
    assert "stytch" not in "".join(texts).lower().replace("aiostytch", "")


WIDE = document(
    {
        "/a/{ids}": {
            "get": operation(
                "wide.styles",
                {"oneOf": [reference("Cat"), reference("Dog")]},
                parameters=[
                    {"name": "ids", "in": "path", "required": True, "schema": {"type": "array", "items": TEXT}},
                    {"name": "deep", "in": "query", "style": "deepObject", "schema": {"type": "object"}},
                    {"name": "comma", "in": "query", "explode": False, "schema": {"type": "array", "items": TEXT}},
                ],
            ),
            "post": operation(
                "wide.parts",
                parameters=[{"name": "ids", "in": "path", "required": True, "schema": TEXT}],
                responses={
                    "200": {"description": "A cat.", **json_content(reference("Cat"))},
                    "201": {"description": "A text.", "content": {"text/plain": {}}},
                    "202": {"description": "Bytes.", "content": {"image/png": {}}},
                    "204": {"description": "Nothing."},
                },
                requestBody={
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["photo"],
                                "properties": {
                                    "photo": {"type": "string", "format": "binary"},
                                    "pets": {"type": "array", "items": reference("Owner")},
                                },
                            }
                        }
                    }
                },
            ),
        },
        "/b": {
            "put": operation(
                "wide.raw",
                {"type": ["array", "null"], "items": {"anyOf": [reference("Cat"), reference("Dog"), TEXT]}},
                requestBody={"content": {"text/csv": {"schema": TEXT}}},
            ),
            "patch": operation(
                "wide.merge",
                {"type": ["string", "integer"]},
                requestBody={"content": {"application/merge-patch+json": {"schema": reference("Owner")}}},
            ),
        },
    },
    {
        "Cat": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": "cat"}, "owner": reference("b_Owner")},
        },
        "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog"}}},
        "b_Owner": {"type": "object", "properties": {"cat": reference("Cat"), "id": {**TEXT, "readOnly": True}}},
        "Owner": {
            "allOf": [reference("b_Owner"), {"type": "object", "required": ["pet", "id"]}],
            "properties": {
                "pet": {"oneOf": [reference("Cat"), reference("Dog"), {"type": "null"}]},
                "none": {"type": "null"},
            },
        },
    },
)
"""Features that small documents lack: styles, parts, several responses, choices, import cycles."""

MYPY = ["mypy", "--strict"]
RUFF = ["ruff", "check", "--isolated", "--select", "E,F,I,B,UP", "--line-length", "120"]


@pytest.mark.parametrize("tool", [MYPY, RUFF], ids=["mypy", "ruff"])
def test_the_package_passes_strict_tools(tmp_path: Path, tool: list[str]) -> None:
    for name, content in (("pets", PETS), ("wide", WIDE), ("zoo", load("render_zoo"))):
        with imported(content, tmp_path) as package:
            command = [sys.executable, "-m", *tool, package.name]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (name, done.stdout)


def test_it_is_written_again_and_what_is_stale_is_removed(tmp_path: Path) -> None:
    spec = tmp_path / "pets.json"
    spec.write_text(json.dumps(PETS))
    files = generate([Source(spec=spec)]).files
    assert output.write(files, tmp_path / "out").changed == len(files)
    assert output.write(files, tmp_path / "out").changed == 0
    assert output.drift(files, tmp_path / "out") == ""
    fewer = {path: text for path, text in files.items() if path != PurePosixPath("client.py")}
    assert output.write(fewer, tmp_path / "out").removed == 1


@pytest.mark.parametrize("name", ["__init__.py", "client.py"])
def test_a_file_that_somebody_wrote_stays(tmp_path: Path, name: str) -> None:
    spec = tmp_path / "pets.json"
    spec.write_text(json.dumps(PETS))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine = 1\n")
    with pytest.raises(InputError, match=f"/{name}: was not generated"):
        output.write(generate([Source(spec=spec)]).files, tmp_path / "out")


def test_the_client_of_stytch_is_made_in_the_same_way() -> None:
    text = ours.generated().files[PurePosixPath("client.py")]
    assert "class B2BClient(StytchClient, Resources):" in text
    assert B2BClient.__mro__[1].__name__ == "StytchClient"
    assert (B2BClient.__doc__ or "").startswith("A client of the Stytch B2B API.")


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ({"base": "a:B"}, "/x-sdk-client: must have the keys base, class"),
        ({"base": "a.b", "class": "B"}, "/x-sdk-client/base: must be a class, such as `package.module:Class`"),
        ({"base": "a:B", "class": "b c"}, "/x-sdk-client/class: must be the name of a class"),
    ],
)
def test_a_document_without_a_client_is_refused(declared: Any, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read({**PETS, "x-sdk-client": declared}, Docs(), "spec")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Pets", "PetsClient"),
        ("pets api", "PetsClient"),
        ("", "Client"),
        ("\u30da\u30c3\u30c8 3", None),
        ("Base", "BaseClient_"),
    ],
)
def test_a_client_is_called_by_the_title(title: str, name: str | None) -> None:
    found = read({**PETS, "info": {"title": title, "version": "1"}}, Docs(), "spec").client.name
    assert found.isidentifier()
    assert name in {None, found}


def test_hostile_text_in_a_scheme_stays_text(tmp_path: Path) -> None:
    hostile = '"""\nimport os\n\\'
    schemes = {
        "a-b.c": {**SCHEMES["token"], "description": hostile},
        "self": SCHEMES["basicAuth"],
        "base_url": SCHEMES["api-key"],
        "key_credential": SCHEMES["api-key"],
    }
    content = {
        **PETS,
        "info": {"title": hostile, "version": "1"},
        "components": {"securitySchemes": schemes},
        "paths": {"/a": {"get": operation("a.get", security=[{name: []} for name in schemes])}},
        "security": [],
    }
    with imported(content, tmp_path) as package:
        text = (tmp_path / package.name / "client.py").read_text()
    assert "a_b_c: str | None = None" in text
    assert "base_url_2: str | None = None" in text
    assert "\nimport os" not in text
