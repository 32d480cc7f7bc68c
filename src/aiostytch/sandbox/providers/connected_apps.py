"""Connected apps, as the user of a sandbox plays them."""

from __future__ import annotations

from collections.abc import Iterable

from ..auth import consent
from ..store.apps import ConnectedApp
from ..store.state import State, Transact

TYPES = ("first_party", "first_party_public", "third_party", "third_party_public")


class ConnectedApps:
    """The connected apps of a sandbox's project, which have no calls of their own to be created by.

        client_id = sandbox.connected_apps.add("Calendar", redirect_urls=["https://calendar.example/callback"])

    Args:
        state: that of the sandbox.
        transact: changes it.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def add(self, name: str, *, redirect_urls: Iterable[str], client_type: str = "third_party", **more: str) -> str:
        """Register an app.

        Args:
            name: what it is called.
            redirect_urls: where it may send members back to.
            client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
            more: `description`, `logo_url`.

        Returns:
            Its client id.

        Raises:
            ValueError: there is no such type.
        """
        if client_type not in TYPES:
            raise ValueError(f"client_type must be one of {', '.join(TYPES)}")
        app = ConnectedApp(
            number=self._state.next_number(),
            id=self._state.new_id("connected-app"),
            name=name,
            client_type=client_type,
            redirect_urls=tuple(redirect_urls),
            **more,
        )
        self._transact(lambda: self._state.connected_apps.put(app))
        return app.id

    def redeem(self, code: str, *, code_verifier: str | None = None) -> str:
        """Exchange an authorization code for an access token, as the app does.

        Args:
            code: what the redirect brought; it works once, for ten minutes.
            code_verifier: what belongs to the challenge, if the authorization had one.

        Returns:
            An access token.

        Raises:
            RefusedError: the code is unknown, was used, or has expired; or the verifier is not the one.
        """
        return self._transact(lambda: consent.redeem_code(self._state, code, code_verifier)).value
