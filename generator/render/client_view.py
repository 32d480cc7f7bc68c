"""The values that the templates of the client and of the package print."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from generator.ir import Client, Package, Scheme, SchemeKind

from .imports import Imports
from .text import Argument, docstring, literal, verbatim

_BASE = "aiostytch.base_client"


@attrs.frozen(kw_only=True)
class ClientView:
    """The class of the client. `signature` is that of its `__init__`, "" if the base class has it."""

    doc: str
    imports: tuple[str, ...]
    servers: str
    name: str
    base: str
    class_doc: str
    signature: str
    credentials: tuple[str, ...]


@attrs.frozen(kw_only=True)
class PackageView:
    """The `__init__.py` of a package."""

    doc: str
    name: str


def package_view(package: Package) -> PackageView:
    """Return the view of the package file."""
    return PackageView(doc=docstring(f"A client of {_title(package)}.", 0), name=package.client.name)


def client_view(package: Package) -> ClientView:
    """Return the view of the client file."""
    client = package.client
    imports = Imports(models=".models.", taken=frozenset({client.name}), is_own=bool(client.base))
    imports.name(".resources", "Resources")
    module, _, base = (client.base or f"{_BASE}:BaseClient").partition(":")
    imports.name(module, base)
    own = not client.base
    signature = _signature(client, imports) if own else ""
    credentials = tuple(f"{literal(s.name)}: {_credential(s, imports)}" for s in client.schemes) if own else ()
    return ClientView(
        doc=docstring("The client.", 0),
        imports=imports.sections(),
        servers=f"({', '.join(map(literal, client.servers))},)" if own and client.servers else "",
        name=client.name,
        base=base,
        class_doc=verbatim(client.doc, 4) if client.doc else _class_doc(package),
        signature=signature,
        credentials=credentials,
    )


def _title(package: Package) -> str:
    return " and ".join(document.title for document in package.documents)


def _class_doc(package: Package) -> str:
    return docstring(f"A client of {_title(package)}.", 4, _arguments(package.client), _RAISES)


_RAISES = (Argument("ConfigurationError", "A setting is missing or invalid; the message names it."),)
_CREDENTIALS = {
    SchemeKind.BASIC: "a user and a password, for HTTP Basic",
    SchemeKind.BEARER: "a bearer token",
    SchemeKind.API_KEY: "a key, sent as the header",
}


def _arguments(client: Client) -> Iterator[Argument]:
    for scheme in client.schemes:
        text = " ".join(part for part in (_CREDENTIALS[scheme.kind], scheme.header) if part)
        yield Argument(scheme.parameter, f"{text}. {scheme.doc}".strip())
    default = "; the default is the first of `SERVERS`" if client.servers else ""
    yield Argument("base_url", f"the server for calls that do not name another{default}. https, or http on loopback.")
    yield Argument("settings", "settings that all clients share: see `aiostytch.base_client.ClientSettings`.")


def _signature(client: Client, imports: Imports) -> str:
    imports.name(_BASE, "ClientSettings")
    imports.name("aiostytch.config", "target")
    imports.name("typing", "Unpack")
    imports.name("aiostytch.credentials", "Credential")
    items = ["self", "*", *(f"{scheme.parameter}: {_TYPES[scheme.kind]} | None = None" for scheme in client.schemes)]
    items.append("base_url: str = SERVERS[0]" if client.servers else "base_url: str")
    return f"def __init__({', '.join(items)}, **settings: Unpack[ClientSettings]) -> None:"


_TYPES = {SchemeKind.BASIC: "tuple[str, str]", SchemeKind.BEARER: "str", SchemeKind.API_KEY: "str"}


def _credential(scheme: Scheme, imports: Imports) -> str:
    name = scheme.parameter
    make = imports.name("aiostytch.credentials", scheme.kind.value)
    header = f"{literal(scheme.header)}, " if scheme.header else ""
    given = f"*{name}" if scheme.kind is SchemeKind.BASIC else name
    return f"None if {name} is None else {make}({literal(name)}, {header}{given})"
