"""The whole pipeline: all problems are reported together, and the same input gives the same bytes."""

from __future__ import annotations

import json
import random
from pathlib import Path, PurePosixPath
from typing import Any

import attrs
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.docs import Docs, read_docs
from generator.document import loading, yaml12
from generator.document.manifest import Source
from generator.pipeline import generate, read_valid
from generator.problems import InputError, Problem
from generator.render import rendering
from generator.render.integrity import RenderMismatchError
from tests.generator import ours
from tests.generator.damage import shuffled

from .reading import ERRORS, FIXTURES, inputs, load

DOCUMENT = PurePosixPath("resources/document.json")


def written(folder: Path, name: str, content: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(yaml12.dump(content), encoding="utf-8")
    return path


def pets(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": paths}


def get(**operation: Any) -> dict[str, Any]:
    return {"get": {"responses": {"204": {"description": ""}}, **operation}}


ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def problems(content: dict[str, Any], docs: Docs | None = None) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_valid(inputs(content, docs, "spec.yaml"))
    assert caught.value.source == "spec.yaml"
    return list(caught.value.problems)


def test_invalid_and_unreadable_parts_are_reported_together() -> None:
    content = pets(
        **{"/a": get(parameters=[{"name": "b", "in": "query", "schema": {"type": "integer", "default": "c"}}])}
    )
    content["components"] = {"schemas": {"Pet": {"if": {}}}}
    assert [(problem.pointer, problem.reason) for problem in problems(content)] == [
        (
            "/components/schemas/Pet/if",
            "not supported: the type of a value would depend on another value, which a Python class cannot express",
        ),
        ("/paths/~1a/get/parameters/0/schema/default", "is not of the type integer"),
    ]


def test_of_two_words_on_one_place_the_readers_counts() -> None:
    content = pets(**{"/a": get(operationId="b"), "/c": get(operationId="b"), "/d/{e}": get()})
    assert [problem.pointer for problem in problems(content)] == [
        "/paths/~1c/get/operationId",
        "/paths/~1d~1{e}/get",
    ]


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_validity_adds_no_noise_to_what_the_reader_says(path: Path) -> None:
    content = loading.load(str(path))
    expected = {each["at"] for each in content.pop("x-expected")}
    more = {problem.pointer for problem in problems(content)} - expected
    assert more == MORE.get(path.stem, set())


MORE = {
    "enumerations": {"/components/schemas/Empty/enum"},
    "parameter-styles": {"/paths/~1pets/get/parameters/4"},
    "path-parameters": {"/paths/~1dogs~1{dog_id}/get/parameters/0"},
    "unknown-keywords": {"/components/schemas/Pet/properties/name/anyOf/1/type"},
}
"""More faults: an empty list, a parameter that must be required, and a type that does not exist in 3.0."""


def test_a_document_that_is_not_valid_counts_before_docs_that_name_nothing() -> None:
    docs = read_docs({"resources": {"gone": "Gone."}}, "docs.yaml")
    content = pets(**{"/a": get(parameters=[{"name": "b", "in": "query", "schema": {"default": 1, "type": "string"}}])})
    assert [problem.pointer for problem in problems(content, docs)] == ["/paths/~1a/get/parameters/0/schema/default"]


def test_docs_that_name_nothing_are_an_error_of_the_docs() -> None:
    with pytest.raises(InputError, match=r"^docs\.yaml: /resources/gone: is not in the SDK$"):
        read_valid(inputs(pets(), read_docs({"resources": {"gone": "Gone."}}, "docs.yaml")))


@pytest.mark.parametrize("path", ["/pets/:id/toys", "/pets/{id}/toys"])
def test_parameters_of_paths_are_in_braces_in_the_stored_document(path: str, tmp_path: Path) -> None:
    spec = written(tmp_path, "spec.yaml", pets(**{path: get(operationId="pets.toys", parameters=[ID])}))
    generated = generate([Source(spec=spec)])
    stored = json.loads(generated.files[DOCUMENT])
    assert list(stored["paths"]) == ["/pets/{id}/toys"]
    assert [operation.path for operation in generated.package.operations()] == ["/pets/{id}/toys"]
    assert not list(OpenAPIV30SpecValidator(stored).iter_errors())


def test_problems_are_where_the_document_has_them(tmp_path: Path) -> None:
    """The places are those of the document, before URLs get braces."""
    spec = written(tmp_path, "spec.yaml", pets(**{"/pets/:id": get(operationId="pets.toys")}))
    with pytest.raises(InputError) as caught:
        generate([Source(spec=spec)])
    assert [problem.pointer for problem in caught.value.problems] == ["/paths/~1pets~1:id/get"]


def test_two_paths_that_would_be_one_are_refused(tmp_path: Path) -> None:
    paths = {"/pets/:id": get(parameters=[ID]), "/pets/{id}": {"delete": get(parameters=[ID])["get"]}}
    with pytest.raises(InputError, match="duplicate path: the same as /pets/:id"):
        generate([Source(spec=written(tmp_path, "spec.yaml", pets(**paths)))])


def test_an_overlay_and_docs_reach_the_package(tmp_path: Path) -> None:
    action = {"target": "$.paths['/a'].get", "description": "Why.", "update": {"x-sdk-call-path": "dogs.fetch"}}
    overlay = {"overlay": "1.0.0", "info": {"title": "", "version": ""}, "actions": [action]}
    source = Source(
        spec=written(tmp_path, "spec.yaml", pets(**{"/a": get()})),
        overlay=written(tmp_path, "overlay.yaml", overlay),
        docs=written(tmp_path, "docs.yaml", {"operations": {"dogs.fetch": {"summary": "Fetch it."}}}),
    )
    found = generate([source])
    (operation,) = found.package.operations()
    assert (operation.call_path, operation.doc) == (("dogs", "fetch"), "Fetch it.")
    assert json.loads(found.files[DOCUMENT])["paths"]["/a"]["get"]["x-sdk-call-path"] == "dogs.fetch"


def test_a_shape_that_was_not_promised_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RenderMismatchError("models/a.py: rendered 'import os', promised 'docstring'")

    monkeypatch.setattr(rendering.integrity, "check", broken)
    spec = FIXTURES / "render_zoo.yaml"
    with pytest.raises(InputError) as caught:
        generate([Source(spec=spec)])
    assert str(caught.value) == (
        f"{spec}: /: cannot be rendered: models/a.py: rendered 'import os', promised 'docstring'"
    )


@pytest.mark.volume
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_mappings_changes_no_byte(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    sources: list[Source] = []
    for source in ours.SOURCES:
        folder = tmp_path / source.name
        folder.mkdir()
        paths: dict[str, Path] = {}
        for name in ("spec", "overlay", "docs"):
            original = getattr(source, name)
            content = loading.load(str(original))
            paths[name] = written(folder, original.name, shuffled(content, chance))
            assert paths[name].read_text(encoding="utf-8") != yaml12.dump(content)
        sources.append(attrs.evolve(source, **paths))
    assert generate(sources).files == ours.generated().files


@pytest.mark.volume
def test_a_second_run_gives_the_same_bytes() -> None:
    assert generate(ours.SOURCES).files == ours.generated().files


@pytest.mark.parametrize("name", [path.stem for path in sorted(FIXTURES.glob("*.yaml"))])
def test_json_gives_the_same_bytes_as_yaml(name: str, tmp_path: Path) -> None:
    content = load(name)
    as_json = tmp_path / f"{name}.json"
    as_json.write_text(json.dumps(content, indent="\t"), encoding="utf-8")
    assert loading.load(str(as_json)) == content


@pytest.mark.parametrize("fault", ["bad: .nan", "twice: 1\ntwice: 2", "date: !!timestamp 2020-01-01"])
def test_faults_of_yaml_do_not_hide_the_rest(fault: str, tmp_path: Path) -> None:
    """Open decisions do not hide them either."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        f"{fault}\nopenapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\npaths: {{}}\n"
        "components: {schemas: {Pet: {if: {}}, Owner: {type: integer, default: x}}}\n"
    )
    with pytest.raises(InputError) as caught:
        generate([Source(spec=spec)])
    found = {problem.pointer for problem in caught.value.problems}
    at = f"/{fault.partition(':')[0]}"
    assert found >= {at, "/components/schemas/Pet/if", "/components/schemas/Owner/default"}


@pytest.mark.parametrize("paths", [{}, {"paths": {"/a": {"get": {"operationId": "a.get"}}}}])
def test_openapi_3_1_needs_neither_paths_nor_responses(paths: dict[str, Any], tmp_path: Path) -> None:
    content = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "components": {}, **paths}
    found = generate([Source(spec=written(tmp_path, "spec.json", content))]).package.operations()
    assert [operation.response for operation in found] == [None] * len(paths)
