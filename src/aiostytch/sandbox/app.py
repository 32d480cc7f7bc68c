"""The sandbox, in this process or as an ASGI application."""

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
from ..checks import check_instance, check_integer
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
from .store.state import MAX_DELIVERIES, MAX_MESSAGES, PROJECT_ID, SECRET, State
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

    The sandbox keeps state: what a call creates, later calls find. `sandbox.clock.advance(minutes=6)` moves its clock.
    `sandbox.outbox` has the e-mails and text messages that the API would have sent. A request that violates the
    specification gets status 400 and the place of the problem. A sandbox is also an ASGI application; `serve` serves it
    over a socket.

    Args:
        project_id: the project ID that requests must have.
        secret: the secret that requests must have.
        public_token: the public token that requests of frontend SDKs must have.
        bootstrap: the project's settings for frontend SDKs, and the pages that may use them.
        clock: the clock; by default it shows the real time until you change it.
        new_uuid: returns the random part of IDs, tokens and codes, different each time.
        policy: roles, resources and scopes of the project in addition to the built-in ones, in the form of
            `client.rbac.policy`.
        sleep: waits for the seconds by which a response is delayed.
        max_messages: the maximum number of messages, and of tokens (such as those in links). The oldest are deleted.
        max_deliveries: the maximum number of webhook deliveries. The oldest completed ones are deleted first, then the
            oldest pending ones, which are never sent.
        seed: the initial state, in the form that `seed` takes; ignored if the database already holds a state.
        database: an SQLite file that keeps the state across sandboxes; by default the state is in memory.

    Raises:
        ConfigurationError: the project ID or the secret cannot be sent in a header, or an argument has a wrong type.
        SeedError: the seed is invalid.
        StoreError: the file cannot be used.
        ValueError: the policy is invalid.

    Attributes:
        state: the state of the sandbox.
        was_resumed: whether the database already held a state.
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
        max_deliveries: int = MAX_DELIVERIES,
        seed: Seed | None = None,
        database: str | Path | None = None,
    ) -> None:
        self.project_id = project_id
        self.secret = secret
        self.public_token = check_public_token(public_token)
        self.bootstrap = (
            Bootstrap()
            if bootstrap is None
            else check_instance("bootstrap", bootstrap, Bootstrap, "a Bootstrap of aiostytch.sandbox")
        )
        clock = Clock() if clock is None else check_instance("clock", clock, Clock, "a Clock of aiostytch.sandbox")
        check_integer("max_messages", max_messages, minimum=1)
        check_integer("max_deliveries", max_deliveries, minimum=1)
        self.state = State(
            project_id=project_id,
            clock=clock,
            new_uuid=new_uuid,
            max_messages=max_messages,
            max_deliveries=max_deliveries,
        )
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
        self.was_resumed = self._store is not None and self._store.had_records
        if self.was_resumed:
            self._put_policy(extended)

    @property
    def clock(self) -> Clock:
        """The clock, which you can move and freeze."""
        return self.state.clock

    @property
    def transport(self) -> Transport:
        """The transport that connects clients with this sandbox."""
        return self._transport

    @property
    def outbox(self) -> Outbox:
        """The e-mails and text messages that the API would have sent."""
        return self.state.outbox

    def totp_code(self, secret: str) -> str:
        """Return the code that an authenticator app shows now: six digits.

        Args:
            secret: the secret that `totps.create` returned.

        Raises:
            ValueError: the secret is not Base32.
        """
        return totp_codes.code_at(secret, self.clock.now())

    def set_policy(self, policy: Mapping[str, Any]) -> None:
        """Set the policy of the project, as the dashboard of a real one does.

        Args:
            policy: `roles`, `resources` and `scopes` in addition to the built-in ones. A role that has the name of a
                built-in role replaces it.

        Raises:
            ValueError: the policy is invalid.
        """
        self._put_policy(extend_built_in(policy))

    def _put_policy(self, policy: Policy | None) -> None:
        if policy is not None:
            self._gateway.transact(lambda: self.state.policies.put(policy))

    def set_m2m_claims(self, template: str) -> None:
        """Set the template of the custom claims of M2M tokens, as the dashboard of a real project does.

        Args:
            template: a JSON object in which `{{ request.NAME }}` stands for an additional parameter of the request, one
                of those that `client.m2m.token` takes as `extra`; "" for no claims.

        Raises:
            RefusedError: the template is not a JSON object.
        """
        claims_templates.check(template, "jwt_template_invalid_json")
        self._gateway.transact(lambda: settings.change(self.state, m2m_claims_template=template))

    def reset(self) -> None:
        """Return to the initial state: the arguments, the policy and the seed that the sandbox was made with.

        This includes the clock, faults, rate limits and the request log. Snapshots, clients and open connections stay.
        Session JWTs are signed with the initial key again, so that the key caches of services stay valid.
        """
        self._snapshots.reset()

    def snapshot(self, name: str = DEFAULT) -> Snapshot:
        """Take a snapshot of the state, the clock, the outbox, faults, rate limits, and the request log.

        Args:
            name: the name of the snapshot. It replaces a snapshot that has the same name.

        Raises:
            ConfigurationError: there are 100 snapshots already.
        """
        return self._snapshots.take(name)

    def restore(self, snapshot: Snapshot | str = DEFAULT) -> None:
        """Return to a snapshot. New IDs and tokens still differ from those created since it was taken.

        Args:
            snapshot: the snapshot, or its name.

        Raises:
            LookupError: no snapshot has this name.
        """
        self._snapshots.restore(snapshot)

    @property
    def snapshots(self) -> Sequence[str]:
        """The names of the snapshots."""
        return self._snapshots.names

    @property
    def faults(self) -> Faults:
        """Faults to inject: `sandbox.faults.add("organizations.get", Status(503))`."""
        return self._gateway.faults

    @property
    def rate_limits(self) -> RateLimits:
        """Rate limits: `sandbox.rate_limits.set("otps.*", per_second=1)`."""
        return self._gateway.rate_limits

    @property
    def requests(self) -> RequestLog:
        """The last requests and responses, with secrets masked."""
        return self._gateway.requests

    @property
    def sso(self) -> SingleSignOn:
        """The identity providers of SSO connections."""
        return SingleSignOn(self.state, self._gateway.transact)

    @property
    def oauth(self) -> OAuth:
        """The OAuth providers."""
        return OAuth(self.state, self._gateway.transact)

    @property
    def apps(self) -> ConnectedApps:
        """The Connected Apps that act for members who consent."""
        return ConnectedApps(self.state, self._gateway.transact)

    @property
    def fraud(self) -> Fraud:
        """The devices and addresses that `client.fraud` assesses."""
        return Fraud(self.state, self._gateway.transact)

    @property
    def webhooks(self) -> WebhookService:
        """The endpoints that events are sent to, and their deliveries."""
        return self._webhooks

    def login(self, email: str, *, organization: str = "", roles: Sequence[str] | None = None, **session: Any) -> Login:
        """Return a logged-in member without the steps of a login, for tests of what comes after it.

        Args:
            email: the address of the member. The member is created if necessary.
            organization: the organization, by its ID, slug or external ID; by default that of the member, or the first
                one, or a new one.
            roles: the roles to assign to the member; by default the roles do not change.
            session: the arguments of logins: `session_duration_minutes`, `session_custom_claims`.

        Raises:
            RefusedError: the organization or a role does not exist, or the address or another argument is invalid.
        """
        return self._gateway.transact(
            lambda: logins.log_in(self.state, email, organization=organization, roles=roles, **session)
        )

    def impersonate(self, member_id: str, *, impersonator_email: str = impersonation.DEFAULT_EMAIL) -> str:
        """Return a single-use token for `client.impersonation.authenticate`. It expires after five minutes.

        Args:
            member_id: the member.
            impersonator_email: the address of the person who acts as the member.

        Raises:
            LookupError: no active member has the ID.
        """
        return self._gateway.transact(lambda: impersonation.issue_token(self.state, member_id, impersonator_email))

    def trust_tokens(self, *, issuer: str, audience: str, public_key: str, organization_claim: str = "") -> str:
        """Trust the tokens of an issuer: `client.sessions.attest` exchanges them for a session.

        Args:
            issuer: the `iss` claim of the tokens.
            audience: the `aud` claim of the tokens.
            public_key: the RSA key that verifies the tokens (RS256), in PEM.
            organization_claim: the claim that names the organization; by default the caller of `attest` names it.

        Returns:
            The ID of the profile.

        Raises:
            ValueError: the key is not an RSA key in PEM.
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
        """Trust a session of another system: `client.sessions.migrate` exchanges its token for a session."""
        self._gateway.transact(lambda: trusted_systems.add_session(self.state, token, email))

    def directory(self, bearer_token: str) -> Directory:
        """Return an identity provider that provisions by SCIM.

        Args:
            bearer_token: the bearer token of the SCIM connection.
        """
        return Directory(self.state, functools.partial(self._gateway.transact, source=SCIM), bearer_token)

    def rotate_keys(self) -> None:
        """Sign session JWTs with a new key from now on. Older keys stay published for a month."""
        self._gateway.transact(lambda: jwts.rotate(self.state))

    def seed(self, seed: Seed) -> None:
        """Add the content of a seed. If a part of it is invalid, nothing is added.

        Args:
            seed: a mapping, or the path of a YAML file; see `aiostytch.sandbox.seeds`.

        Raises:
            SeedError: the seed is invalid; the message names the file and the place.
        """
        seeds.add(self._gateway, seed)

    def client(self, **options: Any) -> B2BClient:
        """Return a client of this sandbox. It has the sandbox's credentials and needs no socket.

        The client uses the sandbox's clock, and does not wait before retries. `aclose` of the sandbox closes it too.

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
        """Close the database, if the sandbox has one."""
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
        from .asgi import ASGIAdapter  # imports Starlette, which clients in this process do not need

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
