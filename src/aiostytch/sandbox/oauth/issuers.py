"""The URLs of the authorization server, and the issuers of its tokens.

{origin}/v1/oauth2/…                        {origin}                    a custom domain of the project
{origin}/v1/public/{project_id}/oauth2/…    stytch.com/{project_id}     the host of the API
"""

from __future__ import annotations

import attrs

from ..crypto.jwts import issuer_of

WELL_KNOWN = ".well-known"


@attrs.frozen
class Issuer:
    """The authorization server at the URL that a request used.

    Attributes:
        name: the `iss` claim of its tokens.
        base: the base URL of its endpoints.
        keys: the URL of its JWKS.
    """

    name: str
    base: str
    keys: str

    def endpoint(self, name: str) -> str:
        """Return the URL of an endpoint."""
        return f"{self.base}/{name}"


def issuer_at(origin: str, project_id: str, *, is_domain: bool) -> Issuer:
    """Return the authorization server at a custom domain of the project, or at the host of the API."""
    if is_domain:
        return Issuer(origin, f"{origin}/v1/oauth2", f"{origin}/{WELL_KNOWN}/jwks.json")
    root = f"{origin}/v1/public/{project_id}"
    return Issuer(issuer_of(project_id), f"{root}/oauth2", f"{root}/{WELL_KNOWN}/jwks.json")
