"""Templates of claims."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch.sandbox.contract.errors import RefusedError
from aiostytch.sandbox.entities.claims_templates import check, render

VALUES: dict[str, Any] = {
    "member": {
        "name": 'Ada "Countess" Lovelace',
        "trusted_metadata": {"plan": {"level": 3}, "none": None, "list": [1, None, {"a": None}]},
        "rbac": {"roles": ["editor"], "a.b": {"actions": ["read"]}, "a": {"b": 1}},
    }
}


@pytest.mark.parametrize(
    ("template", "claims"),
    [
        ("", {}),
        ("{}", {}),
        ('{"a": 1, "b": {"c": [true]}}', {"a": 1, "b": {"c": [True]}}),
        ('{"a": {{ member.trusted_metadata.plan.level }}}', {"a": 3}),
        ('{"a": {{member.trusted_metadata.plan}}}', {"a": {"level": 3}}),
        ('{"a": {{ member.name }}}', {"a": 'Ada "Countess" Lovelace'}),
        (
            '{"a": "I am {{ member.name }}, {{ member.trusted_metadata.plan.level }}{{ no }}"}',
            {"a": 'I am Ada "Countess" Lovelace, 3'},
        ),
        ('{"a": "\\"{{ member.trusted_metadata.plan.level }}\\""}', {"a": '"3"'}),
        ('{"a": {{ member.trusted_metadata.none }}, "b": {{ member.no.such }}, "c": {{ no }}, "d": {{ }}}', {}),
        ('{"a": {"b": {{ no }}}, "c": {{ member.name.first }}}', {"a": {}}),
        ('{"a": {{ member.trusted_metadata.list }}}', {"a": [1, None, {}]}),
        ('{"a": {{ member.rbac.a.b.actions }}, "b": {{ member.rbac.roles }}}', {"a": ["read"], "b": ["editor"]}),
        ('{"sub": 1, "scope": {{ member.name }}}', {}),
    ],
)
def test_a_template_makes_claims(template: str, claims: dict[str, Any]) -> None:
    check(template, "jwt_template_invalid_json")
    assert render(template, VALUES, {"sub", "scope"}) == claims


@pytest.mark.parametrize(
    "template", ["{", "[]", "7", '{"a": {{ b }', "{ {{ a }}: 1}", '{"a": {{ b }}{{ c }}}', "[" * 9999]
)
def test_values_that_are_not_objects_are_refused(template: str) -> None:
    with pytest.raises(RefusedError):
        check(template, "jwt_template_invalid_json")
