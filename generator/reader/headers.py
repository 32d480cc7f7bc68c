"""Header field names."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


def is_header(name: str) -> bool:
    """Whether a text is a header field name (RFC 9110, section 5.6.2)."""
    return bool(_TOKEN.fullmatch(name))
