# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `magic_links`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.magic_links import AuthenticateRequestLocale, AuthenticateResponse

if TYPE_CHECKING:
    from .magic_links_discovery import Discovery
    from .magic_links_email import Email

_AUTHENTICATE = Operation(
    "api_b2b_magic_v1_Authenticate",
    "magic_links.authenticate",
    "POST /v1/b2b/magic_links/authenticate",
    AuthenticateResponse,
    retry=RetryClass.CONSUMES_TOKEN,
)


class MagicLinks(Resource):
    """Links sent by e-mail that log a member in."""

    @cached_property
    def discovery(self) -> Discovery:
        """Links of discovery logins."""
        from .magic_links_discovery import Discovery

        return Discovery(self._caller)

    @cached_property
    def email(self) -> Email:
        """E-mail messages with a magic link."""
        from .magic_links_email import Email

        return Email(self._caller)

    def authenticate(
        self,
        *,
        magic_links_token: str,
        intermediate_session_token: Maybe[str] = UNSET,
        locale: Maybe[AuthenticateRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        pkce_code_verifier: Maybe[str] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Consume a magic link token and log the member in.

        If MFA or another factor is missing, the response has an `intermediate_session_token` instead of a
        session. Retried only if the token was not used.

        Args:
            magic_links_token: The token of the magic link; works once.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            pkce_code_verifier: PKCE verifier: the secret whose SHA-256 is the PKCE challenge.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `unable_to_auth_magic_link`, `magic_link_not_found`, `pkce_expected_code_verifier`,
                `pkce_mismatch`, `organization_not_found`,
                `operation_restricted_by_organization_auth_methods`.
        """
        return self._call(_AUTHENTICATE, locals())
