"""Searches: filters, pages and cursors, through the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from aiostytch import B2BClient
from aiostytch.sandbox import Sandbox, State
from aiostytch.sandbox.contract.document import operations
from aiostytch.sandbox.entities.call import Call
from aiostytch.sandbox.operations.registry import handler

from ..world import World, operand, query, refused

MEMBERS = 2_500
PATHS = {operation.call_path: operation for operation in operations()}


@pytest.fixture
def crowd(sandbox: Sandbox) -> list[str]:
    """2,500 members of the organization `crowd`, and one of another: their addresses, in the order of creation."""
    return populate(sandbox.state, MEMBERS)


@pytest.fixture
def group(sandbox: Sandbox) -> list[str]:
    """150 members of the organization `crowd`, and one of another."""
    return populate(sandbox.state, 150)


def populate(state: State, size: int) -> list[str]:
    addresses = [f"member-{number}@crowd.example" for number in range(size)]
    for slug in ("crowd", "other"):
        perform(state, "organizations.create", organization_name=slug, organization_slug=slug)
    for address in addresses:
        perform(state, "organizations.members.create", organization_id="crowd", email_address=address)
    perform(state, "organizations.members.create", organization_id="other", email_address="o@other.example")
    return addresses


def perform(state: State, call_path: str, **arguments: Any) -> dict[str, Any]:
    return handler(call_path).function(state, Call(operation=PATHS[call_path], arguments=arguments))


@pytest.mark.parametrize(("limit", "pages"), [(1000, 3), (100, 25), (2500 // 7, 8)])
async def test_the_cursors_lead_once_through_all_members(
    client: B2BClient, crowd: list[str], limit: int, pages: int
) -> None:
    walked = [
        [member.email_address for member in page.members]
        async for page in client.organizations.members.search(organization_ids=["crowd"], limit=limit).pages()
    ]
    assert [len(page) for page in walked[:-1]] == [limit] * (pages - 1)
    assert [address for page in walked for address in page] == crowd


@pytest.mark.parametrize("given", [{}, {"limit": 0}])
async def test_a_page_has_100_results_by_default(client: B2BClient, group: list[str], given: dict[str, int]) -> None:
    page = await client.organizations.members.search(organization_ids=["crowd"], **given)
    assert len(page.members) == 100
    assert page.results_metadata.total == len(group)


async def test_the_last_page_has_no_cursor_even_if_it_is_full(client: B2BClient, group: list[str]) -> None:
    pages = [p async for p in client.organizations.members.search(organization_ids=["crowd"], limit=75).pages()]
    assert [page.results_metadata.next_cursor is None for page in pages] == [False, True]


async def test_members_deleted_during_a_walk_neither_hide_nor_duplicate_others(
    client: B2BClient, group: list[str]
) -> None:
    search = client.organizations.members.search(organization_ids=["crowd"], limit=100).pages()
    first = await anext(search)
    for member in (first.members[0], first.members[99]):
        await client.organizations.members.delete("crowd", member.member_id)
    rest = [member.email_address async for page in search for member in page.members]
    assert rest == group[100:]


async def test_members_that_come_during_a_walk_are_at_its_end(client: B2BClient, group: list[str]) -> None:
    search = client.organizations.members.search(organization_ids=["crowd"], limit=100).pages()
    await anext(search)
    await client.organizations.members.create("crowd", email_address="late@crowd.example")
    rest = [member.email_address async for page in search for member in page.members]
    assert rest == [*group[100:], "late@crowd.example"]


async def test_the_limit_of_a_walk_may_change(client: B2BClient, group: list[str]) -> None:
    first = await client.organizations.members.search(organization_ids=["crowd"], limit=1)
    cursor = first.results_metadata.next_cursor
    second = await client.organizations.members.search(organization_ids=["crowd"], limit=2, cursor=cursor)
    assert [member.email_address for member in second.members] == group[1:3]


async def test_organizations_are_walked_in_the_same_way(client: B2BClient) -> None:
    slugs = [
        (await client.organizations.create(organization_name="Many")).organization.organization_slug for _ in range(25)
    ]
    found = [organization.organization_slug async for organization in client.organizations.search(limit=10)]
    assert found == slugs


ALTERED = {
    "unknown": lambda cursor: "unknown",
    "not ASCII": lambda cursor: "é" * 28,
    "cut off": lambda cursor: cursor[:-4],
    "altered": lambda cursor: ("B" if cursor[0] == "A" else "A") + cursor[1:],
    "with noise in it": lambda cursor: f"{cursor[:5]}\n{cursor[5:]}",
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED)
async def test_a_cursor_that_was_not_given_is_refused(client: B2BClient, group: list[str], alter: Any) -> None:
    first = await client.organizations.members.search(organization_ids=["crowd"])
    with refused(400, "invalid_argument"):
        await client.organizations.members.search(
            organization_ids=["crowd"], cursor=alter(first.results_metadata.next_cursor)
        )


@pytest.mark.parametrize(
    "other",
    [
        {"organization_ids": ["crowd", "other"]},
        {"organization_ids": ["crowd"], "query": query(operand("member_email_fuzzy", "member"))},
    ],
)
async def test_a_cursor_of_another_search_is_refused(
    client: B2BClient, group: list[str], other: dict[str, Any]
) -> None:
    first = await client.organizations.members.search(organization_ids=["crowd"])
    with refused(400, "invalid_argument"):
        await client.organizations.members.search(**other, cursor=first.results_metadata.next_cursor)


async def test_a_cursor_of_another_sandbox_is_refused(client: B2BClient, sandbox: Sandbox, group: list[str]) -> None:
    first = await client.organizations.members.search(organization_ids=["crowd"])
    sandbox.state.cursor_key = State().cursor_key
    with refused(400, "invalid_argument"):
        await client.organizations.members.search(organization_ids=["crowd"], cursor=first.results_metadata.next_cursor)


@pytest.mark.parametrize("limit", [1001, 2**31 - 1])
async def test_a_limit_above_1000_is_refused(client: B2BClient, world: World, limit: int) -> None:
    with refused(400, "invalid_argument"):
        await client.organizations.search(limit=limit)
    with refused(400, "invalid_argument"):
        await client.organizations.members.search(organization_ids=["acme"], limit=limit)


@pytest.fixture
async def team(client: B2BClient, world: World) -> dict[str, str]:
    """The members of Acme by first name: Ada (with a password), Grace, Linus, and Gone, who is deleted."""
    members = client.organizations.members
    grace = await members.create(
        "acme",
        email_address="grace@navy.example",
        external_id="hr|7",
        is_breakglass=True,
        mfa_phone_number="+12025550123",
        roles=["editor"],
    )
    linus = await members.create("acme", email_address="linus@kernel.example", create_member_as_pending=True)
    return {
        world.member.member_id: "Ada",
        grace.member_id: "Grace",
        linus.member_id: "Linus",
        world.deleted_member_id: "Gone",
    }


MEMBER_FILTERS: list[tuple[str, Any, str]] = [
    ("member_ids", ["hr|7", "unknown"], "Grace"),
    ("member_ids", ["HR|7"], ""),
    ("member_emails", ["ADA@acme.example", "linus@kernel.example"], "Ada Linus"),
    ("member_emails", [], ""),
    ("member_email_fuzzy", ".EXAMPLE", "Ada Grace Linus"),
    ("member_email_fuzzy", "kernel", "Linus"),
    ("member_is_breakglass", True, "Grace"),
    ("member_is_breakglass", False, "Ada Linus"),
    ("statuses", ["pending"], "Linus"),
    ("statuses", ["deleted"], "Gone"),
    ("statuses", ["active", "deleted"], "Ada Gone Grace"),
    ("member_mfa_phone_numbers", ["+12025550123"], "Grace"),
    ("member_mfa_phone_number_fuzzy", "0123", "Grace"),
    ("member_password_exists", True, "Ada"),
    ("member_roles", ["editor"], "Grace"),
    ("member_roles", ["Editor"], ""),
    ("member_roles", ["stytch_member"], "Ada Grace Linus"),
]


@pytest.mark.parametrize(("name", "value", "names"), MEMBER_FILTERS)
async def test_members_are_filtered(client: B2BClient, team: dict[str, str], name: str, value: Any, names: str) -> None:
    page = await client.organizations.members.search(organization_ids=["acme"], query=query(operand(name, value)))
    assert sorted(team[member.member_id] for member in page.members) == names.split()
    assert page.results_metadata.total == len(names.split())


@pytest.mark.parametrize(("operator", "names"), [("AND", "Grace"), ("OR", "Ada Grace Linus")])
async def test_filters_are_combined(client: B2BClient, team: dict[str, str], operator: str, names: str) -> None:
    operands = operand("statuses", ["active", "pending"]), operand("member_roles", ["editor"])
    page = await client.organizations.members.search(
        organization_ids=["acme"], query=query(*operands, operator=operator)
    )
    assert sorted(team[member.member_id] for member in page.members) == names.split()


async def test_without_a_filter_all_members_are_found_but_deleted_ones(client: B2BClient, team: dict[str, str]) -> None:
    for given in ({}, {"query": query()}, {"query": query(operator="OR")}):
        found = await client.organizations.members.search(organization_ids=["acme"], **given).collect()
        assert sorted(team[member.member_id] for member in found) == ["Ada", "Grace", "Linus"]


async def test_a_page_of_members_holds_their_organizations_by_id(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Empty", organization_slug="empty")
    page = await client.organizations.members.search(organization_ids=["acme", "empty"])
    assert page.organizations == {world.organization.organization_id: world.organization}


async def test_members_of_several_organizations_are_found(client: B2BClient, world: World) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="other")
    await client.organizations.members.create("other", email_address="o@other.example")
    found = await client.organizations.members.search(organization_ids=["acme", "other"]).collect()
    assert [member.email_address for member in found] == ["ada@acme.example", "o@other.example"]


@pytest.fixture
async def companies(client: B2BClient, world: World) -> dict[str, str]:
    """Organizations by slug: Acme, Beta (with domains and an external id) and Gamma (with a member)."""
    for slug, given in {
        "beta": {"email_allowed_domains": ["Beta.example"], "claimed_email_domains": ["b.example"]},
        "gamma": {},
    }.items():
        await client.organizations.create(
            organization_name=f"{slug} Ltd",
            organization_slug=slug,
            organization_external_id=f"crm|{slug}",
            **given,
        )
    await client.organizations.members.create("gamma", email_address="carl@gamma.example")
    return {"acme": world.organization.organization_id}


ORGANIZATION_FILTERS: list[tuple[str, Any, str]] = [
    ("organization_ids", ["crm|beta", "gamma"], "beta gamma"),
    ("organization_ids", ["CRM|beta", "Gamma"], ""),
    ("organization_slugs", ["acme", "unknown"], "acme"),
    ("organization_slugs", ["Acme"], ""),
    ("organization_name_fuzzy", "LTD", "beta gamma"),
    ("organization_slug_fuzzy", "amm", "gamma"),
    ("member_emails", ["Carl@gamma.example"], "gamma"),
    ("member_emails", ["gone@acme.example"], ""),
    ("member_email_fuzzy", "@acme", "acme"),
    ("allowed_domains", ["beta.example"], "beta"),
    ("allowed_domain_fuzzy", "beta", "beta"),
    ("claimed_email_domains", ["b.example"], "beta"),
    ("has_active_sso_connection", True, ""),
    ("has_active_sso_connection", False, "acme beta gamma"),
]


@pytest.mark.parametrize(("name", "value", "slugs"), ORGANIZATION_FILTERS)
async def test_organizations_are_filtered(
    client: B2BClient, companies: dict[str, str], name: str, value: Any, slugs: str
) -> None:
    found = await client.organizations.search(query=query(operand(name, value))).collect()
    assert [organization.organization_slug for organization in found] == slugs.split()


async def test_slugs_that_differ_in_case_only_are_told_apart(client: B2BClient, companies: dict[str, str]) -> None:
    await client.organizations.create(organization_name="Other", organization_slug="Acme")
    for slug in ("acme", "Acme"):
        for name in ("organization_slugs", "organization_ids"):
            found = await client.organizations.search(query=query(operand(name, [slug]))).collect()
            assert [organization.organization_slug for organization in found] == [slug]


async def test_organizations_are_filtered_by_id(client: B2BClient, companies: dict[str, str]) -> None:
    wanted = operand("organization_ids", list(companies.values()))
    found = await client.organizations.search(query=query(wanted)).collect()
    assert [organization.organization_slug for organization in found] == ["acme"]


WRONG_OPERANDS: list[tuple[dict[str, Any], str]] = [
    ({}, "{kind}_search_missing_filter_name"),
    ({"filter_name": 1, "filter_value": []}, "{kind}_search_filter_name_must_be_string"),
    (operand("colour", ["red"]), "{kind}_search_filter_name_not_recognized"),
    ({"filter_name": "member_emails"}, "{kind}_search_missing_filter_value"),
    (operand("member_emails", "a@b.example"), "{kind}_search_expected_array_of_strings"),
    (operand("member_emails", [1]), "{kind}_search_expected_array_of_strings"),
    (operand("member_email_fuzzy", ["abc"]), "{kind}_search_expected_string"),
    (operand("member_email_fuzzy", "ab"), "{kind}_search_member_email_fuzzy_too_short"),
]


@pytest.mark.parametrize(("wrong", "error_type"), WRONG_OPERANDS)
async def test_an_operand_that_cannot_be_used_is_refused(
    client: B2BClient, world: World, wrong: dict[str, Any], error_type: str
) -> None:
    right = operand("member_emails", [])
    with refused(400, error_type.format(kind="organization")):
        await client.organizations.search(query=query(right, wrong))
    with refused(400, error_type.format(kind="member")):
        await client.organizations.members.search(organization_ids=["acme"], query=query(right, wrong))


@pytest.mark.parametrize(
    ("wrong", "error_type"),
    [
        (operand("member_is_breakglass", "yes"), "member_search_expected_boolean"),
        (operand("member_mfa_phone_number_fuzzy", "+1"), "member_search_member_mfa_phone_number_fuzzy_too_short"),
        (operand("statuses", ["asleep"]), "search_invalid_status_filter"),
        (operand("statuses", "deleted"), "member_search_expected_array_of_strings"),
        (operand("statuses", 1), "member_search_expected_array_of_strings"),
    ],
)
async def test_an_operand_of_a_member_search_that_cannot_be_used_is_refused(
    client: B2BClient, world: World, wrong: dict[str, Any], error_type: str
) -> None:
    with refused(400, error_type):
        await client.organizations.members.search(organization_ids=["acme"], query=query(wrong))


@pytest.mark.parametrize(
    ("name", "error_type"),
    [
        ("organization_name_fuzzy", "organization_search_organization_name_fuzzy_too_short"),
        ("organization_slug_fuzzy", "organization_search_organization_slug_fuzzy_too_short"),
        ("allowed_domain_fuzzy", "organization_search_allowed_domain_fuzzy_too_short"),
    ],
)
async def test_a_fuzzy_filter_needs_three_characters(client: B2BClient, name: str, error_type: str) -> None:
    with refused(400, error_type):
        await client.organizations.search(query=query(operand(name, "ab")))


async def test_a_refusal_names_the_operand(client: B2BClient) -> None:
    with pytest.raises(Exception, match="operands") as caught:
        await client.organizations.search(query=query(operand("member_emails", []), {}))
    assert getattr(caught.value, "error_message", "") == "body: $.query.operands[1].filter_name is missing."


async def test_a_member_search_without_organizations_is_refused(client: B2BClient) -> None:
    with refused(400, "member_search_organization_ids_empty"):
        await client.organizations.members.search(organization_ids=[])


async def test_a_member_search_in_an_unknown_organization_is_refused(client: B2BClient, world: World) -> None:
    with refused(404, "organization_not_found"):
        await client.organizations.members.search(organization_ids=["acme", "unknown"])


async def test_a_record_that_is_changed_keeps_its_place(sandbox: Sandbox, world: World, client: B2BClient) -> None:
    await client.organizations.create(organization_name="Later")
    await client.organizations.update("acme", organization_name="Changed")
    names = [organization.organization_name async for organization in client.organizations.search()]
    assert names == ["Changed", "Later"]


def test_records_are_numbered_in_the_order_of_the_table(sandbox: Sandbox, group: list[str]) -> None:
    numbers = [member.number for member in sandbox.state.members]
    assert numbers == sorted(numbers)
