"""Client metadata (RFC 7591, section 2) in registrations and client metadata documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract.errors import RefusedError
from ..contract.json_values import is_array
from ..entities import redirect_urls
from .errors import OAuthError

GRANT_TYPES, RESPONSE_TYPES = ("authorization_code", "refresh_token"), ("code",)
"""The grant types and response types of these apps."""
_TEXTS = ("client_name", "client_uri", "logo_uri", "policy_uri", "scope", "tos_uri")
_URLS = tuple(name for name in _TEXTS if name.endswith("_uri"))

Metadata = Mapping[str, Any]


def invalid(description: str) -> OAuthError:
    """Return the error for invalid metadata."""
    return OAuthError("invalid_client_metadata", description)


def check(metadata: Metadata) -> None:
    """Check the texts, the grant types and the response types.

    Raises:
        OAuthError: a text or a URL is invalid, or the app does not use authorization codes.
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
    """Return the redirect URIs.

    Raises:
        OAuthError: there is none, or one is invalid.
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
    """Return the text fields that the metadata has."""
    return {name: metadata[name] for name in _TEXTS if name in metadata}


def _strings(metadata: Metadata, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    given = metadata.get(name, default)
    if not is_array(given) and given is not default:
        raise invalid(f"{name} must be an array of strings.")
    if not all(isinstance(each, str) for each in given):
        raise invalid(f"{name} must be an array of strings.")
    return tuple(given)
