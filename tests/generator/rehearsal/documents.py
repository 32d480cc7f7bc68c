"""Ten possible changes of the specification, and the work for each, apart from reviewing guesses."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from generator.diff.changes import Impact

Document = dict[str, Any]
Edit = Callable[[Document], None]

_MIGRATE, _IMPORT = "/v1/b2b/totp/migrate", "/v1/b2b/totp/import"
_RESPONSE = {"request_id": {"type": "string"}, "status_code": {"type": "integer", "format": "int32"}}


def _schema(document: Document, name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def _responses(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"200": {"description": "", "content": content}}


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}


def operation_added(document: Document) -> None:
    name = "api_b2b_totp_v1_ArchiveResponse"
    document["components"]["schemas"][name] = {"type": "object", "properties": _RESPONSE}
    document["paths"]["/v1/b2b/totp/archive"] = {
        "post": {"operationId": "api_b2b_totp_v1_Archive", "responses": _responses(name)}
    }


def operation_removed(document: Document) -> None:
    del document["paths"][_MIGRATE]
    for part in ("Request", "Response"):
        del document["components"]["schemas"][f"api_b2b_totp_v1_Migrate{part}"]


def operation_renamed(document: Document) -> None:
    operation = document["paths"].pop(_MIGRATE)
    operation["post"]["operationId"] = "api_b2b_totp_v1_Import"
    document["paths"][_IMPORT] = operation


def parameter_required(document: Document) -> None:
    _schema(document, "api_b2b_totp_v1_CreateRequest")["required"].append("expiration_minutes")


def field_added(document: Document) -> None:
    _schema(document, "api_b2b_mfa_v1_MfaRequired")["properties"]["grace_period"] = {"type": "string"}


def field_removed(document: Document) -> None:
    del _schema(document, "api_b2b_mfa_v1_MfaRequired")["properties"]["secondary_auth_initiated"]


def field_retyped(document: Document) -> None:
    _schema(document, "api_b2b_mfa_v1_MfaRequired")["properties"]["secondary_auth_initiated"] = {"type": "boolean"}


def value_added(document: Document) -> None:
    _schema(document, "api_b2b_magic_v1_InviteRequestLocale")["enum"].append("it")


def value_removed(document: Document) -> None:
    _schema(document, "api_b2b_magic_v1_InviteRequestLocale")["enum"].remove("fr")


def limit_added(document: Document) -> None:
    _schema(document, "api_b2b_mfa_v1_MfaRequired")["properties"]["secondary_auth_initiated"]["maxLength"] = 100


def paginated_operation(document: Document) -> None:
    name = "api_b2b_totp_v1_ListResponse"
    member = {"$ref": "#/components/schemas/api_organization_v1_Member"}
    cursor = {"next_cursor": {"type": "string"}}
    found = {**_RESPONSE, **cursor, "members": {"type": "array", "items": member}}
    document["components"]["schemas"][name] = {"type": "object", "required": ["members"], "properties": found}
    document["paths"]["/v1/b2b/totp/list"] = {
        "get": {
            "operationId": "api_b2b_totp_v1_List",
            "parameters": [_query("cursor"), _query("limit")],
            "responses": _responses(name),
        }
    }


def resource_added(document: Document) -> None:
    name = "api_b2b_passkeys_v1_GetResponse"
    document["components"]["schemas"][name] = {"type": "object", "properties": copy.deepcopy(_RESPONSE)}
    document["paths"]["/v1/b2b/passkeys"] = {
        "get": {
            "operationId": "api_b2b_passkeys_v1_Get",
            "parameters": [_query("limit")],
            "responses": _responses(name),
        }
    }


def unsupported(document: Document) -> None:
    itself = "#/components/schemas/api_b2b_mfa_v1_MfaRequired/properties/either"
    _schema(document, "api_b2b_mfa_v1_MfaRequired")["properties"]["either"] = {"allOf": [{"$ref": itself}]}


@attrs.frozen(kw_only=True)
class Rehearsal:
    """A change of the document, and its expected effects.

    `kinds` are the changes that the diff finds, `files` the changed, new or removed files of the package, and `pages`
    those of the reference. `replace` are the entries that a person removes or replaces in the overlay and the docs:
    each must match once, up to the next entry. `lines` is the maximum number of changed lines of code.
    """

    edit: Edit
    impact: Impact
    version: str
    kinds: tuple[str, ...]
    files: tuple[str, ...]
    pages: tuple[str, ...]
    replace: Mapping[str, str] = attrs.field(factory=dict[str, str])
    lines: int | None = None


DOCUMENT = "resources/document.json"
WHOLE = ("raw/api.md", "raw/llms.txt")
"""The pages about the whole API."""

REHEARSALS = (
    Rehearsal(
        edit=operation_added,
        impact=Impact.ADDITION,
        version="0.1.1",
        kinds=("model added models.totps.ArchiveResponse", "operation added totps.archive"),
        files=("models/totps.py", DOCUMENT, "resources/totps.py"),
        pages=("calls/totps.md", "index.md", "models/totps.md", *WHOLE),
        replace={"totp.archive": "totps.archive", "  totp:": ""},
    ),
    Rehearsal(
        edit=operation_removed,
        impact=Impact.BREAKING,
        version="0.2.0",
        kinds=("model removed models.totps.MigrateResponse", "operation removed totps.migrate"),
        files=("models/totps.py", DOCUMENT, "resources/totps.py"),
        pages=("calls/totps.md", "error-types.md", "index.md", "models/totps.md", *WHOLE),
        replace={"paths['/v1/b2b/totp/migrate']": "", "  totps.migrate:": "", "  totps.MigrateResponse:": ""},
    ),
    Rehearsal(
        edit=operation_renamed,
        impact=Impact.BREAKING,
        version="0.2.0",
        kinds=("operation renamed totps.migrate", "request moved totps.import_"),
        files=(DOCUMENT, "resources/totps.py"),
        pages=("calls/totps.md", "error-types.md", "index.md", "raw/api.md"),
        replace={
            "paths['/v1/b2b/totp/migrate']": "paths['/v1/b2b/totp/import']",
            "x-sdk-call-path: totps.migrate": "x-sdk-call-path: totps.import_",
            "  totps.migrate:": "  totps.import_:",
        },
    ),
    Rehearsal(
        edit=parameter_required,
        impact=Impact.BREAKING,
        version="0.2.0",
        kinds=("parameter became required totps.create(expiration_minutes)",),
        files=(DOCUMENT, "resources/totps.py"),
        pages=("calls/totps.md", "raw/api.md"),
    ),
    Rehearsal(
        edit=field_added,
        impact=Impact.ADDITION,
        version="0.1.1",
        kinds=("field added models.mfa.MfaRequired.grace_period",),
        files=("models/mfa.py", DOCUMENT),
        pages=("models/mfa.md",),
        lines=8,
    ),
    Rehearsal(
        edit=field_removed,
        impact=Impact.BREAKING,
        version="0.2.0",
        kinds=("field removed models.mfa.MfaRequired.secondary_auth_initiated",),
        files=("models/mfa.py", DOCUMENT),
        pages=("models/mfa.md",),
        replace={"  secondary_auth_initiated:": ""},
    ),
    Rehearsal(
        edit=field_retyped,
        impact=Impact.BREAKING,
        version="0.2.0",
        kinds=("field type changed models.mfa.MfaRequired.secondary_auth_initiated",),
        files=("models/mfa.py", DOCUMENT),
        pages=("models/mfa.md",),
    ),
    Rehearsal(
        edit=value_added,
        impact=Impact.ADDITION,
        version="0.1.1",
        kinds=("enum value added models.magic_links_email.InviteRequestLocale.IT",),
        files=("models/magic_links_email.py", DOCUMENT, "resources/magic_links_email.py"),
        pages=("calls/magic_links.email.md", "models/magic_links_email.md", "raw/api.md"),
    ),
    Rehearsal(
        edit=value_removed,
        impact=Impact.BREAKING,
        version="0.2.0",
        kinds=("enum value removed models.magic_links_email.InviteRequestLocale.FR",),
        files=("models/magic_links_email.py", DOCUMENT, "resources/magic_links_email.py"),
        pages=("calls/magic_links.email.md", "models/magic_links_email.md", "raw/api.md"),
    ),
    Rehearsal(
        edit=paginated_operation,
        impact=Impact.ADDITION,
        version="0.1.1",
        kinds=("model added models.totps.ListResponse", "operation added totps.list"),
        files=("models/totps.py", DOCUMENT, "resources/totps.py"),
        pages=("calls/totps.md", "index.md", "models/totps.md", *WHOLE),
        replace={"totp.list": "totps.list", "  totp:": ""},
    ),
    Rehearsal(
        edit=resource_added,
        impact=Impact.ADDITION,
        version="0.1.1",
        kinds=(
            "model added models.api_b2b_passkeys_v1.GetResponse",
            "operation added passkeys.get",
            "resource added passkeys",
        ),
        files=("models/api_b2b_passkeys_v1.py", "resources/__init__.py", DOCUMENT, "resources/passkeys.py"),
        pages=("calls/passkeys.md", "index.md", "models.md", "models/api_b2b_passkeys_v1.md", *WHOLE),
    ),
)
