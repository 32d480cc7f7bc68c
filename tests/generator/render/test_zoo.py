"""Calls of the code for a document with features that Stytch's documents do not use."""

from __future__ import annotations

import datetime
import importlib
import inspect
import json
import sys
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aiostytch import UNSET, B2BClient, InvalidArgumentError
from aiostytch.wire import RawResponse
from generator import output
from generator.document.manifest import Source
from generator.pipeline import generate
from tests.fakes import Script, response, script
from tests.generator.reading import FIXTURES

NO_SERVERS: Mapping[str, str] = {}
ANIMAL = {"animal_id": "a1", "kind": "cat", "class": "mammal", "mother": None}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package, imported as `zoo_package`."""
    folder = tmp_path_factory.mktemp("zoo")
    output.write(generate([Source(spec=FIXTURES / "render_zoo.yaml")]).files, folder / "zoo_package")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("zoo_package.resources")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("zoo_package")]:
        del sys.modules[name]


def resources(zoo: Any, transport: Script, servers: Mapping[str, str] = NO_SERVERS) -> Any:
    client = B2BClient(
        "project-test-1",
        "secret",
        base_url="https://zoo.example",
        servers=servers,
        transport=transport,
        strict_decoding=True,
    )
    return zoo.Resources(client._runner)


async def test_query_and_header_parameters_travel_under_their_wire_names(zoo: Any) -> None:
    transport = script(response(content=[ANIMAL]))
    found = await resources(zoo, transport).animals.list(limit=3, class_=["a b", "c"], x_trace="t")
    (request,) = transport.requests
    assert request.url == "https://zoo.example/v1/animals?class=a%20b&class=c&limit=3"
    assert ("X-Trace", "t") in request.headers
    assert request.content == b""
    assert [animal.class_ for animal in found] == ["mammal"]


async def test_omitted_arguments_are_not_sent(zoo: Any) -> None:
    transport = script(response(content=[]))
    await resources(zoo, transport).animals.list()
    assert transport.requests[0].url == "https://zoo.example/v1/animals"
    assert "X-Trace" not in dict(transport.requests[0].headers)


async def test_all_formats_and_python_keywords_round_trip(zoo: Any) -> None:
    transport = script(response(201, {**ANIMAL, "born_at": "2026-01-02T03:04:05Z", "young": [ANIMAL]}))
    created = await resources(zoo, transport).animals.create(
        name="Tom",
        kind="cat",
        born_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
        died_on=datetime.date(2026, 1, 3),
        chip=uuid.UUID(int=7),
        portrait=b"\x00\x01",
        from_="Ulm",
        weight=None,
        keeper={"name": "Ada"},
        mark=4,
    )
    assert json.loads(transport.requests[0].content) == {
        "name": "Tom",
        "kind": "cat",
        "born_at": "2026-01-02T00:00:00Z",
        "died_on": "2026-01-03",
        "chip": "00000000-0000-0000-0000-000000000007",
        "portrait": "AAE=",
        "from": "Ulm",
        "weight": None,
        "keeper": {"name": "Ada"},
        "mark": 4,
    }
    assert created.young[0].class_ == "mammal"
    assert created.born_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert (created.stuffed, created.raw.status_code) == (None, 201)


async def test_an_operation_with_its_own_server_is_sent_there(zoo: Any) -> None:
    """The operation with a free body."""
    transport = script(RawResponse(status_code=204, headers=response().headers, content=b""))
    servers = {"https://edit.zoo.example": "https://editing.example"}
    changed = await resources(zoo, transport, servers).animals.update("a/1", body={"age": 7})
    (request,) = transport.requests
    assert (request.method, request.url) == ("PATCH", "https://editing.example/v1/animals/a%2F1")
    assert request.content == b'{"age":7}'
    assert changed.raw.status_code == 204


async def test_a_client_of_another_server_keeps_its_secret_from_the_documents(zoo: Any) -> None:
    """The call does not send a secret to the server in the document."""
    transport = script(RawResponse(status_code=204, headers=response().headers, content=b""))
    await resources(zoo, transport).animals.update("a1")
    assert transport.requests[0].url == "https://zoo.example/v1/animals/a1"


async def test_a_body_that_is_not_given_is_not_sent(zoo: Any) -> None:
    transport = script(RawResponse(status_code=204, headers=response().headers, content=b""))
    await resources(zoo, transport).animals.update("a1")
    assert transport.requests[0].content == b""
    assert "Content-Type" not in dict(transport.requests[0].headers)


async def test_a_form_is_sent_as_a_form(zoo: Any) -> None:
    transport = script(response(content={"access_token": "t"}))
    found = await resources(zoo, transport).token.token(code="a b&c", scopes=["x", "y"])
    (request,) = transport.requests
    assert request.content == b"code=a+b%26c&scopes=x&scopes=y"
    assert ("Content-Type", "application/x-www-form-urlencoded") in request.headers
    assert found == {"access_token": "t"}


@pytest.mark.parametrize(
    ("path", "content", "value"),
    [
        ("counts.keepers.total", 7, 7),
        ("counts.kind", "new kind", "new kind"),
        ("counts.all", [1, {"a": None}], [1, {"a": None}]),
    ],
)
async def test_a_response_can_be_any_json_value(zoo: Any, path: str, content: Any, value: Any) -> None:
    call: Any = resources(zoo, script(response(content=content)))
    for name in path.split("."):
        call = getattr(call, name)
    assert await call() == value


async def test_a_listing_is_followed(zoo: Any) -> None:
    transport = script(
        response(content={"animals": [ANIMAL], "results_metadata": {"total": 2, "next_cursor": "n"}}),
        response(content={"animals": [ANIMAL], "results_metadata": {"total": 2}}),
    )
    found = await resources(zoo, transport).animals.search(limit=1).collect()
    assert [animal.animal_id for animal in found] == ["a1", "a1"]
    assert [request.content for request in transport.requests] == [b'{"limit":1}', b'{"cursor":"n","limit":1}']


async def test_secrets_are_masked_in_models(zoo: Any) -> None:
    found = await resources(zoo, script(response(content={**ANIMAL, "secret_name": "hush"}))).animals.get("a1")
    assert found.secret_name == "hush"
    assert "hush" not in repr(found)


async def test_the_guard_holds_for_paths_of_any_document(zoo: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="animal_id"):
        await resources(zoo, script()).animals.get("..")


def test_enum_values_that_are_not_names_are_members(zoo: Any) -> None:
    models = importlib.import_module("zoo_package.models.schemas")
    assert {member.value for member in models.Kind} == {"cat", "big dog", "2-toed sloth", ""}
    assert all(member.name.isidentifier() for member in models.Kind)


def test_defaults_of_parameters_are_told_and_not_sent(zoo: Any) -> None:
    function = resources(zoo, script()).animals.list
    assert inspect.signature(function).parameters["limit"].default is UNSET
    assert "Default: 20." in (inspect.getdoc(function) or "")
