"""The frontend SDK's information about its browser, for debugging only."""

from __future__ import annotations

import base64
import binascii

import attrs
import msgspec

from ..contract.messages import Request
from .cors import origin_of

_LONGEST = 100
"""Characters of a text that is kept."""


@attrs.frozen(kw_only=True)
class Visitor:
    """A browser, as the SDK in it describes it; "" where it says nothing.

    Attributes:
        origin: the origin of the page.
        sdk: the package of the SDK and its version.
        member_session_id: the session of the member who is logged in.
    """

    origin: str
    sdk: str = ""
    member_session_id: str = ""


class _SDK(msgspec.Struct):
    version: str = ""


class _Telemetry(msgspec.Struct):
    """The fields of the header X-SDK-Client that are read. Its ids of browsers do not tell: each request has others."""

    stytch_member_session_id: str = ""
    sdk: _SDK = msgspec.field(default_factory=_SDK)


def read_visitor(request: Request) -> Visitor:
    """Return what a request says of the browser that it comes from."""
    try:
        content = base64.b64decode(",".join(request.header("X-SDK-Client")), validate=True)
        said = msgspec.json.decode(content, type=_Telemetry)
    except (binascii.Error, ValueError, RecursionError):
        said = _Telemetry()
    return Visitor(
        origin=origin_of(request)[:_LONGEST],
        sdk=said.sdk.version[:_LONGEST],
        member_session_id=said.stytch_member_session_id[:_LONGEST],
    )
