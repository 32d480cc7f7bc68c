"""The operations that local verification uses to fetch are equal to those of the document."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from aiostytch.fleet.values import SharedValue
from aiostytch.local_auth import published
from aiostytch.local_auth.published import PROJECT_POLICY, read_project_policy
from aiostytch.operation import Operation
from aiostytch.preload import operations_of
from aiostytch.resources import rbac, rbac_organizations, sessions

GENERATED = {
    operation.id: operation for module in (sessions, rbac, rbac_organizations) for operation in operations_of(module)
}


@pytest.mark.parametrize("operation", operations_of(published), ids=lambda operation: operation.call_path)
def test_an_operation_is_the_generated_one_except_for_its_response(operation: Operation[Any]) -> None:
    names = [field.name for field in attrs.fields(Operation) if field.name not in {"response", "wire_names"}]
    assert {name: getattr(operation, name) for name in names} == {
        name: getattr(GENERATED[operation.id], name) for name in names
    }


def test_a_value_of_another_process_that_cannot_be_read_is_not_used() -> None:
    source = published._policy("policy", PROJECT_POLICY, read_project_policy)
    assert not source.is_usable(SharedValue(b"<html>", 0.0))
