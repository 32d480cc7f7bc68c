"""What the sandbox remembers of what other systems may do, as records: connected apps, and what is trusted."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import attrs


@attrs.frozen(kw_only=True)
class ConnectedApp:
    """An application that members can let act for them, by OAuth. Its id is its client id.

    Attributes:
        client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
        redirect_urls: where it may send members back to.
    """

    number: int
    id: str
    name: str
    description: str = ""
    client_type: str = "third_party"
    logo_url: str = ""
    redirect_urls: tuple[str, ...] = ()

    @property
    def party(self) -> str:
        """Whose it is: `first_party` or `third_party`."""
        return self.client_type.removesuffix("_public")

    @property
    def is_public(self) -> bool:
        """Whether it cannot keep a secret, and has to prove itself by PKCE."""
        return self.client_type.endswith("_public")

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id: nothing."""
        return iter(())


@attrs.frozen(kw_only=True)
class Grant:
    """What a member lets a connected app do."""

    number: int
    id: str
    app_id: str
    organization_id: str
    member_id: str
    scopes: tuple[str, ...]

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id."""
        yield self.app_id, self.member_id


@attrs.frozen(kw_only=True)
class TrustedProfile:
    """An issuer whose tokens stand for a login.

    Attributes:
        issuer: the claim `iss` of its tokens.
        audience: the claim `aud`.
        public_key: the key that they are signed with, in PEM: RS256.
        organization_claim: the claim that names the organization, "" if the call does.
    """

    number: int
    id: str
    issuer: str
    audience: str
    public_key: str
    organization_claim: str = ""

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id: nothing."""
        return iter(())


@attrs.frozen(kw_only=True)
class ExternalSession:
    """A session of another system; its id is the token."""

    number: int
    id: str = attrs.field(repr=False)
    email: str

    def index_keys(self) -> Iterator[Hashable]:
        """Give what it can be found by, besides its id: nothing."""
        return iter(())
