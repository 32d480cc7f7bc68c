"""The project's settings for frontend SDKs, and the pages that may use them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ...checks import check_flag, check_instance, check_integer, check_list, check_mapping
from ...errors import ConfigurationError

PUBLIC_TOKEN = "public-token-test-00000000-0000-4000-8000-000000000000"
"""The default public token of a sandbox. Its prefix tells the SDKs that the project is a test project."""

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?")
"""An origin as browsers serialize it (RFC 6454, section 6.2): the host is lowercase ASCII."""
_COMPLEXITY = ("luds_complexity", "luds_minimum_count")
"""The password rules: the minimum number of character classes, and the minimum length."""


def _is_flag(_: object, field: attrs.Attribute[bool], value: object) -> None:
    check_flag(f"bootstrap ({field.name})", value)


def _is_text(_: object, field: attrs.Attribute[str], value: object) -> None:
    check_instance(f"bootstrap ({field.name})", value, str, "a string")


def _are_domains(_: object, field: attrs.Attribute[Sequence[str]], value: object) -> None:
    for domain in check_list(f"bootstrap ({field.name})", value, "domains"):
        check_instance(f"bootstrap ({field.name})", domain, str, "a list of domains")


def _are_origins(_: object, field: attrs.Attribute[Any], value: object) -> None:
    for origin in () if value is None else check_list(f"bootstrap ({field.name})", value, "origins"):
        _check_origin(f"bootstrap ({field.name})", origin)


def _check_origin(name: str, origin: object) -> None:
    """Check that an origin has the form that browsers send."""
    if not _ORIGIN.fullmatch(check_instance(name, origin, str, "a list of origins")):
        raise ConfigurationError(f"{name} must be origins such as http://localhost:3000, without a path")


def _is_password_config(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is None:
        return
    name = f"bootstrap ({field.name})"
    given = check_mapping(name, value)
    if set(given) != set(_COMPLEXITY):
        raise ConfigurationError(f"{name} must have {' and '.join(_COMPLEXITY)}")
    for part in _COMPLEXITY:
        check_integer(f"{name}, {part}", given[part], minimum=0)


@attrs.frozen(kw_only=True)
class Bootstrap:
    """The project's settings that frontend SDKs load with a page, and the pages that may use them.

    Args:
        enabled: whether frontend SDKs may use the API; true by default. Otherwise all their calls are rejected.
        allowed_origins: the origins of pages that may make calls, such as `http://localhost:3000`. With None, the
            default, the sandbox accepts calls from all origins, but sends no CORS headers, so that browsers block calls
            over a socket.
        project_name: the name of the project that components show.
        pkce_required: whether logins by link, password resets, OAuth and SSO use PKCE; false by default.
        email_domains: the domains that components suggest for e-mail addresses.
        create_organization_enabled: whether components permit creating organizations; true by default.
        password_config: the password rules that components explain, `{"luds_complexity": 3, "luds_minimum_count": 8}`;
            None, the default, stands for zxcvbn. The sandbox always checks passwords with zxcvbn.
    """

    enabled: bool = attrs.field(default=True, validator=_is_flag)
    allowed_origins: Sequence[str] | None = attrs.field(default=None, validator=_are_origins)
    project_name: str = attrs.field(default="Sandbox", validator=_is_text)
    pkce_required: bool = attrs.field(default=False, validator=_is_flag)
    email_domains: Sequence[str] = attrs.field(default=(), validator=_are_domains)
    create_organization_enabled: bool = attrs.field(default=True, validator=_is_flag)
    password_config: Mapping[str, int] | None = attrs.field(default=None, validator=_is_password_config)


def check_public_token(token: object) -> str:
    """Return a public token if it is valid.

    Raises:
        ConfigurationError: the token cannot be a user ID in an Authorization header (RFC 7617, section 2), or part of a
            path.
    """
    text = check_instance("public_token", token, str, "a string")
    if not text or not all(character.isalnum() or character in "-_." for character in text) or not text.isascii():
        raise ConfigurationError("public_token must be letters, digits and hyphens")
    return text
