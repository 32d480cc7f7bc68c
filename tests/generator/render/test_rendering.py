"""The files of a package: their format, their length, and their outlines."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from generator import ir
from generator.document.keywords import METHODS
from generator.document.manifest import Source
from generator.pipeline import Generated, generate
from generator.render import integrity
from generator.render.rendering import HEADER, OTHER_HEADER, formatted_files, render, rendered_files
from tests.generator import ours
from tests.generator.reading import FIXTURES, load, package

DOCUMENTS: dict[str, Callable[[], Generated]] = {
    "stytch": ours.generated,
    "stytch as it is": lambda: generate([Source(spec=ours.SOURCES[0].spec)]),
    "zoo": lambda: generate([Source(spec=FIXTURES / "render_zoo.yaml")]),
}


@pytest.fixture(scope="module", params=DOCUMENTS.values(), ids=DOCUMENTS)
def generated(request: pytest.FixtureRequest) -> Generated:
    read: Callable[[], Generated] = request.param
    return read()


def test_every_file_of_code_says_where_it_comes_from(generated: Generated) -> None:
    code = [text for path, text in generated.files.items() if path.suffix == ".py"]
    header = HEADER if generated.package.client.base else OTHER_HEADER
    assert all(text.startswith(header) for text in code)
    assert len(code) > 5


def test_no_file_is_outside_of_the_two_folders_but_the_root(generated: Generated) -> None:
    above = {str(path) for path in generated.files if len(path.parts) == 1}
    assert above == {"client.py"} | (set() if generated.package.client.base else {"__init__.py", "py.typed"})
    below = {path for path in generated.files if len(path.parts) > 1}
    assert {path.parts[0] for path in below} == {"models", "resources"}
    assert {len(path.parts) for path in below} == {2}


def test_the_stored_document_has_every_operation(generated: Generated) -> None:
    """The document is stored next to the resources."""
    stored = json.loads(generated.files[PurePosixPath("resources/document.json")])
    ids = {part["operationId"] for item in stored["paths"].values() for part in item.values() if "operationId" in part}
    assert {operation.operation_id for operation in generated.package.operations()} <= ids


def test_a_value_is_spelled_out_where_it_is_not_its_name_in_lower_case() -> None:
    text = ours.generated().files[PurePosixPath("models/magic_links_email.py")]
    assert '    EN = enum.auto()\n    ES = enum.auto()\n    PT_BR = "pt-br"\n' in text


def test_each_schema_and_method_of_the_stored_document_has_a_line(generated: Generated) -> None:
    text = generated.files[PurePosixPath("resources/document.json")]
    stored = json.loads(text)
    methods = [method for item in stored["paths"].values() for method in item.keys() & set(METHODS)]
    schemas = list(stored["components"]["schemas"])
    starts = {line.partition(":")[0] for line in text.splitlines()}
    assert {json.dumps(name) for name in [*methods, *schemas]} <= starts


def test_lines_of_an_operation() -> None:
    """An operation takes 50 lines or fewer on average: 17 of docstring, 2.5 of accepted values, 1.3 of its name."""
    files = ours.generated().files
    texts = [text for path, text in files.items() if path.parts[0] == "resources" and path.suffix == ".py"]
    lines = sum(text.count("\n") for text in texts)
    docstrings = sum(found.count("\n") + 1 for text in texts for found in re.findall(r'"""(?s:.*?)"""', text))
    assert lines / 121 <= 50
    assert docstrings / 121 <= 17


def test_the_files_of_the_package_are_those_that_are_committed() -> None:
    root = Path(__file__).parents[3] / "src" / "aiostytch"
    assert all((root / path).read_text() == text for path, text in ours.generated().files.items())


@pytest.mark.parametrize(
    "stranger",
    [
        "import os",
        "from subprocess import run",
        "print(1)",
        "x = 1",
        "class Other: pass",
        "if TYPE_CHECKING:\n    import os",
        "if TYPE_CHECKING:\n    x = 1",
        "class Other:\n    @cached_property\n    def part(self): return exec('1')",
        "_X = f(g())",
    ],
)
def test_a_statement_that_was_not_promised_is_noticed(stranger: str) -> None:
    path, text = resource_of_the_zoo()
    promised = integrity.outline(text)
    with pytest.raises(integrity.RenderMismatchError, match="rendered"):
        integrity.check(path, f"{text}\n{stranger}\n", promised)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return self._call(_GET, locals())", "return self._call(_GET, exec('1') or locals())"),
        ("return self._call(_GET, locals())", "return self._call(_GET, vars())"),
        ("return self._call(_GET, locals())", "print()\n        return self._call(_GET, locals())"),
        ('"GET /v1/animals/{animal_id}"', '"GET /v1/elsewhere/{animal_id}"'),
        ("def get(", "async def get("),
        ("animal_id: str,", "animal_id: str, other: int = 7,"),
    ],
)
def test_a_call_that_was_changed_is_noticed(old: str, new: str) -> None:
    path, text = resource_of_the_zoo()
    promised = integrity.outline(text)
    assert old in text
    with pytest.raises(integrity.RenderMismatchError, match="rendered"):
        integrity.check(path, text.replace(old, new), promised)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("super().__init__(", "print()\n        super().__init__("),
        ("credentials: ", "other: "),
        ("is None else", "is not None else"),
    ],
)
def test_a_client_that_was_changed_is_noticed(old: str, new: str) -> None:
    path = PurePosixPath("client.py")
    text = render(package("security"), load("security"))[path]
    promised = integrity.outline(text)
    assert old in text
    with pytest.raises(integrity.RenderMismatchError, match="rendered"):
        integrity.check(path, text.replace(old, new, 1), promised)


def test_text_that_is_not_code_is_detected() -> None:
    with pytest.raises(integrity.RenderMismatchError, match="not Python"):
        integrity.check(PurePosixPath("models/a.py"), '"""', ("docstring",))


def test_a_module_whose_name_leaves_the_folder_is_refused() -> None:
    hostile = ir.ModelModule(name="../evil", classes=(), imports=())
    root = ir.Resource(path=(), module="__init__", class_name="Resources", operations=(), children=())
    with pytest.raises(integrity.RenderMismatchError, match="is not a module name"):
        render(ir.Package(documents=(), client=ir.Client(name="Client"), modules=(hostile,), root=root), {})


def test_the_configuration_of_the_folder_does_not_change_the_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 40\n")
    monkeypatch.chdir(tmp_path)
    unformatted = rendered_files(package("render_zoo"))
    formatted = formatted_files(unformatted)
    assert formatted_files(formatted) == formatted != unformatted
    assert max(len(line) for text in formatted.values() for line in text.splitlines()) > 80


def resource_of_the_zoo() -> tuple[PurePosixPath, str]:
    path = PurePosixPath("resources/animals.py")
    return path, render(package("render_zoo"), load("render_zoo"))[path]


def test_docstrings_hold_what_the_types_do_not_say() -> None:
    _, text = resource_of_the_zoo()
    functions = {
        node.name: ast.get_docstring(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)
    }
    assert "limit: How many. Default: 20." in (functions["list"] or "")
    assert "Deprecated." in (functions["update"] or "")
    assert "from_: Where it is from. Deprecated." in (functions["create"] or "")
