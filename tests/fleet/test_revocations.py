"""The tokens that a revocation invalidates, and its lifetime."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch.fleet.revocations import (
    ALL_TOKENS,
    SESSION_TOKENS,
    Revocation,
    Revocations,
    Verdict,
    merge,
    read,
    revoke_all,
    revoke_issued,
    subject,
    write,
)

ADA, BOB, S1, S2 = (
    subject("sessions", "ada"),
    subject("sessions", "bob"),
    subject("session", "1"),
    subject("session", "2"),
)


def revocations(now: float = 1000.0) -> Revocations:
    return Revocations(lambda: now)


@pytest.mark.parametrize(
    ("issued", "verdict"), [(999, Verdict.REVOKED), (1000, Verdict.REVOKED), (1001, Verdict.VALID)]
)
def test_tokens_that_were_issued_later_hold(issued: float, verdict: Verdict) -> None:
    known = revocations()
    known.add(revoke_issued(ADA, 1000.9, SESSION_TOKENS))
    assert known.verdict((S1, ADA), issued) is verdict
    assert known.verdict((S1, BOB), issued) is Verdict.VALID


def test_permanent_revocations_cover_later_tokens() -> None:
    known = revocations()
    known.add(revoke_all(S1, 1000, SESSION_TOKENS))
    assert known.verdict((S1, ADA), 5000) is Verdict.REVOKED


def test_of_the_last_seconds_the_api_may_know_better() -> None:
    known = revocations()
    known.add(revoke_issued(ADA, 1000, SESSION_TOKENS, tolerance=10))
    assert [known.verdict((S1, ADA), issued) for issued in (990, 991, 1000, 1001)] == [
        Verdict.REVOKED,
        Verdict.IN_DOUBT,
        Verdict.IN_DOUBT,
        Verdict.VALID,
    ]


def test_the_session_that_goes_on_holds() -> None:
    known = revocations()
    known.add(revoke_issued(ADA, 1000, SESSION_TOKENS, exempt=S1))
    assert known.verdict((S1, ADA), 1000) is Verdict.VALID
    assert known.verdict((S2, ADA), 1000) is Verdict.REVOKED


def test_a_later_revocation_ends_the_session_that_went_on_too() -> None:
    known = revocations()
    known.add(revoke_issued(ADA, 1001, SESSION_TOKENS, exempt=S2))
    known.add(revoke_issued(ADA, 1000, SESSION_TOKENS, exempt=S1))
    assert known.verdict((S1, ADA), 1000) is Verdict.REVOKED
    assert known.verdict((S2, ADA), 1000) is Verdict.VALID


def test_a_revocation_is_forgotten_when_no_token_is_left() -> None:
    now = 1000.0
    known = Revocations(lambda: now)
    known.add(revoke_issued(ADA, 1000, SESSION_TOKENS))
    now += SESSION_TOKENS
    assert list(known) == []
    assert not known.add(revoke_issued(BOB, 1000, SESSION_TOKENS))
    known.add(revoke_all(S1, now, ALL_TOKENS))
    assert list(known.known) == [S1]


def test_a_revocation_that_was_extended_stays() -> None:
    now = 1000.0
    known = Revocations(lambda: now)
    known.add(revoke_issued(ADA, 1000, 10))
    known.add(revoke_issued(ADA, 1005, 10))
    now = 1011.0
    known.add(revoke_issued(BOB, 1011, 10))
    assert len(known) == 2


def test_known_revocations_are_not_new() -> None:
    known = revocations()
    assert known.add(revoke_issued(ADA, 1000, 10))
    assert not known.add(revoke_issued(ADA, 1000, 10))
    assert known.includes(revoke_issued(ADA, 999, 10))
    assert not known.includes(revoke_issued(ADA, 1001, 10))
    assert not known.includes(revoke_issued(BOB, 999, 10))


def test_ids_of_different_kinds_are_different_subjects() -> None:
    assert len({subject("member", "a"), subject("app", "a"), subject("grant", "a", "b"), subject("grant", "ab")}) == 4
    assert subject("member", "\ud800")


some = st.builds(
    Revocation,
    subject=st.just(ADA),
    at=st.integers(990, 1010).map(float),
    until=st.sampled_from([990.0, 1000.0, 1010.0, math.inf]),
    certain_until=st.sampled_from([980.0, 990.0, 1000.0]),
    ttl=st.sampled_from([10.0, 100.0]),
    exempt=st.sampled_from([b"", S1, S2]),
)


@given(some, some, some)
def test_the_order_of_revocations_does_not_matter(one: Revocation, two: Revocation, three: Revocation) -> None:
    assert merge(one, two) == merge(two, one)
    assert merge(one, one) == one
    ends = {merge(merge(one, two), three).ends_at, merge(one, merge(two, three)).ends_at}
    assert len(ends) == 1


@given(some)
def test_a_revocation_comes_out_of_a_store_as_it_went_in(one: Revocation) -> None:
    assert read(write(one)) == one


@pytest.mark.parametrize("content", [b"", b"1", b"1junk", b"2" + msgspec.msgpack.encode([ADA, 1.0]), b"1\xff\xfe"])
def test_entries_of_later_versions_and_strangers_are_skipped(content: bytes) -> None:
    assert read(content) is None


def test_a_field_of_a_later_version_is_skipped() -> None:
    written = msgspec.msgpack.encode([ADA, 1.0, 1.0, 1.0, 10.0, b"", "more"])
    assert read(b"1" + written) == revoke_issued(ADA, 1.0, 10.0)


def test_no_id_is_in_a_store() -> None:
    assert b"ada" not in write(revoke_issued(ADA, 1.0, 10.0))
