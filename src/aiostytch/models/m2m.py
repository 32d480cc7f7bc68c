# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `m2m`."""

from __future__ import annotations

from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MClient(Model):
    """A program that gets tokens with its own client ID and secret."""

    client_id: str
    """ID of the client."""
    client_name: str
    """Name of the client."""
    client_description: str
    """A description of the client, for people."""
    status: str
    """`active` or `inactive`; only an active client gets tokens."""
    scopes: list[str]
    """Scopes that the client may request."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null without a rotation."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; browser and mobile SDKs cannot change it."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MClientWithClientSecret(Model):
    """A new client, with its secret, which is only shown once."""

    client_id: str
    """ID of the client."""
    client_secret: str = light_attrs.field(repr=False)
    """The client's secret; store it, because it is not shown again."""
    client_name: str
    """Name of the client."""
    client_description: str
    """A description of the client, for people."""
    status: str
    """`active` or `inactive`; only an active client gets tokens."""
    scopes: list[str]
    """Scopes that the client may request."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null without a rotation."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; browser and mobile SDKs cannot change it."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MClientWithNextClientSecret(Model):
    """A client whose secret is being rotated, with the next secret, which is only shown once."""

    client_id: str
    """ID of the client."""
    next_client_secret: str = light_attrs.field(repr=False)
    """The next secret; store it, because it is not shown again."""
    client_name: str
    """Name of the client."""
    client_description: str
    """A description of the client, for people."""
    status: str
    """`active` or `inactive`; only an active client gets tokens."""
    scopes: list[str]
    """Scopes that the client may request."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null without a rotation."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; browser and mobile SDKs cannot change it."""


class M2MSearchQueryOperator(OpenEnum):
    """How filters combine."""

    OR = "OR"
    """At least one of them matches."""
    AND = "AND"
    """All of them match."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MSearchQuery(Model):
    """Filters of a search for clients, and how they combine."""

    operator: M2MSearchQueryOperator
    """How the filters combine: `AND` or `OR`."""
    operands: list[dict[str, Any]]
    """The filters, each an object with `filter_name` (`client_id`, `client_name` or `scopes`) and
    `filter_value`, a list; an empty list matches everything.
    """


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResultsMetadata(Model):
    """The number of clients, and the cursor of the next page."""

    total: int
    """Number of results on all pages; -1 if totals are disabled for the workspace."""
    next_cursor: str | None = None
    """The `cursor` of the next page; null or empty on the last one."""
