"""A check that the extra is installed. Some of its libraries are imported only when they are needed."""

from __future__ import annotations

from importlib.util import find_spec

LIBRARIES = ("anyio", "jsonschema", "jwt", "starlette", "uvicorn")


def check_libraries() -> None:
    """Check that the libraries can be imported.

    Raises:
        ModuleNotFoundError: a library is missing.
    """
    for name in LIBRARIES:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
