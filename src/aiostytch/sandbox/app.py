"""The sandbox: in this process, and as an ASGI application."""

from __future__ import annotations

import asyncio
import functools
import uuid
import weakref
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

from .. import B2BClient
from ..checks import check_kind, check_whole
from ..clock import Clock as ClientClock
from ..errors import ConfigurationError
from ..retry import RetryPolicy
from ..transports import Transport
from . import seeds
from .crypto import jwts, totp_codes
from .entities import claims_templates
from .entities.policy import extend_built_in
from .faults.faults import Faults
from .faults.rate_limits import RateLimits
from .frontend.api import FrontendAPI
from .frontend.settings import PUBLIC_TOKEN, Bootstrap, check_public_token
from .http.credentials import Credentials
from .http.gateway import Gateway
from .http.in_process import BASE_URL, InProcessTransport
from .http.request_log import RequestLog
from .http.snapshots import DEFAULT, Snapshot, Snapshots
from .oauth import settings
from .providers import impersonation, logins, trusted_systems
from .providers.connected_apps import ConnectedApps
from .providers.fraud import Fraud
from .providers.logins import Login
from .providers.oauth import OAuth
from .providers.scim import Directory
from .providers.sso import SingleSignOn
from .store.clock import Clock
from .store.outbox import Outbox
from .store.policy import Policy
from .store.state import MAX_MESSAGES, PROJECT_ID, SECRET, State
from .webhooks.changes import SCIM
from .webhooks.service import WebhookService

if TYPE_CHECKING:
    from .store.sqlite import SQLiteStore

Seed: TypeAlias = Mapping[str, Any] | str | Path
"""A seed, or the path of a YAML file with one."""


class Sandbox:
    """The Stytch B2B API, in this process.

        async with Sandbox() as sandbox:
            client = sandbox.client()
            await client.organizations.create(organization_name="Acme")

    It stores the effects of calls. `sandbox.clock.advance(minutes=6)` moves its clock. `sandbox.outbox` has the e-mails
    and text messages that the API would have sent. It rejects requests that violate the specification, with status 400
    and the place of the problem. It is also an ASGI application: `serve` puts it behind a socket.

    Args:
        project_id: the project ID that requests must have.
        secret: the secret that requests must have.
        public_token: the public token that requests of frontend SDKs must have.
        bootstrap: the project's settings for frontend SDKs, and the pages that may use them.
        clock: the clock; by default the real time until you change it.
        new_uuid: returns the random part of IDs, tokens and codes, different each time.
        policy: roles, resources and scopes of the project in addition to the built-in ones, in the form of
            `client.rbac.policy`.
        sleep: waits for the seconds by which a response is delayed.
        max_messages: how many messages are kept, and how many tokens, such as those in links; the oldest are forgotten.
        seed: what it begins with, as `seed` takes it; ignored if the database holds a state already.
        database: a file in SQLite's format that keeps the state across sandboxes; by default it is in memory.

    Raises:
        ConfigurationError: the project id or the secret cannot be sent in a header, or an argument has a wrong type.
        SeedError: the seed is invalid.
        StoreError: the file cannot be used.
        ValueError: the policy is not valid.

    Attributes:
        state: everything that the sandbox remembers.
        was_resumed: whether the database held a state already.
    """

    def __init__(
        self,
        *,
        project_id: str = PROJECT_ID,
        secret: str = SECRET,
        public_token: str = PUBLIC_TOKEN,
        bootstrap: Bootstrap | None = None,
        clock: Clock | None = None,
        new_uuid: Callable[[], uuid.UUID] = uuid.uuid4,
        policy: Mapping[str, Any] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        max_messages: int = MAX_MESSAGES,
        seed: Seed | None = None,
        database: str | Path | None = None,
    ) -> None:
        self.project_id = project_id
        self.secret = secret
        self.public_token = check_public_token(public_token)
        self.bootstrap = (
            Bootstrap()
            if bootstrap is None
            else check_kind("bootstrap", bootstrap, Bootstrap, "a Bootstrap of aiostytch.sandbox")
        )
        clock = Clock() if clock is None else check_kind("clock", clock, Clock, "a Clock of aiostytch.sandbox")
        check_whole("max_messages", max_messages, least=1)
        self.state = State(project_id=project_id, clock=clock, new_uuid=new_uuid, max_messages=max_messages)
        extended = None if policy is None else extend_built_in(policy)
        self._store: SQLiteStore | None = None
        self._gateway = Gateway(
            state=self.state,
            credentials=Credentials(project_id=project_id, secret=secret),
            frontend=FrontendAPI(public_token=self.public_token, bootstrap=self.bootstrap),
            commit=self._commit,
        )
        self._transport = InProcessTransport(self._gateway.receive, sleep)
        self._webhooks = WebhookService(self.state, self._gateway.transact)
        self._clients: weakref.WeakSet[B2BClient] = weakref.WeakSet()
        self._put_policy(extended)
        if seed is not None:
            self.seed(seed)
        self._snapshots = Snapshots(self._gateway)
        self._sleep = sleep
        if database is not None:
            from .store.sqlite import SQLiteStore  # for sandboxes with a database

            self._store = SQLiteStore(_path(database), self.state)
        self.was_resumed = self._store is not None and self._store.was_filled
        if self.was_resumed:
            self._put_policy(extended)

    @property
    def clock(self) -> Clock:
        """The clock, which can be moved and frozen."""
        return self.state.clock

    @property
    def transport(self) -> Transport:
        """The transport to this sandbox, which its clients have."""
        return self._transport

    @property
    def outbox(self) -> Outbox:
        """The e-mails and text messages that the API would have sent."""
        return self.state.outbox

    def totp_code(self, secret: str) -> str:
        """Return what an authenticator app shows now.

        Args:
            secret: what `totps.create` returned.

        Raises:
            ValueError: the secret is not in Base32.
        """
        return totp_codes.code_at(secret, self.clock.now())

    def set_policy(self, policy: Mapping[str, Any]) -> None:
        """Set the policy of the project, as the dashboard of a real one does.

        Args:
            policy: `roles`, `resources` and `scopes` in addition to the built-in ones. A role with a built-in name
                replaces that one.

        Raises:
            ValueError: the policy is not valid.
        """
        self._put_policy(extend_built_in(policy))

    def _put_policy(self, policy: Policy | None) -> None:
        if policy is not None:
            self._gateway.transact(lambda: self.state.policies.put(policy))

    def set_m2m_claims(self, template: str) -> None:
        """Set the template of the custom claims of M2M tokens, as the dashboard of a real project does.

        Args:
            template: a JSON object in which `{{ request.NAME }}` stands for a further parameter of the request, those
                that `client.m2m.token` takes as `extra`; "" for no claims.

        Raises:
            RefusedError: it is not a JSON object.
        """
        claims_templates.check(template, "jwt_template_invalid_json")
        self._gateway.transact(lambda: settings.change(self.state, m2m_claims_template=template))

    def reset(self) -> None:
        """Return to the beginning: what the sandbox was made with, its policy and its seed, and nothing else.

        The time is real again, or that of the given clock. Faults, rate limits and the log of requests are as at the
        beginning, too; snapshots are kept, and so are clients and open connections. Session JWTs are signed with the
        key of the beginning, so that services that have remembered the public keys go on.
        """
        self._snapshots.reset()

    def snapshot(self, name: str = DEFAULT) -> Snapshot:
        """Take a snapshot: of the state, the clock, the outbox, faults, rate limits, and the log of requests.

        Args:
            name: the name that it is kept under, until the sandbox ends, or another one gets this name.

        Raises:
            ConfigurationError: there are 100 snapshots already.
        """
        return self._snapshots.take(name)

    def restore(self, snapshot: Snapshot | str = DEFAULT) -> None:
        """Return to the moment of a snapshot, as if nothing had happened since. Ids and tokens are new all the same.

        Args:
            snapshot: the snapshot, or its name.

        Raises:
            LookupError: there is none with this name.
        """
        self._snapshots.restore(snapshot)

    @property
    def snapshots(self) -> Sequence[str]:
        """The names of the snapshots."""
        return self._snapshots.names

    @property
    def faults(self) -> Faults:
        """Faults of calls: `sandbox.faults.add("organizations.get", Status(503))`."""
        return self._gateway.faults

    @property
    def rate_limits(self) -> RateLimits:
        """Limits of requests per second: `sandbox.rate_limits.set("otps.*", per_second=1)`."""
        return self._gateway.rate_limits

    @property
    def requests(self) -> RequestLog:
        """The last requests and responses, with secrets masked."""
        return self._gateway.requests

    @property
    def sso(self) -> SingleSignOn:
        """The identity providers behind SSO connections."""
        return SingleSignOn(self.state, self._gateway.transact)

    @property
    def oauth(self) -> OAuth:
        """The OAuth providers."""
        return OAuth(self.state, self._gateway.transact)

    @property
    def apps(self) -> ConnectedApps:
        """The applications that act for members who consent."""
        return ConnectedApps(self.state, self._gateway.transact)

    @property
    def fraud(self) -> Fraud:
        """The devices and addresses that calls of `client.fraud` ask about."""
        return Fraud(self.state, self._gateway.transact)

    @property
    def webhooks(self) -> WebhookService:
        """The endpoints that events go to, and their deliveries."""
        return self._webhooks

    def login(self, email: str, *, organization: str = "", roles: Sequence[str] | None = None, **session: Any) -> Login:
        """Return a member who is logged in, without the way of a login: for tests of what comes after it.

        Args:
            email: the address of the member, who is created if there is none.
            organization: the organization, by its id, slug or external id. By default it is that of the member, else
                the first one, else a new one.
            roles: the roles that are assigned to the member; by default they stay as they are.
            session: what logins take: `session_duration_minutes`, `session_custom_claims`.

        Raises:
            RefusedError: the organization or a role does not exist, or the address or another argument cannot be used.
        """
        return self._gateway.transact(
            lambda: logins.log_in(self.state, email, organization=organization, roles=roles, **session)
        )

    def impersonate(self, member_id: str, *, impersonator_email: str = impersonation.DEFAULT_EMAIL) -> str:
        """Return a token that `client.impersonation.authenticate` takes, once and within five minutes.

        Args:
            member_id: the member.
            impersonator_email: the address of the person who acts as the member.

        Raises:
            LookupError: no active member has the id.
        """
        return self._gateway.transact(lambda: impersonation.issue_token(self.state, member_id, impersonator_email))

    def trust_tokens(self, *, issuer: str, audience: str, public_key: str, organization_claim: str = "") -> str:
        """Trust the tokens of an issuer; `client.sessions.attest` takes them in the place of a login.

        Args:
            issuer: their claim `iss`.
            audience: their claim `aud`.
            public_key: the RSA key that verifies them (RS256), in PEM.
            organization_claim: the claim that names the organization; by default the call names it.

        Returns:
            The id of the profile.
        """
        return self._gateway.transact(
            lambda: trusted_systems.add_profile(
                self.state,
                issuer=issuer,
                audience=audience,
                public_key=public_key,
                organization_claim=organization_claim,
            )
        )

    def trust_session(self, token: str, email: str) -> None:
        """Trust the token of a session in another system; `client.sessions.migrate` takes it."""
        self._gateway.transact(lambda: trusted_systems.add_session(self.state, token, email))

    def directory(self, bearer_token: str) -> Directory:
        """Return an identity provider that provisions by SCIM.

        Args:
            bearer_token: the bearer token of the SCIM connection.
        """
        return Directory(self.state, functools.partial(self._gateway.transact, source=SCIM), bearer_token)

    def rotate_keys(self) -> None:
        """Sign session JWTs with a new key from now on. The older ones stay published for a month."""
        self._gateway.transact(lambda: jwts.rotate(self.state))

    def seed(self, seed: Seed) -> None:
        """Add what a seed lists: all of it, or nothing.

        Args:
            seed: a mapping, or the path of a YAML file; see `aiostytch.sandbox.seeds`.

        Raises:
            SeedError: the seed is invalid; the message names the file and the place.
        """
        seeds.add(self._gateway, seed)

    def client(self, **options: Any) -> B2BClient:
        """Return a client of this sandbox: without a socket, and with the sandbox's credentials.

        Its wall clock is that of the sandbox, and it does not wait between attempts. It is closed with the sandbox, or
        before.

        Args:
            options: the arguments of `B2BClient`, e.g. `retry=RetryPolicy()` to wait, `strict_decoding=True`.
        """
        clock, elapsed = self.clock, ClientClock().monotonic
        client_clock = ClientClock(
            monotonic=lambda: elapsed() + clock.travelled.total_seconds(), now=lambda: clock.now().timestamp()
        )
        defaults: dict[str, Any] = {
            "base_url": BASE_URL,
            "transport": self._transport,
            "retry": RetryPolicy(wait=False),
            "clock": client_clock,
        }
        client = B2BClient(self.project_id, self.secret, **{**defaults, **options})
        self._clients.add(client)
        return client

    def _commit(self) -> None:
        if self._store is None:
            self.state.journal.clear()
        else:
            self._store.commit()

    async def aclose(self) -> None:
        """Close the clients and the database."""
        for client in tuple(self._clients):
            await client.aclose()
        self.close()

    def close(self) -> None:
        """Close the database, if there is one and it is open."""
        if self._store is not None:
            self._store.close()
            self._store = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request (ASGI 3)."""
        await self._adapter(scope, receive, send)

    @functools.cached_property
    def _adapter(self) -> ASGIApp:
        from .asgi import ASGIAdapter  # with a library that clients in this process do not need

        return ASGIAdapter(self._gateway, self._snapshots, self._sleep)

    def __repr__(self) -> str:
        state = self.state
        return (
            f"<Sandbox {self.project_id}: {len(state.organizations)} organizations, "
            f"{len(state.members)} members, {len(state.sessions)} sessions>"
        )


def _path(database: object) -> Path:
    if not isinstance(database, str | Path):
        raise ConfigurationError(f"database must be the path of a file, not this {type(database).__name__}")
    return Path(database)
