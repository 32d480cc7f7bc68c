"""Generic OAuth clients log members in, using only the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from joserfc import jwt
from joserfc.jwk import KeySet
from requests_oauthlib import OAuth2Session

from aiostytch.sandbox import PROJECT_ID, Clock, Sandbox, serve_in_thread

CALLBACK = "http://127.0.0.1:7777/cb"
SCOPES = ["openid", "email", "offline_access"]
EMAIL = "ada@acme.example"
VERIFIER = "v" * 64


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    """A sandbox in real time, because these clients use the system clock."""
    sandbox = Sandbox(clock=Clock())
    sandbox.seed({"organizations": [{"organization_name": "Acme", "members": [{"email_address": EMAIL}]}]})
    return sandbox


@pytest.fixture(scope="module")
def base_url(sandbox: Sandbox) -> Iterator[str]:
    with serve_in_thread(sandbox) as base_url:
        yield base_url


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # http on this machine
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="module")
def metadata(base_url: str) -> dict[str, Any]:
    known: dict[str, Any] = requests.get(f"{base_url}/.well-known/openid-configuration", timeout=5).json()
    assert known["issuer"] == base_url
    return known


def register(metadata: dict[str, Any], method: str) -> dict[str, str]:
    wanted = {"redirect_uris": [CALLBACK], "token_endpoint_auth_method": method, "client_name": "Generic"}
    response = requests.post(metadata["registration_endpoint"], json=wanted, timeout=5)
    assert response.status_code == 201
    registered: dict[str, str] = response.json()
    return registered


def browse(url: str, sandbox: Sandbox) -> str:
    """Log in and consent, and return the final redirect."""
    (member,) = sandbox.state.members
    with requests.Session() as browser:
        response = browser.get(url, timeout=5)
        for chosen in ({"member_id": member.id}, {"decision": "allow"}):
            if response.status_code == 200:
                hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', response.text)
                form = {unescape(name): unescape(value) for name, value in hidden}
                target = response.url.partition("?")[0]
                response = browser.post(target, data={**form, **chosen}, allow_redirects=False, timeout=5)
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def check_identity(metadata: dict[str, Any], client_id: str, id_token: str, nonce: str | None) -> None:
    """Check an ID token as OpenID Connect Core 1.0, section 3.1.3.7 says."""
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"], timeout=5).json())
    claims = jwt.decode(id_token, keys, algorithms=metadata["id_token_signing_alg_values_supported"]).claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": metadata["issuer"]},
        aud={"essential": True, "value": client_id},
        email={"essential": True, "value": EMAIL},
        **({"nonce": {"essential": True, "value": nonce}} if nonce else {}),
    ).validate(claims)


@pytest.mark.parametrize("method", ["none", "client_secret_post", "client_secret_basic"])
def test_requests_oauthlib_logs_in(sandbox: Sandbox, metadata: dict[str, Any], method: str) -> None:
    app = register(metadata, method)
    client_id, secret = app["client_id"], app.get("client_secret")
    with OAuth2Session(client_id, redirect_uri=CALLBACK, scope=SCOPES, pkce="S256") as session:
        url, _ = session.authorization_url(metadata["authorization_endpoint"], nonce="n-1")
        how: dict[str, Any] = {"include_client_id": True} if method == "none" else {"client_secret": secret}
        if method == "client_secret_post":
            how["include_client_id"] = True
        tokens = session.fetch_token(
            metadata["token_endpoint"], authorization_response=browse(url, sandbox), timeout=5, **how
        )
        check_identity(metadata, client_id, tokens["id_token"], "n-1")
        assert session.get(metadata["userinfo_endpoint"], timeout=5).json()["email"] == EMAIL
        refreshed = session.refresh_token(
            metadata["token_endpoint"], client_id=client_id, timeout=5, **({"client_secret": secret} if secret else {})
        )
        assert refreshed["access_token"] != tokens["access_token"]
        check_identity(metadata, client_id, refreshed["id_token"], None)


@pytest.mark.parametrize("method", ["none", "client_secret_post", "client_secret_basic"])
def test_authlib_logs_in(sandbox: Sandbox, metadata: dict[str, Any], method: str) -> None:
    app = register(metadata, method)
    with AuthlibSession(
        app["client_id"],
        app.get("client_secret"),
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        redirect_uri=CALLBACK,
        scope=" ".join(SCOPES),
        code_challenge_method="S256",
        default_timeout=5,
    ) as session:
        url, state = session.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=VERIFIER, nonce="n-2"
        )
        tokens = session.fetch_token(
            metadata["token_endpoint"],
            authorization_response=browse(url, sandbox),
            state=state,
            code_verifier=VERIFIER,
        )
        check_identity(metadata, app["client_id"], tokens["id_token"], "n-2")
        assert session.get(metadata["userinfo_endpoint"]).json()["email"] == EMAIL
        refreshed = session.refresh_token(metadata["token_endpoint"])
        assert refreshed["access_token"] != tokens["access_token"]
        known = session.introspect_token(metadata["introspection_endpoint"], token=refreshed["access_token"])
        assert (known.json()["active"], known.json()["iss"]) == (True, metadata["issuer"])
        assert session.revoke_token(metadata["revocation_endpoint"], token=refreshed["access_token"]).status_code == 200
        assert session.get(metadata["userinfo_endpoint"]).status_code == 401


def test_authlib_gets_a_token_for_a_machine(sandbox: Sandbox, base_url: str) -> None:
    root = f"{base_url}/v1/public/{PROJECT_ID}"
    metadata = requests.get(f"{root}/.well-known/oauth-authorization-server", timeout=5).json()
    made = requests.post(
        f"{base_url}/v1/m2m/clients", json={"scopes": ["a", "b"]}, auth=(PROJECT_ID, sandbox.secret), timeout=5
    ).json()["m2m_client"]
    with AuthlibSession(made["client_id"], made["client_secret"], scope="a", default_timeout=5) as session:
        tokens = session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"], timeout=5).json())
    claims = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["sub"], claims["scope"]) == (metadata["issuer"], made["client_id"], "a")
