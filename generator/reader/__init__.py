"""Reads an effective document (vendored document plus overlay) into the intermediate representation.

What a document may say, and what each part of it becomes, stands at the head of the modules:

* `keywords`: which keywords are understood, which are refused and why;
* `schemas`, `shapes`, `forms`, `types`, `unions`, `choices`: what a value is, and which classes that takes; `places`:
  what they are called;
* `operations`, `parameters`, `bodies`, `security`, `pagination`, `call_paths`: calls, and where they stand in the SDK;
* `client`: the class on which all of them stand;
* `modules`, `resources`: the files that all of that makes; `prose`: its docstrings.

Two rules hold everywhere. What is not understood is an error, with a JSON pointer and the reason, and reading goes on
after one, so that all of a document's errors are reported together. And the order of a mapping means nothing: only
arrays have one, and what comes from mappings is sorted.
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
    """Return all that there is to render.

    Args:
        document: an OpenAPI 3.0 or 3.1 document, its overlay applied. It is not changed.
        docs: our own texts.
        source: what to call the document in errors.

    Raises:
        InputError: the document says something that cannot be expressed, or a text of the docs names nothing.
    """
    problems = Problems()
    root = Node(dict(document), "", problems)
    if not _VERSION.fullmatch(root.text("openapi")):
        root.problem("only OpenAPI 3.0 and 3.1 can be read", "openapi")
        problems.raise_any(source)
    package = _package(root)
    problems.raise_any(source)
    return prose.add_docstrings(package, docs)


def _package(root: Node) -> ir.Package:
    _check_frame(root)
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
"""Sections of `components` whose objects are read where something refers to them, and only then."""


def _check_frame(root: Node) -> None:
    """Check the keywords of what is not read for its own sake."""
    keywords.check(root, "document")
    if "jsonSchemaDialect" in root and root.text("jsonSchemaDialect") not in _DIALECTS:
        root.problem("schemas are read in the dialect of OpenAPI only", "jsonSchemaDialect")
    frame = [(root.get("info"), "info"), (root.get("components"), "components")]
    frame += [(node, "server") for node in root.elements("servers")]
    frame += [(node, "tag") for node in root.elements("tags")]
    for section, kind in _UNREAD.items():
        frame += [(node, "reference" if "$ref" in node else kind) for _, node in root.entries("components", section)]
    for node, kind in frame:
        if node is not None:
            keywords.check(node, kind)
