"""Generated files on disk: write them, compare them, remove stale ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import attrs

from .files import replace
from .problems import InputError, Problem
from .render.rendering import Files

OWNED = ("models", "resources")
"""The folders that the generator owns completely."""
_TOP = ("__init__.py", "client.py")
"""Files next to the owned folders. The generator owns them if it generated them."""

_MARK = "# Generated from "
"""The start of every generated code file, in every version of the generator."""


@attrs.frozen
class Written:
    """The number of files that a run changed, left alone and removed."""

    changed: int
    unchanged: int
    removed: int


def write(files: Files, out: Path) -> Written:
    """Make the owned folders below `out` contain exactly these files. Files that are up to date are not touched.

    All new text is on disk before the first file is replaced or removed, so a full disk changes nothing.

    Raises:
        InputError: a folder contains a file that was not generated, is a link to elsewhere, or is not writable.
    """
    present = set(_present(out))
    _refuse(_conflicts(files, present, out), out)
    stale = sorted(present - files.keys())
    changed = {out / path: text.encode() for path, text in files.items() if _read(out / path) != text.encode()}
    try:
        replace(changed)
        for path in stale:
            (out / path).unlink()
    except OSError as error:
        raise InputError(str(out), [Problem("", f"cannot be written: {error.strerror or error}")]) from None
    return Written(len(changed), len(files) - len(changed), len(stale))


def _conflicts(files: Files, present: Iterable[PurePosixPath], out: Path) -> Iterator[Problem]:
    """Yield what blocks writing: links, folders in place of files, and hand-written files."""
    linked = [folder for folder in OWNED if (out / folder).is_symlink()]
    if linked:
        yield from (Problem(f"/{folder}", "is a link: the files would be written elsewhere") for folder in linked)
        return
    root = out.resolve()
    for path in files:
        if not (out / path).resolve().is_relative_to(root):
            yield Problem(f"/{path}", "is outside the folder")
        if (out / path).is_dir():
            yield Problem(f"/{path}", "is a folder, not a file")
    beside = {path for path in files if len(path.parts) == 1 and (out / path).is_file()}
    for path in sorted({*present, *beside}):
        if not _is_generated(out / path) and _is_marked(files.get(path, _MARK)):
            yield Problem(f"/{path}", "was not generated: move it to another folder")


def _refuse(problems: Iterable[Problem], out: Path) -> None:
    found = sorted(problems)
    if found:
        raise InputError(str(out), found)


def drift(files: Files, out: Path) -> str:
    """Return the unified diff from the files on disk to these files, "" if they are equal."""
    return "".join(_diff(path, out, files) for path in sorted({*files, *_present(out)}))


def _diff(path: PurePosixPath, out: Path, files: Files) -> str:
    old, new = _read(out / path), files.get(path)
    if old is not None and new is not None and old == new.encode():
        return ""
    before = "" if old is None else old.decode(errors="backslashreplace")
    names = ("/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}")
    lines = difflib.unified_diff(_lines(before), _lines(new or ""), *names)
    # An empty file that exists on one side only has no lines that differ.
    return "".join(lines) or f"--- {names[0]}\n+++ {names[1]}\n"


def _lines(text: str) -> list[str]:
    """Split at line feeds only, and show carriage returns."""
    return [line.replace("\r", "\\r") + "\n" for line in text.removesuffix("\n").split("\n")] if text else []


def _present(out: Path) -> Iterator[PurePosixPath]:
    """Yield the files of the owned folders, except compiled code, and the generated files next to them."""
    for name in _TOP:
        if _is_generated(out / name):
            yield PurePosixPath(name)
    for folder in OWNED:
        for path in sorted((out / folder).rglob("*")):
            below = PurePosixPath(path.relative_to(out).as_posix())
            if (path.is_symlink() or path.is_file()) and "__pycache__" not in below.parts:
                yield below


def _is_generated(path: Path) -> bool:
    return _is_marked((_read(path) or b"").decode(errors="replace"))


def _is_marked(text: str) -> bool:
    """Whether a text has the mark of a generated file. Only code files have it."""
    return text.startswith(_MARK)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
