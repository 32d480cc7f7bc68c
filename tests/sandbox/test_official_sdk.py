"""The official SDK with the sandbox over TLS: both use the same API."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from aiostytch.sandbox import PROJECT_ID, SECRET, Clock, Sandbox, serve
from tests.authority import Authority

from .world import CHALLENGE, NEW_PASSWORD, PASSWORD, PHONE, POLICY, SHA_512, VERIFIER

# It uses deprecated features of aiohttp.
pytestmark = pytest.mark.filterwarnings(r"ignore:(BasicAuth is|The 'auth' parameter is) deprecated:DeprecationWarning")
ADA, GRACE = "ada@acme.example", "grace@acme.example"


@pytest.fixture
def sandbox() -> Sandbox:
    """A sandbox in real time, because the official SDK uses the system clock."""
    return Sandbox(clock=Clock(), policy=POLICY)


@pytest.fixture
async def official(
    sandbox: Sandbox, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Any]:
    """The official client. It is imported here, because the import takes longer than most tests."""
    import requests
    import stytch

    trusted = tmp_path / "authority.pem"
    trusted.write_bytes(authority.pem)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):  # for its blocking requests, such as those for keys
        monkeypatch.setenv(name, str(trusted))
    async with (
        serve(sandbox, ssl_context=authority.server("127.0.0.1")) as base_url,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=authority.client())) as session,
    ):
        assert base_url.startswith("https://")
        with requests.Session() as blocking:
            blocking.headers["Connection"] = "close"  # the server must see the end of the connection before it stops
            yield stytch.B2BClient(
                PROJECT_ID, SECRET, custom_base_url=base_url, async_session=session, sync_session=blocking
            )


@contextlib.contextmanager
def refused(status_code: int, error_type: str) -> Iterator[None]:
    from stytch.core.response_base import StytchError

    with pytest.raises(StytchError) as caught:
        yield
    assert (caught.value.details.status_code, caught.value.details.error_type) == (status_code, error_type)
    assert caught.value.details.request_id.startswith("request-id-test-")


@pytest.fixture
async def member(official: Any) -> Any:
    """Ada, a member of Acme with a password."""
    await official.organizations.create_async(organization_name="Acme", organization_slug="acme")
    return await official.passwords.migrate_async(
        organization_id="acme", email_address=ADA, hash=SHA_512, hash_type="sha_512"
    )


def log_in(official: Any, password: str = PASSWORD, **given: Any) -> Any:
    return official.passwords.authenticate_async(organization_id="acme", email_address=ADA, password=password, **given)


async def test_organizations_and_members_are_created_changed_found_and_deleted(official: Any) -> None:
    created = await official.organizations.create_async(organization_name="Acme", organization_slug="acme")
    organization_id = created.organization.organization_id
    changed = await official.organizations.update_async(organization_id, organization_name="Acme & Co")
    assert (await official.organizations.get_async("acme")).organization == changed.organization
    with refused(400, "organization_slug_already_used"):
        await official.organizations.create_async(organization_name="Other", organization_slug="acme")

    made = await official.organizations.members.create_async("acme", email_address=GRACE, name="Grace")
    found = await official.organizations.members.search_async(
        ["acme"], query={"operator": "AND", "operands": [{"filter_name": "member_emails", "filter_value": [GRACE]}]}
    )
    assert [member.member_id for member in found.members] == [made.member_id]
    await official.organizations.members.delete_async(organization_id, made.member_id)
    with refused(404, "member_not_found"):
        await official.organizations.members.get_async("acme", email_address=GRACE)
    await official.organizations.delete_async(organization_id)
    with refused(404, "organization_not_found"):
        await official.organizations.get_async("acme")


async def test_the_blocking_calls_work_too(official: Any, member: Any) -> None:
    """The official SDK writes booleans in a query like Python."""
    members = official.organizations.members
    await members.delete_async(member.organization.organization_id, member.member_id)
    found = await asyncio.to_thread(members.dangerously_get, member.member_id, include_deleted=True)
    assert found.member.status == "deleted"
    with refused(404, "member_not_found"):
        await asyncio.to_thread(members.dangerously_get, member.member_id, include_deleted=False)


async def test_a_password_is_used_refused_and_reset_by_mail(official: Any, sandbox: Sandbox, member: Any) -> None:
    assert (await log_in(official)).member.email_address == ADA
    with refused(401, "unauthorized_credentials"):
        await log_in(official, "wrong")
    assert (await official.passwords.strength_check_async(password="password")).valid_password is False
    await official.passwords.email.reset_start_async(organization_id="acme", email_address=ADA)
    token = (await sandbox.outbox.wait_for(email=ADA)).token
    reset = await official.passwords.email.reset_async(password_reset_token=token, password=NEW_PASSWORD)
    assert reset.member_authenticated
    assert (await log_in(official, NEW_PASSWORD)).member_authenticated


async def test_a_passcode_by_mail_logs_in(official: Any, sandbox: Sandbox, member: Any) -> None:
    await official.otps.email.login_or_signup_async(organization_id="acme", email_address=ADA)
    code = (await sandbox.outbox.wait_for(email=ADA)).code
    response = await official.otps.email.authenticate_async(organization_id="acme", email_address=ADA, code=code)
    assert response.member_id == member.member_id
    with refused(401, "unable_to_auth_otp_code"):
        await official.otps.email.authenticate_async(organization_id="acme", email_address=ADA, code=code)


async def test_a_second_factor_completes_a_login(official: Any, sandbox: Sandbox, member: Any) -> None:
    await official.organizations.update_async("acme", mfa_policy="REQUIRED_FOR_ALL")
    me = {"organization_id": "acme", "member_id": member.member_id}
    first = await log_in(official)
    assert (first.member_authenticated, first.member_session) == (False, None)
    assert first.mfa_required.member_options.mfa_phone_number == ""
    pending = {"intermediate_session_token": first.intermediate_session_token}
    await official.otps.sms.send_async(**me, mfa_phone_number=PHONE, **pending)
    code = (await sandbox.outbox.wait_for(phone_number=PHONE)).code
    by_phone = await official.otps.sms.authenticate_async(**me, code=code, **pending)
    assert [factor.type for factor in by_phone.member_session.authentication_factors] == ["password", "otp"]
    app = await official.totps.create_async(**me, session_token=by_phone.session_token)
    by_app = await official.totps.authenticate_async(
        **me, code=sandbox.totp_code(app.secret), session_token=by_phone.session_token
    )
    assert by_app.member.totp_registration_id == app.totp_registration_id
    codes = await official.recovery_codes.get_async("acme", member.member_id)
    assert codes.recovery_codes == app.recovery_codes


async def test_a_magic_link_invites_logs_in_and_discovers(official: Any, sandbox: Sandbox, member: Any) -> None:
    await official.magic_links.email.invite_async(organization_id="acme", email_address=GRACE)
    token = (await sandbox.outbox.wait_for(email=GRACE)).magic_link_token
    assert (await official.magic_links.authenticate_async(magic_links_token=token)).member.status == "active"

    await official.magic_links.email.login_or_signup_async(
        organization_id="acme", email_address=ADA, pkce_code_challenge=CHALLENGE
    )
    token = (await sandbox.outbox.wait_for(email=ADA)).magic_link_token
    with refused(400, "pkce_expected_code_verifier"):
        await official.magic_links.authenticate_async(magic_links_token=token)
    await official.magic_links.authenticate_async(magic_links_token=token, pkce_code_verifier=VERIFIER)

    await official.magic_links.email.discovery.send_async(email_address=ADA)
    token = (await sandbox.outbox.wait_for(email=ADA, purpose="discovery")).magic_link_token
    found = await official.magic_links.discovery.authenticate_async(discovery_magic_links_token=token)
    assert [entry.organization.organization_slug for entry in found.discovered_organizations] == ["acme"]
    login = await official.discovery.intermediate_sessions.exchange_async(
        intermediate_session_token=found.intermediate_session_token, organization_id="acme"
    )
    assert login.member_id == member.member_id


async def test_a_session_is_authenticated_extended_exchanged_and_revoked(
    official: Any, sandbox: Sandbox, member: Any
) -> None:
    login = await log_in(official, session_duration_minutes=30, session_custom_claims={"plan": "pro"})
    session = await official.sessions.authenticate_async(session_jwt=login.session_jwt, session_duration_minutes=60)
    assert session.member_session.expires_at > login.member_session.expires_at
    listed = await official.sessions.get_async(organization_id="acme", member_id=member.member_id)
    assert [each.member_session_id for each in listed.member_sessions] == [session.member_session.member_session_id]
    await official.sessions.revoke_async(member_id=member.member_id)
    with refused(404, "session_not_found"):
        await official.sessions.authenticate_async(session_token=login.session_token)


async def test_a_jwt_is_verified_locally_also_after_a_rotation_of_keys(
    official: Any, sandbox: Sandbox, member: Any
) -> None:
    first = await log_in(official, session_custom_claims={"plan": "pro"})
    sandbox.rotate_keys()
    second = await log_in(official)
    for login in (first, second):
        known = await official.sessions.authenticate_jwt_local_async(login.session_jwt)
        assert known.member_session_id == login.member_session.member_session_id
        assert known.custom_claims == login.member_session.custom_claims
    forged = second.session_jwt[:-8] + "AAAAAAAA"
    assert await official.sessions.authenticate_jwt_local_async(forged) is None
    with refused(400, "unable_to_parse_session_jwt"):
        await official.sessions.authenticate_jwt_async(forged)


async def test_a_member_may_do_what_a_role_permits_by_the_api_and_locally(official: Any, member: Any) -> None:
    from stytch.b2b.models.organizations_members import UpdateRequestOptions
    from stytch.b2b.models.sessions import AuthorizationCheck
    from stytch.shared.method_options import Authorization
    from stytch.shared.rbac_local import RBACPermissionError, TenancyError

    organization_id, member_id = member.organization.organization_id, member.member_id
    read, write = (
        {"organization_id": organization_id, "resource_id": "documents", "action": action}
        for action in ("read", "write")
    )
    remote = official.sessions.authenticate_async

    async def local(token: str, check: dict[str, str]) -> Any:
        return await official.sessions.authenticate_jwt_local_async(
            token, authorization_check=AuthorizationCheck(**check)
        )

    token = (await log_in(official)).session_jwt
    allowed = await remote(session_jwt=token, authorization_check=read)
    assert allowed.verdict.granting_roles == ["stytch_member"]
    assert (await local(token, read)).member_id == member_id
    with refused(403, "session_authorization_error"):
        await remote(session_jwt=token, authorization_check=write)
    with pytest.raises(RBACPermissionError):
        await local(token, write)
    with pytest.raises(TenancyError):
        await local(token, {**read, "organization_id": "organization-test-another"})

    as_ada = UpdateRequestOptions(authorization=Authorization(session_jwt=token))
    with refused(403, "session_authorization_error"):
        await official.organizations.members.update_async(
            organization_id, member_id, roles=["editor"], method_options=as_ada
        )
    await official.organizations.members.update_async(organization_id, member_id, roles=["editor"])
    promoted = (await log_in(official)).session_jwt
    verdict = (await remote(session_jwt=promoted, authorization_check=write)).verdict
    assert (verdict.authorized, verdict.granting_roles) == (True, ["editor"])
    await local(promoted, write)


async def test_a_machine_gets_a_token_that_is_checked_locally(official: Any) -> None:
    """Its verification of M2M tokens fetches the keys with a blocking request."""
    made = (await official.m2m.clients.create_async(scopes=["read:reports", "write:reports"])).m2m_client
    response = await official.m2m.token_async(made.client_id, made.client_secret, scopes=["read:reports"])
    assert (response.token_type, response.expires_in) == ("bearer", 3600)
    check = official.m2m.authenticate_token_async
    known = await check(response.access_token, required_scopes=["read:reports"])
    assert (known.client_id, known.scopes, known.custom_claims) == (made.client_id, ["read:reports"], {})
    forged = response.access_token[:-8] + "AAAAAAAA"
    assert await check(forged) is None
    assert await check(response.access_token, required_scopes=["write:reports"]) is None
    everything = await official.m2m.token_async(made.client_id, made.client_secret, extra={"tenant": "acme"})
    assert (await check(everything.access_token)).scopes == ["read:reports", "write:reports"]


async def test_a_refused_token_has_the_error_of_oauth(official: Any) -> None:
    made = (await official.m2m.clients.create_async(scopes=["read:reports"])).m2m_client
    with refused(401, "invalid_client"):
        await official.m2m.token_async(made.client_id, "wrong")
    with refused(400, "invalid_scope"):
        await official.m2m.token_async(made.client_id, made.client_secret, scopes=["other"])


async def test_an_access_token_is_introspected_locally_and_over_the_network(
    official: Any, sandbox: Sandbox, member: Any
) -> None:
    from stytch.b2b.models.sessions import AuthorizationCheck
    from stytch.shared.rbac_local import RBACPermissionError, TenancyError

    app = (
        await official.connected_app.clients.create_async(
            client_type="first_party", redirect_urls=["https://app.example/cb"]
        )
    ).connected_app
    await official.organizations.members.update_async("acme", member.member_id, roles=["editor"])
    scopes = ["openid", "write:documents"]
    token = sandbox.apps.authorize(app.client_id, member=member.member_id, scopes=scopes).access_token

    async def over_the_network(check: AuthorizationCheck | None) -> Any:
        """Its async call fetches the policy with a blocking request, which the server in this loop cannot serve."""
        secret = {"client_secret": app.client_secret, "authorization_check": check}
        return await asyncio.to_thread(official.idp.introspect_token_network, token, app.client_id, **secret)

    async def locally(check: AuthorizationCheck | None) -> Any:
        return await asyncio.to_thread(official.idp.introspect_access_token_local, token, authorization_check=check)

    organization_id = member.organization.organization_id
    write = {"organization_id": organization_id, "resource_id": "documents", "action": "write"}
    for introspect in (over_the_network, locally):
        known = await introspect(None)
        assert (known.subject, known.scope) == (member.member_id, "openid write:documents")
        assert (known.audience, known.token_type) == ([PROJECT_ID], "access_token")
        assert known.organization_claim == {"organization_id": organization_id, "slug": "acme"}
        assert await introspect(AuthorizationCheck(**write))
        with pytest.raises(RBACPermissionError):
            await introspect(AuthorizationCheck(**{**write, "action": "read"}))
        with pytest.raises(TenancyError):
            await introspect(AuthorizationCheck(**{**write, "organization_id": "organization-test-another"}))
    asked = await official.idp.introspect_token_network_async(token, app.client_id, app.client_secret)
    assert asked == await over_the_network(None)
    await official.organizations.members.connected_apps.revoke_async("acme", member.member_id, app.client_id)
    assert await over_the_network(None) is None
    assert (await locally(None)).subject == member.member_id
