"""The credentials of calls: headers for the security schemes of OpenAPI."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from msgspec import Struct

from .errors import ConfigurationError
from .request import CREDENTIAL, is_credential
from .secret import Secret


class Credential(Struct, frozen=True):
    """A header and its value."""

    header: str
    value: Secret


def basic_credential(name: str, user: str, password: str) -> Credential:
    """Return a Basic credential (RFC 7617); `name` is the setting in messages.

    Raises:
        ConfigurationError: the credential is not valid in a header. The message does not show it.
    """
    if ":" in user:  # the colon separates user ID and password (RFC 7617, section 2)
        raise ConfigurationError(f"{name} must have a user without a colon")
    pair = f"{_checked(name, user)}:{_checked(name, password)}".encode("ascii")
    return Credential("Authorization", Secret(f"Basic {base64.b64encode(pair).decode('ascii')}"))


def bearer_credential(name: str, token: str) -> Credential:
    """Return a Bearer credential (RFC 6750, section 2.1); `name` is the setting in messages.

    Raises:
        ConfigurationError: the credential is not valid in a header. The message does not show it.
    """
    return Credential("Authorization", Secret(f"Bearer {_checked(name, token)}"))


def key_credential(name: str, header: str, key: str) -> Credential:
    """Return an API key in a header; `name` is the setting in messages.

    Raises:
        ConfigurationError: the key is not valid in a header. The message does not show it.
    """
    return Credential(header, Secret(_checked(name, key)))


def _checked(name: str, value: object) -> str:
    if not is_credential(value):
        raise ConfigurationError(f"{name} must be {CREDENTIAL}")
    return value


def chosen(credentials: Mapping[str, Credential], wanted: bool | Sequence[Sequence[str]]) -> tuple[Credential, ...]:
    """Return the credentials of a call.

    Args:
        credentials: the credentials of the client, by the names of their security schemes.
        wanted: whether to send all of them; or alternative sets of security schemes, of which the client must have one.

    Raises:
        ConfigurationError: the call requires one of several sets of credentials, and the client does not have any.
    """
    if isinstance(wanted, bool):
        return tuple(credentials.values()) if wanted else ()
    available = [offer for offer in wanted if credentials.keys() >= set(offer)]
    if not available:
        needed = " or ".join(" with ".join(offer) for offer in wanted)
        raise ConfigurationError(f"the call needs the credentials {needed}: pass them to the client")
    return tuple(credentials[scheme] for scheme in max(available, key=bool))
