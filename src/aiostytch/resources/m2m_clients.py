# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `m2m.clients`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import (
    UNSET,
    JSONMap,
    Maybe,
    Operation,
    PagedOperation,
    Pager,
    Pagination,
    RequestOptions,
    Resource,
    RetryClass,
)

from ..models.m2m import M2MClient, M2MSearchQuery
from ..models.m2m_clients import (
    CreateResponse,
    DeleteResponse,
    GetResponse,
    SearchResponse,
    UpdateRequestStatus,
    UpdateResponse,
)

if TYPE_CHECKING:
    from .m2m_clients_secrets import Secrets

_CREATE = Operation("api_m2m_v1_m2m_clients_Create", "m2m.clients.create", "POST /v1/m2m/clients", CreateResponse)
_DELETE = Operation(
    "api_m2m_v1_m2m_clients_Delete", "m2m.clients.delete", "DELETE /v1/m2m/clients/{client_id}", DeleteResponse
)
_GET = Operation("api_m2m_v1_m2m_clients_Get", "m2m.clients.get", "GET /v1/m2m/clients/{client_id}", GetResponse)
_SEARCH = PagedOperation(
    "api_m2m_v1_m2m_clients_Search",
    "m2m.clients.search",
    "POST /v1/m2m/clients/search",
    SearchResponse,
    retry=RetryClass.READ,
    pagination=Pagination(cursor="cursor", next_cursor=("results_metadata", "next_cursor"), items=("m2m_clients",)),
)
_UPDATE = Operation(
    "api_m2m_v1_m2m_clients_Update", "m2m.clients.update", "PUT /v1/m2m/clients/{client_id}", UpdateResponse
)


class Clients(Resource):
    """The M2M clients of the project."""

    @cached_property
    def secrets(self) -> Secrets:
        """The secrets of M2M clients, and their rotation."""
        from .m2m_clients_secrets import Secrets

        return Secrets(self._caller)

    def create(
        self,
        *,
        scopes: Sequence[str],
        client_description: Maybe[str] = UNSET,
        client_id: Maybe[str] = UNSET,
        client_name: Maybe[str] = UNSET,
        client_secret: Maybe[str] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Create an M2M client.

        Only this result contains its secret. Retried only if nothing was created.

        Args:
            scopes: Scopes that the client may request.
            client_description: A description of the client, for people.
            client_id: ID of an existing client; created by Stytch if omitted.
            client_name: Name of the client.
            client_secret: Secret of an existing client; created by Stytch if omitted.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.

        Raises:
            APIError: `duplicate_m2m_client_id`, `insecure_m2m_client_secret`, `invalid_m2m_client_scope`,
                `m2m_client_invalid_client_id`, `m2m_client_invalid_client_name`,
                `m2m_client_invalid_client_secret`, `too_many_m2m_client_scopes`,
                `too_many_m2m_clients_for_billing_tier`.
        """
        return self._call(_CREATE, locals())

    def delete(self, client_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, DeleteResponse]:
        """Delete an M2M client.

        It gets no more tokens; existing tokens stay valid until they expire. Safe to retry.

        Args:
            client_id: ID of the client.

        Raises:
            APIError: `m2m_client_not_found`.
        """
        return self._call(_DELETE, locals())

    def get(self, client_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, GetResponse]:
        """Fetch an M2M client.

        The response has only the last four characters of its secret. Safe to retry.

        Args:
            client_id: ID of the client.

        Raises:
            APIError: `m2m_client_not_found`.
        """
        return self._call(_GET, locals())

    def search(
        self,
        *,
        cursor: Maybe[str] = UNSET,
        limit: Maybe[int] = UNSET,
        query: Maybe[M2MSearchQuery | JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Pager[SearchResponse, M2MClient]:
        """Search the M2M clients of the project, page by page.

        Filter by ID, by exact name or by scope; without filters, it finds all clients. Safe to retry.

        Args:
            cursor: The `next_cursor` of the previous page; None for the first page.
            limit: Maximum number of results per page, up to 1000; default 100.
            query: Which clients to return; all if omitted.

        Raises:
            APIError: `m2m_search_expected_array_of_strings`, `m2m_search_filter_name_not_recognized`,
                `m2m_search_missing_filter_name`, `m2m_search_missing_filter_value`.
        """
        return self._paginate(_SEARCH, locals())

    def update(
        self,
        client_id: str,
        *,
        client_description: Maybe[str] = UNSET,
        client_name: Maybe[str] = UNSET,
        scopes: Maybe[Sequence[str]] = UNSET,
        status: Maybe[UpdateRequestStatus | Literal["active", "inactive"]] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateResponse]:
        """Change, activate or deactivate an M2M client.

        Omitted fields do not change. An inactive client gets no tokens; existing tokens stay valid until
        they expire. Safe to retry.

        Args:
            client_id: ID of the client.
            client_description: A description of the client, for people.
            client_name: Name of the client.
            scopes: Scopes that the client may request; they replace the existing ones.
            status: Whether the client gets tokens.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.

        Raises:
            APIError: `m2m_client_not_found`, `m2m_client_invalid_client_name`,
                `m2m_client_invalid_client_description`, `m2m_client_invalid_status`,
                `invalid_m2m_client_scope`, `too_many_m2m_client_scopes`.
        """
        return self._call(_UPDATE, locals())
