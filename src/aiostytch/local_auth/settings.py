"""The settings of local verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class LocalAuth:
    """Settings for the local verification of session JWTs, M2M tokens and access tokens.

    Attributes:
        jwks: the initial keys as a JWK set, so that the first token needs no request; None to fetch them.
        issuers: additional issuers, such as the project's domain or your custom domain (`https://login.acme.example`).
            The claim `iss` must be exactly one of them, `stytch.com/<project id>`, or the client's `base_url`.
        cached_tokens: the maximum number of cached verified tokens, which saves signature checks. 0 means no cache.
        cached_organizations: the maximum number of organizations whose policies are cached.
        unknown_key_calls: the maximum number of calls per minute about tokens with an unknown key ID, which anyone
            can create; 0 means none. Beyond it, such a token raises `UnknownKeyError` until the next fetch of the keys,
            at most 30 seconds later.
        fetch_deadline: the deadline for fetching keys or a policy, in seconds.
    """

    jwks: Mapping[str, Any] | None = attrs.field(default=None, repr=False)
    issuers: Sequence[str] = ()
    cached_tokens: int = 1024
    cached_organizations: int = 1024
    unknown_key_calls: int = 10
    fetch_deadline: float = 5.0
