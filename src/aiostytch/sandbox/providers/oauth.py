"""The OAuth providers, as the user of a sandbox plays them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..auth import oauth
from ..store.state import State, Transact


class OAuth:
    """The OAuth providers of a sandbox, as its user plays them.

        token = sandbox.oauth.discover("google", "ada@acme.example", name="Ada Lovelace")
        await client.oauth.discovery.authenticate(discovery_oauth_token=token)

    Args:
        state: the state of the sandbox.
        transact: runs changes of it.
    """

    def __init__(self, state: State, transact: Transact) -> None:
        self._state = state
        self._transact = transact

    def login(self, organization_id: str, provider: str, email: str, **more: Any) -> str:
        """Log in at a provider, on the way to an organization.

        Args:
            organization_id: the organization, by its id, slug or external id.
            provider: `google`, `microsoft`, `slack`, `github` or `hubspot`.
            email: the address of the account.
            more: `name`, `subject` (the id at the provider; the address by default), `tenants`, `picture`, `locale`,
                `pkce_code_challenge`, and `hosted_domain`: "" for a private account at Google, the address of which is
                not verified. By default, an account has the domain of its address, unless a mail provider's.

        Returns:
            The token that `client.oauth.authenticate` takes, once and within five minutes.

        Raises:
            LookupError: the provider does not exist.
            RefusedError: the organization does not exist, or the challenge is invalid.
        """
        challenge = more.pop("pkce_code_challenge", "")
        organization = self._state.organization(organization_id)
        account = _account(provider, email, **more)
        return self._transact(lambda: oauth.issue_token(self._state, account, challenge, organization)).value

    def discover(self, provider: str, email: str, **more: Any) -> str:
        """Log in at a provider, to discover organizations.

        Args:
            provider: `google`, `microsoft`, `slack`, `github` or `hubspot`.
            email: the address of the account.
            more: as `login` takes it.

        Returns:
            The token that `client.oauth.discovery.authenticate` takes, once and within five minutes.

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
        raise LookupError(f"a provider is one of {', '.join(oauth.PROVIDERS)}")
    return oauth.Account(provider=provider, email=email, subject=subject or email, tenants=tuple(tenants), **more)
