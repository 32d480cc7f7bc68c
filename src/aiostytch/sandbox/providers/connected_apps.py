"""Connected apps, as the user of a sandbox plays them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..auth import consent
from ..entities import connected_apps
from ..store.state import State, Transact

TYPES = ("first_party", "first_party_public", "third_party", "third_party_public")


class ConnectedApps:
    """The connected apps of a sandbox's project: short cuts past `client.connected_app`, and what an app itself does.

        client_id = sandbox.connected_apps.add("Calendar", redirect_urls=["https://calendar.example/callback"])

    Args:
        state: the state of the sandbox.
        transact: runs changes of it.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def add(self, name: str, *, redirect_urls: Iterable[str], client_type: str = "third_party", **more: Any) -> str:
        """Register an app.

        Args:
            name: its name.
            redirect_urls: the URLs that it may send members back to.
            client_type: `first_party`, `first_party_public`, `third_party` or `third_party_public`.
            more: `description`, `logo_url`, and the other settings that `client.connected_app.clients.create` takes. A
                first-party app may ask for full access unless `full_access_allowed` is false.

        Returns:
            Its client id. A confidential app has a secret, which `client.connected_app.clients.secrets` replaces.

        Raises:
            RefusedError: a setting cannot be used.
            ValueError: the type does not exist.
        """
        if client_type not in TYPES:
            raise ValueError(f"client_type must be one of {', '.join(TYPES)}")
        defaults = {"full_access_allowed": client_type.startswith("first_party")}
        given = {"redirect_urls": redirect_urls, **more}
        fields = {**defaults, "client_type": client_type, **connected_apps.read_fields(given)}
        app, _ = self._transact(lambda: connected_apps.create(self._state, name=name, **fields))
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
