"""Simulated OAuth providers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..auth import oauth
from ..store.state import State, Transact


class OAuth:
    """Simulated OAuth providers, such as Google.

        token = sandbox.oauth.discover("google", "ada@acme.example", name="Ada Lovelace")
        await client.oauth.discovery.authenticate(discovery_oauth_token=token)

    Args:
        state: the state of the sandbox.
        transact: runs changes of the state.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def login(self, organization_id: str, provider: str, email: str, **more: Any) -> str:
        """Log in to an organization at a provider.

        Args:
            organization_id: the organization, by its ID, slug or external ID.
            provider: `google`, `microsoft`, `slack`, `github` or `hubspot`.
            email: the address of the account.
            more: `name`, `subject` (the ID at the provider; by default the address), `tenants`, `picture`, `locale`,
                `pkce_code_challenge`, and `hosted_domain`. `hosted_domain` is "" for a private Google account, whose
                address is not verified; by default it is the domain of the address, except that of a mail provider.

        Returns:
            A single-use token for `client.oauth.authenticate`. It expires after five minutes.

        Raises:
            LookupError: the provider does not exist.
            RefusedError: the organization does not exist, or the challenge is invalid.
        """
        challenge = more.pop("pkce_code_challenge", "")
        organization = self._state.organization(organization_id)
        account = _account(provider, email, **more)
        return self._transact(lambda: oauth.issue_token(self._state, account, challenge, organization)).value

    def discover(self, provider: str, email: str, **more: Any) -> str:
        """Log in at a provider to discover organizations.

        Args:
            provider: `google`, `microsoft`, `slack`, `github` or `hubspot`.
            email: the address of the account.
            more: the additional arguments of `login`.

        Returns:
            A single-use token for `client.oauth.discovery.authenticate`. It expires after five minutes.

        Raises:
            LookupError: the provider does not exist.
            RefusedError: the challenge is invalid.
        """
        challenge = more.pop("pkce_code_challenge", "")
        account = _account(provider, email, **more)
        return self._transact(lambda: oauth.issue_token(self._state, account, challenge)).value


def _account(
    provider: str, email: str, *, subject: str = "", tenants: Iterable[str] = (), **more: Any
) -> oauth.Account:
    if provider not in oauth.PROVIDERS:
        raise LookupError(f"provider must be one of {', '.join(oauth.PROVIDERS)}")
    return oauth.Account(provider=provider, email=email, subject=subject or email, tenants=tuple(tenants), **more)
