"""Paths and servers.

`/pets/:id` means `/pets/{id}`: a segment of a colon and a name is a parameter. A colon inside a segment
(`/pets/{id}:feed`) is an ordinary character.

An operation uses the client's server, unless the operation or its path names exactly one other. Its URL must be
absolute and use https (http to loopback is allowed, for tests); its variables take their defaults. The client's server
is the first usable one of the document, unless `x-sdk-client` gives the client a base class that decides.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

import attrs

from . import keywords
from .node import Node

_COLON = re.compile(r"(?<=/):([A-Za-z_][\w-]*)(?=/|$)", re.ASCII)
_PARAMETER = re.compile(r"\{([^{}/]+)\}")
_PRINTABLE = re.compile(r"[!-~]*", re.ASCII)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII)
"""A name, an IPv4 address or an IPv6 address, as `urlsplit` gives it."""


@attrs.frozen
class Template:
    """A path: its text, the names of its parameters in order, and its shape without those names."""

    text: str
    parameters: tuple[str, ...]
    shape: str


def braced(path: str) -> str:
    """Return a path with its parameters in braces."""
    return _COLON.sub(r"{\1}", path)


def parameters_of(path: str) -> tuple[str, ...]:
    """Return the parameter names of a path, in order."""
    return tuple(_PARAMETER.findall(braced(path)))


def with_braces(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the path parameters in braces. No two paths may become the same."""
    return {**document, "paths": {braced(path): item for path, item in document.get("paths", {}).items()}}


def template(path: str, node: Node) -> Template:
    """Parse the path of a path item, and report its problems."""
    text, parameters = braced(path), parameters_of(path)
    fixed = _PARAMETER.sub("", text)
    if len(set(parameters)) < len(parameters):
        node.problem("the path has duplicate parameters")
    if not text.startswith("/") or set(fixed) & set("{}?#\\") or not _PRINTABLE.fullmatch(fixed):
        node.problem("must begin with a slash, and be visible ASCII with balanced braces, without a query or fragment")
    if {".", ".."} & set(text.split("/")):
        node.problem("must not have `.` or `..` segments")
    return Template(text, parameters, _PARAMETER.sub("{}", text))


def server(path_item: Node, operation: Node) -> str:
    """Return the server of an operation, "" for the client's server."""
    owner = operation if "servers" in operation else path_item
    found = owner.elements("servers")
    if not found:
        return ""
    for node in found:
        keywords.check(node, "server")
    if len(found) > 1:
        owner.problem("lists several servers; an operation can use only one", "servers")
    return _url(found[0])


def _filled(node: Node) -> str:
    variables = dict(node.entries("variables"))
    for variable in variables.values():
        keywords.check(variable, "server variable")
    defaults = {name: variable.text("default") for name, variable in variables.items()}
    return _PARAMETER.sub(lambda match: defaults.get(match[1], match[0]), node.text("url"))


def _url(node: Node) -> str:
    url = _filled(node)
    if not _is_usable(url):
        node.problem(
            "must be an absolute https URL (http for loopback only), without a query and with all variables defined",
            "url",
        )
    return url.rstrip("/")


def usable_url(node: Node) -> str:
    """Return the URL of a server of the document with its variables filled in; "" if calls cannot use it."""
    url = _filled(node)
    return url.rstrip("/") if _is_usable(url) else ""


def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = not (set("{}?#@\\") & set(url)) and bool(_PRINTABLE.fullmatch(url))
    return is_secure(parts) and plain and port_is_valid and bool(_HOST.fullmatch(parts.hostname or ""))


def is_secure(parts: SplitResult) -> bool:
    """Whether a URL has a host and uses https; http is allowed for loopback addresses."""
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts)))


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
