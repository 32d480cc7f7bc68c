"""Eager tasks, which run until they first suspend when they are created."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from typing import Any


@contextlib.contextmanager
def eager_tasks() -> Iterator[None]:
    """Make the running event loop create eager tasks. Before Python 3.12, such tasks must not suspend at all."""
    loop = asyncio.get_running_loop()
    loop.set_task_factory(getattr(asyncio, "eager_task_factory", _ended))
    try:
        yield
    finally:
        loop.set_task_factory(None)


def _ended(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **_: Any) -> asyncio.Future[Any]:
    ended = loop.create_future()
    try:
        coroutine.send(None)
    except StopIteration as end:
        ended.set_result(end.value)
    except Exception as error:
        ended.set_exception(error)
    else:
        raise AssertionError("the coroutine suspends")
    return ended
