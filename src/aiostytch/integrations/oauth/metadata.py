"""The metadata of a protected resource, and its paths. No I/O.

Clients compare issuers and resources as strings (RFC 8414, section 3.3; RFC 9728, section 3.3), so this module does not
normalize them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs

from ...config import check_url
from ...local_auth.scopes import check_scope_names

PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource"
AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server"
OPENID = "/.well-known/openid-configuration"

RawHeaders = Iterable[tuple[bytes, bytes]]


def _as_scopes(scopes: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if scopes is None else check_scope_names("scopes", scopes)


def _check_url(_: object, field: attrs.Attribute[Any], url: object) -> None:
    check_url(url, name=field.name)


@attrs.frozen
class Resource:
    """A protected resource.

    Attributes:
        resource: the resource identifier: the URL that clients use.
        domain: the issuer of its tokens.
        scopes: the scopes that clients may request; None for those of the policy.

    Raises:
        ConfigurationError: an attribute is invalid.
    """

    resource: str = attrs.field(validator=_check_url)
    domain: str = attrs.field(validator=_check_url)
    scopes: tuple[str, ...] | None = attrs.field(default=None, converter=_as_scopes)

    @property
    def metadata_url(self) -> str:
        """The URL of its metadata: a well-known path between host and path of the resource (RFC 9728, section 3.1)."""
        return _insert(self.resource, PROTECTED_RESOURCE)

    @property
    def metadata_paths(self) -> frozenset[str]:
        """The paths that serve its metadata: with the path of the resource, and without it for some clients."""
        own = decoded_path(self.metadata_url)
        return frozenset({own, own.rstrip("/"), PROTECTED_RESOURCE})

    @property
    def redirects(self) -> Mapping[str, str]:
        """Redirects for clients that request the metadata of the authorization server from the resource, by path."""
        own = decoded_path(self.resource).rstrip("/")
        targets = {
            AUTHORIZATION_SERVER: _insert(self.domain, AUTHORIZATION_SERVER),
            OPENID: f"{self.domain.rstrip('/')}{OPENID}",  # appended, as in OpenID Connect Discovery, section 4
        }
        return {path + suffix: target for path, target in targets.items() for suffix in ("", own)}

    def document(self, scopes: Sequence[str]) -> Mapping[str, Any]:
        """Return its metadata (RFC 9728, section 2)."""
        supported = {"scopes_supported": list(scopes)} if scopes else {}
        return {
            "resource": self.resource,
            "authorization_servers": [self.domain],
            **supported,
            "bearer_methods_supported": ["header"],
        }

    def add_to_challenge(self, status: int, headers: RawHeaders) -> list[tuple[bytes, bytes]]:
        """Return the headers of a response with the metadata URL in the challenge (RFC 9728, section 5.1).

        A 401 without a challenge gets one (RFC 9110, section 15.5.2).
        """
        given = list(headers)
        if status not in {401, 403}:
            return given
        parameter = f'resource_metadata="{self.metadata_url}"'.encode()
        if status == 401 and not any(name.lower() == _CHALLENGE for name, _ in given):
            return [*given, (_CHALLENGE, b"Bearer " + parameter)]
        return [(name, _extend(value, parameter) if name.lower() == _CHALLENGE else value) for name, value in given]


_CHALLENGE = b"www-authenticate"


def _extend(challenge: bytes, parameter: bytes) -> bytes:
    scheme, _, parameters = challenge.strip().partition(b" ")
    if scheme.lower() != b"bearer" or b"resource_metadata=" in parameters:
        return challenge
    return b"%s, %s" % (challenge, parameter) if parameters else b"%s %s" % (scheme, parameter)


def decoded_path(url: str) -> str:
    """Return the path of a URL without percent-encoding, in the form that servers pass to applications."""
    return unquote(urlsplit(url).path)


def _insert(url: str, well_known: str) -> str:
    """Insert a well-known path between host and path of a URL (RFC 8615; RFC 8414, section 3.1)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{well_known}{parts.path if parts.path != '/' else ''}"
