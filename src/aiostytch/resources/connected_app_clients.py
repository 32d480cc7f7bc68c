# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `connected_app.clients`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import (
    UNSET,
    Maybe,
    Operation,
    PagedOperation,
    Pager,
    Pagination,
    RequestOptions,
    Resource,
    RetryClass,
)

from ..models.connected_apps import ConnectedApp
from ..models.connected_apps_clients import (
    CreateRequestClientType,
    CreateResponse,
    DeleteResponse,
    GetResponse,
    SearchResponse,
    UpdateResponse,
)

if TYPE_CHECKING:
    from .connected_app_clients_secrets import Secrets

_CREATE = Operation(
    "api_connectedapps_v1_connected_apps_clients_Create",
    "connected_app.clients.create",
    "POST /v1/connected_apps/clients",
    CreateResponse,
)
_DELETE = Operation(
    "api_connectedapps_v1_connected_apps_clients_Delete",
    "connected_app.clients.delete",
    "DELETE /v1/connected_apps/clients/{client_id}",
    DeleteResponse,
)
_GET = Operation(
    "api_connectedapps_v1_connected_apps_clients_Get",
    "connected_app.clients.get",
    "GET /v1/connected_apps/clients/{client_id}",
    GetResponse,
)
_SEARCH = PagedOperation(
    "api_connectedapps_v1_connected_apps_clients_Search",
    "connected_app.clients.search",
    "POST /v1/connected_apps/clients/search",
    SearchResponse,
    retry=RetryClass.READ,
    pagination=Pagination(cursor="cursor", next_cursor=("results_metadata", "next_cursor"), items=("connected_apps",)),
)
_UPDATE = Operation(
    "api_connectedapps_v1_connected_apps_clients_Update",
    "connected_app.clients.update",
    "PUT /v1/connected_apps/clients/{client_id}",
    UpdateResponse,
)


class Clients(Resource):
    """The connected apps of the project."""

    @cached_property
    def secrets(self) -> Secrets:
        """The secrets of connected apps, and their rotation."""
        from .connected_app_clients_secrets import Secrets

        return Secrets(self._caller)

    def create(
        self,
        *,
        client_type: CreateRequestClientType
        | Literal["first_party", "first_party_public", "third_party", "third_party_public"],
        access_token_custom_audience: Maybe[str] = UNSET,
        access_token_expiry_minutes: Maybe[int] = UNSET,
        access_token_template_content: Maybe[str] = UNSET,
        bypass_consent_for_offline_access: Maybe[bool] = UNSET,
        client_description: Maybe[str] = UNSET,
        client_name: Maybe[str] = UNSET,
        full_access_allowed: Maybe[bool] = UNSET,
        id_token_template_content: Maybe[str] = UNSET,
        logo_url: Maybe[str] = UNSET,
        post_logout_redirect_urls: Maybe[Sequence[str]] = UNSET,
        redirect_urls: Maybe[Sequence[str]] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, CreateResponse]:
        """Create a connected app.

        A confidential app gets a secret, which only this result contains. Retried only if nothing was created.

        Args:
            client_type: Whether it is your own app, and whether it has a secret; it cannot be changed later.
            access_token_custom_audience: An audience that access tokens have besides the project ID.
            access_token_expiry_minutes: Lifetime of access tokens, in minutes; by default 60.
            access_token_template_content: A JSON object, as a string, with claims for access tokens.
            bypass_consent_for_offline_access: Whether a first-party app gets `offline_access` without the
                consent of its users.
            client_description: The app's description of itself.
            client_name: Name of the app.
            full_access_allowed: Whether a first-party app may exchange a token for a session.
            id_token_template_content: A JSON object, as a string, with claims for ID tokens.
            logo_url: URL of the app's logo, if it has one.
            post_logout_redirect_urls: Allowed URLs for redirects after logout.
            redirect_urls: Allowed callback URLs of the app.

        Raises:
            APIError: `invalid_connected_app_type`, `connected_app_invalid_redirect_url`,
                `third_party_clients_cannot_use_full_access`,
                `third_party_clients_require_consent_for_offline_access`, `too_many_connected_apps`.
        """
        return self._call(_CREATE, locals())

    def delete(self, client_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, DeleteResponse]:
        """Delete a connected app.

        Its secret stops working, and members can no longer authorize it. Safe to retry.

        Args:
            client_id: OAuth client ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`.
        """
        return self._call(_DELETE, locals())

    def get(self, client_id: str, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, GetResponse]:
        """Fetch a connected app.

        The response has only the last four characters of its secret. Safe to retry.

        Args:
            client_id: OAuth client ID of the connected app.

        Raises:
            APIError: `connected_app_not_found`.
        """
        return self._call(_GET, locals())

    def search(
        self, *, cursor: Maybe[str] = UNSET, limit: Maybe[int] = UNSET, options: RequestOptions | None = None
    ) -> Pager[SearchResponse, ConnectedApp]:
        """List the connected apps of the project, page by page.

        There are no filters yet. Safe to retry.

        Args:
            cursor: The `next_cursor` of the previous page; None for the first page.
            limit: Maximum number of results per page, up to 1000; default 100.
        """
        return self._paginate(_SEARCH, locals())

    def update(
        self,
        client_id: str,
        *,
        access_token_custom_audience: Maybe[str] = UNSET,
        access_token_expiry_minutes: Maybe[int] = UNSET,
        access_token_template_content: Maybe[str] = UNSET,
        bypass_consent_for_offline_access: Maybe[bool] = UNSET,
        client_description: Maybe[str] = UNSET,
        client_name: Maybe[str] = UNSET,
        full_access_allowed: Maybe[bool] = UNSET,
        id_token_template_content: Maybe[str] = UNSET,
        logo_url: Maybe[str] = UNSET,
        post_logout_redirect_urls: Maybe[Sequence[str]] = UNSET,
        redirect_urls: Maybe[Sequence[str]] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, UpdateResponse]:
        """Change a connected app.

        Omitted fields do not change; its ID, its type and its secret cannot be changed here. Safe to retry.

        Args:
            client_id: OAuth client ID of the connected app.
            access_token_custom_audience: An audience that access tokens have besides the project ID.
            access_token_expiry_minutes: Lifetime of access tokens, in minutes; by default 60.
            access_token_template_content: A JSON object, as a string, with claims for access tokens.
            bypass_consent_for_offline_access: Whether a first-party app gets `offline_access` without the
                consent of its users.
            client_description: The app's description of itself.
            client_name: Name of the app.
            full_access_allowed: Whether a first-party app may exchange a token for a session.
            id_token_template_content: A JSON object, as a string, with claims for ID tokens.
            logo_url: URL of the app's logo, if it has one.
            post_logout_redirect_urls: Allowed URLs for redirects after logout.
            redirect_urls: Allowed callback URLs of the app.

        Raises:
            APIError: `connected_app_not_found`, `connected_app_invalid_redirect_url`,
                `third_party_clients_cannot_use_full_access`,
                `third_party_clients_require_consent_for_offline_access`.
        """
        return self._call(_UPDATE, locals())
