# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `magic_links.email.discovery`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Literal

from aiostytch.operation import UNSET, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.magic_links_email_discovery import SendRequestLocale, SendResponse

_SEND = Operation(
    "api_b2b_magic_v1_b2b_magic_links_email_discovery_Send",
    "magic_links.email.discovery.send",
    "POST /v1/b2b/magic_links/email/discovery/send",
    SendResponse,
    retry=RetryClass.SENDS_MESSAGE,
)


class Discovery(Resource):
    """E-mail messages with a discovery link."""

    def send(
        self,
        *,
        email_address: str,
        discovery_expiration_minutes: Maybe[int] = UNSET,
        discovery_redirect_url: Maybe[str] = UNSET,
        locale: Maybe[SendRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        login_template_id: Maybe[str] = UNSET,
        pkce_code_challenge: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, SendResponse]:
        """E-mail a discovery link, which logs in without an organization.

        The link is valid for 60 minutes by default. Retried only if no message was sent.

        Args:
            email_address: The e-mail address to send the link to.
            discovery_expiration_minutes: How long the link stays valid, in minutes; 5 to 10080, default 60.
            discovery_redirect_url: URL of the link, with the token in its query; by default that of the dashboard.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            login_template_id: Template of the discovery e-mail; the project's default if omitted.
            pkce_code_challenge: PKCE challenge: base64url of the SHA-256 of the PKCE verifier.

        Raises:
            APIError: `invalid_email`, `inactive_email`, `no_discovery_redirect_url`,
                `no_match_for_provided_magic_link_url`, `email_template_not_found`.
        """
        return self._call(_SEND, locals())
