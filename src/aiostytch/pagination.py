"""Listings in pages, followed by their cursors.

A cursor is opaque: it is sent back as it came. A listing goes on for as long as a response names a next cursor, also
over pages that are empty, and ends with an error in place of asking for the same page a second time. `None` is the
start of a listing, and `END_OF_LISTING` its end.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Sequence
from typing import Any, Final, Generic, TypeVar, cast

from msgspec import Struct

from .checks import check_kind
from .errors import PaginationError

END_OF_LISTING: Final = "end-of-listing"
"""The cursor after the last page: a listing that is asked for with it has no pages, and sends nothing."""

P = TypeVar("P")
T = TypeVar("T")


class Pagination(Struct, frozen=True, kw_only=True):
    """How the pages of an operation hang together.

    Attributes:
        cursor: the Python name of the parameter that takes a cursor.
        next_cursor: the attributes that lead from a page to the next cursor.
        items: the attributes that lead from a page to its list of items.
    """

    cursor: str
    next_cursor: tuple[str, ...]
    items: tuple[str, ...]


class Listing(Struct, Generic[P], frozen=True, eq=False):
    """A listing to be made.

    Attributes:
        operation_id: the operation that answers one page.
        call_path: the call of it, as it is written without its client.
        pagination: how the pages hang together.
        fetch: makes the call for the page that a cursor leads to; for `None`, the call as it was asked for.
        start: the cursor that the call was asked for with, if any.
    """

    operation_id: str
    call_path: str
    pagination: Pagination
    fetch: Callable[[str | None], Coroutine[Any, Any, P]]
    start: str | None = None


def _follow(page: object, path: tuple[str, ...]) -> Any:
    for name in path:
        page = getattr(page, name, None)
    return page


class PageIterator(AsyncIterator[P]):
    """Goes through pages. `cursor` leads to the page that is fetched next: give it to a later call to resume there.

    `cursor` is `None` before the first page of a call without a cursor, and `END_OF_LISTING` after the last page. A
    page that could not be fetched is fetched again by the next step.
    """

    def __init__(self, listing: Listing[P]) -> None:
        self.cursor = listing.start
        self._listing = listing
        self._fetched: set[str | None] = set()

    async def __anext__(self) -> P:
        if self.cursor == END_OF_LISTING:
            raise StopAsyncIteration
        if self.cursor in self._fetched:
            raise self._error("came back to a cursor it had already given")
        page = await self._listing.fetch(self.cursor)
        following = self._next_cursor(page)
        self._fetched.add(self.cursor)
        self.cursor = following
        return page

    def _next_cursor(self, page: P) -> str:
        cursor = _follow(page, self._listing.pagination.next_cursor)
        if cursor is not None and not isinstance(cursor, str):
            raise self._error("has a next cursor that is not a string")
        return cursor or END_OF_LISTING

    def _error(self, what: str) -> PaginationError:
        return _error(self._listing, what, self.cursor)


def _error(listing: Listing[Any], what: str, cursor: str | None) -> PaginationError:
    error = PaginationError(f"the listing {what}", cursor=cursor or "", operation_id=listing.operation_id)
    error.call_path = listing.call_path
    return error


class ItemIterator(AsyncIterator[T], Generic[P, T]):
    """Goes through items, fetching each page when the one before it is used up."""

    def __init__(self, listing: Listing[P]) -> None:
        self._pages = PageIterator(listing)
        self._path = listing.pagination.items
        # The page whose items are being given: the cursor that leads to it, its items, and how many of them were given.
        self._cursor = listing.start
        self._items: Sequence[T] = ()
        self._given = 0

    @property
    def cursor(self) -> str | None:
        """Where a later call can resume: it leads to the page of the next item, see `PageIterator.cursor`.

        No item is left out then, and those of this page that were given come a second time.
        """
        return self._pages.cursor if self._given == len(self._items) else self._cursor

    async def __anext__(self) -> T:
        while self._given == len(self._items):
            cursor = self._pages.cursor
            self._items = self._items_of(await anext(self._pages))
            self._cursor, self._given = cursor, 0
        self._given += 1
        return self._items[self._given - 1]

    def _items_of(self, page: P) -> Sequence[T]:
        """Return the items of a page; what is not a list, such as null, holds none."""
        items = _follow(page, self._path)
        return cast("list[T]", items) if isinstance(items, list) else ()


class Pager(Generic[P, T]):
    """A listing, not yet fetched. Nothing is sent until it is awaited or iterated, and it can be iterated again.

        page = await client.organizations.search()                  # the first page, as the API answers it
        async for organization in client.organizations.search(): …  # every item of every page
        async for page in client.organizations.search().pages(): …
        some = await client.organizations.search().collect(max_items=10)

    Raises:
        PaginationError: a cursor came a second time, or is no string. The items before it have been given. Or the first
            page was awaited of a listing that has ended.
    """

    def __init__(self, listing: Listing[P]) -> None:
        self._listing = listing

    def __await__(self) -> Generator[Any, Any, P]:
        return self._first().__await__()

    async def _first(self) -> P:
        if self._listing.start == END_OF_LISTING:
            raise _error(self._listing, "has ended", END_OF_LISTING)
        return await self._listing.fetch(None)

    def __aiter__(self) -> ItemIterator[P, T]:
        return ItemIterator(self._listing)

    def pages(self) -> PageIterator[P]:
        """Go through the pages instead of their items."""
        return PageIterator(self._listing)

    async def collect(self, *, max_items: int | None = None) -> list[T]:
        """Return the items as a list: at most `max_items` of them, all when it is None.

        Raises:
            ConfigurationError: `max_items` is no whole number.
        """
        collected: list[T] = []
        if max_items is not None and check_kind("max_items", max_items, int, "a whole number") <= 0:
            return collected
        async for item in self:
            collected.append(item)
            if len(collected) == max_items:
                break
        return collected

    def __repr__(self) -> str:
        return f"<Pager {self._listing.call_path}>"
