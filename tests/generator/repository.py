"""A git repository with the parts of this one that the generator needs, to change and release."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
_COPIED = (
    "CHANGELOG.md",
    "news",
    "spec",
    "src/aiostytch/client.py",
    "src/aiostytch/models",
    "src/aiostytch/resources",
    "src/aiostytch/version.py",
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def copied(folder: Path) -> Path:
    """Copy the files of a release, commit them, and tag the commit with their version."""
    for name in _COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    for news in (folder / "news").glob("*.*.md"):
        news.unlink()
    version = folder / "src/aiostytch/version.py"
    version.write_text(re.sub(r'(?m)^__version__ = ".*"$', '__version__ = "0.1.0"', version.read_text()))
    return tagged(folder)


def tagged(folder: Path) -> Path:
    """Commit all files, and tag the commit as the first version."""
    git(folder, "init", "--quiet")
    commit(folder, "first")
    git(folder, "tag", "v0.1.0")
    return folder
