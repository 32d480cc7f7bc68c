"""The kinds of changes and their impact on callers, as a table.

Impacts follow Semantic Versioning, as seen by code that uses the SDK. A breaking change makes a correct program fail or
changes its meaning; an addition does not; documentation changes only affect readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum, auto

import attrs


class Impact(StrEnum):
    """The impact of a change on callers, the worst first."""

    BREAKING = auto()
    ADDITION = auto()
    DOCUMENTATION = auto()


class Kind(StrEnum):
    """The kinds of changes. The values appear in reports."""

    RESOURCE_ADDED = "resource added"
    RESOURCE_REMOVED = "resource removed"
    MIXIN_ADDED = "hand-written calls added"
    MIXIN_CHANGED = "hand-written calls changed"
    OPERATION_ADDED = "operation added"
    OPERATION_REMOVED = "operation removed"
    OPERATION_RENAMED = "operation renamed"
    REQUEST_MOVED = "request moved"
    BODY_CHANGED = "body format changed"
    MORE_RETRIES = "retried more often"
    FEWER_RETRIES = "retried less often"
    RETRY_CLASS_CHANGED = "retry class changed"
    PAGES_ADDED = "returns pages"
    PAGES_REMOVED = "no longer returns pages"
    PAGE_ITEMS_CHANGED = "page items changed"
    PAGES_CHANGED = "cursor changed"
    SESSION_ACCEPTED = "member session accepted"
    SESSION_REFUSED = "member session no longer accepted"
    RESPONSE_ADDED = "response added"
    RESPONSE_CHANGED = "response changed"
    PARAMETER_ADDED = "optional parameter added"
    REQUIRED_PARAMETER_ADDED = "required parameter added"
    PARAMETER_REMOVED = "parameter removed"
    PARAMETER_RENAMED = "parameter renamed"
    PARAMETER_REQUIRED = "parameter became required"
    PARAMETER_OPTIONAL = "parameter became optional"
    PARAMETER_WIDENED = "parameter accepts more"
    PARAMETER_NARROWED = "parameter accepts less"
    PARAMETER_REORDERED = "positional parameters reordered"
    PARAMETER_KEYWORD_ONLY = "parameter became keyword-only"
    PARAMETER_MOVED = "parameter moved"
    MODEL_ADDED = "model added"
    MODEL_REMOVED = "model removed"
    MODEL_RENAMED = "model renamed"
    MODEL_REPLACED = "model replaced"
    MODEL_IS_SENT = "model is now sent in requests"
    MODEL_IS_SENT_NO_MORE = "model is no longer sent in requests"
    MODEL_IS_RESPONSE = "model is now a complete response"
    MODEL_IS_RESPONSE_NO_MORE = "model is no longer a complete response"
    FIELD_ADDED = "field added"
    REQUIRED_FIELD_ADDED = "required field added"
    FIELD_REMOVED = "field removed"
    FIELD_RENAMED = "field renamed"
    FIELD_ALWAYS_PRESENT = "field is always present"
    FIELD_MAY_BE_MISSING = "field may be missing"
    FIELD_REQUIRED = "field became required"
    FIELD_OPTIONAL = "field became optional"
    FIELD_WIDENED = "field can have more values"
    FIELD_NARROWED = "field can have fewer values"
    FIELD_ACCEPTS_MORE = "field accepts more"
    FIELD_TYPE_CHANGED = "field type changed"
    WIRE_NAME_CHANGED = "name on the wire changed"
    VALUE_ADDED = "enum value added"
    VALUE_REMOVED = "enum value removed"
    VALUE_RENAMED = "enum value renamed"
    VALUE_RESPELLED = "enum value spelled differently"
    MASKED = "hidden in repr"
    UNMASKED = "shown in repr"
    DEFAULT_CHANGED = "default changed"
    DEPRECATED = "deprecated"
    UNDEPRECATED = "no longer deprecated"
    TEXT_CHANGED = "text changed"
    DOCUMENT_ADDED = "document added"
    DOCUMENT_REMOVED = "document removed"
    DOCUMENT_CHANGED = "document changed"


@attrs.frozen
class Rule:
    """The impact of a kind of change, and the reason."""

    impact: Impact
    reason: str


def _breaks(reason: str) -> Rule:
    return Rule(Impact.BREAKING, reason)


def _adds(reason: str) -> Rule:
    return Rule(Impact.ADDITION, reason)


def _documents(reason: str) -> Rule:
    return Rule(Impact.DOCUMENTATION, reason)


RULES: Mapping[Kind, Rule] = {
    Kind.RESOURCE_ADDED: _adds("no code uses it yet"),
    Kind.RESOURCE_REMOVED: _breaks("code that uses this attribute of the client fails"),
    Kind.MIXIN_ADDED: _adds("no code calls them yet"),
    Kind.MIXIN_CHANGED: _breaks("the hand-written calls of the old class are removed"),
    Kind.OPERATION_ADDED: _adds("no code calls it yet"),
    Kind.OPERATION_REMOVED: _breaks("code that calls it fails"),
    Kind.OPERATION_RENAMED: _breaks("code that calls it by its old path fails"),
    Kind.REQUEST_MOVED: _adds("the SDK sends it to another endpoint; code stays the same"),
    Kind.BODY_CHANGED: _adds("the SDK encodes the body differently; code stays the same"),
    Kind.MORE_RETRIES: _adds("the SDK retries failures that reached the caller before"),
    Kind.FEWER_RETRIES: _breaks("failures that the SDK retried before reach the caller"),
    Kind.RETRY_CLASS_CHANGED: _documents("the SDK retries the same failures as before"),
    Kind.PAGES_ADDED: _breaks("the call returns a pager, which you can await, but not pass to `create_task`"),
    Kind.PAGES_REMOVED: _breaks("the call returns a coroutine, which you cannot iterate over"),
    Kind.PAGE_ITEMS_CHANGED: _breaks("iteration gives items of another type"),
    Kind.PAGES_CHANGED: _adds("the SDK reads the cursor from another field; iteration gives the same items"),
    Kind.SESSION_ACCEPTED: _adds("`session` is a new optional parameter"),
    Kind.SESSION_REFUSED: _breaks("calls with `session` fail"),
    Kind.RESPONSE_ADDED: _adds("the call returned nothing before"),
    Kind.RESPONSE_CHANGED: _breaks("the call returns another type"),
    Kind.PARAMETER_ADDED: _adds("calls without it still work"),
    Kind.REQUIRED_PARAMETER_ADDED: _breaks("calls without it fail"),
    Kind.PARAMETER_REMOVED: _breaks("calls with it fail"),
    Kind.PARAMETER_RENAMED: _breaks("calls with the old name fail"),
    Kind.PARAMETER_REQUIRED: _breaks("calls without it fail"),
    Kind.PARAMETER_OPTIONAL: _adds("calls with it still work"),
    Kind.PARAMETER_WIDENED: _adds("all previous arguments are still valid"),
    Kind.PARAMETER_NARROWED: _breaks("some previous arguments are no longer valid"),
    Kind.PARAMETER_REORDERED: _breaks("calls with positional arguments pass them to other parameters"),
    Kind.PARAMETER_KEYWORD_ONLY: _breaks("calls that pass it by position fail"),
    Kind.PARAMETER_MOVED: _adds("the SDK sends it in another part of the request; code stays the same"),
    Kind.MODEL_ADDED: _adds("no code uses it yet"),
    Kind.MODEL_REMOVED: _breaks("code that imports it fails"),
    Kind.MODEL_RENAMED: _breaks("code that imports it by its old name fails"),
    Kind.MODEL_REPLACED: _breaks("the name now means another kind of class"),
    Kind.MODEL_IS_SENT: _breaks("a missing optional field is `UNSET`, not `None`"),
    Kind.MODEL_IS_SENT_NO_MORE: _breaks("a missing optional field is `None`, not `UNSET`"),
    Kind.MODEL_IS_RESPONSE: _adds("it also has `raw`"),
    Kind.MODEL_IS_RESPONSE_NO_MORE: _breaks("it no longer has `raw`"),
    Kind.FIELD_ADDED: _adds("code that does not use it still works"),
    Kind.REQUIRED_FIELD_ADDED: _breaks("code that creates the model without it fails"),
    Kind.FIELD_REMOVED: _breaks("code that uses it fails"),
    Kind.FIELD_RENAMED: _breaks("code that uses the old name fails"),
    Kind.FIELD_ALWAYS_PRESENT: _adds("code that handles a missing field still works"),
    Kind.FIELD_MAY_BE_MISSING: _breaks("code that reads it must handle a missing field"),
    Kind.FIELD_REQUIRED: _breaks("code that creates the model without it fails"),
    Kind.FIELD_OPTIONAL: _adds("code that sets it still works"),
    Kind.FIELD_WIDENED: _breaks("code that reads it must handle more values"),
    Kind.FIELD_NARROWED: _adds("code that reads it still works"),
    Kind.FIELD_ACCEPTS_MORE: _adds("all previous values are still valid"),
    Kind.FIELD_TYPE_CHANGED: _breaks("code that reads or sets the old type fails"),
    Kind.WIRE_NAME_CHANGED: _adds("the SDK uses another name in JSON; code stays the same"),
    Kind.VALUE_ADDED: _adds("enumerations are open: code already has to handle unknown values"),
    Kind.VALUE_REMOVED: _breaks("code that uses the member fails"),
    Kind.VALUE_RENAMED: _breaks("code that uses the old member fails"),
    Kind.VALUE_RESPELLED: _breaks("comparisons with the old string are false"),
    Kind.MASKED: _adds("the repr of its model no longer shows it"),
    Kind.UNMASKED: _adds("the repr of its model shows it"),
    Kind.DEFAULT_CHANGED: _documents("the API applies it, not the SDK"),
    Kind.DEPRECATED: _documents("it still works, but will be removed"),
    Kind.UNDEPRECATED: _documents("it works as before, and stays"),
    Kind.TEXT_CHANGED: _documents("only documentation differs"),
    Kind.DOCUMENT_ADDED: _documents("a new source of the SDK"),
    Kind.DOCUMENT_REMOVED: _documents("no longer a source of the SDK"),
    Kind.DOCUMENT_CHANGED: _documents("a new version of a source of the SDK"),
}


@attrs.frozen
class Change:
    """One change.

    `group` is its resource (`organizations.members`) or module of models (`models.organizations`). `place` is the name
    that callers use: `organizations.members.create(name)`, `models.mfa.MfaRequired.type`. `before` and `after` may be
    "". `because` says how a rename was detected.
    """

    kind: Kind
    group: str
    place: str
    before: str = ""
    after: str = ""
    because: str = ""

    @property
    def impact(self) -> Impact:
        return RULES[self.kind].impact

    @property
    def reason(self) -> str:
        return RULES[self.kind].reason + (f" ({self.because})" if self.because else "")


def worst(changes: Sequence[Change]) -> Impact | None:
    """Return the worst impact of changes, None if there are none."""
    found = {change.impact for change in changes}
    return next((impact for impact in Impact if impact in found), None)


def exit_code(changes: Sequence[Change]) -> int:
    """Return 2 for breaking changes, 1 for additions, 0 otherwise."""
    return {Impact.BREAKING: 2, Impact.ADDITION: 1}.get(worst(changes) or Impact.DOCUMENTATION, 0)
