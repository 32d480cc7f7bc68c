"""Client metadata (RFC 7591, section 2), of registrations and of client metadata documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.errors import RefusedError
from ..contract.json_values import is_array
from ..entities import redirect_urls
from .errors import OAuthError

GRANT_TYPES, RESPONSE_TYPES = ("authorization_code", "refresh_token"), ("code",)
"""The common fields of such apps."""
_TEXTS = ("client_name", "client_uri", "logo_uri", "policy_uri", "scope", "tos_uri")
_URLS = tuple(name for name in _TEXTS if name.endswith("_uri"))

Metadata = Mapping[str, Any]


def invalid(description: str) -> OAuthError:
    """Return the error for metadata that cannot be used."""
    return OAuthError("invalid_client_metadata", description)


def check(metadata: Metadata) -> None:
    """Check the texts, and that the app wants what it can have.

    Raises:
        OAuthError: a text or a URL for browsers is invalid, or the app does not use codes.
    """
    for name in _TEXTS:
        if not isinstance(metadata.get(name, ""), str):
            raise invalid(f"{name} must be a string.")
    for name in _URLS:
        if metadata.get(name) and not metadata[name].startswith(("https://", "http://")):
            raise invalid(f"{name} must begin with https:// or http://.")
    for name, first in (("grant_types", GRANT_TYPES[0]), ("response_types", RESPONSE_TYPES[0])):
        if first not in _strings(metadata, name, (first,)):
            raise invalid(f"{name} must have {first}.")


def redirect_uris(metadata: Metadata, *, is_public: bool) -> tuple[str, ...]:
    """Return the URIs that an app may send members back to.

    Raises:
        OAuthError: there are none, or one cannot be used.
    """
    uris = _strings(metadata, "redirect_uris", ())
    if not uris:
        raise OAuthError("invalid_redirect_uri", "redirect_uris must have a URI.")
    try:
        redirect_urls.check(uris, is_public=is_public)
    except RefusedError as refusal:
        raise OAuthError("invalid_redirect_uri", refusal.error_message) from None
    return uris


def texts(metadata: Metadata) -> Mapping[str, str]:
    """Return the texts that are given."""
    return {name: metadata[name] for name in _TEXTS if name in metadata}


def _strings(metadata: Metadata, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    given = metadata.get(name, default)
    if not is_array(given) and given is not default:
        raise invalid(f"{name} must be an array of strings.")
    if not all(isinstance(each, str) for each in given):
        raise invalid(f"{name} must be an array of strings.")
    return tuple(given)
