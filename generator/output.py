"""Files on disk: written, compared, and removed when nothing generates them any more."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import attrs

from .files import replace
from .problems import InputError, Problem
from .render.rendering import Files

OWNED = ("models", "resources")
"""The folders that belong to the generator, wholly."""
_TOP = ("__init__.py", "client.py")
"""Files beside them that can be generated, and are the generator's then."""

_MARK = "# Generated from "
"""What the first line of every generated file of code begins with, in every version of the generator."""


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
        InputError: the folders hold something that no generator wrote, or lead elsewhere, or cannot be written.
    """
    present = set(_present(out))
    _refuse(_strange(files, present, out), out)
    stale = sorted(present - files.keys())
    changed = {out / path: text.encode() for path, text in files.items() if _read(out / path) != text.encode()}
    try:
        replace(changed)
        for path in stale:
            (out / path).unlink()
    except OSError as error:
        raise InputError(str(out), [Problem("", f"cannot be written: {error.strerror or error}")]) from None
    return Written(len(changed), len(files) - len(changed), len(stale))


def _strange(files: Files, present: Iterable[PurePosixPath], out: Path) -> Iterator[Problem]:
    """Yield what is in the way: links, folders where files belong, and files that somebody wrote."""
    linked = [folder for folder in OWNED if (out / folder).is_symlink()]
    if linked:
        yield from (Problem(f"/{folder}", "is a link: the files would be written elsewhere") for folder in linked)
        return
    root = out.resolve()
    for path in files:
        if not (out / path).resolve().is_relative_to(root):
            yield Problem(f"/{path}", "leads out of the folder")
        if (out / path).is_dir():
            yield Problem(f"/{path}", "is a folder where a file belongs")
    beside = {path for path in files if len(path.parts) == 1 and (out / path).is_file()}
    for path in sorted({*present, *beside}):
        if not _is_generated(out / path) and _is_marked(files.get(path, _MARK)):
            yield Problem(f"/{path}", "was not generated: it has to go elsewhere")


def _refuse(problems: Iterable[Problem], out: Path) -> None:
    found = sorted(problems)
    if found:
        raise InputError(str(out), found)


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
    """Yield the files of the owned folders, compiled code aside, and those beside them that are generated."""
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
    """Whether a text says that it was generated. What is no code cannot say so."""
    return text.startswith(_MARK)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
