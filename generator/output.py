"""Files on disk: written, compared, and removed when nothing generates them any more."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import attrs

from .problems import InputError, Problem
from .render import HEADER, Files

OWNED = ("models", "resources")
"""The folders that belong to the generator, wholly."""


@attrs.frozen
class Written:
    """What a run changed, in numbers of files."""

    changed: int
    unchanged: int
    removed: int


def write(files: Files, out: Path) -> Written:
    """Make the owned folders below `out` hold these files and no others. Files that are right already are not touched.

    All new text is on the disk before the first file is replaced or removed, so that a full disk changes nothing.

    Raises:
        InputError: the folders hold a file that no generator wrote, or lead elsewhere, or cannot be written.
    """
    stale = [path for path in _present(out) if path not in files]
    _refuse(_escaping(files, out), out, "leads out of the folder")
    _refuse((path for path in stale if not _is_generated(out / path)), out, "was not generated: it has to go elsewhere")
    changed = {out / path: text.encode() for path, text in files.items() if _read(out / path) != text.encode()}
    try:
        _replace(changed)
        for path in stale:
            (out / path).unlink()
    except OSError as error:
        raise InputError(str(out), [Problem("", f"cannot be written: {error.strerror}")]) from None
    return Written(len(changed), len(files) - len(changed), len(stale))


def drift(files: Files, out: Path) -> str:
    """Return the unified diff from what is on disk to these files, "" when there is none."""
    return "".join(_diff(path, out, files) for path in sorted({*files, *_present(out)}))


def _diff(path: PurePosixPath, out: Path, files: Files) -> str:
    old, new = _read(out / path), files.get(path)
    if old is not None and new is not None and old == new.encode():
        return ""
    before = "" if old is None else old.decode(errors="backslashreplace")
    names = ("/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}")
    lines = difflib.unified_diff(_lines(before), _lines(new or ""), *names)
    # A file that is there on one side only, and empty, has no lines that differ.
    return "".join(lines) or f"--- {names[0]}\n+++ {names[1]}\n"


def _lines(text: str) -> list[str]:
    """Split at line feeds alone, and show what else ends a line."""
    return [line.replace("\r", "\\r") + "\n" for line in text.removesuffix("\n").split("\n")] if text else []


def _present(out: Path) -> Iterator[PurePosixPath]:
    """Yield the files of the owned folders, compiled code aside."""
    for folder in OWNED:
        for path in sorted((out / folder).rglob("*")):
            if (path.is_symlink() or path.is_file()) and "__pycache__" not in path.parts:
                yield PurePosixPath(path.relative_to(out).as_posix())


def _escaping(paths: Iterable[PurePosixPath], out: Path) -> Iterator[PurePosixPath]:
    root = out.resolve()
    return (path for path in paths if not (out / path).resolve().is_relative_to(root))


def _refuse(paths: Iterable[PurePosixPath], out: Path, reason: str) -> None:
    problems = [Problem(f"/{path}", reason) for path in paths]
    if problems:
        raise InputError(str(out), problems)


def _is_generated(path: Path) -> bool:
    return (_read(path) or b"").startswith(HEADER.encode())


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _replace(texts: dict[Path, bytes]) -> None:
    """Write files so that each is the old one or the new one, whenever it is read."""
    beside = {path: path.with_name(f".{path.name}.new") for path in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_bytes(text)
        for path in texts:
            os.replace(beside[path], path)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
