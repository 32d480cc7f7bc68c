"""Imports before the first call."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import ConfigurationError, codec, preload
from aiostytch.preload import operations_of
from aiostytch.resources import organizations


def test_preload_creates_the_decoders_of_all_responses() -> None:
    preload()
    assert all(operation.response in codec._decoders for operation in operations_of(organizations))


def test_the_operations_of_a_module_are_all_its_calls() -> None:
    assert {operation.id for operation in operations_of(organizations)} == {
        f"api_organization_v1_{name}"
        for name in (
            "ConnectedApps",
            "Create",
            "Delete",
            "DeleteExternalId",
            "Get",
            "GetConnectedApp",
            "Metrics",
            "Search",
            "Update",
        )
    }


@pytest.mark.parametrize("transport", ["carrier pigeon", "", None])
def test_preload_refuses_a_transport_that_there_is_not(transport: Any) -> None:
    with pytest.raises(ConfigurationError, match="transport"):
        preload(transport=transport)
