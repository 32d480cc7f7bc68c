"""Verification of the signature and the timestamp of a delivery: pure functions.

The scheme is Standard Webhooks 1.0, which Svix uses for Stytch: HMAC-SHA256 over `id.timestamp.body`, a key in base64
with the prefix `whsec_`, and one of two families of headers, `svix-*` or `webhook-*`. During the rotation of a secret,
a delivery has several signatures, and the receiver may have several secrets: one match is enough.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import itertools
import re
from collections.abc import Iterable
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
"""The maximum difference between the timestamp and the clock: five minutes, as in Svix's libraries."""

MAX_SIGNATURES = 32
"""The maximum number of signatures. A rotation sends two."""

_FAMILIES = (
    ("svix-id", "svix-timestamp", "svix-signature"),
    ("webhook-id", "webhook-timestamp", "webhook-signature"),
)
_NAMES = frozenset(itertools.chain(*_FAMILIES))
_PREFIX = "whsec_"
_ID = re.compile(r"[!-~]{1,256}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v1,([0-9A-Za-z+/]{43}=)|(?!v1,)[0-9A-Za-z_]{1,16},[!-+\--~]{1,512}")
"""A signature of version 1, which is 32 bytes in base64; or of another version, which is text without a comma."""


class Signed(Struct, frozen=True):
    """The signature headers of a delivery: `timestamp` in seconds since the epoch, `signatures` (v1) in base64."""

    id: str
    timestamp: int
    signatures: tuple[bytes, ...]


def signing_key(secret: object) -> bytes:
    """Return the key of a secret: base64, with or without the prefix `whsec_` and padding.

    Raises:
        ConfigurationError: it is not such a secret. The message does not show it.
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
    return key


def read_headers(headers: WebhookHeaders) -> Signed:
    """Parse the signature headers of a delivery, of the first complete family.

    Raises:
        WebhookHeadersError: no family is complete, a header occurs twice, or is malformed.
    """
    found = _relevant(headers)
    for family in _FAMILIES:
        if all(name in found for name in family):
            return _signed(*(found[name] for name in family))
    raise WebhookHeadersError("the headers svix-id, svix-timestamp and svix-signature are required")


def _relevant(headers: WebhookHeaders) -> dict[str, str]:
    named = ((_text(name).lower(), value) for name, value in _pairs(headers))
    relevant = [(name, _text(value)) for name, value in named if name in _NAMES]
    found = dict(relevant)
    if len(found) < len(relevant):
        raise WebhookHeadersError("a header of the signature occurs more than once")
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
    return Signed(delivery_id, int(timestamp), tuple(_signatures(signature)))


def _signatures(header: str) -> Iterable[bytes]:
    items = header.split(" ", MAX_SIGNATURES)
    if len(items) > MAX_SIGNATURES:
        raise WebhookHeadersError(f"svix-signature must hold at most {MAX_SIGNATURES} signatures")
    for item in items:
        match = _SIGNATURE.fullmatch(item)
        if match is None:
            raise WebhookHeadersError("svix-signature must hold signatures of the form `v1,…`, with one space between")
        if match[1] is not None:
            yield match[1].encode()


def check_timestamp(signed: Signed, now: float, tolerance: float) -> None:
    """Check that the timestamp is at most `tolerance` seconds from `now`, in seconds since the epoch.

    Raises:
        WebhookTimestampError: it is older, or further in the future.
    """
    if signed.timestamp < now - tolerance:
        raise WebhookTimestampError(f"the delivery was signed more than {tolerance:g} seconds ago")
    if signed.timestamp > now + tolerance:
        raise WebhookTimestampError(f"the delivery was signed more than {tolerance:g} seconds ahead of this clock")


def check_signature(signed: Signed, body: bytes, keys: Iterable[bytes]) -> None:
    """Check that a signature matches one of the keys, in constant time.

    Raises:
        WebhookSignatureError: no signature matches.
    """
    content = b"%b.%d.%b" % (signed.id.encode(), signed.timestamp, body)
    expected = [binascii.b2a_base64(hmac.digest(key, content, "sha256"), newline=False) for key in keys]
    fits = [hmac.compare_digest(*pair) for pair in itertools.product(expected, signed.signatures)]
    if not any(fits):
        raise WebhookSignatureError("the delivery was not signed with a secret of this endpoint")
