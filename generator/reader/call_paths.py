"""Call paths: the attributes that a caller writes to make a call, `client.organizations.members.search`.

`x-sdk-call-path` sets the path. Without it, the path is derived from the operation's id, by the first rule that
applies:

1. `api_b2b_scim_v1_b2b_scim_connection_GetGroups`: a namespace, then a capitalized method. The resource is the part of
   the namespace after the version (`b2b_scim_connection.get_groups`), or the package before the version if nothing
   follows it (`api_organization_v1_Create` is `organization.create`), or the whole namespace if it has no version.
2. `pets.toys.list`, `repos/list-for-org`: an id with dots or slashes is a path already.
3. Any other id is the name of the method. The resource is the first tag, or else the first fixed segment of the URL
   path that is neither `api` nor a version.

If there is no id, the HTTP method and the URL path name the method, `get_pets_by_pet_id`; rule 3 gives the resource.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import names
from generator.document.node import Node

CallPath = tuple[str, ...]

MAX_PARTS = 10
"""Maximum parts of a call path: more than anyone wants to type."""

_NAMESPACED = re.compile(r"(?P<namespace>[a-z0-9]\w*?)_(?P<method>[A-Z]\w*)", re.ASCII)
_VERSIONED = re.compile(r"(?:api_)?(?P<package>\w+?)_v\d+(?:_(?P<rest>\w+))?", re.ASCII)
_NO_RESOURCE = re.compile(r"api|v\d+(?:\.\d+)*", re.ASCII | re.IGNORECASE)


def call_path(operation: Node, http_method: str, url_path: str) -> CallPath:
    """Return the call path of an operation; every part is a valid method name."""
    found = _call_path(operation, http_method, url_path)
    if len(found) > MAX_PARTS:
        operation.problem(f"the call path has more than {MAX_PARTS} parts")
    return found[-MAX_PARTS:]


def _call_path(operation: Node, http_method: str, url_path: str) -> CallPath:
    declared = operation.get("x-sdk-call-path")
    if declared is not None:
        return _declared(declared)
    identifier = operation.text("operationId")
    tags = [tag.string() for tag in operation.elements("tags")]
    derived = _from_id(identifier, tags, url_path) if identifier else _from_url(http_method, tags, url_path)
    return _at_root(tuple(names.method(part) for part in derived))


def _declared(node: Node) -> CallPath:
    parts = tuple(node.string().split("."))
    if not all(map(names.is_method, parts)) or _at_root(parts) != parts:
        node.problem(
            "must be method names in lower case, joined by dots; the first must not be an attribute of clients"
        )
    return tuple(names.method(part) for part in parts)


def _at_root(path: CallPath) -> CallPath:
    return (f"{path[0]}_", *path[1:]) if path[0] in names.RESERVED_ROOT else path


def _from_id(identifier: str, tags: Sequence[str], url_path: str) -> Sequence[str]:
    namespaced = _NAMESPACED.fullmatch(identifier)
    if namespaced:
        return [_resource_of(namespaced["namespace"]), namespaced["method"]]
    parts = [part for part in re.split(r"[./]", identifier) if part]
    return parts if len(parts) > 1 else [*_resource(tags, url_path), identifier]


def _resource_of(namespace: str) -> str:
    versioned = _VERSIONED.fullmatch(namespace)
    return (versioned["rest"] or versioned["package"]) if versioned else namespace


def _from_url(http_method: str, tags: Sequence[str], url_path: str) -> Sequence[str]:
    words = [f"by_{part.strip('{}')}" if part.startswith("{") else part for part in url_path.split("/") if part]
    return [*_resource(tags, url_path), "_".join([http_method, *words])]


def _resource(tags: Sequence[str], url_path: str) -> Sequence[str]:
    if tags:
        return tags[:1]
    fixed = (part for part in url_path.split("/") if part and "{" not in part)
    return [part for part in fixed if not _NO_RESOURCE.fullmatch(part)][:1]
