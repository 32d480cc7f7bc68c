"""The modules that each statement imports, in a new interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import aiostytch

from .interpreters import modules_after

CLIENT = "import aiostytch; client = aiostytch.B2BClient('project-test-1', 'secret')"


def generated(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith(("aiostytch.models.", "aiostytch.resources."))}


def test_a_client_costs_no_model_and_no_resource() -> None:
    assert generated(modules_after(CLIENT)) == set()


def test_making_a_client_imports_no_http_library() -> None:
    assert "httpx" not in modules_after(CLIENT)


def test_nothing_of_what_is_for_developers_or_extras_is_imported() -> None:
    others = {
        "cryptography",
        "jwt",
        "starlette",
        "jsonschema",
        "pydantic",
        "yaml",
        "jinja2",
        "aiohttp",
        "uvicorn",
        "opentelemetry",
        "redis",
    }
    assert not others & modules_after(CLIENT)


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(hasattr(aiostytch, name) for name in aiostytch.__all__)
    assert not hasattr(aiostytch, "VerifiedSessions")


def test_a_resource_is_imported_when_it_is_first_used() -> None:
    assert generated(modules_after(f"{CLIENT}; client.magic_links.email")) == {
        "aiostytch.models.magic_links",
        "aiostytch.models.magic_links_email",
        "aiostytch.models.mfa",
        "aiostytch.models.organizations",
        "aiostytch.models.scim",
        "aiostytch.models.sessions",
        "aiostytch.models.device_history",
        "aiostytch.resources.magic_links",
        "aiostytch.resources.magic_links_email",
    }


def test_preload_leaves_nothing_to_import() -> None:
    root = Path(aiostytch.__file__).parent
    files = {
        f"aiostytch.{folder}.{path.stem}"
        for folder in ("models", "resources")
        for path in (root / folder).glob("*.py")
        if path.stem != "__init__"
    }
    assert len(files) > 70
    assert generated(modules_after(f"{CLIENT}; aiostytch.preload()")) == files


def test_preload_creates_the_decoders_of_all_97_responses() -> None:
    code = "import aiostytch; aiostytch.preload(); from aiostytch import codec; print(len(codec._decoders))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert int(done.stdout) >= 90


def test_entering_a_client_imports_its_http_library() -> None:
    enter = "import asyncio, sys; asyncio.run(client.__aenter__()); assert 'httpx' in sys.modules"
    assert generated(modules_after(f"{CLIENT}; assert 'httpx' not in __import__('sys').modules; {enter}")) == set()
