"""The conformance check of all responses in these tests."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox.entities import organizations

from .conforming import promised
from .world import World


async def fields_of(client: B2BClient) -> dict[str, Any]:
    fields: dict[str, Any] = (await client.organizations.get("acme")).raw.json()
    return fields


@pytest.mark.parametrize("moment", ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.5+01:00"])
async def test_a_response_that_the_document_promises_passes(client: B2BClient, world: World, moment: str) -> None:
    fields = await fields_of(client)
    fields["organization"]["created_at"] = moment
    assert promised("organizations.get").is_valid(fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization_name": None},
        {"organization_name": 7},
        {"created_at": "yesterday"},
        {"created_at": "2026-01-31T12:00:00"},
    ],
)
async def test_another_one_does_not(client: B2BClient, world: World, wrong: dict[str, Any]) -> None:
    fields = await fields_of(client)
    fields["organization"] |= wrong
    assert not promised("organizations.get").is_valid(fields)
    assert not promised("organizations.get").is_valid({**fields, "status_code": 2**31})


async def test_a_test_fails_at_the_first_response_that_does_not_conform(
    client: B2BClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organizations, "timestamp", lambda moment: "yesterday")
    with pytest.raises(Exception, match="yesterday"):
        await client.organizations.get("acme")
