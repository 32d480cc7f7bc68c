"""The code of the documentation and the example of each call pass mypy --strict."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from generator import ir
from generator.reference.examples import example, shown
from generator.reference.pages import FullNames
from generator.render.annotations import parameter_annotation
from tests.generator import ours

from .pages import ROOT, blocks, pages

HEAD = """\
from __future__ import annotations

import aiostytch
import aiostytch.sandbox
import aiostytch.models.organizations


async def page(
    client: aiostytch.B2BClient,
    organization: aiostytch.models.organizations.Organization,
    sandbox: aiostytch.sandbox.Sandbox,
    session_jwt: str,
    session_token: str,
) -> None:
"""
"""The names that the code of a page can use without defining them: see `test_code`."""


def checked(path: Path) -> str:
    """Return the errors of mypy for a file, "" if there are none."""
    options = ["--strict", "--python-version", "3.11", "--no-error-summary"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def module(page: Path) -> str:
    """Return the code of a page as one async function. Test files stay separate."""
    code = [block.code for block in blocks(page) if not block.mark]
    return HEAD + textwrap.indent("\n".join(["...", *code]), "    ")


def test_the_code_of_every_page_type_checks(tmp_path: Path) -> None:
    for number, page in enumerate(pages()):
        name = f"page{number}_{page.stem.replace('-', '_')}"
        (tmp_path / f"{name}.py").write_text(module(page), encoding="utf-8")
        for block in blocks(page):
            if block.mark:
                (tmp_path / f"{name}_{block.line}.py").write_text(block.code, encoding="utf-8")
    assert checked(tmp_path) == ""


def test_code_that_is_wrong_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(HEAD + "    await client.organizations.create(organization_nam='Acme')\n", encoding="utf-8")
    assert "organization_nam" in checked(path)


def test_the_example_of_every_call_type_checks(tmp_path: Path) -> None:
    package = ours.generated().package
    functions = [function(operation, package) for operation in package.operations()]
    assert len(functions) == 121
    imports = {f"import aiostytch.models.{found.name}" for found in package.modules}
    head = "from collections.abc import Mapping, Sequence\n\nimport aiostytch\n"
    path = tmp_path / "examples_of_calls.py"
    path.write_text("\n".join([head, *sorted(imports), *functions]), encoding="utf-8")
    assert checked(path) == ""


def function(operation: ir.Operation, package: ir.Package) -> str:
    """Return the example of a call as a function whose parameters are its variables."""
    names = FullNames()
    variables = [
        f"{each.name}: {parameter_annotation(each.type, names)}"
        for each in shown(operation)
        if each.wire_name not in package.samples
    ]
    body = textwrap.indent(example(operation, package.samples), "    ")
    name = "_".join(operation.call_path)
    return f"\n\nasync def {name}({', '.join(['client: aiostytch.B2BClient', *variables])}) -> None:\n{body}"
