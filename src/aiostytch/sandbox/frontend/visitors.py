"""The information of frontend SDKs about their browser, for debugging only."""

from __future__ import annotations

import base64
import binascii

import attrs
import msgspec

from ..contract.messages import Request
from .cors import origin_of

_MAX_LENGTH = 100
"""The maximum length of a text, in characters."""


@attrs.frozen(kw_only=True)
class Visitor:
    """A browser, according to its SDK. An attribute is "" if the SDK does not send it.

    Attributes:
        origin: the origin of the page.
        sdk: the version of the SDK.
        member_session_id: the session of the logged-in member.
    """

    origin: str
    sdk: str = ""
    member_session_id: str = ""


class _SDK(msgspec.Struct):
    version: str = ""


class _Telemetry(msgspec.Struct):
    """The relevant fields of the X-SDK-Client header. Its browser IDs are not: they change with each request."""

    stytch_member_session_id: str = ""
    sdk: _SDK = msgspec.field(default_factory=_SDK)


def read_visitor(request: Request) -> Visitor:
    """Return the browser that sent a request."""
    try:
        content = base64.b64decode(",".join(request.header("X-SDK-Client")), validate=True)
        telemetry = msgspec.json.decode(content, type=_Telemetry)
    except (binascii.Error, ValueError, RecursionError):
        telemetry = _Telemetry()
    return Visitor(
        origin=origin_of(request)[:_MAX_LENGTH],
        sdk=telemetry.sdk.version[:_MAX_LENGTH],
        member_session_id=telemetry.stytch_member_session_id[:_MAX_LENGTH],
    )
