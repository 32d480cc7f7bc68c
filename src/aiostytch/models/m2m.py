# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `m2m`."""

from __future__ import annotations

from typing import Any

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MClient(Model):
    """A program of yours or of a customer that gets tokens with a secret of its own."""

    client_id: str
    """Id of the client."""
    client_name: str
    """Name of the client."""
    client_description: str
    """What the client is for, for people to read."""
    status: str
    """`active` or `inactive`; only an active client gets tokens."""
    scopes: list[str]
    """Scopes that the client may ask for."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null while none is being rotated in."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; out of reach of browser and mobile SDKs."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MClientWithClientSecret(Model):
    """A new client, with the secret that is shown this once."""

    client_id: str
    """Id of the client."""
    client_secret: str = light_attrs.field(repr=False)
    """The client's secret; store it, for nobody can show it again."""
    client_name: str
    """Name of the client."""
    client_description: str
    """What the client is for, for people to read."""
    status: str
    """`active` or `inactive`; only an active client gets tokens."""
    scopes: list[str]
    """Scopes that the client may ask for."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null while none is being rotated in."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; out of reach of browser and mobile SDKs."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class M2MClientWithNextClientSecret(Model):
    """A client whose secret is being rotated, with the next secret, shown this once."""

    client_id: str
    """Id of the client."""
    next_client_secret: str = light_attrs.field(repr=False)
    """The next secret; store it, for nobody can show it again."""
    client_name: str
    """Name of the client."""
    client_description: str
    """What the client is for, for people to read."""
    status: str
    """`active` or `inactive`; only an active client gets tokens."""
    scopes: list[str]
    """Scopes that the client may ask for."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null while none is being rotated in."""
    trusted_metadata: dict[str, Any] | None = None
    """Any JSON object; out of reach of browser and mobile SDKs."""


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
    `filter_value`, a list; none finds everything.
    """


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResultsMetadata(Model):
    """How many clients were found, and where the next page starts."""

    total: int
    """Number of results on all pages; -1 if the workspace has totals switched off."""
    next_cursor: str | None = None
    """The `cursor` of the next page; null or empty on the last one."""
