"""Seeds in files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .errors import SeedError


def read(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises:
        SeedError: the file cannot be read, or is not YAML.
    """
    import yaml  # for seeds in files only

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SeedError(f"{path}: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark  # not `str(error)`, which quotes the file with its passwords
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise SeedError(f"{path}: {place}{error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:  # not text, or an invalid date
        raise SeedError(f"{path}: {' '.join(str(error).split())}") from error
