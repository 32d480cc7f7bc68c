"""Adds the content of a seed, by the API calls that create it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Collection, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from ...errors import ConfigurationError
from ..contract.errors import RefusedError
from ..contract.validation import Validator
from ..crypto import client_secrets, jwts
from ..entities.policy import extend_built_in
from ..faults.descriptions import add_fault
from ..http import dispatch
from ..http.gateway import Gateway
from ..store.state import State
from ..store.tables import Table
from ..webhooks import endpoints
from .errors import SeedError
from .files import read
from .schema import fields_of, schema

Seed: TypeAlias = Mapping[str, Any]


def add(gateway: Gateway, seed: Seed | str | Path) -> None:
    """Add the content of a seed. If a part of it is invalid, nothing is added.

    Args:
        gateway: the gateway of the sandbox.
        seed: a mapping, or the path of a YAML file.

    Raises:
        SeedError: the seed is invalid, or the API would reject a part of it.
    """
    if not isinstance(seed, str | Path):
        _add(gateway, seed)
        return
    content = read(Path(seed))
    try:
        _add(gateway, content)
    except SeedError as error:
        raise SeedError(f"{seed}: {error}") from error.__cause__


def _add(gateway: Gateway, seed: Any) -> None:
    problems = _validator().problems(seed)
    if problems:
        raise SeedError("; ".join(problem.text for problem in problems))
    faults, limits = gateway.faults.contents, gateway.rate_limits.limits
    try:
        gateway.transact(lambda: _add_all(gateway, seed), source="")
    except SeedError:
        gateway.faults.contents, gateway.rate_limits.limits = faults, limits
        raise


@functools.cache
def _validator() -> Validator:
    return Validator(schema())


def _add_all(gateway: Gateway, seed: Seed) -> None:
    state = gateway.state
    if "signing_key" in seed:
        with _at("$.signing_key"):
            jwts.install(state, seed["signing_key"])
    if "policy" in seed:
        with _at("$.policy"):
            state.policies.put(extend_built_in(seed["policy"]))
    for place, given in _each(seed, "organizations"):
        _add_organization(state, given, place)
    for place, given in _each(seed, "m2m_clients"):
        _call(state, place, "m2m.clients.create", given)
    for place, given in _each(seed, "connected_apps"):
        _add_app(state, given, place)
    for place, given in _each(seed, "faults"):
        with _at(place):
            add_fault(gateway.faults, given)
    for place, given in _each(seed, "rate_limits"):
        with _at(place):
            gateway.rate_limits.set(**given)
    for place, given in _each(seed, "webhooks"):
        with _at(place):
            endpoints.add(state, **given)


def _each(seed: Seed, name: str, place: str = "$") -> Iterator[tuple[str, Seed]]:
    for number, given in enumerate(seed.get(name, ())):
        yield f"{place}.{name}[{number}]", given


_ORGANIZATION_PARTS = ("organization_id", "members", "sso_connections", "scim_connection")


def _add_organization(state: State, seed: Seed, place: str) -> None:
    with _fixed_id(state, state.organizations, "organization", seed.get("organization_id"), place):
        created = _call(state, place, "organizations.create", _without(seed, _ORGANIZATION_PARTS))
    named = {"organization_id": created["organization"]["organization_id"]}
    for inner, given in _each(seed, "sso_connections", place):
        _add_sso_connection(state, named, given, inner)
    if "scim_connection" in seed:
        _add_scim_connection(state, named, seed["scim_connection"], f"{place}.scim_connection")
    for inner, given in _each(seed, "members", place):
        _add_member(state, named, given, inner)


def _add_member(state: State, named: Seed, seed: Seed, place: str) -> None:
    with _fixed_id(state, state.members, "member", seed.get("member_id"), place):
        _call(state, place, "organizations.members.create", {**named, **_without(seed, ("member_id", "password"))})
    if "password" in seed:
        digest = hashlib.sha512(seed["password"].encode()).hexdigest()
        password = {"email_address": seed["email_address"], "hash": digest, "hash_type": "sha_512"}
        _call(state, place, "passwords.migrate", {**named, **password})


def _add_sso_connection(state: State, named: Seed, seed: Seed, place: str) -> None:
    kind = seed["type"]
    create, update = f"sso.{kind}.create_connection", f"sso.{kind}.update_connection"
    with _fixed_id(state, state.sso_connections, f"{kind}-connection", seed.get("connection_id"), place):
        created = _call(state, place, create, {**named, **_only(seed, create)})
    connection_id = created["connection"]["connection_id"]
    changes = _only(seed, update)
    if changes:
        _call(state, place, update, {**named, "connection_id": connection_id, **changes})


def _add_scim_connection(state: State, named: Seed, seed: Seed, place: str) -> None:
    create, update = "scim.connection.create", "scim.connection.update"
    with _fixed_id(state, state.scim_connections, "scim-connection", seed.get("connection_id"), place):
        created = _call(state, place, create, {**named, **_only(seed, create)})
    connection = state.scim_connections[created["connection"]["connection_id"]]
    if "bearer_token" in seed:
        state.scim_connections.put(attrs.evolve(connection, token=seed["bearer_token"]))
    changes = _only(seed, update)
    if changes:
        _call(state, place, update, {**named, "connection_id": connection.id, **changes})


def _add_app(state: State, seed: Seed, place: str) -> None:
    with _fixed_id(state, state.connected_apps, "connected-app", seed.get("client_id"), place):
        created = _call(state, place, "connected_app.clients.create", _without(seed, ("client_id", "client_secret")))
    app = state.connected_apps[created["connected_app"]["client_id"]]
    if "client_secret" in seed:
        if app.is_public:
            raise SeedError(f"{place}.client_secret: a public app has no secret")
        secret = client_secrets.digest(app.id, seed["client_secret"])
        state.connected_apps.put(attrs.evolve(app, secret=secret))


@contextlib.contextmanager
def _fixed_id(state: State, table: Table[Any], kind: str, wanted: str | None, place: str) -> Generator[None]:
    """Give the next record of a kind the ID that a seed has, if any."""
    if wanted is None:
        yield
        return
    if table.get(wanted) is not None:
        raise SeedError(f"{place}: the ID is in use")
    with state.fixed_id(kind, wanted):
        yield


def _call(state: State, place: str, call_path: str, arguments: Seed) -> Mapping[str, Any]:
    with _at(place):
        return dispatch.call(state, call_path, arguments)


@contextlib.contextmanager
def _at(place: str) -> Generator[None]:
    """Add the place to errors."""
    try:
        yield
    except RefusedError as refusal:
        raise SeedError(f"{place}: {refusal.error_type}: {refusal.error_message}") from refusal
    except (ConfigurationError, ValueError) as error:
        raise SeedError(f"{place}: {error}") from error


def _only(seed: Seed, call_path: str) -> Seed:
    """Return the fields that are arguments of a call."""
    known = fields_of(call_path)
    return {name: value for name, value in seed.items() if name in known}


def _without(seed: Seed, names: Collection[str]) -> Seed:
    return {name: value for name, value in seed.items() if name not in names}
