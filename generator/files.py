"""Reading text files, and replacing them atomically: a reader sees the old file or the new one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from .problems import InputError, Problem


def replace(texts: Mapping[Path, bytes]) -> None:
    """Write all files or none, and create their folders.

    Raises:
        OSError: the disk is full, or a file is not writable. No file has changed.
    """
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


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), [Problem("", f"cannot be read: {error}")]) from None
