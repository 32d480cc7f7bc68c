"""A secret is shown only on explicit request."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable

import attrs
import pytest

from aiostytch.member_session import SessionJWT, SessionToken
from aiostytch.secret import Secret

CANARY = "canary-4711"
KINDS: list[type[Secret]] = [Secret, SessionToken, SessionJWT]


@attrs.frozen
class Holder:
    inside: Secret


WAYS_OF_SHOWING: list[Callable[[Secret], str]] = [
    repr,
    str,
    "{}".format,
    "{!r}".format,
    "%s".__mod__,
    lambda secret: repr([secret]),
    lambda secret: repr({"a": (secret,)}),
    lambda secret: repr(Holder(secret)),
    lambda secret: repr(attrs.asdict(Holder(secret))),
    lambda secret: repr(ValueError(secret)),
]


@pytest.mark.parametrize("show", WAYS_OF_SHOWING)
@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_shows_its_kind_only(kind: type[Secret], show: Callable[[Secret], str]) -> None:
    shown = show(kind(CANARY))
    assert CANARY not in shown
    assert f"{kind.__name__}('***')" in shown


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_reveals_itself_on_request(kind: type[Secret]) -> None:
    assert kind(CANARY).reveal() == CANARY


@pytest.mark.parametrize("take_along", [pickle.dumps, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_does_not_travel(kind: type[Secret], take_along: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match=f"a {kind.__name__} cannot be pickled"):
        take_along(kind(CANARY))


def test_a_secret_has_no_dictionary_that_shows_it() -> None:
    assert not hasattr(SessionToken(CANARY), "__dict__")


def test_a_traceback_with_local_variables_does_not_show_a_secret() -> None:
    def fails(secret: Secret) -> None:
        raise LookupError(secret)

    with pytest.raises(LookupError) as caught:
        fails(Secret(CANARY))
    lines = traceback.TracebackException.from_exception(caught.value, capture_locals=True).format()
    assert CANARY not in "".join(lines)


SAME: list[tuple[object, object, bool]] = [
    (Secret("a"), Secret("a"), True),
    (Secret("a"), Secret("b"), False),
    (Secret("a"), Secret("aa"), False),
    (Secret("é\ud800"), Secret("é\ud800"), True),
    (Secret("\ud800"), Secret("\udc00"), False),
    (Secret("a"), "a", False),
    (Secret("a"), SessionToken("a"), False),
    (SessionJWT("a"), SessionToken("a"), False),
]


@pytest.mark.parametrize(("one", "other", "expected"), SAME)
def test_secrets_are_equal_when_kind_and_string_are(one: object, other: object, expected: bool) -> None:
    assert (one == other, one != other) == (expected, not expected)


def test_equal_secrets_are_one_key() -> None:
    assert len({Secret("a"), Secret("a"), SessionToken("a"), Secret("b")}) == 3


def test_each_session_names_its_own_header() -> None:
    assert (SessionToken.header, SessionJWT.header) == ("X-Stytch-Member-Session", "X-Stytch-Member-SessionJWT")
