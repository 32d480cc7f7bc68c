"""The HTML of the authorization page: forms for login and consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with a stricter policy, browsers omit the Origin header of forms
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

HiddenFields = Mapping[str, object]


def login(hidden: HiddenFields, app: str, members: Iterable[tuple[str, str]]) -> bytes:
    """Return the login form.

    Args:
        hidden: the parameters of the request, for hidden fields.
        app: the name of the app.
        members: the IDs and labels of the members.
    """
    options = "".join(f'<option value="{escape(value)}">{escape(shown)}</option>' for value, shown in members)
    body = f"""<p>{escape(app)} requests access.</p>
{_form_start(hidden)}
<p><label>Log in as <select name="member_id" required autofocus>{options}</select></label></p>
<p><button>Continue</button></p>
</form>"""
    return _page("Log in", body)


def consent(hidden: HiddenFields, app: str, member: str, scopes: Iterable[tuple[str, str, bool]]) -> bytes:
    """Return the consent form.

    Args:
        hidden: the parameters of the request, for hidden fields.
        app: the name of the app.
        member: the label of the member.
        scopes: the scopes, their descriptions, and whether the member may grant them.
    """
    rows = "".join(
        f"<li><code>{escape(scope)}</code> {escape(meaning)}{'' if is_grantable else ' (you may not grant this)'}</li>"
        for scope, meaning, is_grantable in scopes
    )
    body = f"""<p>{escape(app)} requests access as {escape(member)}:</p>
<ul>{rows}</ul>
{_form_start(hidden)}
<p><button name="decision" value="allow" autofocus>Allow</button> <button name="decision" value="deny">Deny</button></p>
</form>"""
    return _page("Allow access", body)


def refusal(error: str, description: str) -> bytes:
    """Return the error page."""
    return _page("Authorization failed", f"<p>{escape(description)} ({escape(error)})</p>")


def _form_start(fields: HiddenFields) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">' for name, value in fields.items()
    )
    return f'<form method="post" action="authorize">{hidden}'


def _page(title: str, body: str) -> bytes:
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>
<body><h1>{escape(title)}</h1>
{body}
</body>
</html>
""".encode()
