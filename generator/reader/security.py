"""Authentication of calls: `security`, and the schemes that it names.

HTTP Basic, bearer tokens (including OAuth 2 and OpenID Connect) and API keys in a header are supported. If an operation
also offers other schemes, calls use a supported one; if it offers only others, that is an error. An operation without
`security` is called without credentials.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import names
from generator.document import keywords
from generator.document.node import Node
from generator.document.references import References
from generator.ir import Scheme, SchemeKind

from .headers import is_header

_HTTP: Mapping[str, SchemeKind] = {"basic": SchemeKind.BASIC, "bearer": SchemeKind.BEARER}
_TOKENS = frozenset({"oauth2", "openIdConnect"})
RESERVED = frozenset({"base_url", "credentials", "insecure", "settings", "super", "target", *SchemeKind})
"""Parameters that every client has, and names that its constructor uses."""

SchemeSets = tuple[tuple[str, ...], ...]


class Security:
    """The security schemes of a document. `_used` are those that calls take."""

    def __init__(self, document: Node, references: References) -> None:
        self._document = document
        found = ((name, references.follow(node)) for name, node in document.entries("components", "securitySchemes"))
        self._nodes = {name: node for name, node in found if node is not None}
        read = {name: _scheme(name, node) for name, node in self._nodes.items()}
        self._schemes = {name: scheme for name, scheme in read.items() if scheme is not None}
        self._used: set[str] = set()

    def headers(self) -> Sequence[str]:
        """Return the headers of API keys."""
        return [scheme.header for scheme in self._schemes.values() if scheme.header]

    def credentials(self, operation: Node) -> bool | SchemeSets:
        """Return the sets of schemes that a call takes, False if it takes no credentials."""
        owner = operation if "security" in operation else self._document
        offers = owner.elements("security")
        if all(not offer.keys() for offer in offers):
            return False
        for offer in offers:
            for name in offer.keys() - self._nodes.keys():
                offer.problem("this security scheme does not exist", name)
        usable = tuple(dict.fromkeys(tuple(offer.names()) for offer in offers if self._can_send(offer.names())))
        if not any(usable):
            reason = "offers no supported scheme: HTTP Basic, a bearer token, or an API key in a header"
            owner.problem(reason, "security")
        self._used.update(name for offer in usable for name in offer)
        return usable

    def _can_send(self, names: Sequence[str]) -> bool:
        """Whether each scheme of a set is supported and has a header of its own."""
        if not set(names) <= self._schemes.keys():
            return False
        headers = [(self._schemes[name].header or "Authorization").lower() for name in names]
        return len(set(headers)) == len(headers)

    def used(self) -> tuple[Scheme, ...]:
        """Return the schemes that calls take, by name."""
        found = [scheme for name, scheme in sorted(self._schemes.items()) if name in self._used]
        parameters = names.unique(
            [*((name, name) for name in sorted(RESERVED)), *((s.name, s.parameter) for s in found)]
        )
        return tuple(
            Scheme(name=s.name, parameter=parameters[s.name], kind=s.kind, header=s.header, doc=s.doc) for s in found
        )


def _scheme(name: str, node: Node) -> Scheme | None:
    keywords.check(node, "security scheme")
    kind, header = node.text("type"), ""
    if kind == "http":
        found = _HTTP.get(node.text("scheme").lower())
    elif kind == "apiKey" and node.text("in") == "header" and is_header(node.text("name")):
        found, header = SchemeKind.API_KEY, node.text("name")
    else:
        found = SchemeKind.BEARER if kind in _TOKENS else None
    if found is None:
        return None
    doc = node.text("description").strip()
    return Scheme(name=name, parameter=names.parameter(names.snake(name)), kind=found, header=header, doc=doc)


def simplified(credentials: bool | SchemeSets, schemes: Sequence[Scheme]) -> bool | SchemeSets:
    """Return True instead of the set of schemes, if the client has one scheme and the call takes it."""
    return True if len(schemes) == 1 and credentials == ((schemes[0].name,),) else credentials
