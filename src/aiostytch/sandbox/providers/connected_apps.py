"""Connected apps, as the user of a sandbox plays them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..auth import consent
from ..store.apps import ConnectedApp
from ..store.state import State, Transact

TYPES = ("first_party", "first_party_public", "third_party", "third_party_public")


class ConnectedApps:
    """The connected apps of a sandbox's project. The API has no calls that create them.

        client_id = sandbox.connected_apps.add("Calendar", redirect_urls=["https://calendar.example/callback"])

    Args:
        state: the state of the sandbox.
        transact: runs changes of it.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def add(self, name: str, *, redirect_urls: Iterable[str], client_type: str = "third_party", **more: str) -> str:
        """Register an app.

        Args:
            name: its name.
            redirect_urls: the URLs that it may send members back to.
            client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
            more: `description`, `logo_url`.

        Returns:
            Its client id.

        Raises:
            ValueError: the type does not exist.
        """
        if client_type not in TYPES:
            raise ValueError(f"client_type must be one of {', '.join(TYPES)}")
        urls = tuple(redirect_urls)
        return self._transact(lambda: self._add(name=name, client_type=client_type, redirect_urls=urls, **more))

    def _add(self, **fields: Any) -> str:
        app = ConnectedApp(number=self._state.next_number(), id=self._state.new_id("connected-app"), **fields)
        self._state.connected_apps.put(app)
        return app.id

    def redeem(self, code: str, *, code_verifier: str | None = None) -> str:
        """Exchange an authorization code for an access token, as the app does.

        Args:
            code: the code from the redirect; it works once, for ten minutes.
            code_verifier: the verifier of the challenge, if the authorization had one.

        Returns:
            An access token.

        Raises:
            RefusedError: the code is unknown, was used, or has expired; or the verifier is wrong.
        """
        return self._transact(lambda: consent.redeem_code(self._state, code, code_verifier)).value
