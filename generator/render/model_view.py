"""The values that the template of a file in `models/` prints, fully formatted."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from generator.ir import Enum, EnumMember, Field, Model, ModelModule, Parameter, Primitive

from .annotations import MANY, RUNTIME_MODEL, field_annotation
from .imports import Imports
from .text import docstring, literal


@attrs.frozen
class MemberView:
    """A field of a model or a member of an enumeration: its statement, and its docstring, which may be ""."""

    statement: str
    doc: str = ""


@attrs.frozen(kw_only=True)
class ClassView:
    """A class. `is_attrs` says that it has the attrs decorator."""

    name: str
    base: str
    is_attrs: bool
    doc: str
    members: tuple[MemberView, ...]

    @property
    def has_gap(self) -> bool:
        """Whether an empty line separates the docstring and the members."""
        return bool(self.doc and self.members)

    @property
    def is_empty(self) -> bool:
        """Whether the class needs a `pass`."""
        return not (self.doc or self.members)


@attrs.frozen(kw_only=True)
class ModuleView:
    doc: str
    imports: tuple[str, ...]
    classes: tuple[ClassView, ...]


def module_view(module: ModelModule, *, is_own: bool = True) -> ModuleView:
    """Return the view of a file in `models/`. `is_own` says that it belongs to this SDK."""
    imports = Imports(
        models=".",
        here=module.name,
        taken=frozenset(item.name for item in module.classes),
        cycle=frozenset(module.cycle),
        is_own=is_own,
    )
    classes = tuple(
        _enum(item, imports) if isinstance(item, Enum) else _model(item, imports) for item in module.classes
    )
    return ModuleView(doc=docstring(f"Models of `{module.name}`.", 0), imports=imports.sections(), classes=classes)


def described(item: Field | Parameter | Model | Enum) -> str:
    """Return the complete docstring of an item: its text, the note on its type, its default, its deprecation."""
    parts = [item.doc]
    if isinstance(item, Field | Parameter):
        parts += [item.note, "" if item.default is None else f"Default: {literal(item.default)}."]
    if item.deprecated:
        parts.append("Deprecated.")
    return " ".join(part for part in parts if part)


def _doc(text: str) -> str:
    return docstring(text, 4) if text else ""


def _enum(item: Enum, imports: Imports) -> ClassView:
    return ClassView(
        name=item.name,
        base=imports.name(RUNTIME_MODEL, "OpenEnum"),
        is_attrs=False,
        doc=_doc(described(item)),
        members=tuple(_member(member, imports, len(item.members)) for member in item.members),
    )


def _member(member: EnumMember, imports: Imports, count: int) -> MemberView:
    return MemberView(f"{member.name} = {_value(member, imports, count)}", _doc(member.doc))


def _value(member: EnumMember, imports: Imports, count: int) -> str:
    """Return the value of a member: `enum.auto()` if it is the lower-case name. `count` is the number of members."""
    if member.value != member.name.lower() or count > MANY:
        return literal(member.value)
    imports.module("enum")
    return "enum.auto()"


def _model(item: Model, imports: Imports) -> ClassView:
    imports.name("aiostytch", "light_attrs")
    return ClassView(
        name=item.name,
        base=imports.name(RUNTIME_MODEL, "Response" if item.is_response else "Model"),
        is_attrs=True,
        doc=_doc(described(item)),
        members=(*_wire_names(item, imports), *(_field(field, item, imports) for field in item.fields)),
    )


def _wire_names(model: Model, imports: Imports) -> Iterator[MemberView]:
    renamed = [field for field in model.fields if field.name != field.wire_name]
    if renamed:
        imports.name("typing", "ClassVar")
        imports.name("collections.abc", "Mapping")
        names = ", ".join(f"{literal(field.name)}: {literal(field.wire_name)}" for field in renamed)
        yield MemberView(f"__wire_names__: ClassVar[Mapping[str, str]] = {{{names}}}")


def _field(field: Field, model: Model, imports: Imports) -> MemberView:
    alternatives = [field_annotation(field.type, imports)]
    default = "" if field.required else "None"
    if model.is_input and not field.required:
        alternatives.append(imports.name("msgspec", "UnsetType"))
        default = imports.name("msgspec", "UNSET")
    may_be_none = field.nullable or not (field.required or (model.is_input and not model.takes_null))
    if may_be_none and field.type not in {Primitive.ANY, Primitive.NONE}:
        alternatives.append("None")
    if field.secret:
        default = f"light_attrs.field(default={default}, repr=False)" if default else "light_attrs.field(repr=False)"
    statement = f"{field.name}: {' | '.join(alternatives)}" + (f" = {default}" if default else "")
    return MemberView(statement, _doc(described(field)))
