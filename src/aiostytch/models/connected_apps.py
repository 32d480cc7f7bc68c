# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `connected_apps`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedApp(Model):
    """An application that members authorize by OAuth to act for them."""

    client_id: str
    """OAuth client ID of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """The app's description of itself."""
    status: str
    """State of the app, e.g. `active`."""
    full_access_allowed: bool
    """Whether a first-party app may exchange a token for a session."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    redirect_urls: list[str]
    """Allowed callback URLs of the app."""
    access_token_expiry_minutes: int
    """Lifetime of access tokens, in minutes; by default 60."""
    access_token_template_content: str
    """A JSON object, as a string, with claims for access tokens."""
    post_logout_redirect_urls: list[str]
    """Allowed URLs for redirects after logout."""
    bypass_consent_for_offline_access: bool
    """Whether a first-party app gets `offline_access` without the consent of its users."""
    creation_method: str
    """How the app was registered."""
    access_token_custom_audience: str | None = None
    """An audience that access tokens have besides the project ID."""
    client_id_metadata_url: str | None = None
    """URL of the app's metadata, if it is registered by it."""
    client_secret_last_four: str | None = None
    """The last four characters of the secret."""
    id_token_template_content: str | None = None
    """A JSON object, as a string, with claims for ID tokens."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null without a rotation."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppPublic(Model):
    """What everyone may know about a connected app."""

    client_id: str
    """OAuth client ID of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """The app's description of itself."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppWithClientSecret(Model):
    """A new connected app, with its secret, which is only shown once."""

    client_id: str
    """OAuth client ID of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """The app's description of itself."""
    status: str
    """State of the app, e.g. `active`."""
    full_access_allowed: bool
    """Whether a first-party app may exchange a token for a session."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    redirect_urls: list[str]
    """Allowed callback URLs of the app."""
    access_token_expiry_minutes: int
    """Lifetime of access tokens, in minutes; by default 60."""
    access_token_template_content: str
    """A JSON object, as a string, with claims for access tokens."""
    post_logout_redirect_urls: list[str]
    """Allowed URLs for redirects after logout."""
    bypass_consent_for_offline_access: bool
    """Whether a first-party app gets `offline_access` without the consent of its users."""
    access_token_custom_audience: str | None = None
    """An audience that access tokens have besides the project ID."""
    client_id_metadata_url: str | None = None
    """URL of the app's metadata, if it is registered by it."""
    client_secret: str | None = light_attrs.field(default=None, repr=False)
    """The secret of a confidential app; store it, because it is not shown again."""
    client_secret_last_four: str | None = None
    """The last four characters of the secret."""
    id_token_template_content: str | None = None
    """A JSON object, as a string, with claims for ID tokens."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null without a rotation."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppWithNextClientSecret(Model):
    """A connected app whose secret is being rotated, with the next secret, which is only shown once."""

    client_id: str
    """OAuth client ID of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """The app's description of itself."""
    status: str
    """State of the app, e.g. `active`."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    full_access_allowed: bool
    """Whether a first-party app may exchange a token for a session."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    redirect_urls: list[str]
    """Allowed callback URLs of the app."""
    next_client_secret: str = light_attrs.field(repr=False)
    """The next secret; store it, because it is not shown again."""
    access_token_expiry_minutes: int
    """Lifetime of access tokens, in minutes; by default 60."""
    access_token_template_content: str
    """A JSON object, as a string, with claims for access tokens."""
    post_logout_redirect_urls: list[str]
    """Allowed URLs for redirects after logout."""
    bypass_consent_for_offline_access: bool
    """Whether a first-party app gets `offline_access` without the consent of its users."""
    access_token_custom_audience: str | None = None
    """An audience that access tokens have besides the project ID."""
    client_id_metadata_url: str | None = None
    """URL of the app's metadata, if it is registered by it."""
    id_token_template_content: str | None = None
    """A JSON object, as a string, with claims for ID tokens."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null without a rotation."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResultsMetadata(Model):
    """The number of apps, and the cursor of the next page."""

    total: int
    """Number of results on all pages; -1 if totals are disabled for the workspace."""
    next_cursor: str | None = None
    """The `cursor` of the next page; null or empty on the last one."""
