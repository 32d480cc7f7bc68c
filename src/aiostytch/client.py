"""The client of the B2B API: what every client has, and the tree of resources."""

from __future__ import annotations

from .base_client import BaseClient
from .call import CallRunner
from .resources import Resources


class B2BClient(BaseClient, Resources):
    """A client of the Stytch B2B API.

        async with B2BClient() as client:
            organization = await client.organizations.create(organization_name="Acme")

    Args:
        project_id: the project's id; else the environment's STYTCH_PROJECT_ID.
        secret: the project's secret; else STYTCH_SECRET.
        environment: "live" or "test"; else the project id tells.
        base_url: another server than the environment's, without the `/v1/b2b` that calls bring; else STYTCH_BASE_URL.
            https, or http on loopback.
        servers: where else to send the calls for which the API has a server of its own, by that server's URL. Without
            it a client with another `base_url` sends them there, too.
        allow_insecure_http: whether `base_url` may be http elsewhere too. The secret and the sessions of members then
            travel unencrypted: only for a sandbox, such as one in another container.
        transport: what sends requests: "httpx", or an object with the methods of `aiostytch.transports.Transport`.
        http_client: an `httpx.AsyncClient` or `httpx.AsyncBaseTransport` to send them through instead. It stays yours:
            it is not closed with the client, and it must not be shared with another event loop.
        timeout: limits of the steps of each attempt; a number is the limit, in seconds, of each step.
        deadline: seconds for a whole call, retries and waits included; None is no deadline.
        retry: how failed attempts are retried.
        max_response_size: bytes that a decompressed body may have.
        max_concurrency: how many requests may be pending at once; further ones wait in line, for as long as the
            timeout's `pool` allows.
        rate_limit: how many requests are sent in a second; further ones wait, inside the deadline. None is no limit.
        middleware: async functions around each attempt, the first one outermost.
        strict_decoding: whether a response that deviates from the specification raises `DecodeError`. By default what
            fits is decoded, what does not is kept as it came, and each deviation is reported once.
        on_call: called with the record of each call that ended.
        on_retry: called with the record of each failed attempt that is going to be retried.
        on_drift: called once with each deviation from the specification.
        instruments: see calls while they happen, as tracing does.
        local_auth: how session JWTs are verified in this process; None is the defaults.
        store: what the processes of a service share, such as a `RedisStore`: revocations, keys and policies. It is
            closed with the client: give each client a store object of its own. None is to share nothing.
        clock: the time, for tests.

    Raises:
        ConfigurationError: a setting is missing or cannot be used; the message names it.
    """

    def _start(self, runner: CallRunner) -> None:
        super()._start(runner)
        Resources.__init__(self, runner)
