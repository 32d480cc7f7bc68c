"""Names of header fields."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


def is_header(name: str) -> bool:
    """Whether a text is the name of a header field (RFC 9110, section 5.6.2)."""
    return bool(_TOKEN.fullmatch(name))
