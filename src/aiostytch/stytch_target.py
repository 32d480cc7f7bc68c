"""The servers and the credentials of Stytch's clients, from arguments and the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from .checks import check_flag
from .config import Target, check_base_url
from .credentials import basic_credential
from .errors import ConfigurationError
from .request import CREDENTIAL, is_credential
from .secret import Secret

Environment = Literal["live", "test"]

_HOSTS: Mapping[str, str] = {"live": "https://api.stytch.com", "test": "https://test.stytch.com"}


def stytch_target(
    *,
    project_id: str | None,
    secret: str | None,
    environment: Environment | None,
    base_url: str | None,
    allow_insecure_http: bool,
    environ: Mapping[str, str],
) -> Target:
    """Return the checked servers and credentials of a client. Omitted settings are read from `environ`.

    Raises:
        ConfigurationError: a setting is missing or invalid. The message names it and never shows a secret.
    """
    project = _setting("project_id", project_id, "STYTCH_PROJECT_ID", environ)
    if ":" in project:  # the colon separates user ID and password (RFC 7617, section 2)
        raise ConfigurationError("project_id must not contain a colon")
    password = _setting("secret", secret, "STYTCH_SECRET", environ)
    insecure = check_flag("allow_insecure_http", allow_insecure_http)
    url = _base_url(base_url, environment, project, environ, allow_insecure_http=insecure)
    return Target(
        project_id=project,
        secret=Secret(password),
        credentials={"basicAuth": basic_credential("secret", project, password)},
        base_url=url,
        is_documented=_is_stytch(url),
    )


def _setting(name: str, given: str | None, variable: str, environ: Mapping[str, str]) -> str:
    value = environ.get(variable) if given is None else given
    if not value:
        raise ConfigurationError(f"{name} is missing: pass it or set {variable}")
    if not is_credential(value):
        raise ConfigurationError(f"{name} must be {CREDENTIAL}")
    return value


def _base_url(
    given: str | None,
    environment: str | None,
    project_id: str,
    environ: Mapping[str, str],
    *,
    allow_insecure_http: bool,
) -> str:
    environment = _environment(environment, project_id)
    if given is None:
        given = environ.get("STYTCH_BASE_URL") or None
    if given is not None:
        return check_base_url(given, allow_insecure_http=allow_insecure_http)
    if environment is None:
        raise ConfigurationError(
            "project_id begins with neither 'project-live-' nor 'project-test-': pass environment or base_url"
        )
    return _HOSTS[environment]


def _environment(given: object, project_id: str) -> str | None:
    named = next((name for name in _HOSTS if project_id.startswith(f"project-{name}-")), None)
    if given is None:
        return named
    if not isinstance(given, str) or given not in _HOSTS:
        raise ConfigurationError("environment must be 'live' or 'test'")
    if named not in {None, given}:
        raise ConfigurationError(f"environment is {given!r}, but project_id belongs to the {named} environment")
    return given


def _is_stytch(base_url: str) -> bool:
    parts = urlsplit(base_url)
    return f"https://{(parts.hostname or '').rstrip('.')}" in _HOSTS.values() and parts.port in {None, 443}
