"""Records of Connected Apps, and of the systems that the project trusts."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator

import attrs

from .clients import Client
from .tables import Record


@attrs.frozen(kw_only=True)
class ConnectedApp(Client):
    """An OAuth application that acts for members who consent. Its ID is its client ID.

    Attributes:
        client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
        redirect_urls: the permitted redirect URIs of authorization requests.
        post_logout_redirect_urls: the permitted redirect URIs of logouts.
        full_access_allowed: whether its access tokens can become sessions; first-party apps only.
        bypass_consent_for_offline_access: whether it gets refresh tokens without consent; first-party apps only.
        access_token_expiry_minutes: the lifetime of its access tokens, in minutes.
        access_token_custom_audience: an additional audience of its access tokens, "" for none.
        access_token_template_content: custom claims of access tokens, a JSON object with `{{ … }}` in it; "" for none.
        id_token_template_content: custom claims of ID tokens, in the same form.
        creation_method: `manual`, or how the app registered itself.
        metadata_digest: the digest of the metadata that it registered, if equal registrations share one app; else "".
        registered_at: when it registered itself, None if it did not.
        document_expires_at: when its client metadata document has to be fetched again, None if never.
    """

    client_type: str = "third_party"
    logo_url: str = ""
    redirect_urls: tuple[str, ...] = ()
    post_logout_redirect_urls: tuple[str, ...] = ()
    full_access_allowed: bool = False
    bypass_consent_for_offline_access: bool = False
    access_token_expiry_minutes: int = 60
    access_token_custom_audience: str = ""
    access_token_template_content: str = ""
    id_token_template_content: str = ""
    creation_method: str = "manual"
    metadata_digest: str = ""
    registered_at: datetime.datetime | None = None
    document_expires_at: datetime.datetime | None = None

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        if self.metadata_digest:
            yield "metadata", self.metadata_digest

    @property
    def party(self) -> str:
        """The party that made the app: `first_party` or `third_party`."""
        return self.client_type.removesuffix("_public")

    @property
    def is_public(self) -> bool:
        """Whether it is a public client (RFC 6749, section 2.1): without a secret, with PKCE."""
        return self.client_type.endswith("_public")


@attrs.frozen(kw_only=True)
class Grant(Record):
    """The scopes that a member has granted to a Connected App."""

    app_id: str
    organization_id: str
    member_id: str
    scopes: tuple[str, ...]

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        yield self.app_id, self.member_id


@attrs.frozen(kw_only=True)
class OAuthSettings(Record):
    """The settings of the authorization server. There is at most one record.

    Attributes:
        authorization_url: the service's page for login and consent, "" for the page of the sandbox.
        allows_registration: whether apps may register themselves.
        allows_client_documents: whether the URL of a client metadata document may be a client ID.
        m2m_claims_template: custom claims of M2M tokens, a JSON object with `{{ … }}` in it; "" for none.
    """

    id: str = "settings"
    number: int = 0
    authorization_url: str = ""
    allows_registration: bool = True
    allows_client_documents: bool = True
    m2m_claims_template: str = ""


@attrs.frozen(kw_only=True)
class AppToken(Record):
    """A refresh or access token of a Connected App. The ID of an access token is its `jti` claim.

    Attributes:
        value: the refresh token; "" for an access token, which is a JWT.
        authorization_id: the authorization that the token results from.
        app_id: the app that holds the token.
        organization_id: the organization of the member.
        member_id: the member that the app acts for.
        session_id: the session in which the member consented, "" without one.
        scopes: the granted scopes.
        issued_at: when it was issued.
        expires_at: when it expires.
        is_spent: whether the refresh token was replaced, or the access token became a session.
    """

    value: str = attrs.field(default="", repr=False)
    authorization_id: str
    app_id: str
    organization_id: str
    member_id: str
    session_id: str = ""
    scopes: tuple[str, ...]
    issued_at: datetime.datetime
    expires_at: datetime.datetime
    is_spent: bool = False

    def index_keys(self) -> Iterator[Hashable]:
        """Return its additional index keys."""
        if self.value:
            yield "value", self.value


@attrs.frozen(kw_only=True)
class TrustedProfile(Record):
    """An issuer that the project trusts: its tokens replace a login.

    Attributes:
        issuer: the `iss` claim of its tokens.
        audience: the `aud` claim of its tokens.
        public_key: the public key of their signatures (RS256), in PEM.
        organization_claim: the claim that names the organization, "" if the caller names it.
    """

    issuer: str
    audience: str
    public_key: str
    organization_claim: str = ""


@attrs.frozen(kw_only=True)
class ExternalSession(Record):
    """A session of another system. Its ID is the token."""

    id: str = attrs.field(repr=False)
    email: str
