"""The state of local verification and authorization that a client shares with its views."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import attrs
import msgspec

from .. import codec
from ..call import CallRunner
from ..checks import check_deadline, check_integer, check_list
from ..client_state import ClientState
from ..errors import ConfigurationError, MalformedTokenError
from ..fleet.fleet import Fleet
from ..fleet.revocations import Revocation
from ..models.sessions import AuthenticationFactor
from ..operation import RequestOptions
from ..tolerant import Drift
from .claims import Expected, expected
from .factors import Factors
from .fair_scheduler import FairScheduler
from .jwks import Keys, read_keys
from .key_cache import KeyCache
from .kind import ReadFactors
from .policy_cache import PolicyCache
from .settings import LocalAuth
from .token_cache import TokenCache
from .unknown_keys import UnknownKeys

_FACTORS = list[AuthenticationFactor]


@attrs.frozen(eq=False)
class LocalState:
    """The caches of keys, policies and tokens, the expected claims, and the known revocations."""

    keys: KeyCache
    unknown_keys: UnknownKeys
    policies: PolicyCache
    tokens: TokenCache
    scheduler: FairScheduler
    fleet: Fleet
    revoked: Mapping[bytes, Revocation]
    is_clear: Callable[[tuple[bytes, ...]], bool]
    expect: Expected
    read_factors: ReadFactors
    fetch_options: RequestOptions
    now: Callable[[], float]


_DEFAULT = LocalAuth()
# A state has no reference to its client, so that both are freed together.
_states: WeakKeyDictionary[ClientState, LocalState] = WeakKeyDictionary()


def state_of(runner: CallRunner) -> LocalState:
    """Return the state of a client, the same for all its views."""
    return _states.get(runner.state) or set_up(runner, _DEFAULT)


def ages(runner: CallRunner) -> tuple[float | None, float | None]:
    """Return the ages of a client's keys and of its project's policy in seconds, None for what is not cached."""
    state = state_of(runner)
    return state.keys.age, state.policies.age


def set_up(runner: CallRunner, settings: LocalAuth) -> LocalState:
    """Create the state of a client; it replaces an older one.

    Raises:
        ConfigurationError: a setting is invalid.
    """
    config, clock = runner.config, runner.clock.monotonic
    decode = functools.partial(_decode_factors, strict=config.strict_decoding, report=runner.state.observer.drift)
    state = LocalState(
        keys=KeyCache(clock, _keys(settings.jwks)),
        unknown_keys=UnknownKeys(clock, check_integer("unknown_key_calls", settings.unknown_key_calls, minimum=0)),
        policies=PolicyCache(clock, check_integer("cached_organizations", settings.cached_organizations, minimum=1)),
        tokens=TokenCache(check_integer("cached_tokens", settings.cached_tokens, minimum=0)),
        scheduler=FairScheduler(clock),
        fleet=runner.state.fleet,
        revoked=runner.state.fleet.revocations.known,
        is_clear=runner.state.fleet.revocations.is_clear,
        expect=expected(config.project_id, config.base_url, _issuers(settings.issuers)),
        read_factors=decode if config.strict_decoding else functools.partial(Factors, decode=decode),
        fetch_options=RequestOptions(deadline=check_deadline(settings.fetch_deadline), max_retries=0),
        now=runner.clock.now,
    )
    _states[runner.state] = state
    return state


def _keys(jwks: Mapping[str, Any] | None) -> Keys | None:
    if jwks is None:
        return None
    keys: Keys = {}
    with contextlib.suppress(TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        keys = read_keys(msgspec.json.encode(jwks))
    if not keys:
        raise ConfigurationError("jwks has no usable key")
    return keys


def _issuers(issuers: Sequence[str]) -> Sequence[str]:
    found = check_list("issuers", issuers, "strings")
    if not all(isinstance(issuer, str) and issuer for issuer in found):
        raise ConfigurationError("issuers must be a list of non-empty strings")
    return found


def _decode_factors(found: list[Any], *, strict: bool, report: Callable[[Drift], None]) -> list[AuthenticationFactor]:
    try:
        return codec.decode(msgspec.json.encode(found), _FACTORS, wire_names=False, strict=strict, report=report)
    except codec.BodyError:
        raise MalformedTokenError("the authentication factors in the token deviate from the specification") from None
