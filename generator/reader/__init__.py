"""Reads an effective document (vendored document plus overlay) into the intermediate representation.

The docstring of each module says what a document may contain, and what each part becomes:

* `schemas`, `shapes`, `forms`, `types`, `unions`, `choices`: the types of values, and their classes; `places`: the
  names of those classes;
* `operations`, `parameters`, `bodies`, `security`, `pagination`, `call_paths`: the calls, and their places in the SDK;
* `client`: the class of the client;
* `modules`, `resources`: the generated modules; `prose`: their docstrings.

`document.keywords` lists the keywords that are understood and the reasons to refuse others.

Two rules apply everywhere. Anything that the reader does not understand is an error with a JSON pointer and a reason;
reading goes on after an error, so that one run reports all of them. And the order of a mapping has no meaning: only
arrays have an order, and everything that comes from a mapping is sorted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from generator import ir
from generator.docs import Docs
from generator.document import keywords
from generator.document.node import Node, Problems
from generator.document.references import References

from . import modules, prose, resources
from .client import client
from .operations import Operations
from .schemas import Schemas
from .security import Security, simplified
from .shapes import Shapes

_VERSION = re.compile(r"3\.[01]\.\d+", re.ASCII)


def read(document: Mapping[str, Any], docs: Docs, source: str) -> ir.Package:
    """Return the package to render.

    Args:
        document: an OpenAPI 3.0 or 3.1 document with its overlay applied. It is not changed.
        docs: our own texts.
        source: the name of the document in error messages.

    Raises:
        InputError: the document has a part that Python cannot express, or a text of the docs belongs to nothing.
    """
    problems = Problems()
    root = Node(dict(document), "", problems)
    if not _VERSION.fullmatch(root.text("openapi")):
        root.problem("only OpenAPI 3.0 and 3.1 are supported", "openapi")
        problems.raise_any(source)
    package = _package(root)
    problems.raise_any(source)
    return prose.add_docstrings(package, docs)


def _package(root: Node) -> ir.Package:
    _check_unread(root)
    references = References(root)
    schemas = Schemas(root, references, Shapes(references, with_siblings=root.text("openapi").startswith("3.1")))
    schemas.read_components()
    security = Security(root, references)
    read = Operations(root, references, schemas, security).read()
    schemes = security.used()
    operations = [attrs.evolve(each, credentials=simplified(each.credentials, schemes)) for each in read]
    classes = schemas.kept()
    info = root.get("info") or root
    return ir.Package(
        documents=(ir.SourceDocument(title=info.text("title"), version=info.text("version")),),
        client=client(root, schemes),
        modules=modules.assemble(classes, operations, root.problems, takes_null=root.flag("x-sdk-nulls")),
        root=resources.tree(root, modules.with_wire_names(classes, operations)),
    )


_DIALECTS = frozenset(
    {"https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.1/dialect/base"}
)
_UNREAD: Mapping[str, str] = {"parameters": "parameter", "requestBodies": "request body", "responses": "response"}
"""Sections of `components` whose objects are read only if a reference names them."""


def _check_unread(root: Node) -> None:
    """Check the keywords of objects that no other module reads."""
    keywords.check(root, "document")
    if "jsonSchemaDialect" in root and root.text("jsonSchemaDialect") not in _DIALECTS:
        root.problem("only the OpenAPI dialect of JSON Schema is supported", "jsonSchemaDialect")
    nodes = [(root.get("info"), "info"), (root.get("components"), "components")]
    nodes += [(node, "server") for node in root.elements("servers")]
    nodes += [(node, "tag") for node in root.elements("tags")]
    for section, kind in _UNREAD.items():
        nodes += [(node, "reference" if "$ref" in node else kind) for _, node in root.entries("components", section)]
    for node, kind in nodes:
        if node is not None:
            keywords.check(node, kind)
