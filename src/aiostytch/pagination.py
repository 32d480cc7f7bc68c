"""Pagination with cursors.

A cursor is opaque: the client sends it back unchanged. A listing continues while a response has a next cursor, even
after an empty page. If a cursor comes twice, the listing raises an error. `None` is the start of a listing, and
`END_OF_LISTING` its end.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Sequence
from typing import Any, Final, Generic, TypeVar, cast

from msgspec import Struct

from .checks import check_instance
from .errors import PaginationError

END_OF_LISTING: Final = "end-of-listing"
"""The cursor after the last page. A listing that starts with it has no pages and sends no request."""

P = TypeVar("P")
T = TypeVar("T")


class Pagination(Struct, frozen=True, kw_only=True):
    """The cursors and items of an operation's pages.

    Attributes:
        cursor: the Python name of the cursor parameter.
        next_cursor: the path of attributes from a page to the next cursor.
        items: the path of attributes from a page to its list of items.
    """

    cursor: str
    next_cursor: tuple[str, ...]
    items: tuple[str, ...]


class Listing(Struct, Generic[P], frozen=True, eq=False):
    """The description of a listing.

    Attributes:
        operation_id: the operation that returns one page.
        call_path: the path of its call, without the client.
        pagination: the cursors and items of its pages.
        fetch: fetches the page of a cursor; for `None`, the first page of the call.
        start: the cursor argument of the call, if any.
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
    """Iterates over pages. `cursor` points to the next page: pass it to a later call to resume there.

    `cursor` is `None` before the first page of a call without a cursor, and `END_OF_LISTING` after the last page. If a
    page could not be fetched, the next step fetches it again.
    """

    def __init__(self, listing: Listing[P]) -> None:
        self.cursor = listing.start
        self._listing = listing
        self._fetched: set[str | None] = set()

    async def __anext__(self) -> P:
        if self.cursor == END_OF_LISTING:
            raise StopAsyncIteration
        if self.cursor in self._fetched:
            raise self._error("returned the same cursor twice")
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
    """Iterates over items, and fetches each page after the last item of the previous one."""

    def __init__(self, listing: Listing[P]) -> None:
        self._pages = PageIterator(listing)
        self._path = listing.pagination.items
        # The current page: its cursor, its items, and the number of items that were returned.
        self._cursor = listing.start
        self._items: Sequence[T] = ()
        self._returned = 0

    @property
    def cursor(self) -> str | None:
        """The cursor for a later call to resume: it points to the page of the next item, see `PageIterator.cursor`.

        The later call misses no item, but returns the earlier items of that page again.
        """
        return self._pages.cursor if self._returned == len(self._items) else self._cursor

    async def __anext__(self) -> T:
        while self._returned == len(self._items):
            cursor = self._pages.cursor
            self._items = self._items_of(await anext(self._pages))
            self._cursor, self._returned = cursor, 0
        self._returned += 1
        return self._items[self._returned - 1]

    def _items_of(self, page: P) -> Sequence[T]:
        """Return the items of a page. If they are not a list, e.g. null, the page has no items."""
        items = _follow(page, self._path)
        return cast("list[T]", items) if isinstance(items, list) else ()


class Pager(Generic[P, T]):
    """A lazy listing. It sends no request until you await it or iterate over it. You can iterate several times.

        page = await client.organizations.search()                     # the first page
        async for organization in client.organizations.search(): ...   # every item of every page
        async for page in client.organizations.search().pages(): ...   # every page
        some = await client.organizations.search().collect(max_items=10)

    Raises:
        PaginationError: the API returned a cursor twice, or one that is not a string, or you awaited the first page of
            a listing that has ended. Iteration first returns all items before the error.
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
        """Iterate over pages instead of items."""
        return PageIterator(self._listing)

    async def collect(self, *, max_items: int | None = None) -> list[T]:
        """Return the items as a list: at most `max_items`, or all if it is None.

        Raises:
            ConfigurationError: `max_items` is not an integer.
        """
        collected: list[T] = []
        if max_items is not None and check_instance("max_items", max_items, int, "an integer") <= 0:
            return collected
        async for item in self:
            collected.append(item)
            if len(collected) == max_items:
                break
        return collected

    def __repr__(self) -> str:
        return f"<Pager {self._listing.call_path}>"
