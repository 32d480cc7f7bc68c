"""Seeds: what they make, and what is said of those that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox, SeedError, seeds

from .world import log_in

ACME: dict[str, Any] = {"organization_name": "Acme", "organization_slug": "acme"}


async def test_a_seed_makes_organizations_and_members_who_can_log_in(sandbox: Sandbox, client: B2BClient) -> None:
    member = {"email_address": "ada@acme.example", "name": "Ada", "password": "correct horse battery staple"}
    sandbox.seed(
        {
            "organizations": [
                {**ACME, "members": [member, {"email_address": "b@acme.example"}]},
                {**ACME, "organization_slug": "two"},
            ]
        }
    )
    assert (await log_in(client, "acme")).member.name == "Ada"
    assert len(await client.organizations.members.search(organization_ids=["acme"]).collect()) == 2
    assert (await client.organizations.get("two")).organization.organization_name == "Acme"


async def test_the_example_in_the_documentation_is_a_seed(client: B2BClient, sandbox: Sandbox, tmp_path: Path) -> None:
    _, _, example = (seeds.__doc__ or "").partition("\n\n")
    example, _, _ = example.partition("\nAn organization")
    file = tmp_path / "seed.yaml"
    file.write_text(example)
    sandbox.seed(file)
    assert (await log_in(client, "acme")).member.name == "Ada Lovelace"
    assert (await client.organizations.get("acme")).organization.email_allowed_domains == ["acme.example"]


@pytest.mark.parametrize(
    ("seed", "problem"),
    [
        ([], "$ must be of type object"),
        (None, "$ must be of type object"),
        ({"organisations": []}, "$.organisations is not in the document"),
        ({"organizations": [{}]}, "$.organizations[0].organization_name is missing"),
        ({"organizations": [ACME, {**ACME, "colour": 1}]}, "$.organizations[1].colour is not in the document"),
        (
            {"organizations": [{**ACME, "members": [{"email_address": "a@b.example", "password": 7}]}]},
            "$.organizations[0].members[0].password must be of type string",
        ),
        (
            {"organizations": [{**ACME, "members": [{"email_address": "a"}]}]},
            "$.organizations[0].members[0]: invalid_email: ",
        ),
        ({"organizations": [ACME, ACME]}, "$.organizations[1]: organization_slug_already_used: "),
    ],
)
def test_a_seed_is_refused_with_the_place_of_what_is_wrong(sandbox: Sandbox, seed: Any, problem: str) -> None:
    with pytest.raises(SeedError) as caught:
        sandbox.seed(seed)
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a: [", r"line 1, column 5"),
        (b"- hunter2: [", "^((?!hunter2).)*$"),
        (b"\xff", "can't decode"),
        (b"\x01", "position 0$"),
        (None, "No such file"),
    ],
)
def test_a_file_is_refused_with_its_name(sandbox: Sandbox, tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "seed.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SeedError, match=reason) as caught:
        sandbox.seed(str(file))
    assert str(caught.value).startswith(str(file))


def test_a_yaml_file_cannot_make_objects_of_python(sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("organizations: !!python/object/apply:os.getcwd []")
    with pytest.raises(SeedError, match="could not determine a constructor"):
        sandbox.seed(file)
