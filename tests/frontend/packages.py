"""The vendor's SDKs, installed by npm. This repository does not include them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.browser import CHROMIUM

ROOT = (Path(__file__).parents[2] / os.environ.get("FRONTEND", ".cache/frontend") / "node_modules").resolve()
VANILLA = ROOT / "@stytch" / "vanilla-js" / "dist" / "iife"
"""Files for script tags that define a global `stytch`."""


def reason_to_skip() -> str:
    """Return the missing package, "" if all are installed."""
    if CHROMIUM is None:
        return "there is no `chromium`: apt-get install chromium"
    if not VANILLA.is_dir():
        return "the vendor's packages are not installed, or there is no node: make test-browser"
    return ""


needs_packages = pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip())


def bundle(source: Path, directory: Path) -> Path:
    """Bundle a module with its imported packages, and return a file for a script tag."""
    built = directory / "app.js"
    program = [ROOT / ".bin" / "esbuild", source, "--bundle", f"--outfile={built}", "--log-level=error"]
    options = ["--jsx=automatic", '--define:process.env.NODE_ENV="production"']
    environment = {"PATH": os.environ["PATH"], "NODE_PATH": str(ROOT)}
    subprocess.run([*program, *options], env=environment, check=True, timeout=60)
    return built
