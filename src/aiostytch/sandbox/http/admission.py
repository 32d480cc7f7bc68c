"""Rejects requests before their body is read: foreign host names, missing credentials, large bodies.

Any website can send requests to a sandbox on loopback: with its own host name that resolves to this machine (DNS
rebinding, visible in the Host header), or with forms (cross-site request forgery, visible in the Origin header).
The default secret is public, so with it a sandbox accepts only host names of this machine. A custom secret is
sufficient protection. So is a certificate: requests over https are not checked.

The dashboard and the control API are for the owner: a program or a browser on this machine, or a remote one that has
the custom secret.
"""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from ...config import is_loopback
from ..contract.errors import RefusedError
from .body_limit import MAX_BODY, too_large
from .credentials import Credentials


def refusal(credentials: Credentials, scope: Scope) -> RefusedError | None:
    """Return why a request for the API is rejected before its body is read, or None."""
    headers = Headers(scope=scope)
    host, length = headers.get("host", ""), headers.get("content-length", "").lstrip("0")
    is_plain = scope.get("scheme", "http") == "http"
    if is_plain and host and not credentials.are_custom and not _is_local_name(host):
        return _foreign_name()
    return too_large() if len(length) > len(str(MAX_BODY)) or int(length or 0) > MAX_BODY else None


def owner_refusal(credentials: Credentials, scope: Scope) -> RefusedError | None:
    """Return why a request for the dashboard or the control API is rejected, or None."""
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    if not _is_local_name(host) or not _is_local_address(scope.get("client")):
        if not credentials.are_custom:
            return _foreign_name()
        try:
            credentials.check(headers.get("authorization", ""))
        except RefusedError as error:
            return error
    if origin is not None and origin != f"{scope.get('scheme', 'http')}://{host}":
        return RefusedError(403, "bad_request", "Pages of other origins may not send this request.")
    return None


def _foreign_name() -> RefusedError:
    return RefusedError(
        403, "bad_request", "With the default secret, a sandbox accepts only host names of this machine."
    )


def _is_local_name(host: str) -> bool:
    """Return whether a Host header names this machine, or a host without a domain, which cannot be a website."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return is_loopback(name) or name.endswith(".localhost") or (name != "" and not {".", ":"} & {*name})


def _is_local_address(client: Any) -> bool:
    """Return whether a client is on this machine. A client without an IP address is in this process."""
    try:
        return client is None or ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return True
