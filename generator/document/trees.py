"""Sources of files: the disk, or a revision of the repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Protocol

import attrs

from generator.problems import InputError, Problem

from .loading import Document, parse, read_bytes


class Tree(Protocol):
    """A source of files."""

    def label(self, path: Path) -> str:
        """Return the name of a file in error messages."""
        ...

    def read(self, path: Path) -> bytes:
        """Return the content of a file.

        Raises:
            InputError: it cannot be read.
        """
        ...

    def is_folder(self, path: Path) -> bool:
        """Whether a path is a folder."""
        ...


def load(tree: Tree, path: Path) -> Document:
    """Read and parse a document, YAML or JSON.

    Raises:
        InputError: it cannot be read or parsed.
    """
    return parse(tree.read(path), tree.label(path))


@attrs.frozen
class Disk:
    """The files on disk."""

    def label(self, path: Path) -> str:
        return str(path)

    def read(self, path: Path) -> bytes:
        return read_bytes(str(path))

    def is_folder(self, path: Path) -> bool:
        return path.is_dir()


@attrs.frozen
class Revision:
    """The files of a revision of the repository in the working directory."""

    name: str

    def label(self, path: Path) -> str:
        return f"git:{self._object(path)}"

    def read(self, path: Path) -> bytes:
        found = _git("cat-file", "blob", self._object(path))
        if found.returncode != 0:
            reason = found.stderr.decode(errors="replace").strip() or "cannot be read"
            raise InputError(self.label(path), [Problem("", reason)])
        return found.stdout

    def has(self, path: Path) -> bool:
        """Whether a path is a file or a folder."""
        return _git("cat-file", "-e", self._object(path)).returncode == 0

    def is_folder(self, path: Path) -> bool:
        return _git("cat-file", "-t", self._object(path)).stdout.strip() == b"tree"

    def _object(self, path: Path) -> str:
        return f"{self.name}:{path.as_posix()}"


def is_revision(name: str) -> bool:
    """Whether a name is a revision of the repository."""
    return _git("rev-parse", "--quiet", "--verify", f"{name}^{{commit}}").returncode == 0


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise InputError("git", [Problem("", "is not installed")])
    return subprocess.run([git, *arguments], capture_output=True, check=False)
