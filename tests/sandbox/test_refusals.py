"""The table of errors on the page about the sandbox is correct and up to date."""

from __future__ import annotations

import re

from aiostytch.sandbox.contract.document import operations

from .refusals import Refusal, checks, is_status_known, names, places, refusals, table

ROW = re.compile(r"\| `(\w+)` \| (\d{3})(, a guess)? \| .* \| (.+) \|")


def test_each_error_has_a_row_with_its_status_and_its_source() -> None:
    rows = [ROW.fullmatch(line) for line in table().splitlines()[2:]]
    assert all(rows)
    assert [Refusal(row[1], int(row[2])) for row in rows if row] == sorted(refusals())
    for row in rows:
        if row:
            assert bool(row[3]) is not is_status_known(Refusal(row[1], int(row[2])))
            assert row[4] in {"its name", "**a guess**"} or row[4].startswith("the specification, at {py:meth}`")


def test_some_are_guesses_and_say_so() -> None:
    rows = {row[1]: row[4] for line in table().splitlines() if (row := ROW.fullmatch(line))}
    assert rows["invalid_organization_auth_method_settings"] == "**a guess**"
    assert rows["organization_slug_already_used"] == "the specification, at {py:meth}`organizations.create`"
    assert rows["invalid_bcrypt_hash"] == "its name"
    assert "| `member_not_found` | 404, a guess |" in table()
    assert "| `session_authorization_error` | 403 |" in table()


def test_each_source_is_of_an_error_that_there_is() -> None:
    raised = {refusal.error_type for refusal in refusals()}
    assert names() <= raised
    assert places().keys() <= raised
    assert not names() & places().keys()
    assert set(places().values()) <= {operation.call_path for operation in operations()}


def test_the_tests_of_the_sandbox_are_counted() -> None:
    assert checks() > 2_500
