"""The credentials of the project."""

from __future__ import annotations

import base64
import hmac

import attrs

from ...errors import ConfigurationError
from ...request import CREDENTIAL, is_credential
from ..contract.errors import RefusedError
from ..store.state import SECRET


def _check(_: object, field: attrs.Attribute[str], value: object) -> None:
    if not is_credential(value):
        raise ConfigurationError(f"{field.name} must be {CREDENTIAL}")


def _encode(credentials: Credentials) -> bytes:
    return base64.b64encode(f"{credentials.project_id}:{credentials.secret}".encode())


@attrs.frozen(kw_only=True)
class Credentials:
    """The project ID and the secret that requests must have."""

    project_id: str = attrs.field(validator=_check)
    secret: str = attrs.field(validator=_check, repr=False)
    _expected: bytes = attrs.field(init=False, repr=False, eq=False, default=attrs.Factory(_encode, takes_self=True))

    @property
    def are_custom(self) -> bool:
        """Whether the secret differs from the default one, which is public."""
        return self.secret != SECRET

    def check(self, authorization: str) -> None:
        """Check an Authorization header (RFC 7617).

        Raises:
            RefusedError: the header has other credentials.
        """
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "basic" or not hmac.compare_digest(given.strip().encode(), self._expected):
            raise RefusedError(
                401,
                "unauthorized_credentials",
                "The project ID or the secret in the Authorization header is wrong.",
                {"WWW-Authenticate": 'Basic realm="Stytch", charset="UTF-8"'},
            )
