# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `passwords.discovery`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aiostytch.operation import Operation, RequestOptions, Resource

from ..models.passwords_discovery import AuthenticateResponse

if TYPE_CHECKING:
    from .passwords_discovery_email import Email

_AUTHENTICATE = Operation(
    "api_b2b_password_v1_b2b_passwords_discovery_Authenticate",
    "passwords.discovery.authenticate",
    "POST /v1/b2b/passwords/discovery/authenticate",
    AuthenticateResponse,
)


class Discovery(Resource):
    """Password logins that start without an organization."""

    @cached_property
    def email(self) -> Email:
        """Password resets by e-mail, without an organization."""
        from .passwords_discovery_email import Email

        return Email(self._caller)

    def authenticate(
        self, *, email_address: str, password: str, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Check an e-mail address and password, and get an intermediate session token.

        For projects with cross-organization passwords only. Retried only if nothing was created.

        Args:
            email_address: The member's e-mail address.
            password: The password of the address.

        Raises:
            APIError: `unauthorized_credentials`, `member_reset_password`, `cross_org_passwords_not_enabled`.
        """
        return self._call(_AUTHENTICATE, locals())
