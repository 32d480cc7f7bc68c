"""The documentation site, built by Sphinx, MyST and furo; a warning is an error."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from docutils import nodes
from msgspec import Struct
from sphinx import addnodes
from sphinx.application import Sphinx

from aiostytch.sandbox.control.handlers import endpoints
from aiostytch.sandbox.frontend.rules import RULES
from aiostytch.sandbox.frontend.table import ROWS
from aiostytch.sandbox.operations.registry import MODULES
from tests.sandbox import refusals

project = "aiostytch"
author = "the authors of aiostytch"
project_copyright = author
version = release = metadata.version("aiostytch")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "reference/raw"]
html_extra_path = ["reference/raw"]
default_role = "code"  # docstrings say `code` as Markdown does
nitpicky = True
nitpick_ignore_regex = [
    # other libraries and the standard library: their inventories are on the network
    ("py:.*", r"(asyncio|attrs|collections|datetime|enum|fastmcp|httpx)\..*"),
    ("py:.*", r"(mcp|msgspec|opentelemetry|pathlib|playwright|ssl|typing|uuid)\..*"),
    ("py:class", r"Any|Mapping|Sequence|UNSET|JSONMap|Timestamp|Accepted|Principal"),
    ("py:class", r"Environment|Hook|Instrument|MemberModel|Mapping\[str|Target"),
    ("py:class", r"aiostytch\.(retry\.Failure|webhooks\.decoding\.Envelope)"),
    ("py:class", r"aiostytch\.stytch_client\.StytchClient"),
    ("py:exc", r"ToolError|HTTPException|WebSocketException"),
    ("py:class", r"aiostytch\.[a-z0-9_.]+\.[A-Z]"),  # type variables
    ("py:class", r"aiostytch\.sandbox\.[a-z0-9_.]+\.[A-Z]\w+"),  # its inner workings
]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
# `site:` is a file at the root of the site
myst_url_schemes = {"http": None, "https": None, "site": "{{path}}"}

autodoc_default_options = {"exclude-members": "__init__, __new__, __reduce__"}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True
toc_object_entries = False

html_theme = "furo"
html_title = "aiostytch"
html_static_path = ["_static"]
html_css_files = ["aiostytch.css"]
html_js_files = [("sidebar.js", {"defer": "defer"})]
html_search_scorer = str(Path(__file__).with_name("scorer.js"))
html_copy_source = False
html_show_sphinx = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def code_blocks(
    app: Sphinx, what: str, name: str, item: Any, options: Any, lines: list[str]
) -> None:
    """Mark the indented paragraphs of a docstring as code."""
    blocks = [
        number
        for number, line in enumerate(lines)
        if number and not lines[number - 1] and line[:4] == "    "
    ]
    if what in {"attribute", "data", "property"}:
        # napoleon takes what a colon follows for a type
        lines[:1] = [line.replace(": ", " \N{EN DASH} ") for line in lines[:1]]
        return
    for number in reversed(blocks):
        if lines[number - 2][:1] not in {" ", ":", "."}:
            lines[number:number] = ["::", ""]


def signature_of_class(
    app: Sphinx,
    what: str,
    name: str,
    item: Any,
    options: Any,
    signature: str | None,
    returned: str | None,
) -> tuple[str, str | None] | None:
    """Show how to make an object only if its class is for users to make objects of."""
    if what not in {"class", "exception"} or not signature:
        return None
    if issubclass(item, Struct) or "Args:" in (item.__doc__ or ""):
        return _shortened(signature), returned
    return "", None


def _shortened(signature: str) -> str:
    """Show default functions by name, and default settings without their fields."""
    named = re.sub(
        r"<(?:built-in method|built-in function|function) (\w+)[^<>]*>",
        r"\1",
        signature,
    )
    return re.sub(r"\b(Timeout|RetryPolicy|Clock)\(\w.*?\)", r"\1()", named)


def abstract(
    app: Sphinx, what: str, name: str, item: Any, skip: bool, options: Any
) -> bool | None:
    """Leave out abstract members of a mix-in: the page of its class describes them."""
    return True if getattr(item, "__isabstractmethod__", False) else None


def builtins(app: Sphinx, doctree: nodes.document) -> None:
    """Do not link the annotation `type[…]`: a field called `type` is the target."""
    for reference in list(doctree.findall(addnodes.pending_xref)):
        if reference["reftarget"] == "type":
            reference.replace_self(nodes.Text("type"))


_BREAK = re.compile(r"(?<=[./_=-])(?=[\w{])|(?<=\w)(?=[\[({]\w)")


def breakable_names(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """Let a long name in a cell break after a dot or an underscore, not in a word."""
    if app.builder.format != "html":
        return
    for table in doctree.findall(nodes.table):
        for literal in list(table.findall(nodes.literal)):
            first, *others = _BREAK.split(literal.astext())
            literal.children = [nodes.Text(first)]
            for part in others:
                literal += [nodes.raw("", "<wbr>", format="html"), nodes.Text(part)]


def sandbox_page(app: Sphinx, name: str, content: list[str]) -> None:
    """Fill the tables of the sandbox page from the sandbox and its tests."""
    if name == "sandbox":
        content[0] = (
            content[0]
            .replace("%OPERATIONS%", _operations())
            .replace("%FRONTEND%", _frontend_rules())
            .replace("%ROUTES%", _frontend_routes())
            .replace("%CONTROL%", _control())
            .replace("%REFUSALS%", _wide(refusals.table()))
            .replace("%CHECKS%", f"{refusals.checks():,}")
        )


def _operations() -> str:
    handlers = {path: each for part in MODULES.values() for path, each in part.items()}
    rows = (
        (f"{{py:meth}}`{path}`", _first_paragraph(each.function), each.simplified)
        for path, each in sorted(handlers.items())
    )
    return _table("call", "what it does", "what it leaves out", rows=rows)


def _control() -> str:
    rows = (
        (f"`{each.method} {each.path}`", _first_paragraph(each.function))
        for each in endpoints()
    )
    return _table("endpoint", "what it does", rows=rows)


def _frontend_rules() -> str:
    rows = (
        (f"`{row.route}`", _first_paragraph(RULES[row.call_path]))
        for row in ROWS
        if row.call_path in RULES
    )
    return _table("route", "what it does", rows=rows)


def _frontend_routes() -> str:
    rows = (
        (f"`{row.route}`", f"{{py:meth}}`{row.call_path}`", row.use.value)
        for row in ROWS
        if not row.call_path.startswith("frontend.")
    )
    return _table("route", "call", "the session of the browser is", rows=rows)


def _table(*head: str, rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return _wide("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _wide(table: str) -> str:
    return f":::{{table}}\n:class: wide\n\n{table}\n:::"


def _first_paragraph(function: Callable[..., object]) -> str:
    return " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())


def setup(app: Sphinx) -> None:
    app.connect("source-read", sandbox_page)
    app.connect("doctree-read", builtins)
    app.connect("doctree-resolved", breakable_names)
    app.connect("autodoc-skip-member", abstract)
    app.connect("autodoc-process-signature", signature_of_class)
    app.connect(
        "autodoc-process-docstring", code_blocks, priority=400
    )  # before napoleon, at 500
