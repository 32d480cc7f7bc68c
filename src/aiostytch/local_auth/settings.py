"""How a client verifies tokens in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class LocalAuth:
    """How session JWTs, M2M tokens and access tokens are verified in this process.

    Attributes:
        jwks: keys to begin with, as a JWK set, so that the first token needs no request; None is to fetch them.
        issuers: who else may have issued a token, such as the project's own domain or a custom domain of yours
            (`https://login.acme.example`). The claim `iss` has to be one of them to the letter, or
            `stytch.com/<project id>`, or the client's `base_url`, which need not be listed.
        remembered_tokens: how many verified tokens, of all kinds together, are remembered, so that each signature is
            checked once. 0 remembers nothing.
        remembered_organizations: of how many organizations the policies are remembered.
        unknown_key_questions: about how many tokens with an unknown key id the API may be asked in any minute; with 0
            it is never asked. Anybody can make such tokens. Beyond it each is an `UnknownKeyError`, until the keys are
            fetched again, 30 seconds later at most.
        fetch_deadline: seconds that fetching keys, or a policy, may take.
    """

    jwks: Mapping[str, Any] | None = attrs.field(default=None, repr=False)
    issuers: Sequence[str] = ()
    remembered_tokens: int = 1024
    remembered_organizations: int = 1024
    unknown_key_questions: int = 10
    fetch_deadline: float = 5.0
