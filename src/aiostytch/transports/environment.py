"""What the environment says about the way to a server, and what a TLS setting must be."""

from __future__ import annotations

import contextlib
import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ..errors import ConfigurationError


def server_of(url: str) -> str:
    """Return the scheme, host and port of a URL: what a connection, and a choice of proxy, is for.

    Raises:
        ConfigurationError: it is no URL.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        pass
    else:
        return f"{parts.scheme}://{parts.netloc}"
    raise ConfigurationError("the server's name or address in base_url cannot be used")


def environment_proxy(server: str) -> str | None:
    """Return the URL of the proxy for a server (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY), None if NO_PROXY names it.

    Raises:
        ConfigurationError: it is no URL, or its port is none.
    """
    parts = urlsplit(server)
    if proxy_bypass(parts.netloc) or proxy_bypass(parts.hostname or ""):  # NO_PROXY names an IPv6 address bare
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    url = proxy if "://" in proxy else f"http://{proxy}"
    with contextlib.suppress(ValueError):
        if urlsplit(url).port != 0:
            return url
    raise unusable_proxy()


def unusable_proxy() -> ConfigurationError:
    """Return the error for a proxy of the environment; its URL can hold a password."""
    return ConfigurationError("the proxy that the environment names for the server cannot be used")


def check_ssl_context(context: ssl.SSLContext | None) -> ssl.SSLContext | None:
    """Return a context that verifies the server, None being the library's default.

    Raises:
        ConfigurationError: it does not.
    """
    if context is not None and (context.verify_mode != ssl.CERT_REQUIRED or not context.check_hostname):
        raise ConfigurationError("ssl_context does not verify the server")
    return context
