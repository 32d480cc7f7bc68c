"""Retries: decisions as tables, and a quota that stays within its bounds."""

from __future__ import annotations

import datetime
import math
import random
import threading
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiostytch.error_types import SERVER_ERRORS, THROTTLING, is_client_error
from aiostytch.models.errors import ErrorType
from aiostytch.retry import (
    Failure,
    RetryClass,
    RetryPolicy,
    RetryQuota,
    failure_from_error_response,
    is_retry_safe,
    parse_retry_after,
)

from .fakes import longest_waits

# Decisions.

NO_USE = None
STATUSES: list[tuple[int, float | None, Failure | None]] = [
    (200, None, NO_USE),
    (301, None, NO_USE),
    (400, None, NO_USE),
    (400, 1.0, NO_USE),
    (401, None, NO_USE),
    (403, None, NO_USE),
    (404, None, NO_USE),
    (408, None, NO_USE),
    (409, None, NO_USE),
    (425, None, NO_USE),
    (429, None, Failure.THROTTLED),
    (429, 0.0, Failure.THROTTLED),
    (429, 3600.0, Failure.THROTTLED),
    (500, None, Failure.UNKNOWN),
    (500, 1.0, Failure.UNKNOWN),
    (501, None, NO_USE),
    (502, None, Failure.UNKNOWN),
    (503, None, Failure.UNKNOWN),
    (503, 0.0, Failure.REFUSED),
    (503, 5.0, Failure.REFUSED),
    (504, None, Failure.UNKNOWN),
    (504, 5.0, Failure.UNKNOWN),
    (505, None, NO_USE),
    (519, None, NO_USE),
    *((status, None, Failure.UNKNOWN) for status in range(520, 531)),
    (522, 5.0, Failure.UNKNOWN),
    (529, 1.0, Failure.UNKNOWN),
    (531, None, NO_USE),
    (599, None, NO_USE),
    (999, None, NO_USE),
]


@pytest.mark.parametrize(("status_code", "retry_after", "failure"), STATUSES)
def test_a_status_says_what_is_known_about_the_attempt(
    status_code: int, retry_after: float | None, failure: Failure | None
) -> None:
    assert failure_from_error_response(status_code, "", retry_after) is failure


REQUESTS = [
    "user_lock_limit_reached",
    "captcha_failed",
    "captcha_required",
    "ad_blocker_detected",
    "too_few_tokens_authenticated",
    "too_many_unverified_factors",
    "too_many_session_arguments",
    "too_many_m2m_clients_for_billing_tier",
    "allow_list_max_exceeded",
    "billing_not_verified",
    "invalid_email",
]


@pytest.mark.parametrize("error_type", REQUESTS)
@pytest.mark.parametrize(("status_code", "retry_after"), [(429, None), (429, 1.0), (503, 1.0), (400, None)])
def test_a_refusal_of_the_request_itself_is_not_retried(
    error_type: str, status_code: int, retry_after: float | None
) -> None:
    assert failure_from_error_response(status_code, error_type, retry_after) is None


@pytest.mark.parametrize("status_code", [400, 403, 429, 500, 503])
def test_too_many_requests_pass_with_time_whatever_the_status(status_code: int) -> None:
    assert failure_from_error_response(status_code, "too_many_requests", None) is Failure.THROTTLED


@pytest.mark.parametrize("error_type", ["", "a_type_from_the_future", *sorted(SERVER_ERRORS)])
@pytest.mark.parametrize(("status_code", "retry_after", "failure"), STATUSES)
def test_a_status_decides_where_the_type_does_not_tell(
    error_type: str, status_code: int, retry_after: float | None, failure: Failure | None
) -> None:
    assert failure_from_error_response(status_code, error_type, retry_after) is failure


@pytest.mark.parametrize("status_code", [500, 502, 504, 520, 530])
def test_an_unknown_fate_stays_unknown_whatever_the_type(status_code: int) -> None:
    assert failure_from_error_response(status_code, "invalid_email", None) is Failure.UNKNOWN


def test_each_type_of_the_table_is_one_that_the_api_lists() -> None:
    assert {kind for kind in THROTTLING | SERVER_ERRORS if not ErrorType(kind).is_known} == set()


def test_all_other_types_of_the_api_are_about_the_request() -> None:
    assert {kind.value for kind in ErrorType if not is_client_error(kind)} == THROTTLING | SERVER_ERRORS


CHANGES_NOTHING_MORE = {RetryClass.READ, RetryClass.IDEMPOTENT}


@pytest.mark.parametrize(("failure", "retry_class"), list(product(Failure, RetryClass)))
def test_unknown_outcomes_retry_only_reads_and_idempotent_calls(failure: Failure, retry_class: RetryClass) -> None:
    is_known = failure in {Failure.NOT_SENT, Failure.THROTTLED, Failure.REFUSED}
    assert is_retry_safe(failure, retry_class) is (is_known or retry_class in CHANGES_NOTHING_MORE)


# Retry-After: section 3.

NOW = datetime.datetime(2026, 3, 1, 12, 0, 0, tzinfo=datetime.UTC).timestamp()
RETRY_AFTER: list[tuple[str | None, float | None]] = [
    (None, None),
    ("0", 0.0),
    ("00", 0.0),
    ("1", 1.0),
    ("01", 1.0),
    ("59", 59.0),
    ("60", 60.0),
    ("61", 61.0),
    ("3600", 3600.0),
    ("999999", 999999.0),
    ("1000000", 1000000.0),
    ("99999999999999999999", 1e20),
    ("9" * 300, 1e300),
    ("9" * 301, None),
    ("1" + "0" * 400, None),
    ("-0", None),
    ("-1", None),
    ("+1", None),
    ("1.5", None),
    ("1.", None),
    (".5", None),
    ("nan", None),
    ("NaN", None),
    ("inf", None),
    ("-inf", None),
    ("Infinity", None),
    ("1e3", None),
    ("0x10", None),
    ("1_0", None),
    ("", None),
    (" ", None),
    (" 3", None),
    ("3 ", None),
    ("3 3", None),
    ("3\n", None),
    ("3\x00", None),
    ("3s", None),
    ("3, 3", None),
    ("3; 3", None),
    ("\u0663", None),
    ("\u00b3", None),
    ("\uff13", None),
    ("\u2155", None),
    ("soon", None),
    ("null", None),
    ("true", None),
    ("[3]", None),
    ('"3"', None),
    ("Sun, 01 Mar 2026 12:00:10 GMT", 10.0),
    ("Sun, 01 Mar 2026 12:00:00 GMT", 0.0),
    ("Sun, 01 Mar 2026 11:59:59 GMT", 0.0),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
    ("Sun, 01 Mar 2026 13:00:00 GMT", 3600.0),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 253402300799.0 - NOW),
    ("Thu, 01 Jan 0001 00:00:00 GMT", 0.0),
    ("Sunday, 01-Mar-26 12:00:30 GMT", 30.0),
    ("Sun Mar  1 12:00:20 2026", 20.0),
    ("Sun Mar 01 12:00:20 2026", 20.0),
    ("Mon, 01 Mar 2026 12:00:10 GMT", 10.0),
    ("Sat, 31 Dec 2016 23:59:60 GMT", None),
    ("Sun, 30 Feb 2026 12:00:00 GMT", None),
    ("Sun, 00 Mar 2026 12:00:00 GMT", None),
    ("Sun, 01 Mrz 2026 12:00:00 GMT", None),
    ("Sun, 01 Mar 2026 24:00:00 GMT", None),
    ("Sun, 01 Mar 2026 12:00:10", None),
    ("Sun, 01 Mar 2026 12:00:10 +0200", None),
    ("Sun, 01 Mar 2026 12:00:10 UTC", None),
    ("sun, 01 mar 2026 12:00:10 gmt", None),
    ("01 Mar 2026 12:00:10 GMT", None),
    ("2026-03-01T12:00:10Z", None),
    ("Sun, 01 Mar 2026 12:00:10 GMT, 5", None),
]


@pytest.mark.parametrize(("value", "seconds"), RETRY_AFTER)
def test_retry_after_is_whole_seconds_or_a_date_of_http(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, lambda: NOW) == seconds


def test_the_wall_clock_is_not_asked_for_seconds() -> None:
    def no_clock() -> float:
        raise AssertionError

    assert parse_retry_after("7", no_clock) == 7.0


DATE_LIKE = st.from_regex(
    r"\A[A-Z][a-z]{2,8},? [0-9]{2}[ -](Jan|Feb|Nov|[A-Z][a-z]{2})[ -][0-9]{2,4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT\Z"
    r"|\A[A-Z][a-z]{2} (Jan|Feb|[A-Z][a-z]{2}) [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}\Z"
)


@settings(max_examples=500)
@given(
    st.text() | st.binary().map(lambda value: value.decode("latin-1")) | st.from_regex(r"\A[0-9]+\Z") | DATE_LIKE,
    st.floats(-1e11, 1e12),
)
def test_any_retry_after_is_none_or_a_finite_number_of_seconds(value: str, now: float) -> None:
    seconds = parse_retry_after(value, lambda: now)
    assert seconds is None or 0.0 <= seconds < math.inf


@given(st.integers(0, 2**32), st.integers(-100, 100))
def test_a_date_is_as_far_away_as_it_says(now: int, seconds: int) -> None:
    moment = datetime.datetime.fromtimestamp(now + seconds, datetime.UTC)
    value = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert parse_retry_after(value, lambda: float(now)) == max(seconds, 0)


# Backoff.


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Failure.UNKNOWN, [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0, 8.0, 8.0, 8.0]),
        (Failure.NOT_SENT, [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0, 8.0, 8.0, 8.0]),
        (Failure.THROTTLED, [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0]),
        (Failure.REFUSED, [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0]),
    ],
)
def test_the_longest_wait_doubles_up_to_the_cap(failure: Failure, expected: list[float]) -> None:
    policy = longest_waits()
    assert [policy.delay(failure, repeat, None) for repeat in range(1, 13)] == pytest.approx(expected)


@pytest.mark.parametrize("repeat", [33, 34, 1024, 1025, 10_000, 10**9])
def test_a_late_retry_does_not_overflow(repeat: int) -> None:
    assert longest_waits().delay(Failure.UNKNOWN, repeat, None) == 8.0


def test_a_huge_base_does_not_overflow() -> None:
    assert longest_waits(base=1e308, cap=5.0).delay(Failure.UNKNOWN, 40, None) == 5.0


def test_waits_are_spread_evenly() -> None:
    policy = RetryPolicy(jitter=random.Random(4711).random)
    waits = (policy.delay(Failure.UNKNOWN, 4, None) or 0.0 for _ in range(10_000))
    bins = Counter(int(wait / 0.8 * 20) for wait in waits)
    assert sorted(bins) == list(range(20))
    assert all(400 <= count <= 600 for count in bins.values())


@given(st.sampled_from(Failure), st.integers(1, 10**6), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_between_nothing_and_the_cap(failure: Failure, repeat: int, share: float) -> None:
    wait = RetryPolicy(cap=3.0, jitter=lambda: share).delay(failure, repeat, None)
    assert wait is not None
    assert 0.0 <= wait <= 3.0


@pytest.mark.parametrize("failure", list(Failure))
def test_retry_after_overrides_the_formula(failure: Failure) -> None:
    assert [longest_waits().delay(failure, 1, seconds) for seconds in (0.0, 7.0, 60.0)] == [0.0, 7.0, 60.0]


@pytest.mark.parametrize(
    ("limit", "retry_after", "wait"),
    [(60.0, 60.0, 60.0), (60.0, 60.5, None), (60.0, 3600.0, None), (7200.0, 3600.0, 3600.0)],
)
def test_a_retry_after_that_is_too_long_is_not_waited_for(limit: float, retry_after: float, wait: float | None) -> None:
    assert RetryPolicy(max_retry_after=limit).delay(Failure.THROTTLED, 1, retry_after) == wait


@pytest.mark.parametrize("retry_after", [None, 0.0, 3600.0])
def test_a_policy_without_waiting_never_waits(retry_after: float | None) -> None:
    assert longest_waits(wait=False).delay(Failure.THROTTLED, 5, retry_after) == 0.0


def test_chance_decides_when_nothing_else_is_given() -> None:
    wait = RetryPolicy().delay(Failure.UNKNOWN, 1, None)
    assert wait is not None
    assert 0.0 <= wait <= 0.1


# Quota.


@pytest.mark.parametrize(
    ("failure", "cost"),
    [(Failure.NOT_SENT, 14), (Failure.UNKNOWN, 14), (Failure.THROTTLED, 5), (Failure.REFUSED, 5)],
)
def test_a_retry_after_throttling_is_cheaper(failure: Failure, cost: int) -> None:
    assert RetryQuota.cost(failure) == cost


def test_a_call_with_two_retries_leaves_486_of_500() -> None:
    quota = RetryQuota()
    assert quota.acquire(14)
    assert quota.acquire(14)
    quota.release(14)
    assert quota.available == 486


def test_an_outage_causes_35_retries_in_total() -> None:
    quota = RetryQuota()
    repeats = sum(quota.acquire(RetryQuota.cost(Failure.UNKNOWN)) for _ in range(1_000))
    assert (repeats, quota.available) == (35, 10)


def test_a_retry_beyond_the_quota_costs_nothing() -> None:
    quota = RetryQuota(13)
    assert (quota.acquire(14), quota.available, quota.acquire(13), quota.available) == (False, 13, True, 0)


def test_a_success_without_a_retry_returns_one() -> None:
    quota = RetryQuota()
    quota.acquire(5)
    quota.release(None)
    assert quota.available == 496


def test_no_success_gives_more_than_there_can_be() -> None:
    quota = RetryQuota(20)
    for last_cost in (None, 5, 14):
        quota.release(last_cost)
    assert quota.available == 20


def test_a_quota_shows_its_state() -> None:
    quota = RetryQuota()
    quota.acquire(14)
    assert repr(quota) == "<RetryQuota 486 of 500>"


@given(st.integers(0, 100), st.lists(st.sampled_from(["take 5", "take 14", "back 5", "back 14", "back"])))
def test_no_history_leads_out_of_bounds(capacity: int, history: list[str]) -> None:
    quota = RetryQuota(capacity)
    for step in history:
        verb, *cost = step.split()
        if verb == "take":
            quota.acquire(int(cost[0]))
        else:
            quota.release(int(cost[0]) if cost else None)
        assert 0 <= quota.available <= capacity


def test_ten_threads_never_take_more_than_there_is() -> None:
    quota = RetryQuota(5_000)
    start = threading.Barrier(10)
    taken: list[int] = []
    outside: list[int] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        start.wait()
        balance = 0
        for _ in range(2_000):
            cost = chance.choice([5, 14])
            if quota.acquire(cost):
                balance += cost
            if not 0 <= quota.available <= quota.capacity:
                outside.append(quota.available)
        taken.append(balance)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outside == []
    assert sum(taken) + quota.available == 5_000


def test_ten_threads_that_give_back_what_they_took_leave_a_full_quota() -> None:
    quota = RetryQuota(100)
    start = threading.Barrier(10)
    outside: list[int] = []

    def work() -> None:
        start.wait()
        for _ in range(2_000):
            if quota.acquire(14):
                quota.release(14)
            if not 0 <= quota.available <= quota.capacity:
                outside.append(quota.available)

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outside, quota.available) == ([], 100)
