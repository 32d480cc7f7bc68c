"""Verifies the signature and the timestamp of a delivery. Pure functions.

The scheme is Standard Webhooks 1.0, which Svix uses for Stytch: HMAC-SHA256 over `id.timestamp.body`, a key in base64
with the prefix `whsec_`, and one of two families of headers, `svix-*` or `webhook-*`. During the rotation of a secret,
a delivery has several signatures, and the receiver may have several secrets: one match is enough.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias, cast

from msgspec import Struct

from aiostytch.errors import ConfigurationError, WebhookHeadersError, WebhookSignatureError, WebhookTimestampError

Pairs: TypeAlias = Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]


class HasItems(Protocol):
    """A mapping of names to values of any class; `email.message.Message` is not a `Mapping`."""

    def items(self) -> Pairs:
        """Return names and values."""
        ...


WebhookHeaders: TypeAlias = HasItems | Pairs
"""Headers of frameworks: a mapping by name, or pairs of names and values, as in ASGI."""

TOLERANCE = 300
"""The default maximum difference between the timestamp and the clock, in seconds: five minutes, as in Svix's libraries.
"""

MAX_SIGNATURES = 32
"""The maximum number of signatures. A rotation sends two."""

_FAMILIES = (
    ("svix-id", "svix-timestamp", "svix-signature"),
    ("webhook-id", "webhook-timestamp", "webhook-signature"),
)
_NAMES: Mapping[str | bytes, str] = {
    spelling: name for family in _FAMILIES for name in family for spelling in (name, name.encode())
}
"""The names of the headers, as text and as bytes."""
_PREFIX = "whsec_"
_ID = re.compile(r"[!-~]{1,256}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = r"(?:v1,[0-9A-Za-z+/]{43}=|(?!v1,)[0-9A-Za-z_]{1,16},[!-+\--~]{1,512})"
"""A signature of version 1, which is 32 bytes in base64; or of another version, which is text without a comma."""
_SIGNATURES = re.compile(rf"{_SIGNATURE}(?: {_SIGNATURE}){{0,{MAX_SIGNATURES - 1}}}")
_VERSION = "v1,"


class Signed(Struct, frozen=True):
    """The signature headers of a delivery: `timestamp` in seconds since the epoch, `signatures` (v1) in base64."""

    id: str
    timestamp: int
    signatures: tuple[str, ...]


def signing_key(secret: object) -> hmac.HMAC:
    """Return the HMAC of a secret before its message. The secret is base64, with or without `whsec_` and padding.

    Raises:
        ConfigurationError: the secret is malformed. The message does not show it.
    """
    if not isinstance(secret, str):
        raise ConfigurationError("a webhook secret must be a string such as `whsec_…`")
    text = secret.removeprefix(_PREFIX).rstrip("=")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ConfigurationError("a webhook secret must be base64 with the prefix `whsec_`")
    return hmac.new(key, digestmod="sha256")


def sign(key: hmac.HMAC, content: bytes) -> str:
    """Return the signature of content in base64."""
    mac = key.copy()  # faster than `hmac.digest`, which prepares the key each time
    mac.update(content)
    return binascii.b2a_base64(mac.digest(), newline=False).decode()


def content_to_sign(delivery_id: str, timestamp: int, body: bytes) -> bytes:
    """Return the signed content of a delivery."""
    return b"%b.%d.%b" % (delivery_id.encode(), timestamp, body)


def read_headers(headers: WebhookHeaders) -> Signed:
    """Parse the signature headers of a delivery, of the first complete family.

    Raises:
        WebhookHeadersError: no family is complete, a header occurs twice, or is malformed.
        ConfigurationError: these are not headers.
    """
    try:
        found = _relevant(headers)
    except (AttributeError, TypeError, ValueError) as error:
        form = "a mapping of names to values, or pairs of them, each a string or bytes"
        raise ConfigurationError(f"headers must be {form}") from error
    for family in _FAMILIES:
        values = [found[name] for name in family if name in found]
        if len(values) == len(family):
            return _signed(*values)
    raise WebhookHeadersError("the headers svix-id, svix-timestamp and svix-signature are required")


def _relevant(headers: WebhookHeaders) -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling, value in _pairs(headers):
        name = _NAMES.get(spelling.lower())
        if name is None:
            continue
        if name in found:
            raise WebhookHeadersError("a header of the signature occurs more than once")
        found[name] = _text(value)
    return found


def _pairs(headers: WebhookHeaders) -> Pairs:
    items = getattr(headers, "items", None)
    return cast("Pairs", headers if items is None else items())


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _signed(delivery_id: str, timestamp: str, signature: str) -> Signed:
    if not _ID.fullmatch(delivery_id):
        raise WebhookHeadersError("svix-id must be 1 to 256 printable characters")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise WebhookHeadersError("svix-timestamp must be whole seconds since the epoch")
    if not _SIGNATURES.fullmatch(signature):
        form = f"1 to {MAX_SIGNATURES} signatures of the form `v1,…`, with one space between"
        raise WebhookHeadersError(f"svix-signature must hold {form}")
    signatures = [item.removeprefix(_VERSION) for item in signature.split(" ") if item.startswith(_VERSION)]
    return Signed(delivery_id, int(timestamp), tuple(signatures))


def check_timestamp(signed: Signed, now: float, tolerance: float) -> None:
    """Check that the timestamp is at most `tolerance` seconds from `now`, in seconds since the epoch.

    Raises:
        WebhookTimestampError: the timestamp is older, or further in the future.
    """
    if signed.timestamp < now - tolerance:
        raise WebhookTimestampError(f"the delivery was signed more than {tolerance:g} seconds ago")
    if signed.timestamp > now + tolerance:
        raise WebhookTimestampError(f"the delivery was signed more than {tolerance:g} seconds ahead of this clock")


def check_signature(signed: Signed, body: bytes, keys: Iterable[hmac.HMAC]) -> None:
    """Check that a signature matches one of the keys, in constant time.

    Raises:
        WebhookSignatureError: no signature matches.
    """
    content = content_to_sign(signed.id, signed.timestamp, body)
    fits = False
    for key in keys:
        expected = sign(key, content)
        for signature in signed.signatures:
            fits |= hmac.compare_digest(expected, signature)
    if not fits:
        raise WebhookSignatureError("the delivery was not signed with a secret of this endpoint")
