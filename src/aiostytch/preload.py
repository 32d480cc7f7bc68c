"""Importing everything at start-up, so that no call has to."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from . import codec, models, resources
from .operation import Operation


def preload() -> None:
    """Import all models and resources and make all decoders: some hundred milliseconds, once.

    Without it each part is imported when it is first used, on the event loop. Services call it before they serve.
    """
    for package in (models, resources):
        for module in _modules(package):
            for operation in operations_of(module):
                codec.decoder(operation.response)


def operations_of(module: ModuleType) -> list[Operation[Any]]:
    """Return what a generated module says about its endpoints."""
    return [value for value in vars(module).values() if isinstance(value, Operation)]


def _modules(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(name) for _, name, _ in found]
