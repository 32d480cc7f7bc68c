# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `connected_apps`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedApp(Model):
    """An application that members log in to, and let act for them, by OAuth."""

    client_id: str
    """OAuth client id of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """What the app says about itself."""
    status: str
    """State of the app, e.g. `active`."""
    full_access_allowed: bool
    """Whether a first-party app may trade a token for a full session."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    redirect_urls: list[str]
    """Where the app may send its users back to."""
    access_token_expiry_minutes: int
    """Minutes that an access token is valid for; 60 unless set."""
    access_token_template_content: str
    """A JSON object, as text, whose claims go into access tokens."""
    post_logout_redirect_urls: list[str]
    """Where the app may send its users after they log out."""
    bypass_consent_for_offline_access: bool
    """Whether a first-party app gets `offline_access` without asking its users."""
    creation_method: str
    """How the app was registered."""
    access_token_custom_audience: str | None = None
    """An audience that access tokens have besides the project id."""
    client_id_metadata_url: str | None = None
    """Where the app publishes its own metadata, if it is registered in that way."""
    client_secret_last_four: str | None = None
    """The last four characters of the secret."""
    id_token_template_content: str | None = None
    """A JSON object, as text, whose claims go into ID tokens."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null while none is being rotated in."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppPublic(Model):
    """What everyone may know about a connected app."""

    client_id: str
    """OAuth client id of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """What the app says about itself."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppWithClientSecret(Model):
    """A new connected app, with the secret that is shown this once."""

    client_id: str
    """OAuth client id of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """What the app says about itself."""
    status: str
    """State of the app, e.g. `active`."""
    full_access_allowed: bool
    """Whether a first-party app may trade a token for a full session."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    redirect_urls: list[str]
    """Where the app may send its users back to."""
    access_token_expiry_minutes: int
    """Minutes that an access token is valid for; 60 unless set."""
    access_token_template_content: str
    """A JSON object, as text, whose claims go into access tokens."""
    post_logout_redirect_urls: list[str]
    """Where the app may send its users after they log out."""
    bypass_consent_for_offline_access: bool
    """Whether a first-party app gets `offline_access` without asking its users."""
    access_token_custom_audience: str | None = None
    """An audience that access tokens have besides the project id."""
    client_id_metadata_url: str | None = None
    """Where the app publishes its own metadata, if it is registered in that way."""
    client_secret: str | None = light_attrs.field(default=None, repr=False)
    """The secret of a confidential app; store it, for nobody can show it again."""
    client_secret_last_four: str | None = None
    """The last four characters of the secret."""
    id_token_template_content: str | None = None
    """A JSON object, as text, whose claims go into ID tokens."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null while none is being rotated in."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ConnectedAppWithNextClientSecret(Model):
    """A connected app whose secret is being rotated, with the next secret, shown this once."""

    client_id: str
    """OAuth client id of the connected app."""
    client_name: str
    """Name of the app."""
    client_description: str
    """What the app says about itself."""
    status: str
    """State of the app, e.g. `active`."""
    client_secret_last_four: str
    """The last four characters of the secret."""
    full_access_allowed: bool
    """Whether a first-party app may trade a token for a full session."""
    client_type: str
    """`first_party`, `first_party_public`, `third_party` or `third_party_public`."""
    redirect_urls: list[str]
    """Where the app may send its users back to."""
    next_client_secret: str = light_attrs.field(repr=False)
    """The next secret; store it, for nobody can show it again."""
    access_token_expiry_minutes: int
    """Minutes that an access token is valid for; 60 unless set."""
    access_token_template_content: str
    """A JSON object, as text, whose claims go into access tokens."""
    post_logout_redirect_urls: list[str]
    """Where the app may send its users after they log out."""
    bypass_consent_for_offline_access: bool
    """Whether a first-party app gets `offline_access` without asking its users."""
    access_token_custom_audience: str | None = None
    """An audience that access tokens have besides the project id."""
    client_id_metadata_url: str | None = None
    """Where the app publishes its own metadata, if it is registered in that way."""
    id_token_template_content: str | None = None
    """A JSON object, as text, whose claims go into ID tokens."""
    logo_url: str | None = None
    """URL of the app's logo, if it has one."""
    next_client_secret_last_four: str | None = None
    """The last four characters of the next secret; null while none is being rotated in."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ResultsMetadata(Model):
    """How many apps there are, and where the next page starts."""

    total: int
    """Number of results on all pages; -1 if the workspace has totals switched off."""
    next_cursor: str | None = None
    """The `cursor` of the next page; null or empty on the last one."""
