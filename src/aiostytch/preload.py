"""Import everything at start-up."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from . import codec, models, resources
from .operation import Operation
from .transports.choose import load


def preload(*, transport: str = "httpx") -> None:
    """Import all models and resources, the HTTP library and cryptography, and create all decoders.

    This takes a few hundred milliseconds, once. Without it, each part is imported on first use, which blocks the event
    loop. Call it before your service accepts requests.

    Args:
        transport: the library that the service's clients use, as in `B2BClient(transport=…)`.

    Raises:
        ConfigurationError: the transport does not exist, or its library is not installed.
    """
    load(transport)
    importlib.import_module(f"{__package__}.local_auth.signature")
    for package in (models, resources):
        for module in _modules(package):
            for operation in operations_of(module):
                codec.prepare(operation.response, wire_names=operation.wire_names)


def operations_of(module: ModuleType) -> list[Operation[Any]]:
    """Return the operations of a generated module."""
    return [value for value in vars(module).values() if isinstance(value, Operation)]


def _modules(package: ModuleType) -> list[ModuleType]:
    import pkgutil  # only needed here

    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(name) for _, name, _ in found]
