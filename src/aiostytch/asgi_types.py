"""The types of ASGI 3."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

# Frameworks have types of their own for the same three things, which do not fit each other, nor those above: what a
# framework calls, or is called as, takes anything.
ASGIApp: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
