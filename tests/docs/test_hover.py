"""The hover texts of an editor have names, units, defaults and errors, according to pyright's language server."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from .language_server import serving
from .pages import ROOT

PROGRAM = """\
from aiostytch import APIError, B2BClient, RateLimitError, RequestOptions, RetryPolicy, SessionJWT, Timeout
from aiostytch.models.errors import ErrorType


async def main(client: B2BClient) -> None:
    created = await client.organizations.create(organization_name="Acme")
    client.organizations.members.search(organization_ids=[])
    await client.otps.sms.send(organization_id="", member_id="")
    await client.sessions.authenticate(session_token="")
    await client.magic_links.email.login_or_signup(organization_id="", email_address="")
    await client.sessions.authenticate_jwt("")
    print(created.organization.mfa_policy, ErrorType.DUPLICATE_MEMBER_EMAIL)
    print(RequestOptions, RetryPolicy, Timeout, SessionJWT, RateLimitError, APIError)
"""

SHOWN: Mapping[str, tuple[str, ...]] = {
    "B2BClient": ("deadline: seconds for a whole call", "timeout: limits of the steps", "ConfigurationError: "),
    "create": (
        "organization_name: str",
        "Name of the organization, 1 to 128 characters",
        "organization_slug_already_used",
    ),
    "search": (
        "limit: Maximum number of results per page, up to 1000; default 100",
        "Pager[SearchResponse, Member]",
        "search_timeout",
    ),
    "send": ("mfa_phone_number: Phone number, E.164", "no message was sent", "invalid_phone_number"),
    "authenticate": ("New length in minutes from now, 5 to 527040", "session_not_found", "Safe to retry"),
    "login_or_signup": ("How long the login link stays valid, in minutes; 5 to 10080, default 60", "inactive_email"),
    "authenticate_jwt": ("leeway: The allowed clock skew, 0 to 60 seconds", "TokenVerificationError"),
    "mfa_policy": ("all members must complete MFA", "REQUIRED_FOR_ALL"),
    "DUPLICATE_MEMBER_EMAIL": ("A member of the organization has the address",),
    "RequestOptions": ("deadline: the seconds for the whole call", "max_retries: the maximum number of retries"),
    "RetryPolicy": ("Times are in seconds", "max_retries=0"),
    "Timeout": ("in seconds", "pool"),
    "RateLimitError": ("429", "retry_after"),
    "APIError": ("error_type: the kind of error", "retry_after: the seconds to wait"),
}


def place(symbol: str) -> tuple[int, int]:
    """Return the line and the column of the last use of a symbol in the program."""
    start = [found.start() for found in re.finditer(rf"\b{symbol}\b", PROGRAM)][-1]
    before = PROGRAM[:start]
    return before.count("\n"), start - before.rfind("\n") - 1


@pytest.fixture
async def hovers() -> Mapping[str, str]:
    """The expected parts of the hover text of each symbol."""
    path = ROOT / "src" / "hovered.py"  # in the editor only
    async with serving(ROOT) as server:
        opened = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": PROGRAM}
        server.notify("textDocument/didOpen", {"textDocument": opened})
        return {symbol: await server.hover(path, *place(symbol)) for symbol in SHOWN}


async def test_an_editor_shows_names_units_defaults_and_errors(hovers: Mapping[str, str]) -> None:
    missing = {
        symbol: [said for said in expected if said not in " ".join(hovers[symbol].split())]
        for symbol, expected in SHOWN.items()
    }
    assert {symbol: (absent, hovers[symbol]) for symbol, absent in missing.items() if absent} == {}
