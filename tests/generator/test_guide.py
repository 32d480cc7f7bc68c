"""The guide on packages of other documents, followed up to the first call."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest
import respx
from typer.testing import CliRunner

from generator.cli import app

GUIDE = Path(__file__).parents[2] / "docs" / "generator.md"


def block(start: str) -> str:
    """Return the code block of the guide whose first line has a prefix."""
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"    {start}"))
    last = next((n for n, line in enumerate(lines) if n > first and line and not line.startswith("    ")), len(lines))
    return textwrap.dedent("\n".join(lines[first:last])).strip()


def test_the_guide_goes_to_the_first_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], respx_mock: respx.MockRouter
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    Path("pets.yaml").write_text(block("openapi: 3.1.0"), encoding="utf-8")
    for line in block("python -m generator generate --spec pets.yaml").splitlines():
        result = CliRunner().invoke(app, line.split()[3:])
        assert result.exit_code == 0, result.output
    route = respx_mock.get("https://api.pets.example/v1/pets/tom", headers={"X-API-Key": "key-1234"})
    route.respond(json={"name": "Tom"})
    exec(compile(block("import asyncio"), "guide", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out == "Tom\n"
    for name in [name for name in sys.modules if name.partition(".")[0] == "pets_sdk"]:
        del sys.modules[name]
