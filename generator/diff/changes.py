"""What can change for a caller, and what each change means: the rules of the diff, as a table.

The classes are those of semantic versioning, seen from code that calls the SDK: after a breaking change some correct
program fails, or means something else; after an addition none does; documentation is what people read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum, auto

import attrs


class Impact(StrEnum):
    """What a change asks of callers, the worst first."""

    BREAKING = auto()
    ADDITION = auto()
    DOCUMENTATION = auto()


class Kind(StrEnum):
    """What changed. The values are what reports call it."""

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
    PAGES_REMOVED = "returns pages no longer"
    PAGE_ITEMS_CHANGED = "items of pages changed"
    PAGES_CHANGED = "way through pages changed"
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
    PARAMETER_WIDENED = "parameter takes more"
    PARAMETER_NARROWED = "parameter takes less"
    PARAMETER_REORDERED = "positional parameters reordered"
    PARAMETER_KEYWORD_ONLY = "parameter became keyword-only"
    PARAMETER_MOVED = "parameter moved"
    MODEL_ADDED = "model added"
    MODEL_REMOVED = "model removed"
    MODEL_RENAMED = "model renamed"
    MODEL_REPLACED = "model replaced"
    MODEL_IS_SENT = "model is sent, too"
    MODEL_IS_SENT_NO_MORE = "model is sent no longer"
    MODEL_IS_RESPONSE = "model became a whole response"
    MODEL_IS_RESPONSE_NO_MORE = "model is no whole response any more"
    FIELD_ADDED = "field added"
    REQUIRED_FIELD_ADDED = "required field added"
    FIELD_REMOVED = "field removed"
    FIELD_RENAMED = "field renamed"
    FIELD_ALWAYS_THERE = "field is always there"
    FIELD_MAY_LACK = "field may be missing"
    FIELD_DEMANDED = "field became required"
    FIELD_NOT_DEMANDED = "field became optional"
    FIELD_WIDENED = "field can be more"
    FIELD_NARROWED = "field can be less"
    FIELD_TAKES_MORE = "field takes more"
    FIELD_TYPE_CHANGED = "field has another type"
    WIRE_NAME_CHANGED = "name on the wire changed"
    VALUE_ADDED = "enum value added"
    VALUE_REMOVED = "enum value removed"
    VALUE_RENAMED = "enum value renamed"
    VALUE_RESPELLED = "enum value spelled otherwise"
    MASKED = "hidden in representations"
    UNMASKED = "shown in representations"
    DEFAULT_CHANGED = "default changed"
    DEPRECATED = "deprecated"
    UNDEPRECATED = "deprecated no longer"
    TEXT_CHANGED = "text changed"
    DOCUMENT_ADDED = "document added"
    DOCUMENT_REMOVED = "document removed"
    DOCUMENT_CHANGED = "document changed"


@attrs.frozen
class Rule:
    """The class of a kind of change, and why it is that one."""

    impact: Impact
    reason: str


def _breaks(reason: str) -> Rule:
    return Rule(Impact.BREAKING, reason)


def _adds(reason: str) -> Rule:
    return Rule(Impact.ADDITION, reason)


def _tells(reason: str) -> Rule:
    return Rule(Impact.DOCUMENTATION, reason)


RULES: Mapping[Kind, Rule] = {
    Kind.RESOURCE_ADDED: _adds("no code uses it yet"),
    Kind.RESOURCE_REMOVED: _breaks("the attribute of the client is gone, with all calls below it"),
    Kind.MIXIN_ADDED: _adds("no code calls them yet"),
    Kind.MIXIN_CHANGED: _breaks("the hand-written calls of the old class are gone"),
    Kind.OPERATION_ADDED: _adds("no code calls it yet"),
    Kind.OPERATION_REMOVED: _breaks("code that calls it fails"),
    Kind.OPERATION_RENAMED: _breaks("code that calls it by its old path fails"),
    Kind.REQUEST_MOVED: _adds("the SDK sends the call elsewhere; the call looks as before"),
    Kind.BODY_CHANGED: _adds("the SDK writes the body in another format; the call looks as before"),
    Kind.MORE_RETRIES: _adds("failures are repaired that reached the caller before"),
    Kind.FEWER_RETRIES: _breaks("failures reach the caller that a repeat repaired before"),
    Kind.RETRY_CLASS_CHANGED: _tells("the call is repeated after the same failures as before"),
    Kind.PAGES_ADDED: _breaks("the call gives a pager: it can be awaited, but is no coroutine to make a task of"),
    Kind.PAGES_REMOVED: _breaks("the call gives a coroutine, which cannot be iterated"),
    Kind.PAGE_ITEMS_CHANGED: _breaks("iterating gives something else"),
    Kind.PAGES_CHANGED: _adds("the SDK finds the next page elsewhere; iterating gives the same"),
    Kind.SESSION_ACCEPTED: _adds("`session` is one more optional parameter"),
    Kind.SESSION_REFUSED: _breaks("a call with `session` fails"),
    Kind.RESPONSE_ADDED: _adds("the call gave nothing before"),
    Kind.RESPONSE_CHANGED: _breaks("the call gives something else"),
    Kind.PARAMETER_ADDED: _adds("calls without it are sent as before"),
    Kind.REQUIRED_PARAMETER_ADDED: _breaks("calls without it fail"),
    Kind.PARAMETER_REMOVED: _breaks("calls with it fail"),
    Kind.PARAMETER_RENAMED: _breaks("calls that name the old one fail"),
    Kind.PARAMETER_REQUIRED: _breaks("calls without it fail"),
    Kind.PARAMETER_OPTIONAL: _adds("calls with it are sent as before"),
    Kind.PARAMETER_WIDENED: _adds("all that could be given still can"),
    Kind.PARAMETER_NARROWED: _breaks("something that could be given no longer can"),
    Kind.PARAMETER_REORDERED: _breaks("calls that give it by position give another one"),
    Kind.PARAMETER_KEYWORD_ONLY: _breaks("calls that give it by position fail"),
    Kind.PARAMETER_MOVED: _adds("the SDK sends it elsewhere; the call looks as before"),
    Kind.MODEL_ADDED: _adds("no code uses it yet"),
    Kind.MODEL_REMOVED: _breaks("code that imports it fails"),
    Kind.MODEL_RENAMED: _breaks("code that imports it by its old name fails"),
    Kind.MODEL_REPLACED: _breaks("the name stands for something else"),
    Kind.MODEL_IS_SENT: _breaks("an optional field that is missing is `UNSET`, where it was `None`"),
    Kind.MODEL_IS_SENT_NO_MORE: _breaks("an optional field that is missing is `None`, where it was `UNSET`"),
    Kind.MODEL_IS_RESPONSE: _adds("it has `raw` besides"),
    Kind.MODEL_IS_RESPONSE_NO_MORE: _breaks("it has no `raw` any more"),
    Kind.FIELD_ADDED: _adds("code that does not know it runs as before"),
    Kind.REQUIRED_FIELD_ADDED: _breaks("code that makes the model to send it fails without it"),
    Kind.FIELD_REMOVED: _breaks("code that uses it fails"),
    Kind.FIELD_RENAMED: _breaks("code that uses the old name fails"),
    Kind.FIELD_ALWAYS_THERE: _adds("code that expects it to be missing runs as before"),
    Kind.FIELD_MAY_LACK: _breaks("code that reads it has to expect that it is missing"),
    Kind.FIELD_DEMANDED: _breaks("code that makes the model to send it fails without it"),
    Kind.FIELD_NOT_DEMANDED: _adds("code that gives it runs as before"),
    Kind.FIELD_WIDENED: _breaks("code that reads it has to expect more"),
    Kind.FIELD_NARROWED: _adds("code that reads it knows more than before"),
    Kind.FIELD_TAKES_MORE: _adds("all that could be given still can"),
    Kind.FIELD_TYPE_CHANGED: _breaks("code that reads or gives the old type fails"),
    Kind.WIRE_NAME_CHANGED: _adds("the SDK calls it otherwise on the wire; code calls it as before"),
    Kind.VALUE_ADDED: _adds("enumerations are open: code had to expect values that it does not know"),
    Kind.VALUE_REMOVED: _breaks("code that names it fails"),
    Kind.VALUE_RENAMED: _breaks("code that names the old one fails"),
    Kind.VALUE_RESPELLED: _breaks("code that compares with the old text finds it different"),
    Kind.MASKED: _adds("it is no longer shown when its model is printed"),
    Kind.UNMASKED: _adds("it is shown when its model is printed"),
    Kind.DEFAULT_CHANGED: _tells("the API applies it, not the SDK"),
    Kind.DEPRECATED: _tells("it works as before, and is to go"),
    Kind.UNDEPRECATED: _tells("it works as before, and stays"),
    Kind.TEXT_CHANGED: _tells("only what people read is different"),
    Kind.DOCUMENT_ADDED: _tells("it says where the SDK comes from"),
    Kind.DOCUMENT_REMOVED: _tells("it said where the SDK comes from"),
    Kind.DOCUMENT_CHANGED: _tells("it says where the SDK comes from"),
}


@attrs.frozen
class Change:
    """One change.

    `group` is the resource (`organizations.members`) or the module of models (`models.organizations`) that it belongs
    to, `place` what changed, as a caller calls it: `organizations.members.create(name)`, `models.mfa.MfaRequired.type`.
    `before` and `after` are "" where there is nothing. `because` says how a rename was recognised.
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
    """Return the impact of changes taken together, None if there are none."""
    found = {change.impact for change in changes}
    return next((impact for impact in Impact if impact in found), None)


def exit_code(changes: Sequence[Change]) -> int:
    """Return 2 if code breaks, 1 if there is something new, 0 if at most texts differ."""
    return {Impact.BREAKING: 2, Impact.ADDITION: 1}.get(worst(changes) or Impact.DOCUMENTATION, 0)
