"""The upstream documents. We must not publish them, so tests that need them may be skipped."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from .pages import ROOT

_PATHS = [ROOT.parent / "shared" / "upstream" / f"stytch-{name}-openapi.yml" for name in ("b2b", "consumer")]


def upstream_documents() -> list[Any]:
    """Return the upstream documents, or skip the test."""
    if not all(path.exists() for path in _PATHS):
        pytest.skip("the upstream documents are not here")
    return [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in _PATHS]
