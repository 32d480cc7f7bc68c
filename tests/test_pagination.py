"""Listings with scripted servers: every item once and in order, and never the same page twice."""

from __future__ import annotations

import asyncio
import gc
import json
import math
import weakref
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch.errors import ConfigurationError, ConnectionLostError, PaginationError, RateLimitError
from aiostytch.pagination import END_OF_LISTING, ItemIterator, Listing, PageIterator, Pager, Pagination
from aiostytch.wire import Headers


@attrs.define(eq=False)
class Meta:
    next_cursor: Any


@attrs.define(eq=False)
class Page:
    items: Any
    meta: Any


PAGINATION = Pagination(cursor="cursor", next_cursor=("meta", "next_cursor"), items=("items",))


class Server:
    """Serves the pages of a table from cursors to items and next cursors. Failures come first."""

    def __init__(self, pages: dict[str | None, tuple[Any, Any]], *failures: tuple[int, Exception]) -> None:
        self.pages = pages
        self.failures = dict(failures)
        self.asked: list[str | None] = []
        self.served: list[weakref.ref[Page]] = []

    async def fetch(self, cursor: str | None) -> Page:
        self.asked.append(cursor)
        await asyncio.sleep(0)
        failure = self.failures.pop(len(self.asked), None)
        if failure is not None:
            raise failure
        items, following = self.pages[cursor]
        page = Page(items, Meta(following))
        self.served.append(weakref.ref(page))
        return page

    def pager(self, start: str | None = None) -> Pager[Page, Any]:
        return Pager(Listing("Search", "items.search", PAGINATION, self.fetch, start))


def chain(*pages: Any, end: Any = None) -> dict[str | None, tuple[Any, Any]]:
    """Create a table of consecutive pages with the cursors None, "1", "2", …"""
    cursors: list[str | None] = [None, *(str(number) for number in range(1, len(pages)))]
    return {
        cursor: (items, following) for cursor, items, following in zip(cursors, pages, [*cursors[1:], end], strict=True)
    }


async def take(items: ItemIterator[Page, int], taken: list[int]) -> None:
    """Collect each item, so that the items before a failure are kept."""
    while True:
        taken.append(await anext(items))


RATE_LIMIT = RateLimitError("slow down", status_code=429, headers=Headers(), retry_after=1.0)
LOST = ConnectionLostError("no response")

SERVERS: list[tuple[str, dict[str | None, tuple[Any, Any]], list[Any]]] = [
    ("no items", chain([]), []),
    ("null for items", chain(None), []),
    ("something else for items", chain("abc"), []),
    ("an object for items", chain({"a": 1}, [1]), [1]),
    ("a number for items", chain(5), []),
    ("one page", chain([1, 2, 3]), [1, 2, 3]),
    ("a cursor of the empty string at the end", chain([1], [2], end=""), [1, 2]),
    ("two pages", chain([1, 2], [3]), [1, 2, 3]),
    ("a thousand pages", chain(*([number] for number in range(1000))), list(range(1000))),
    ("ten empty pages in the middle", chain([1], *[[]] * 10, [2]), [1, 2]),
    ("null for items in the middle", chain([1], None, [2]), [1, 2]),
    ("an empty page at the end", chain([1], []), [1]),
    ("items that are false", chain([0, None, "", False]), [0, None, "", False]),
    ("the same items on two pages", chain([1], [1]), [1, 1]),
    (
        "10,000 items on 10 pages",
        chain(*(list(range(n, n + 1000)) for n in range(0, 10_000, 1000))),
        list(range(10_000)),
    ),
]


@pytest.mark.parametrize(("pages", "items"), [pytest.param(*case[1:], id=case[0]) for case in SERVERS])
async def test_every_item_of_every_page_comes_once_and_in_order(
    pages: dict[str | None, tuple[Any, Any]], items: list[Any]
) -> None:
    server = Server(pages)
    assert [item async for item in server.pager()] == items
    assert server.asked == list(pages)


@pytest.mark.parametrize(("pages", "items"), [pytest.param(*case[1:], id=case[0]) for case in SERVERS])
async def test_pages_come_once_and_in_order(pages: dict[str | None, tuple[Any, Any]], items: list[Any]) -> None:
    server = Server(pages)
    assert [page.items async for page in server.pager().pages()] == [content for content, _ in pages.values()]
    assert server.asked == list(pages)


@pytest.mark.parametrize("meta", [None, {}, [], "next", 5])
async def test_a_page_without_metadata_is_the_last(meta: Any) -> None:
    async def fetch(cursor: str | None) -> Page:
        return Page([1], meta)

    assert [item async for item in Pager(Listing("Search", "items.search", PAGINATION, fetch))] == [1]


async def test_a_page_without_the_field_of_items_holds_none() -> None:
    async def fetch(cursor: str | None) -> Meta:
        return Meta(None)

    assert await Pager(Listing("Search", "items.search", PAGINATION, fetch)).collect() == []


# Requests and their times.


async def test_nothing_is_asked_before_somebody_waits() -> None:
    server = Server(chain([1]))
    pager = server.pager()
    aiter(pager)
    pager.pages()
    await asyncio.sleep(0)
    assert server.asked == []


async def test_awaiting_gives_the_first_page() -> None:
    server = Server(chain([1], [2]))
    page = await server.pager()
    assert (page.items, page.meta.next_cursor, server.asked) == ([1], "1", [None])


async def test_awaiting_again_asks_again() -> None:
    server = Server(chain([1], [2]))
    pager = server.pager()
    await pager
    await pager
    assert server.asked == [None, None]


async def test_awaiting_leaves_the_start_to_the_call() -> None:
    server = Server(chain([1]))
    await server.pager("start")
    assert server.asked == [None]


async def test_a_page_is_asked_for_when_the_one_before_is_used_up() -> None:
    server = Server(chain([1, 2], [3]))
    items = aiter(server.pager())
    assert [(await anext(items), len(server.asked)) for _ in range(3)] == [(1, 1), (2, 1), (3, 2)]


async def test_a_pager_can_be_gone_through_again() -> None:
    server = Server(chain([1], [2]))
    pager = server.pager()
    assert [await pager.collect() for _ in range(3)] == [[1, 2]] * 3


async def test_two_iterators_do_not_disturb_each_other() -> None:
    server = Server(chain([1, 2], [3], [4, 5]))
    pager = server.pager()
    first, second = aiter(pager), aiter(pager)
    taken = [(await anext(first), await anext(second)) for _ in range(2)]
    assert taken == [(1, 1), (2, 2)]
    assert ([item async for item in first], [item async for item in second]) == ([3, 4, 5], [3, 4, 5])


async def test_many_tasks_go_through_one_pager_at_once() -> None:
    pager = Server(chain([1, 2], [], [3], [4, 5])).pager()
    assert await asyncio.gather(*(pager.collect() for _ in range(20))) == [[1, 2, 3, 4, 5]] * 20


async def test_an_iterator_that_was_left_can_be_gone_on_with() -> None:
    server = Server(chain([1, 2], [3]))
    items = aiter(server.pager())
    async for item in items:
        assert item == 1
        break
    assert [item async for item in items] == [2, 3]


async def test_leaving_early_asks_for_no_more() -> None:
    server = Server(chain([1, 2], [3]))
    async for _ in server.pager():
        break
    assert server.asked == [None]


@pytest.mark.parametrize("iterate", [lambda pager: aiter(pager), lambda pager: pager.pages()])
async def test_an_iterator_that_has_ended_stays_ended(iterate: Callable[[Any], Any]) -> None:
    server = Server(chain([1]))
    iterator = iterate(server.pager())
    assert len([step async for step in iterator]) == 1
    for _ in range(2):
        with pytest.raises(StopAsyncIteration):
            await anext(iterator)
    assert server.asked == [None]


# Collecting.


@pytest.mark.parametrize(
    ("max_items", "items", "asked"),
    [
        (None, [1, 2, 3, 4, 5], 3),
        (-1, [], 0),
        (0, [], 0),
        (1, [1], 1),
        (2, [1, 2], 1),
        (3, [1, 2, 3], 2),
        (4, [1, 2, 3, 4], 2),
        (5, [1, 2, 3, 4, 5], 3),
        (100, [1, 2, 3, 4, 5], 3),
    ],
)
async def test_collecting_stops_at_the_limit_and_asks_for_no_more(
    max_items: int | None, items: list[int], asked: int
) -> None:
    server = Server(chain([1, 2], [3, 4], [5]))
    assert (await server.pager().collect(max_items=max_items), len(server.asked)) == (items, asked)


@pytest.mark.parametrize("max_items", ["3", 1.5, [3], math.inf])
async def test_a_limit_is_a_whole_number(max_items: Any) -> None:
    server = Server(chain([1, 2]))
    with pytest.raises(ConfigurationError, match="max_items must be an integer"):
        await server.pager().collect(max_items=max_items)
    assert server.asked == []


# Starting and resuming.


async def test_a_listing_starts_at_the_cursor_it_was_asked_for_with() -> None:
    server = Server(chain([1], [2], [3]))
    assert (await server.pager("1").collect(), server.asked) == ([2, 3], ["1", "2"])


async def test_the_cursor_leads_to_the_page_that_comes_next() -> None:
    pages = Server(chain([1], [2], [3])).pager("1").pages()
    assert (pages.cursor, (await anext(pages)).items) == ("1", [2])
    assert (pages.cursor, (await anext(pages)).items, pages.cursor) == ("2", [3], END_OF_LISTING)


async def test_the_cursor_tells_the_start_from_the_end() -> None:
    pages = Server(chain([1], [2])).pager().pages()
    assert [pages.cursor, *[pages.cursor async for _ in pages]] == [None, "1", END_OF_LISTING]
    with pytest.raises(StopAsyncIteration):
        await anext(pages)
    assert json.loads(json.dumps(pages.cursor)) == END_OF_LISTING


async def test_a_listing_that_has_ended_does_not_start_over() -> None:
    server = Server(chain([1], [2]))
    ended = server.pager("".join(END_OF_LISTING))  # like a value from a database
    assert await ended.collect() == []
    assert [page async for page in ended.pages()] == []
    assert (aiter(ended).cursor, ended.pages().cursor) == (END_OF_LISTING, END_OF_LISTING)
    with pytest.raises(PaginationError, match=r"items\.search: the listing has ended") as caught:
        await ended
    assert (caught.value.cursor, caught.value.operation_id, server.asked) == (END_OF_LISTING, "Search", [])


async def test_the_cursor_of_items_leads_to_the_page_of_the_next_item() -> None:
    server = Server(chain([1, 2], [], [3, 4]))
    items = aiter(server.pager())
    assert [items.cursor, *[items.cursor async for _ in items]] == [None, None, "1", "2", END_OF_LISTING]


async def test_an_export_that_stops_anywhere_leaves_no_item_out() -> None:
    pages = chain([1, 2], [3], [], [4, 5, 6])
    for stop in range(7):
        items = aiter(Server(pages).pager())
        taken = [await anext(items) for _ in range(stop)]
        rest = await Server(pages).pager(items.cursor).collect()
        assert {*taken, *rest} == {1, 2, 3, 4, 5, 6}


async def test_a_listing_that_failed_is_resumed_by_its_cursor() -> None:
    pages = chain(*([number] for number in range(10)))
    items = aiter(Server(pages, (7, LOST)).pager())
    taken: list[int] = []
    with pytest.raises(ConnectionLostError):
        await take(items, taken)
    assert (taken, items.cursor) == ([0, 1, 2, 3, 4, 5], "6")
    assert await Server(pages).pager(items.cursor).collect() == [6, 7, 8, 9]


@pytest.mark.parametrize("failure", [RATE_LIMIT, LOST])
@pytest.mark.parametrize("failing", [1, 2, 3])
async def test_the_step_after_a_failure_asks_for_the_same_page(failing: int, failure: Exception) -> None:
    server = Server(chain([1], [2], [3]), (failing, failure))
    items = aiter(server.pager())
    taken = [await anext(items) for _ in range(failing - 1)]
    with pytest.raises(type(failure)) as caught:
        await anext(items)
    assert caught.value is failure
    assert [*taken, *[item async for item in items]] == [1, 2, 3]
    assert server.asked[failing - 1] == server.asked[failing]


async def test_the_step_after_a_cancellation_asks_for_the_same_page() -> None:
    server = Server(chain([1], [2]))
    items = aiter(server.pager())
    await anext(items)
    step = asyncio.ensure_future(anext(items))
    await asyncio.sleep(0)
    step.cancel()
    with pytest.raises(asyncio.CancelledError):
        await step
    assert ([item async for item in items], server.asked) == ([2], [None, "1", "1"])


# Cycles.


@pytest.mark.parametrize(
    ("pages", "start", "asked", "items", "cursor"),
    [
        pytest.param({"a": ([1], "a")}, "a", ["a"], [1], "a", id="the cursor of the start"),
        pytest.param({None: ([1], "a"), "a": ([2], "a")}, None, [None, "a"], [1, 2], "a", id="the same cursor"),
        pytest.param({None: ([], "a"), "a": ([], "a")}, None, [None, "a"], [], "a", id="over empty pages"),
        pytest.param(
            {None: ([0], "a"), "a": ([1], "b"), "b": ([2], "c"), "c": ([3], "a")},
            None,
            [None, "a", "b", "c"],
            [0, 1, 2, 3],
            "a",
            id="a circle of three",
        ),
        pytest.param(
            {"a": ([1], "b"), "b": ([2], "c"), "c": ([3], "a")},
            "a",
            ["a", "b", "c"],
            [1, 2, 3],
            "a",
            id="a circle of three with the start in it",
        ),
        pytest.param(
            {None: ([0], "a"), "a": ([1], "b"), "b": ([2], "a")}, None, [None, "a", "b"], [0, 1, 2], "a", id="two"
        ),
    ],
)
async def test_a_circle_ends_with_an_error_after_every_item_was_given(
    pages: dict[str | None, tuple[Any, Any]], start: str | None, asked: list[str | None], items: list[int], cursor: str
) -> None:
    server = Server(pages)
    iterator = aiter(server.pager(start))
    taken: list[int] = []
    with pytest.raises(PaginationError, match=r"items\.search: the listing returned the same cursor twice") as caught:
        await take(iterator, taken)
    assert (taken, server.asked) == (items, asked)
    assert (caught.value.cursor, caught.value.operation_id) == (cursor, "Search")


async def test_a_circle_stays_an_error() -> None:
    server = Server({"a": ([1], "a")})
    pages = server.pager("a").pages()
    await anext(pages)
    for _ in range(3):
        with pytest.raises(PaginationError):
            await anext(pages)
    assert server.asked == ["a"]


async def test_collecting_up_to_a_limit_does_not_meet_a_circle() -> None:
    assert await Server({"a": ([1, 2], "a")}).pager("a").collect(max_items=2) == [1, 2]


@pytest.mark.parametrize("cursor", [5, ["a"], {"a": 1}, True, 1.5])
async def test_a_cursor_that_is_not_a_string_is_an_error(cursor: Any) -> None:
    pages = Server({"a": ([1], cursor)}).pager("a").pages()
    with pytest.raises(PaginationError, match="has a next cursor that is not a string") as caught:
        await anext(pages)
    assert (caught.value.cursor, pages.cursor) == ("a", "a")


async def test_an_error_on_the_first_page_of_all_has_no_cursor() -> None:
    with pytest.raises(PaginationError) as caught:
        await Server({None: ([1], 5)}).pager().collect()
    assert caught.value.cursor == ""


@pytest.mark.parametrize("cursor", [" ", "0", "null", "é", "\x00", "a/../b?c#d&e=f", "x" * 100_000])
async def test_a_cursor_is_sent_back_as_it_came(cursor: str) -> None:
    server = Server({None: ([1], cursor), cursor: ([2], None)})
    assert (await server.pager().collect(), server.asked) == ([1, 2], [None, cursor])


# Memory.


@pytest.mark.parametrize("iterate", [lambda pager: aiter(pager), lambda pager: pager.pages()])
async def test_no_page_but_the_current_one_is_kept(iterate: Callable[[Any], Any]) -> None:
    server = Server(chain(*([number] for number in range(1000))))
    alive = 0
    async for _ in iterate(server.pager()):
        gc.collect(0)
        alive = max(alive, sum(page() is not None for page in server.served[-10:]))
    assert len(server.served) == 1000
    assert alive <= 2
    gc.collect()
    assert all(page() is None for page in server.served[:-1])


@given(
    st.lists(st.lists(st.integers(), max_size=5), min_size=1, max_size=20),
    st.integers(0, 19),
    st.none() | st.integers(0, 120),
)
async def test_any_listing_is_its_pages_joined(pages: list[list[int]], start: int, max_items: int | None) -> None:
    first = str(start) if 0 < start < len(pages) else None
    expected = [item for page in pages[int(first or 0) :] for item in page][:max_items]
    assert await Server(chain(*pages)).pager(first).collect(max_items=max_items) == expected


def test_a_pager_shows_its_operation() -> None:
    assert repr(Server(chain([1])).pager()) == "<Pager items.search>"


def test_iterators_are_of_the_published_kinds() -> None:
    pager = Server(chain([1])).pager()
    assert (type(aiter(pager)), type(pager.pages())) == (ItemIterator, PageIterator)
