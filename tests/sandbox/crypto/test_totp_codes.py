"""Time-based one-time passwords."""

from __future__ import annotations

import base64
import datetime
import struct

import pytest

from aiostytch.sandbox.crypto.totp_codes import code_at, provisioning_uri, qr_code, step_of

from ..world import NOON, TOTP_SECRET


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_a_password_is_that_of_the_rfc(seconds: int, code: str) -> None:
    """The last six of the eight digits in RFC 6238, appendix B."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    assert code_at(TOTP_SECRET, moment) == code
    assert step_of(TOTP_SECRET, code, moment) == seconds // 30


@pytest.mark.parametrize(("seconds", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step(seconds: int, is_right: bool) -> None:
    code = code_at(TOTP_SECRET, NOON + datetime.timedelta(seconds=seconds))
    assert (step_of(TOTP_SECRET, code, NOON) is not None) is is_right


def test_a_secret_comes_in_any_case_of_letters_and_without_padding() -> None:
    assert code_at("gezdgnbvgy", NOON) == code_at("GEZDGNBVGY======", NOON)
    for wrong in ("1!", "é"):
        with pytest.raises(ValueError, match=r"."):
            code_at(wrong, NOON)


def test_a_qr_code_is_an_image_in_a_data_url() -> None:
    uri = provisioning_uri(TOTP_SECRET, "ada@acme.example", "Acme")
    assert uri.startswith(f"otpauth://totp/Acme:ada%40acme.example?digits=6&secret={TOTP_SECRET}&")
    kind, _, content = qr_code(uri).partition(",")
    assert kind == "data:image/png;base64"
    image = base64.b64decode(content)
    width, height = struct.unpack(">II", image[16:24])
    assert image.startswith(b"\x89PNG")
    assert width == height > 100
