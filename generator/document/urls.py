"""Paths and servers.

`/pets/:id` is the same as `/pets/{id}`: a segment that is a colon and a name. A colon inside a segment
(`/pets/{id}:feed`) is an ordinary character.

The server of an operation is the client's own, unless the operation, or its path, names another. That has to be
exactly one, absolute, over https (http to the machine itself is allowed: tests do that); its variables take their
defaults. The first usable server of the document is the client's own, unless the client knows better.
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
    """A path: its text, the names of its parameters in order, and its shape, in which names do not matter."""

    text: str
    parameters: tuple[str, ...]
    shape: str


def braced(path: str) -> str:
    """Return a path with its parameters in braces, however they are written."""
    return _COLON.sub(r"{\1}", path)


def parameters_of(path: str) -> tuple[str, ...]:
    """Return the names of a path's parameters, in order."""
    return tuple(_PARAMETER.findall(braced(path)))


def with_braces(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document whose paths have their parameters in braces. No two of them may be the same then."""
    return {**document, "paths": {braced(path): item for path, item in document.get("paths", {}).items()}}


def template(path: str, node: Node) -> Template:
    """Read the path of a path item, and report what cannot be one."""
    text, parameters = braced(path), parameters_of(path)
    fixed = _PARAMETER.sub("", text)
    if len(set(parameters)) < len(parameters):
        node.problem("a parameter stands in the path twice")
    if not text.startswith("/") or set(fixed) & set("{}?#\\") or not _PRINTABLE.fullmatch(fixed):
        node.problem("must begin with a slash, and be visible ASCII with balanced braces, without a query or fragment")
    if {".", ".."} & set(text.split("/")):
        node.problem("must not have segments that are dots")
    return Template(text, parameters, _PARAMETER.sub("{}", text))


def server(path_item: Node, operation: Node) -> str:
    """Return the server of an operation, "" for the client's own."""
    owner = operation if "servers" in operation else path_item
    found = owner.elements("servers")
    if not found:
        return ""
    for node in found:
        keywords.check(node, "server")
    if len(found) > 1:
        owner.problem("the call would go to one of several servers, and nothing says to which", "servers")
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
            "must be an absolute https URL (http to this machine only), variables filled in, without a query", "url"
        )
    return url.rstrip("/")


def usable_url(node: Node) -> str:
    """Return the URL of a server of the document, its variables filled in; "" if no call can go there."""
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
    """Whether a URL is one of a host, over https; http to the machine itself is allowed."""
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts)))


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
