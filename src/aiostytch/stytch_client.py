"""The base of Stytch's clients: a project, member sessions, local verification."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Self

import attrs

from .base_client import DEFAULT_RETRY, DEFAULT_TIMEOUT, NOTHING, REAL_TIME, BaseClient
from .checks import check_instance
from .clock import Clock
from .config import MAX_RESPONSE_SIZE
from .fleet.events import ObjectChange, revoked_by
from .fleet.health import Health
from .limits import RateLimit
from .member_session import SessionJWT, SessionToken, check_session
from .middleware import Middleware
from .observe import CallRecord, Hook, Instrument, RetryRecord
from .retry import RetryPolicy
from .stytch_target import Environment, stytch_target
from .tolerant import Drift
from .transports import Transport
from .wire import Timeout

if TYPE_CHECKING:  # for annotations only: callers have imported it
    import httpx

    from .local_auth.bearer import Accepted, Principal
    from .local_auth.settings import LocalAuth
    from .store import Store


class StytchClient(BaseClient):
    """A client of the Stytch B2B API.

        async with B2BClient() as client:
            organization = await client.organizations.create(organization_name="Acme")

    Args:
        project_id: the project's ID; if omitted, the environment variable STYTCH_PROJECT_ID.
        secret: the project's secret; if omitted, STYTCH_SECRET.
        environment: "live" or "test"; inferred from the project ID if omitted.
        base_url: another server, without the `/v1/b2b` that calls add; if omitted, STYTCH_BASE_URL, or the server of
            the environment. It must be an https URL, or an http URL of a loopback address.
        servers: replacements for the other servers of the API, by the URL of the server. Without it, a client with
            another `base_url` sends all calls there.
        allow_insecure_http: whether `base_url` may be an http URL of any address. The secret and the session tokens are
            then sent unencrypted: use it only for a sandbox, such as one in another container.
        transport: the HTTP library, such as "httpx", or an object with the methods of `aiostytch.transports.Transport`.
        http_client: your own `httpx.AsyncClient` or `httpx.AsyncBaseTransport` to send requests with. The client does
            not close it, and you must not share it with another event loop.
        timeout: limits of the steps of each attempt, in seconds; a number is the limit of each step.
        deadline: the seconds for a whole call, including retries and waits; None means no deadline.
        retry: the policy for retries.
        max_response_size: the maximum size of a decompressed body, in bytes.
        max_concurrency: the maximum number of concurrent requests; others wait for at most the timeout's `pool`.
        rate_limit: the maximum number of requests per second; others wait within the deadline. None means no limit.
        middleware: async functions around each attempt, the first one outermost.
        strict_decoding: whether a response that deviates from the specification raises `DecodeError`. By default, the
            client decodes valid fields, keeps invalid ones as received, and reports each deviation once.
        on_call: called with the record of each finished call.
        on_retry: called with the record of each failed attempt before its retry.
        on_drift: called once for each deviation from the specification.
        instruments: tracing and metrics, such as `OpenTelemetry()`.
        local_auth: settings of local verification; None means the defaults.
        store: a store, such as a `RedisStore`, that shares revocations, keys and policies among the processes of a
            service. The client closes it, so give each client its own store object. None means no sharing.
        clock: the clock, for tests.

    Raises:
        ConfigurationError: a setting is missing or invalid; the message names it.
    """

    def __init__(
        self,
        project_id: str | None = None,
        secret: str | None = None,
        *,
        environment: Environment | None = None,
        base_url: str | None = None,
        servers: Mapping[str, str] = NOTHING,
        allow_insecure_http: bool = False,
        transport: str | Transport = "httpx",
        http_client: httpx.AsyncClient | httpx.AsyncBaseTransport | None = None,
        timeout: Timeout | float = DEFAULT_TIMEOUT,
        deadline: float | None = 30.0,
        retry: RetryPolicy = DEFAULT_RETRY,
        max_response_size: int = MAX_RESPONSE_SIZE,
        max_concurrency: int = 100,
        rate_limit: RateLimit | None = None,
        middleware: Sequence[Middleware] = (),
        strict_decoding: bool = False,
        on_call: Hook[CallRecord] | None = None,
        on_retry: Hook[RetryRecord] | None = None,
        on_drift: Hook[Drift] | None = None,
        instruments: Sequence[Instrument] = (),
        local_auth: LocalAuth | None = None,
        store: Store | None = None,
        clock: Clock = REAL_TIME,
    ) -> None:
        target = stytch_target(
            project_id=project_id,
            secret=secret,
            environment=environment,
            base_url=base_url,
            allow_insecure_http=allow_insecure_http,
            environ=os.environ,
        )
        super().__init__(
            target,
            servers=servers,
            allow_insecure_http=allow_insecure_http,
            transport=transport,
            http_client=http_client,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            max_response_size=max_response_size,
            max_concurrency=max_concurrency,
            rate_limit=rate_limit,
            middleware=middleware,
            strict_decoding=strict_decoding,
            on_call=on_call,
            on_retry=on_retry,
            on_drift=on_drift,
            instruments=instruments,
            store=store,
            clock=clock,
        )
        if local_auth is not None:
            from .local_auth.settings import LocalAuth
            from .local_auth.state import set_up  # imports models: only services that verify sessions need it

            set_up(self._runner, check_instance("local_auth", local_auth, LocalAuth, "a LocalAuth(…)"))

    @property
    def store(self) -> Store | None:
        """The store that the client shares with other processes, or None."""
        return self._runner.state.fleet.store

    def as_member(self, session: SessionToken | SessionJWT) -> Self:
        """Return a view of this client that makes calls with the permissions of a member.

        The view sends the session with the calls that accept one, and with no others.
        """
        return self._view(attrs.evolve(self._runner, session=check_session(session)))

    async def authenticate(
        self,
        request: object,
        accepts: Sequence[Accepted] = ("session", "m2m", "access_token"),
        *,
        audience: str | None = None,
        max_token_age: float | None = None,
        leeway: float = 10.0,
    ) -> Principal:
        """Verify the bearer token of a request in this process, for any kind of token.

            match await client.authenticate(request):
                case VerifiedSession(member_id=member_id): ...
                case VerifiedClient(client_id=client_id): ...
                case VerifiedAccess(member_id=member_id, scopes=scopes): ...

        It ignores cookies; the middleware of `aiostytch.integrations` reads them.

        Args:
            request: a request of any framework, an ASGI scope, or headers: a mapping, or pairs of names and values.
            accepts: the accepted kinds of tokens.
            audience: the required audience of an access token; by default the project.
            max_token_age: the maximum age of the token, in seconds since it was issued; by default any age.
            leeway: the allowed clock skew, 0 to 60 seconds; 10 by default.

        Raises:
            MissingTokenError: the request has no bearer token.
            WrongTokenKindError: the token is of another kind; `seen` of the error is its kind.
            TokenVerificationError: the token is not accepted; each reason has its own class.
            ConfigurationError: another argument is invalid.
            ClientClosedError: the client is closed.
        """
        from .local_auth.bearer import BearerAuthentication  # imports models: only services that verify tokens need it

        bearer = BearerAuthentication(self._runner)
        return await bearer.authenticate(request, accepts, audience, max_token_age, leeway)

    @property
    def project_id(self) -> str:
        """The ID of the project."""
        return self._runner.config.project_id

    async def health(self) -> Health:
        """Return the health of the client: the age of keys and policy, and the state of its store.

        The client waits for the store for at most 50 ms, and does not call the API.

        Raises:
            ClientClosedError: the client is closed.
        """
        from .local_auth.state import ages  # imports models: only services that verify tokens need it

        runner = self._runner
        runner.state.lifecycle.check_open()
        keys_age, policy_age = ages(runner)
        fleet = runner.state.fleet
        return Health(
            keys_age=keys_age,
            policy_age=policy_age,
            revocations=len(fleet.revocations),
            last_webhook=fleet.last_webhook,
            store=await fleet.store_health(),
        )

    async def learn(self, event: ObjectChange) -> None:
        """Reject the tokens of members and organizations that a webhook reports as deleted.

        `Webhooks(secrets, client=client)` calls it with each event. It revokes the tokens of a deleted or deactivated
        member, and of a deleted organization, that were issued before the event. All processes that share a store
        reject them.

        Args:
            event: an event of this project with a verified signature. Events of other projects are ignored.

        Raises:
            ClientClosedError: the client is closed.
        """
        runner = self._runner
        runner.state.lifecycle.check_open()
        if event.project_id == runner.config.project_id:
            runner.state.fleet.record_webhook(event.timestamp)
            await runner.state.fleet.revoke(tuple(revoked_by(event, runner.clock.now())))
