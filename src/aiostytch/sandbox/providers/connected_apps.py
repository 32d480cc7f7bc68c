"""Simulated Connected Apps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..auth import delivery
from ..contract.errors import not_found
from ..crypto.jwts import issuer_of
from ..entities import connected_apps
from ..oauth import client_documents, consent, redemption, settings
from ..oauth.issuing import AppTokens
from ..store.records import Member
from ..store.state import State, Transact

if TYPE_CHECKING:
    import aiostytch.models.organizations  # imports many other models

TYPES = ("first_party", "first_party_public", "third_party", "third_party_public")


class ConnectedApps:
    """Simulated Connected Apps. A test registers them, lets members consent, and redeems authorization codes.

        client_id = sandbox.apps.add("Calendar", redirect_urls=["https://calendar.example/callback"])
        tokens = sandbox.apps.authorize(client_id, member=member.member_id, scopes=["openid"])

    Args:
        state: the state of the sandbox.
        transact: runs changes of the state.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def add(self, name: str, *, redirect_urls: Iterable[str], client_type: str = "third_party", **more: Any) -> str:
        """Register an app.

        Args:
            name: the name of the app.
            redirect_urls: the permitted redirect URIs.
            client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
            more: `description`, `logo_url`, and the other arguments of `client.connected_app.clients.create`. By
                default, a first-party app has `full_access_allowed`.

        Returns:
            The client ID. To get a secret of a confidential app, rotate it with `client.connected_app.clients.secrets`.

        Raises:
            RefusedError: a setting is invalid.
            ValueError: the client type does not exist.
        """
        if client_type not in TYPES:
            raise ValueError(f"client_type must be one of {', '.join(TYPES)}")
        defaults = {"full_access_allowed": client_type.startswith("first_party")}
        given = {"redirect_urls": redirect_urls, **more}
        fields = {**defaults, "client_type": client_type, **connected_apps.read_fields(given)}
        app, _ = self._transact(lambda: connected_apps.create(self._state, name=name, **fields))
        return app.id

    def add_document(self, document: Mapping[str, Any]) -> str:
        """Register an app by its client metadata document, as if the sandbox had fetched the document.

        Args:
            document: the content: `client_id` (the URL of the document), `redirect_uris`, and other metadata.

        Returns:
            The client ID, which is the URL of the document.

        Raises:
            OAuthError: the document is invalid.
        """
        return self._transact(lambda: client_documents.register(self._state, document)).id

    def configure(
        self,
        *,
        authorization_url: str | None = None,
        dynamic_registration: bool | None = None,
        client_documents: bool | None = None,
    ) -> None:
        """Configure the authorization server, as in the dashboard of a project. Omitted settings do not change.

        Args:
            authorization_url: your service's page for login and consent, for the metadata; "" (initially) for the page
                of the sandbox.
            dynamic_registration: whether apps may register themselves; initially true.
            client_documents: whether the URL of a client metadata document may be a client ID; initially true.

        Raises:
            RefusedError: the URL is invalid.
        """
        given = {
            "authorization_url": authorization_url and delivery.check_url(authorization_url),
            "allows_registration": dynamic_registration,
            "allows_client_documents": client_documents,
        }
        changes = {name: value for name, value in given.items() if value is not None}
        self._transact(lambda: settings.change(self._state, **changes))

    def authorize(
        self,
        client_id: str,
        *,
        member: str | aiostytch.models.organizations.Member,
        scopes: Iterable[str] = (),
        issuer: str = "",
        nonce: str = "",
    ) -> AppTokens:
        """Return the tokens that an app gets after a member's consent, without a browser.

        Args:
            client_id: the app.
            member: the member, or its ID.
            scopes: the granted scopes. `openid` adds an ID token, `offline_access` a refresh token.
            issuer: the issuer of the tokens; by default `stytch.com/{project_id}`. Pass the base URL of a served
                sandbox if services verify the tokens against it.
            nonce: the nonce in the ID token.

        Raises:
            RefusedError: the app, the member or a scope does not exist, or the app may not have a scope.
            OAuthError: the member may not grant a scope.
        """
        member_id = member if isinstance(member, str) else member.member_id
        return self._transact(lambda: self._authorize(client_id, member_id, tuple(scopes), issuer, nonce))

    def _authorize(self, client_id: str, member_id: str, scopes: tuple[str, ...], issuer: str, nonce: str) -> AppTokens:
        app, member = connected_apps.find(self._state, client_id), self._member(member_id)
        request = consent.AuthorizationRequest(
            app=app,
            organization=self._state.organizations[member.organization_id],
            member=member,
            session=None,
            scopes=consent.find_scopes(self._state, app, scopes),
            arguments={"redirect_uri": "", "nonce": nonce},
        )
        connected_apps.check_allowed(request.organization, app)
        code = consent.decide(self._state, request, is_granted=True)
        return self._redeem(code.value, issuer, "")

    def _member(self, member_id: str) -> Member:
        member = self._state.members.get(member_id)
        if member is None or member.is_deleted:
            raise not_found("member")
        return member

    def redeem(self, code: str, *, code_verifier: str = "", issuer: str = "") -> AppTokens:
        """Exchange an authorization code for tokens, as the app does at the token endpoint.

        Args:
            code: the code from the redirect. It is single-use and expires after ten minutes.
            code_verifier: the PKCE code verifier, if the authorization request had a challenge.
            issuer: the issuer of the tokens; by default `stytch.com/{project_id}`.

        Raises:
            OAuthError: the code is unknown, was used, or has expired; or the verifier is wrong.
        """
        return self._transact(lambda: self._redeem(code, issuer, code_verifier))

    def _redeem(self, code: str, issuer: str, verifier: str) -> AppTokens:
        return redemption.redeem_code(
            self._state,
            code,
            redirect_uri=None,
            verifier=verifier,
            issuer=issuer or issuer_of(self._state.project_id),
        )
