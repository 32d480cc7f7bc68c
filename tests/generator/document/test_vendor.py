"""Vendoring a document: all facts and nothing else; if anything fails, the old file stays.

In `fixtures/vendor/upstream.yaml`, each text says whether it is prose or a fact.
"""

from __future__ import annotations

import errno
import hashlib
import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from typer.testing import CliRunner

from generator.cli import app
from generator.document import loading, yaml12
from generator.document.vendor import dump, vendor, vendor_file
from tests.generator.damage import shuffled
from tests.generator.reading import FIXTURES
from tests.generator.serving import Reply, Server, serving

VENDOR = FIXTURES / "vendor"
SPECS = sorted((Path(__file__).parents[3] / "spec").glob("*/document.yaml"))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "*")
    with serving() as running:
        yield running


def facts(upstream: dict[str, Any]) -> dict[str, Any]:
    """Return the facts without their provenance."""
    found = vendor(upstream, source="here", sha256="0")
    found.pop("x-provenance")
    return found


def schema(**keywords: Any) -> Any:
    """Return the facts of a schema."""
    whole = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}
    return facts({**whole, "components": {"schemas": {"Pet": keywords}}})["components"]["schemas"]["Pet"]


def test_the_facts_of_a_document_are_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VENDOR)
    vendor_file("upstream.yaml", tmp_path / "facts.yaml")
    assert (tmp_path / "facts.yaml").read_bytes() == (VENDOR / "facts.yaml").read_bytes()


def test_no_prose_is_left() -> None:
    assert "prose" in (VENDOR / "upstream.yaml").read_text(encoding="utf-8")
    assert "prose" not in (VENDOR / "facts.yaml").read_text(encoding="utf-8")


def test_no_fact_is_lost() -> None:
    upstream, taken = ((VENDOR / name).read_text(encoding="utf-8") for name in ("upstream.yaml", "facts.yaml"))
    expected = set(re.findall(r"\bfact[\w+-]*", upstream.partition("\n")[2]))
    assert len(expected) > 20
    assert expected <= set(re.findall(r"\bfact[\w+-]*", taken))


def test_facts_are_valid_for_the_oracle() -> None:
    assert not list(OpenAPIV30SpecValidator(loading.load(str(VENDOR / "facts.yaml"))).iter_errors())


def test_the_order_of_mappings_means_nothing() -> None:
    upstream = loading.load(str(VENDOR / "upstream.yaml"))
    expected = dump(facts(upstream))
    for seed in range(10):
        assert dump(facts(shuffled(upstream, random.Random(seed)))) == expected


def test_shared_values_are_written_in_each_place() -> None:
    upstream, _ = yaml12.parse(
        "openapi: 3.0.3\ninfo: {title: '', version: ''}\npaths: {}\ncomponents:\n  schemas:\n"
        "    A: &a {type: string, enum: &e [x, y]}\n    B: *a\n    C: {type: string, enum: *e}\n"
    )
    assert isinstance(upstream, dict)
    assert not set("&*") & set(dump(facts(upstream)))


def test_a_comment_is_prose() -> None:
    assert schema(**{"$comment": "prose", "type": "string"}) == {"type": "string"}


@pytest.mark.parametrize("keyword", ["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"])
def test_names_of_schemas_are_facts(keyword: str) -> None:
    names = ["description", "example", "summary", "title", "x-name"]
    found = schema(**{keyword: {name: {"type": "string", "description": "prose"} for name in names}})
    assert found == {keyword: {name: {"type": "string"} for name in names}}


def test_names_of_properties_that_depend_are_facts() -> None:
    assert schema(dependentRequired={"title": ["description"]}) == {"dependentRequired": {"title": ["description"]}}


def test_names_of_a_discriminator_are_facts() -> None:
    found = schema(discriminator={"propertyName": "title", "mapping": {"summary": "#/x", "example": "#/y"}})
    assert found == {"discriminator": {"propertyName": "title", "mapping": {"example": "#/y", "summary": "#/x"}}}


@pytest.mark.parametrize("keyword", ["const", "default"])
def test_data_is_kept_as_it_is(keyword: str) -> None:
    value = {"title": 1, "description": [{"x-a": None, "example": 2}]}
    assert schema(**{keyword: value}) == {keyword: value}


def test_schemas_in_lists_lose_their_prose_too() -> None:
    part = {"type": "string", "description": "prose", "x-a": 1}
    assert schema(anyOf=[part, True, {"items": part}]) == {
        "anyOf": [{"type": "string"}, True, {"items": {"type": "string"}}]
    }


def test_parameters_of_paths_are_written_in_braces() -> None:
    upstream = {"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {"/a/:b/{c}/d:e/:f-g": {}}}
    assert list(facts(upstream)["paths"]) == ["/a/{b}/{c}/d:e/{f-g}"]


def test_the_provenance_is_the_source_as_given_title_version_and_digest(tmp_path: Path) -> None:
    source = VENDOR / "upstream.yaml"
    vendor_file(str(source), tmp_path / "facts.yaml")
    assert loading.load(str(tmp_path / "facts.yaml"))["x-provenance"] == {
        "source": str(source),
        "title": "Pets, fact-title",
        "version": "1.2",
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
    }


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        vendor_file(str(VENDOR / "upstream.yaml"), tmp_path / name)
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()


@pytest.mark.parametrize("source", [VENDOR / "facts.yaml", *SPECS], ids=lambda path: path.parent.name)
def test_vendoring_what_is_vendored_changes_its_provenance_only(source: Path, tmp_path: Path) -> None:
    vendor_file(str(source), tmp_path / "again.yaml")
    old, new = (path.read_text(encoding="utf-8").splitlines() for path in (source, tmp_path / "again.yaml"))
    changed = [line.partition(":")[0] for line, other in zip(new, old, strict=True) if line != other]
    assert changed == ["  source", "  sha256"]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.parent.name)
def test_our_documents_are_valid_for_the_oracle(path: Path) -> None:
    assert not list(OpenAPIV30SpecValidator(loading.load(str(path))).iter_errors())


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.parent.name)
def test_our_documents_have_no_prose(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    said = {line.strip() for line in lines if re.match(r" *-? *(description|summary|examples?|title|x-[\w-]*):", line)}
    names = {"description:", "title:"}
    title = f"title: Stytch {path.parent.name.capitalize().replace('b', 'B')} Authentication API"
    assert said <= {"description: ''", "x-provenance:", title, *names}


def test_a_document_is_fetched_and_taken_over(server: Server, tmp_path: Path) -> None:
    server.responses["/spec"] = Reply((VENDOR / "upstream.yaml").read_bytes())
    vendor_file(f"{server.url}/spec", tmp_path / "new" / "facts.yaml")
    found = loading.load(str(tmp_path / "new" / "facts.yaml"))
    assert found.pop("x-provenance")["source"] == f"{server.url}/spec"
    expected = loading.load(str(VENDOR / "facts.yaml"))
    expected.pop("x-provenance")
    assert found == expected


def run(source: str, target: Path) -> str:
    """Vendor from the command line, and return the one line of the error."""
    result = CliRunner().invoke(app, ["vendor", source, str(target)])
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    """An old file that must survive, alone in its folder."""
    path = tmp_path / "spec" / "facts.yaml"
    path.parent.mkdir()
    path.write_bytes(b"old")
    yield path
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


VALID = (VENDOR / "upstream.yaml").read_bytes()
UNUSABLE = {
    "not UTF-8": (b"\xff" + VALID, "/: is not UTF-8"),
    "not YAML": (b"openapi: [\n", "/: is not YAML: line 2: did not find expected node content"),
    "a page": (b"<!doctype html><title>Sign in</title>", "/: must be a mapping"),
    "nothing": (b"", "/: must be a mapping"),
    "another mapping": (b"a: 1", "/openapi: must be the version of an OpenAPI document, 3.0 or 3.1"),
    "Swagger": (b"swagger: '2.0'", "/openapi: must be the version of an OpenAPI document, 3.0 or 3.1"),
    "not valid": (VALID.replace(b"type: integer", b"type: file"), "/paths/~1fact-pets~1:id/get/responses/200/headers/"),
    "a rule broken": (VALID.replace(b"fact-pets/:id", b"fact-pets/:other"), None),
    "a dangling reference": (
        VALID.replace(b"schemas/title", b"schemas/gone"),
        "/components/schemas/example/allOf/0/$ref",
    ),
    "a key twice": (VALID + b"\nopenapi: 3.0.3", "/openapi: line "),
    "cut off": (VALID[:2000], None),
}


@pytest.mark.parametrize(("data", "line"), UNUSABLE.values(), ids=UNUSABLE)
def test_the_old_file_survives_a_document_that_cannot_be_used(
    data: bytes, line: str | None, old: Path, tmp_path: Path
) -> None:
    source = tmp_path / "upstream.yaml"
    source.write_bytes(data)
    result = CliRunner().invoke(app, ["vendor", str(source), str(old)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert all(each.startswith(f"{source}: /") for each in result.stderr.splitlines())
    assert line is None or result.stderr.startswith(f"{source}: {line}")


def test_the_old_file_survives_a_source_that_is_not_there(old: Path, tmp_path: Path) -> None:
    source = tmp_path / "gone.yaml"
    assert run(str(source), old) == f"{source}: /: No such file or directory"


def test_the_old_file_survives_a_source_that_is_too_large(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES", len(VALID) - 1)
    source = tmp_path / "upstream.yaml"
    source.write_bytes(VALID)
    assert run(str(source), old) == f"{source}: /: has more than {len(VALID) - 1} bytes"


RESPONSES = {
    "missing": (Reply(status=404), "returned status 404"),
    "moved": (
        Reply(status=302, headers=(("Location", "/spec"),)),
        "returned status 302; redirects are not followed",
    ),
    "broken": (Reply(VALID, status=500), "returned status 500"),
    "cut off": (Reply(VALID[:100], length=len(VALID)), "cannot be fetched: RemoteProtocolError"),
    "a page": (Reply(b"<!doctype html><title>Sign in</title>"), "must be a mapping"),
}


@pytest.mark.parametrize(("response", "reason"), RESPONSES.values(), ids=RESPONSES)
def test_the_old_file_survives_a_bad_response(response: Reply, reason: str, old: Path, server: Server) -> None:
    server.responses["/"] = response
    assert run(f"{server.url}/", old) == f"{server.url}/: /: {reason}"


def test_the_old_file_survives_a_server_that_is_not_there(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert run(url, old) == f"{url}: /: cannot be fetched: ConnectError"


def test_the_old_file_survives_a_url_that_is_not_https(old: Path) -> None:
    url = "http://pets.example/spec.yaml"
    assert run(url, old) == f"{url}: /: must be a path or an https URL"


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("name", ["pathlib.Path.write_bytes", "os.replace", "pathlib.Path.mkdir"])
def test_the_old_file_survives_a_disk_that_cannot_be_written(
    name: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(name, full)
        line = run(str(VENDOR / "upstream.yaml"), old)
    assert line == f"{old}: /: cannot be written: [Errno 28] No space left on device"


def test_the_old_file_survives_a_write_that_stops_half_way(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, data: bytes) -> None:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        full()

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", half)
        run(str(VENDOR / "upstream.yaml"), old)


@pytest.mark.parametrize("target", [".", "/"])
def test_a_folder_cannot_be_written(target: str) -> None:
    assert "cannot be written" in run(str(VENDOR / "upstream.yaml"), Path(target))


def test_facts_that_would_not_be_valid_are_not_written(old: Path, tmp_path: Path) -> None:
    source = tmp_path / "upstream.yaml"
    paths = "#/paths/~1fact-pets~1:id/parameters/0/schema"  # the facts have it in braces
    source.write_bytes(VALID.replace(b"#/components/schemas/title", paths.encode()))
    assert run(str(source), old) == (
        f"the facts of {source}: /components/schemas/example/allOf/0/$ref: unresolved reference: `{paths}`"
    )
