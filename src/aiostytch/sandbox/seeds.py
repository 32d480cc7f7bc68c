"""Seeds: the first organizations and members of a sandbox, in YAML or as Python values.

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
    """A seed is invalid. The message names the place, and no value."""


def apply(state: State, seed: Any) -> None:
    """Create what a seed lists.

    Raises:
        SeedError: the seed is invalid, or the API would refuse a part of it; the parts before that are created.
    """
    problems = _checker().problems(seed)
    if problems:
        raise SeedError("; ".join(problem.text for problem in problems))
    for number, organization in enumerate(seed.get("organizations", ())):
        _apply_organization(state, organization, f"$.organizations[{number}]")


def read(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises:
        SeedError: it cannot be read, or is not YAML.
    """
    import yaml  # for seeds in files only

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SeedError(f"{path}: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark  # its text shows the file, passwords too
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise SeedError(f"{path}: {place}{error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:  # not text, or an invalid date
        raise SeedError(f"{path}: {' '.join(str(error).split())}") from error


def schema() -> Schema:
    """Return the JSON schema of seeds, made of those in the document."""
    member = _extended("organizations.members.create", password={"type": "string"})
    organization = _extended("organizations.create", members={"type": "array", "items": member})
    return {
        "type": "object",
        "properties": {"organizations": {"type": "array", "items": organization}},
        "additionalProperties": False,
    }


def _apply_organization(state: State, seed: Mapping[str, Any], place: str) -> None:
    settings = {name: value for name, value in seed.items() if name != "members"}
    created = _call(state, "organizations.create", settings, place)["organization"]
    for number, member in enumerate(seed.get("members", ())):
        _apply_member(state, created["organization_id"], member, f"{place}.members[{number}]")


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


def _extended(call_path: str, **properties: Schema) -> Schema:
    body = operation_at(call_path).body or {}
    return {**body, "properties": {**body["properties"], **properties}}


@functools.cache
def _checker() -> Validator:
    return Validator(schema())
