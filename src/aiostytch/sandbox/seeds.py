"""Seeds: what a sandbox begins with, written in YAML or as Python values.

    organizations:
      - organization_name: Acme
        organization_slug: acme
        email_allowed_domains: [acme.example]
        email_jit_provisioning: RESTRICTED
        members:
          - email_address: ada@acme.example
            name: Ada Lovelace
            password: correct horse battery staple

An organization takes what `organizations.create` takes, and `members`; a member takes what
`organizations.members.create` takes, and `password`.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .contract.document import operation_at
from .contract.errors import RefusedError
from .contract.schemas import Schema
from .contract.validation import Validator
from .http import dispatch
from .store.state import State


class SeedError(ValueError):
    """A seed cannot be used. The message names the place, and no value."""


def read(path: Path) -> Any:
    """Return what a YAML file holds.

    Raises:
        SeedError: it cannot be read, or is not YAML.
    """
    import yaml  # only for those who keep seeds in files

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SeedError(f"{path}: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark  # whose text shows what is in the file, passwords too
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise SeedError(f"{path}: {place}{error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:  # not text, or a date that is none
        raise SeedError(f"{path}: {' '.join(str(error).split())}") from error


def apply(state: State, seed: Any) -> None:
    """Make what a seed says.

    Raises:
        SeedError: it is not what a seed can be, or the API would refuse it. What comes before that is made.
    """
    problems = _checker().problems(seed)
    if problems:
        raise SeedError("; ".join(problems))
    for number, organization in enumerate(seed.get("organizations", ())):
        _apply_organization(state, organization, f"$.organizations[{number}]")


def _apply_organization(state: State, seed: Mapping[str, Any], place: str) -> None:
    settings = {name: value for name, value in seed.items() if name != "members"}
    made = _call(state, "organizations.create", settings, place)["organization"]
    for number, member in enumerate(seed.get("members", ())):
        _apply_member(state, made["organization_id"], member, f"{place}.members[{number}]")


def _apply_member(state: State, organization_id: str, seed: Mapping[str, Any], place: str) -> None:
    fields = {name: value for name, value in seed.items() if name != "password"}
    _call(state, "organizations.members.create", {"organization_id": organization_id, **fields}, place)
    if "password" in seed:
        digest = hashlib.sha512(seed["password"].encode()).hexdigest()
        password = {"email_address": seed["email_address"], "hash": digest, "hash_type": "sha_512"}
        _call(state, "passwords.migrate", {"organization_id": organization_id, **password}, place)


def _call(state: State, call_path: str, arguments: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    try:
        return dispatch.call(state, call_path, arguments)
    except RefusedError as refusal:
        raise SeedError(f"{place}: {refusal.error_type}: {refusal.error_message}") from refusal


def schema() -> Schema:
    """Return the JSON schema of seeds: it is made of the document's schemas."""
    member = _extended("organizations.members.create", password={"type": "string"})
    organization = _extended("organizations.create", members={"type": "array", "items": member})
    return {
        "type": "object",
        "properties": {"organizations": {"type": "array", "items": organization}},
        "additionalProperties": False,
    }


def _extended(call_path: str, **properties: Schema) -> Schema:
    body = operation_at(call_path).body or {}
    return {**body, "properties": {**body["properties"], **properties}}


@functools.cache
def _checker() -> Validator:
    return Validator(schema())
