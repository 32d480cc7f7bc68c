"""Simulated identity providers of SSO connections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..auth import sso
from ..crypto import certificates
from ..entities import sso_connections
from ..store.state import State, Transact

NO_ATTRIBUTES: Mapping[str, Any] = {}


class SingleSignOn:
    """Simulated identity providers of SSO connections.

        token = sandbox.sso.login(connection_id, "ada@acme.example", groups=["Engineering"])
        await client.sso.authenticate(sso_token=token)

    Args:
        state: the state of the sandbox.
        transact: runs changes of the state.
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
        """Log in at an identity provider.

        Args:
            connection_id: the connection.
            email: the address at the provider.
            name: the full name.
            external_id: the ID at the provider; by default the address.
            groups: the groups at the provider.
            attributes: other attributes at the provider.
            pkce_code_challenge: the PKCE challenge of the login; `authenticate` then requires the verifier.

        Returns:
            A single-use token for `client.sso.authenticate`. It expires after five minutes.

        Raises:
            LookupError: the connection does not exist, or is pending.
            RefusedError: the challenge is invalid.
        """
        connection = self._state.sso_connections.get(connection_id)
        if connection is None or not sso_connections.is_active(self._state, connection):
            raise LookupError("no active connection has this ID")
        identity = sso.Identity(
            email=email,
            external_id=external_id or email,
            name=name,
            groups=tuple(groups),
            attributes=dict(attributes),
        )
        return self._transact(lambda: sso.issue_token(self._state, connection, identity, pkce_code_challenge)).value

    def certificate(self) -> str:
        """Return a certificate of an identity provider, in PEM, for `x509_certificate` of a SAML connection."""
        return self._transact(lambda: certificates.issue(self._state, "Identity provider of the sandbox")).pem
