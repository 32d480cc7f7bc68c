"""Accepted deliveries: exactly those that Svix's own package signs and accepts."""

from __future__ import annotations

import email.message
import random
import re
from typing import Any

import httpx
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers
from svix.webhooks import Webhook

from aiostytch import ConfigurationError, StytchError
from aiostytch.webhooks import (
    WebhookError,
    WebhookHeadersError,
    WebhookPayloadError,
    Webhooks,
    WebhookSignatureError,
    WebhookTimestampError,
    WebhookTooLargeError,
)

from .deliveries import CREATED, NOW, OTHER_SECRET, SECRET, encoded, payload, signed


def endpoint(*secrets: str, now: float = NOW, **settings: Any) -> Webhooks:
    return Webhooks(secrets or SECRET, now=lambda: now, **settings)


def named(headers: dict[str, str], family: str) -> dict[str, str]:
    return {name.replace("svix", family): value for name, value in headers.items()}


FORMS: list[Any] = [
    lambda h: h,
    lambda h: named(h, "webhook"),
    lambda h: named(h, "Svix"),
    lambda h: list(h.items()),
    lambda h: [(name.encode(), value.encode()) for name, value in h.items()],
    Headers,
    httpx.Headers,
]


@pytest.mark.parametrize("form", FORMS)
def test_headers_of_any_framework_are_read(form: Any) -> None:
    assert endpoint().verify(form(signed()), CREATED).delivery_id == "msg_1"


def test_headers_of_the_email_package_are_read() -> None:
    message = email.message.Message()
    for name, value in signed().items():
        message[name] = value
    assert endpoint().verify(message, CREATED).delivery_id == "msg_1"


@pytest.mark.parametrize("form", [bytes, bytearray, memoryview, bytes.decode])
def test_a_body_may_be_bytes_or_text(form: Any) -> None:
    assert endpoint().verify(signed(), form(CREATED)).event_id == "event-test-1"


def test_a_body_of_another_kind_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ConfigurationError, match="raw bytes"):
        endpoint().verify(signed(), {"a": 1})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form",
    [
        lambda h: None,
        lambda h: 7,
        lambda h: "svix-id: msg_1",
        lambda h: b"svix-id: msg_1",
        lambda h: list(h),
        lambda h: [(name, value, "") for name, value in h.items()],
        lambda h: {name: [value] for name, value in h.items()},
        lambda h: {**h, "svix-id": None},
        lambda h: {**h, "svix-timestamp": int(NOW)},
        lambda h: {None: "", **h},
    ],
)
def test_headers_of_another_kind_are_a_mistake_of_the_program(form: Any) -> None:
    with pytest.raises(ConfigurationError, match="headers must be a mapping"):
        endpoint().verify(form(signed()), CREATED)


def test_either_secret_fits_while_one_is_rotated() -> None:
    both = signed()
    both["svix-signature"] += " " + signed(secret=OTHER_SECRET)["svix-signature"]
    assert endpoint(OTHER_SECRET).verify(both, CREATED)
    assert endpoint(SECRET, OTHER_SECRET).verify(signed(), CREATED)
    assert endpoint(OTHER_SECRET, SECRET).verify(signed(), CREATED)
    with pytest.raises(WebhookSignatureError):
        endpoint(OTHER_SECRET).verify(signed(), CREATED)


@pytest.mark.parametrize("secret", [SECRET.removeprefix("whsec_"), SECRET.rstrip("="), SECRET])
def test_a_secret_needs_no_prefix_and_no_padding(secret: str) -> None:
    assert endpoint(secret).verify(signed(), CREATED)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_not base64", "whsec_a-b_", "whsec_é", None, b"whsec_QUJD", "whsec_A"]
)
def test_a_secret_that_is_not_base64_is_refused_and_not_shown(secret: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Webhooks([secret])
    shown = str(secret or "").removeprefix("whsec_")
    assert not shown or shown not in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"secrets": []},
        {"secrets": None},
        {"secrets": 7},
        {"secrets": SECRET, "tolerance": 0},
        {"secrets": SECRET, "tolerance": float("inf")},
        {"secrets": SECRET, "tolerance": "1"},
        {"secrets": SECRET, "max_body_size": 0},
        {"secrets": SECRET, "max_body_size": "1"},
        {"secrets": SECRET, "deliveries": {}},
        {"secrets": SECRET, "require_handlers": "no"},
        {"secrets": SECRET, "now": NOW},
    ],
)
def test_wrong_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        Webhooks(**settings)


@pytest.mark.parametrize(("age", "accepted"), [(300, True), (301, False), (-300, True), (-301, False)])
def test_a_delivery_may_be_five_minutes_old_or_early(age: int, accepted: bool) -> None:
    if accepted:
        assert endpoint(now=NOW + age).verify(signed(), CREATED)
    else:
        with pytest.raises(WebhookTimestampError):
            endpoint(now=NOW + age).verify(signed(), CREATED)


def test_the_tolerance_is_a_setting() -> None:
    with pytest.raises(WebhookTimestampError, match="more than 10 seconds ago"):
        endpoint(now=NOW + 11, tolerance=10).verify(signed(), CREATED)


@time_machine.travel(NOW, tick=False)
def test_the_clock_is_the_wall_clock_by_default() -> None:
    assert Webhooks(SECRET).verify(signed(), CREATED)


def test_a_changed_body_or_id_or_time_has_another_signature() -> None:
    for headers, body in [
        (signed(), CREATED + b" "),
        (signed() | {"svix-id": "msg_2"}, CREATED),
        (signed() | {"svix-timestamp": str(NOW + 1)}, CREATED),
    ]:
        with pytest.raises(WebhookSignatureError):
            endpoint().verify(headers, body)


MALFORMED = {
    "an item without a comma": {"svix-signature": "v1"},
    "an item with two commas": {"svix-signature": "v1,a,b"},
    "a blank at the end": {"svix-signature": "v1,QUJD "},
    "two blanks": {"svix-signature": "v1,QUJD  v1,QUJD"},
    "not base64": {"svix-signature": "v1,QUJ"},
    "url-safe base64": {"svix-signature": "v1,a-b_"},
    "not ASCII": {"svix-signature": "v1,QUJDé"},
    "an empty signature": {"svix-signature": ""},
    "very many signatures": {"svix-signature": " ".join(["v1,QUJD"] * 33)},
    "a very long signature": {"svix-signature": "v1," + "A" * 4096},
    "a fraction": {"svix-timestamp": f"{NOW}.5"},
    "a blank before the time": {"svix-timestamp": f" {NOW}"},
    "an exponent": {"svix-timestamp": "17e8"},
    "digits of another script": {"svix-timestamp": "".join(chr(ord(digit) + 0x630) for digit in str(NOW))},
    "no number": {"svix-timestamp": "now"},
    "a negative time": {"svix-timestamp": "-1"},
    "an empty id": {"svix-id": ""},
    "a very long id": {"svix-id": "m" * 257},
    "a line break in the id": {"svix-id": "msg\n1"},
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_header_is_one_error(change: dict[str, str]) -> None:
    with pytest.raises(WebhookHeadersError):
        endpoint().verify(signed() | change, CREATED)


@pytest.mark.parametrize("missing", ["svix-id", "svix-timestamp", "svix-signature"])
def test_the_families_of_headers_are_not_mixed(missing: str) -> None:
    """Svix's package accepts a mix of both header families; ours needs one complete family."""
    headers = signed()
    mixed = headers | {missing.replace("svix", "webhook"): headers.pop(missing)}
    with pytest.raises(WebhookHeadersError, match="are required"):
        endpoint().verify(mixed, CREATED)


def test_a_header_that_occurs_twice_is_ambiguous() -> None:
    with pytest.raises(WebhookHeadersError, match="occurs more than once"):
        endpoint().verify([*signed().items(), ("Svix-Id", "msg_2")], CREATED)


def test_signatures_of_other_versions_are_passed_over() -> None:
    headers = signed()
    headers["svix-signature"] = f"v1a,QUJD v2,anything!:{{}} {headers['svix-signature']}"
    assert endpoint().verify(headers, CREATED)
    with pytest.raises(WebhookSignatureError):
        endpoint().verify(headers | {"svix-signature": headers["svix-signature"].replace("v1,", "v3,")}, CREATED)


def test_a_body_is_bounded_before_anything_is_read() -> None:
    with pytest.raises(WebhookTooLargeError, match="more than 10 bytes"):
        endpoint(max_body_size=10).verify({}, b"x" * 11)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"[" * 100_000, b"\xff{}"])
def test_a_signed_body_that_is_not_a_json_object_is_an_error(body: bytes) -> None:
    headers = _signed_bytes(body)
    with pytest.raises(WebhookPayloadError):
        endpoint().verify(headers, body)


def test_text_that_has_no_utf_8_is_an_error() -> None:
    with pytest.raises(WebhookPayloadError):
        endpoint().verify(signed(), "\ud800")


def _signed_bytes(body: bytes) -> dict[str, str]:
    """Sign a body that is not text, which Svix's package cannot."""
    import base64
    import hmac

    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.digest(key, f"msg_1.{NOW}.".encode() + body, "sha256")).decode()
    return {"svix-id": "msg_1", "svix-timestamp": str(NOW), "svix-signature": f"v1,{signature}"}


def test_no_error_shows_the_secret_or_the_body() -> None:
    wrong = endpoint()
    for headers in (signed(secret=OTHER_SECRET), {}, signed(at=1)):
        with pytest.raises(WebhookError) as caught:
            wrong.verify(headers, CREATED)
        assert not re.search("MfKQ9|acme", f"{caught.value!r} {caught.value} {vars(caught.value)}")
    assert "MfKQ9" not in repr(wrong)


def _accepts(headers: dict[str, str], body: bytes) -> bool:
    try:
        Webhook(SECRET).verify(body, headers)
    except Exception:
        return False
    return True


@pytest.mark.volume
@time_machine.travel(NOW, tick=False)
def test_mutated_deliveries_are_refused_with_one_family_of_errors() -> None:
    """In 20,000 mutations, we refuse everything that Svix's package refuses, and raise no other exception."""
    chance, accepted, headers = random.Random(7), 0, signed()
    for _ in range(20_000):
        parts = {**headers, "body": CREATED.decode()}
        name = chance.choice(list(parts))
        octets = bytearray(parts[name].encode())
        for _ in range(chance.randint(0, 3)):
            octets[chance.randrange(len(octets))] = chance.randrange(256)
        parts[name] = octets.decode("latin-1")
        body = parts.pop("body").encode("latin-1")
        try:
            endpoint().verify(parts, body)
        except WebhookError:
            continue
        accepted += 1
        assert _accepts(parts, body)
    assert 4_000 < accepted < 6_000, "those without a change, and no others"


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text()), st.binary())
def test_anything_at_all_ends_in_an_error_of_the_sdk(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(StytchError):
        endpoint().verify(headers, body)


def test_a_body_without_an_object_of_its_type_is_accepted() -> None:
    body = encoded(payload())
    assert endpoint().verify(signed(body), body).id == "member-test-1"
