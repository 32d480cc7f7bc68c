"""The identity providers behind SSO connections, as the user of a sandbox plays them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..auth import sso
from ..crypto.certificates import issue
from ..entities import sso_connections
from ..store.state import State, Transact

NO_ATTRIBUTES: Mapping[str, Any] = {}


class SingleSignOn:
    """The identity providers behind the SSO connections of a sandbox, as its user plays them.

        token = sandbox.sso.login(connection_id, "ada@acme.example", groups=["Engineering"])
        await client.sso.authenticate(sso_token=token)

    Args:
        state: that of the sandbox.
        transact: changes it.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def login(
        self,
        connection_id: str,
        email: str,
        *,
        name: str = "",
        external_id: str = "",
        groups: Iterable[str] = (),
        attributes: Mapping[str, Any] = NO_ATTRIBUTES,
        pkce_code_challenge: str = "",
    ) -> str:
        """Let somebody log in at an identity provider.

        Args:
            connection_id: the connection.
            email: the address that the provider names.
            name: the full name.
            external_id: the id at the provider; the address by default.
            groups: the groups at the provider.
            attributes: what else the provider says.
            pkce_code_challenge: what the login began with; the verifier has to follow.

        Returns:
            The token that `client.sso.authenticate` takes, once and within five minutes.

        Raises:
            LookupError: there is no such connection, or it is pending.
        """
        connection = self._state.sso_connections.get(connection_id)
        if connection is None or not sso_connections.is_active(self._state, connection):
            raise LookupError("there is no such connection that is active")
        said = {
            "name": name,
            "external_id": external_id or email,
            "groups": list(groups),
            "attributes": dict(attributes),
            "challenge": pkce_code_challenge,
        }
        return self._transact(lambda: sso.issue_token(self._state, connection, email, said)).value

    def certificate(self) -> str:
        """Return a certificate of an identity provider, in PEM, for `x509_certificate`."""
        return self._transact(lambda: issue(self._state, "Identity provider of the sandbox")).pem
