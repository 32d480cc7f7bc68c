"""Records of connected apps, and of the systems that the project trusts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import attrs

from .tables import Record


@attrs.frozen(kw_only=True)
class ConnectedApp(Record):
    """An application that acts for members who consent, by OAuth. Its id is its client id.

    Attributes:
        client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
        redirect_urls: where it may send members back to.
    """

    name: str
    description: str = ""
    client_type: str = "third_party"
    logo_url: str = ""
    redirect_urls: tuple[str, ...] = ()

    @property
    def party(self) -> str:
        """Who made it: `first_party` or `third_party`."""
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
        """Return the keys that find it besides its id."""
        yield self.app_id, self.member_id


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
