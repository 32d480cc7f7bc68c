"""The HTML of login pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from ..contract.errors import RefusedError


def login_form(query: Mapping[str, str], provider: str, emails: Iterable[str], listed: str) -> str:
    """Return a form for the account, with the query in hidden fields; `listed` is the field with several values."""
    kept = [key for key in query if key not in {"email", "name", "subject", listed}]
    hidden = "".join(f'<input type="hidden" name="{escape(key)}" value="{escape(query[key])}">' for key in kept)
    options = "".join(f'<option value="{escape(email)}">' for email in emails)
    form = f"""<form method="get">{hidden}
<p><label>E-mail address <input name="email" type="email" required autofocus list="known"></label></p>
<datalist id="known">{options}</datalist>
<p><label>Full name <input name="name"></label></p>
<p><label>ID at the provider <input name="subject"></label></p>
<p><label>{listed.title()}, separated by commas <input name="{listed}"></label></p>
<p><button>Log in</button></p>
</form>"""
    return _page(f"Log in at {provider}", form)


def error_page(refusal: RefusedError) -> str:
    """Return the page for a login that cannot start."""
    return _page("Login failed", f"<p>{escape(refusal.error_message)} ({escape(refusal.error_type)})</p>")


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>
<body><h1>{escape(title)}</h1>
{body}
</body>
</html>
"""
