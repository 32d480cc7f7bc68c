"""The templates: `templates/`, in which a name that is not defined is an error."""

from __future__ import annotations

from pathlib import Path

import jinja2

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).resolve().parents[2] / "templates"),
    undefined=jinja2.StrictUndefined,
    autoescape=jinja2.select_autoescape(enabled_extensions=(), default=False),  # Python and Markdown are no HTML
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
