"""A refused call does not change anything, except counters of failures."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiostytch import B2BClient
from aiostytch.sandbox import PROJECT_ID, SECRET, Clock, Sandbox, State
from aiostytch.sandbox.auth.tokens import TokenKind
from aiostytch.sandbox.contract.document import Operation
from aiostytch.sandbox.contract.errors import RefusedError
from aiostytch.sandbox.contract.messages import Request
from aiostytch.sandbox.contract.schemas import Schema
from aiostytch.sandbox.http import dispatch
from aiostytch.sandbox.http.credentials import Credentials

from .remembered import remembered
from .samples import OPERATIONS
from .stages.connections import connect_oidc
from .world import LOGIN, NEW_PASSWORD, NOON, PHONE, POLICY, SHA_512, VERIFIER, CountedIds, discover, refused

CREDENTIALS = Credentials(project_id=PROJECT_ID, secret=SECRET)
BASIC = f"Basic {base64.b64encode(f'{PROJECT_ID}:{SECRET}'.encode()).decode()}"
EMAILS = (LOGIN[0], "grace@acme.example", "new@acme.example", "eve@other.example")
KINDS = {
    "magic_links_token": (TokenKind.MAGIC_LINK, TokenKind.EMAIL_UPDATE),
    "discovery_magic_links_token": (TokenKind.DISCOVERY_MAGIC_LINK,),
    "password_reset_token": (TokenKind.PASSWORD_RESET, TokenKind.DISCOVERY_PASSWORD_RESET),
    "sso_token": (TokenKind.SSO,),
    "oauth_token": (TokenKind.OAUTH,),
    "discovery_oauth_token": (TokenKind.DISCOVERY_OAUTH,),
    "impersonation_token": (TokenKind.IMPERSONATION,),
    "code": (TokenKind.EMAIL_OTP, TokenKind.DISCOVERY_OTP, TokenKind.SMS_OTP),
}
"""Arguments that can be redeemed."""
VALUES: dict[str, Sequence[Any]] = {
    "organization_id": ("acme", "other", "nowhere"),
    "organization_slug": ("acme", "fresh", "fresher"),
    "email_address": EMAILS,
    "password": (LOGIN[1], LOGIN[1], NEW_PASSWORD, "short"),
    "existing_password": (LOGIN[1], "wrong"),
    "new_password": (NEW_PASSWORD, "short"),
    "hash": (SHA_512,),
    "hash_type": ("sha_512", "md_5"),
    "mfa_phone_number": (PHONE, "12"),
    "session_duration_minutes": (60, 60, 60, 3),
    "pkce_code_verifier": (VERIFIER,),
    "roles": (["editor"], ["nobody"]),
}
"""Values of arguments, some valid and some not."""


def counted_out(state: State) -> dict[str, Any]:
    """Return the complete state, except for the failures that a refused call counts."""
    found = remembered(state)
    found["members"] = [attrs.evolve(member, failures=0, lock=None) for member in found["members"]]
    found["tokens"] = [token for token in found["tokens"] if token.kind != TokenKind.DISCOVERY_OTP]
    return found


class Caller:
    """Makes calls with arguments that are sometimes valid."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.sandbox = Sandbox(clock=Clock(NOON), new_uuid=CountedIds(), policy=POLICY)
        self._state = self.sandbox.state
        for slug in ("acme", "other"):
            settings = {"email_jit_provisioning": "RESTRICTED", "email_allowed_domains": ["acme.example"]}
            members = [{"email_address": email, "password": LOGIN[1]} for email in EMAILS[:2]]
            organization = {"organization_name": slug, "organization_slug": slug, **settings}
            self.sandbox.seed({"organizations": [{**organization, "members": members}]})

    def call(self) -> bool:
        """Make a call, or let a member log in elsewhere. Return whether it was refused."""
        if self._chance.random() < 0.15:
            return self._is_refused(self._chance.choice([self._log_in, self._link, self._discover]))
        operation = self._chance.choice(list(OPERATIONS.values()))
        response = dispatch.dispatch(self._state, CREDENTIALS, self._request(operation))
        return response.status_code != 200

    def _is_refused(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except (LookupError, RefusedError):
            return True
        return False

    def _log_in(self) -> None:
        connections = [connection.id for connection in self._state.sso_connections]
        self.sandbox.sso.login(self._chance.choice([*connections, "none"]), self._chance.choice(EMAILS))

    def _link(self) -> None:
        self.sandbox.oauth.login(self._value("organization_id", {}), "github", self._chance.choice(EMAILS))

    def _discover(self) -> None:
        self.sandbox.oauth.discover("google", self._chance.choice(EMAILS))

    def _request(self, operation: Operation) -> Request:
        path, query = operation.path, {}
        for parameter in operation.parameters:
            value = self._value(parameter.name, parameter.schema)
            if parameter.place == "path":
                path = path.replace(f"{{{parameter.name}}}", quote(str(value), safe=""))
            elif parameter.place == "query" and (parameter.required or self._chance.random() < 0.5):
                query[parameter.name] = value
        content = b"" if operation.body is None else json.dumps(self._object(operation.body)).encode()
        headers = [("Authorization", BASIC), ("Content-Type", "application/json")]
        return Request(method=operation.method, path=path, query=urlencode(query), headers=headers, content=content)

    def _value(self, name: str, schema: Schema) -> Any:
        known = self._known(name)
        if known and self._chance.random() < 0.9:
            return self._chance.choice(known)
        match schema:
            case {"enum": values}:
                return self._chance.choice(values)
            case {"type": "object"}:
                return self._object(schema)
            case {"type": "array"}:
                return [self._value("", schema["items"]) for _ in range(self._chance.randrange(2))]
            case {"type": "boolean"}:
                return self._chance.random() < 0.5
            case {"type": "integer"}:
                return self._chance.choice([0, 7, 60])
            case _:
                return "sample"

    def _object(self, schema: Schema) -> dict[str, Any]:
        required = schema.get("required", ())
        given = [name for name in schema.get("properties", {}) if name in required or self._chance.random() < 0.2]
        return {name: self._value(name, schema["properties"][name]) for name in given}

    def _known(self, name: str) -> Sequence[Any]:
        state = self._state
        match name:
            case "member_id":
                return [member.id for member in state.members]
            case "session_token":
                return [session.token for session in state.sessions]
            case "intermediate_session_token":
                return [pending.token for pending in state.intermediate_sessions]
            case "connection_id":
                return [connection.id for connection in state.sso_connections]
            case _:
                redeemed = KINDS.get(name, ())
                return VALUES.get(name) or [token.value for token in state.tokens if token.kind in redeemed]


def test_a_refused_call_changes_nothing_whatever_was_called_before() -> None:
    outcomes: set[bool] = set()

    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(seed=st.integers(0, 2**32))
    def check(seed: int) -> None:
        caller = Caller(random.Random(seed))
        for _ in range(60):
            before = counted_out(caller.sandbox.state)
            was_refused = caller.call()
            outcomes.add(was_refused)
            if was_refused:
                assert counted_out(caller.sandbox.state) == before

    check()
    assert outcomes == {True, False}


@pytest.fixture
async def strangers_token(client: B2BClient, sandbox: Sandbox) -> str:
    """The intermediate session of another person, in a sandbox whose organization accepts new members."""
    await client.organizations.create(
        organization_name="Acme",
        organization_slug="acme",
        email_jit_provisioning="RESTRICTED",
        email_allowed_domains=["acme.example"],
    )
    return await discover(client, sandbox, "eve@other.example")


async def test_a_refused_newcomer_by_sso_leaves_no_member_and_can_try_again(
    client: B2BClient, sandbox: Sandbox, strangers_token: str
) -> None:
    connection = await connect_oidc(client)
    token = sandbox.sso.login(connection, "new@acme.example")
    before = remembered(sandbox.state)
    with refused(400, "member_session_member_id_mismatch"):
        await client.sso.authenticate(sso_token=token, intermediate_session_token=strangers_token)
    assert remembered(sandbox.state) == before
    assert (await client.sso.authenticate(sso_token=token)).member.email_address == "new@acme.example"


async def test_a_refused_newcomer_by_oauth_leaves_no_member_and_can_try_again(
    client: B2BClient, sandbox: Sandbox, strangers_token: str
) -> None:
    token = sandbox.oauth.login("acme", "google", "new@acme.example")
    before = remembered(sandbox.state)
    with refused(400, "member_session_member_id_mismatch"):
        await client.oauth.authenticate(oauth_token=token, intermediate_session_token=strangers_token)
    assert remembered(sandbox.state) == before
    assert (await client.oauth.authenticate(oauth_token=token)).member.email_address == "new@acme.example"


async def test_a_browser_that_cannot_be_sent_back_leaves_no_token(client: B2BClient, sandbox: Sandbox) -> None:
    await client.organizations.create(organization_name="Acme", organization_slug="acme")
    before = remembered(sandbox.state)
    query = urlencode({"organization_id": "acme", "email": LOGIN[0], "login_redirect_url": "javascript:alert(1)"})
    request = Request(method="GET", path="/v1/b2b/public/oauth/google/start", query=f"{query}&signup_redirect_url=x")
    assert dispatch.dispatch(sandbox.state, CREDENTIALS, request).status_code == 400
    assert remembered(sandbox.state) == before


def test_a_seed_that_is_refused_halfway_leaves_nothing(sandbox: Sandbox) -> None:
    acme = {"organization_name": "Acme", "organization_slug": "acme"}
    before = remembered(sandbox.state)
    with pytest.raises(ValueError, match="organization_slug_already_used"):
        sandbox.seed({"organizations": [acme, acme]})
    assert remembered(sandbox.state) == before
