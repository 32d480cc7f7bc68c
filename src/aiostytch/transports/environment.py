"""Proxies of the environment, and checks of TLS settings."""

from __future__ import annotations

import contextlib
import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ..errors import ConfigurationError


def server_of(url: str) -> str:
    """Return the scheme, host and port of a URL, which identify a connection and a proxy.

    Raises:
        ConfigurationError: the text is not a URL.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        pass
    else:
        return f"{parts.scheme}://{parts.netloc}"
    raise ConfigurationError("the server's name or address in base_url is invalid")


def environment_proxy(server: str) -> str | None:
    """Return the URL of the proxy for a server (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY), None if NO_PROXY names it.

    Raises:
        ConfigurationError: the proxy is not a URL, or its port is invalid.
    """
    parts = urlsplit(server)
    if proxy_bypass(parts.netloc) or proxy_bypass(parts.hostname or ""):  # NO_PROXY has IPv6 addresses without brackets
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
    """Return the error for an invalid proxy of the environment, without its URL, which can contain a password."""
    return ConfigurationError("the proxy of the environment is invalid")


def check_ssl_context(context: ssl.SSLContext | None) -> ssl.SSLContext | None:
    """Return a context if it verifies the server; None stands for the library's default.

    Raises:
        ConfigurationError: the context does not verify the server.
    """
    if context is not None and (context.verify_mode != ssl.CERT_REQUIRED or not context.check_hostname):
        raise ConfigurationError("ssl_context does not verify the server")
    return context
