"""Time-based one-time passwords (RFC 6238): six digits, SHA-1, a new code every 30 seconds."""

from __future__ import annotations

import base64
import datetime
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
"""The time step, in seconds."""
DIGITS = 6
_DRIFT = 1
"""The accepted clock drift of an app, in time steps, in either direction."""


def code_at(secret: str, moment: datetime.datetime) -> str:
    """Return the code that an authenticator app shows at a moment.

    Args:
        secret: the secret of the app, in Base32.
        moment: the time, aware.

    Raises:
        ValueError: the secret is not Base32.
    """
    return _totp(secret).generate(moment.timestamp()).decode()


def step_of(secret: str, code: str, moment: datetime.datetime) -> int | None:
    """Return the time step of a code, or None if the code is invalid now."""
    now = int(moment.timestamp()) // STEP
    totp = _totp(secret)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if hmac.compare_digest(totp.generate(step * STEP), code.encode()):
            return step
    return None


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    """Return the URI that an authenticator app reads from a QR code."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def qr_code(uri: str) -> str:
    """Return a QR code of a URI as a PNG image in a data URL."""
    import segno  # few tests enrol in TOTP

    return segno.make_qr(uri).png_data_uri(scale=4)


def key_of(secret: str) -> bytes:
    """Return the key in a secret. The padding may be missing.

    Raises:
        ValueError: the secret is not Base32.
    """
    return base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))


def _totp(secret: str) -> TOTP:
    from cryptography.hazmat.primitives.hashes import SHA1  # few tests enrol in TOTP
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    # Secrets of older apps are shorter than RFC 4226 requires.
    return TOTP(key_of(secret), DIGITS, SHA1(), STEP, enforce_key_length=False)
