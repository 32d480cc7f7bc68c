# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The client."""

from __future__ import annotations

from aiostytch.stytch_client import StytchClient

from .resources import Resources


class B2BClient(StytchClient, Resources):
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
        deadline: seconds for a whole call, retries and waits included; None means no deadline.
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
