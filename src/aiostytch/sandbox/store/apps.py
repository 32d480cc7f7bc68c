"""Records of connected apps, and of the systems that the project trusts."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator

import attrs

from .clients import Client
from .tables import Record


@attrs.frozen(kw_only=True)
class ConnectedApp(Client):
    """An application that acts for members who consent, by OAuth. Its id is its client id.

    Attributes:
        client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
        redirect_urls: where it may send members back to.
        post_logout_redirect_urls: where it may send them after they have logged out.
        full_access_allowed: whether its access tokens can become sessions; first-party apps only.
        bypass_consent_for_offline_access: whether it gets refresh tokens without consent; first-party apps only.
        access_token_expiry_minutes: how long its access tokens work.
        access_token_custom_audience: a further audience of them, "" for none.
        access_token_template_content: claims of access tokens, as a JSON object with `{{ … }}` in it; "" for none.
        id_token_template_content: claims of ID tokens likewise.
        creation_method: how it came to be.
        metadata_digest: what it has registered as, if other copies of it are the same app; else "".
        registered_at: when it has registered itself, None if it has not.
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
        """Its origin: `first_party` or `third_party`."""
        return self.client_type.removesuffix("_public")

    @property
    def is_public(self) -> bool:
        """Whether it cannot keep a secret, and needs PKCE."""
        return self.client_type.endswith("_public")


@attrs.frozen(kw_only=True)
class Grant(Record):
    """The scopes that a member has granted to a connected app."""

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
        authorization_url: the service's own page for login and consent, "" for that of the sandbox.
        allows_registration: whether apps may register themselves.
        allows_client_documents: whether the URL of a client metadata document may be a client id.
        m2m_claims_template: claims of M2M tokens, as a JSON object with `{{ … }}` in it; "" for none.
    """

    id: str = "settings"
    number: int = 0
    authorization_url: str = ""
    allows_registration: bool = True
    allows_client_documents: bool = True
    m2m_claims_template: str = ""


@attrs.frozen(kw_only=True)
class AppToken(Record):
    """A token of a connected app. Its id is the claim `jti` if it is an access token.

    Attributes:
        value: a refresh token; "" for an access token, which is a JWT.
        authorization_id: what the tokens of one authorization have in common.
        app_id: the app that has it.
        organization_id: the organization of the member.
        member_id: the member that the app acts for.
        session_id: the session in which the member consented, "" without one.
        scopes: what it permits.
        issued_at: when it was issued.
        expires_at: when it expires.
        is_spent: whether a refresh token was replaced, or an access token has become a session.
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
        issuer: the claim `iss` of its tokens.
        audience: the claim `aud`.
        public_key: the key that they are signed with, in PEM: RS256.
        organization_claim: the claim that names the organization, "" if the call does.
    """

    issuer: str
    audience: str
    public_key: str
    organization_claim: str = ""


@attrs.frozen(kw_only=True)
class ExternalSession(Record):
    """A session of another system; its id is the token."""

    id: str = attrs.field(repr=False)
    email: str
