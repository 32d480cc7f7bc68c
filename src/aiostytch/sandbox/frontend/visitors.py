"""What a frontend SDK says of the browser that it runs in: for people who look for a mistake, not for decisions."""

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
        browser_id: the id that the SDK has given the browser.
        sdk: the name and the version of the SDK.
        member_session_id: the session of the member who is logged in.
    """

    origin: str
    browser_id: str = ""
    sdk: str = ""
    member_session_id: str = ""


class _SDK(msgspec.Struct):
    identifier: str = ""
    version: str = ""


class _Telemetry(msgspec.Struct):
    """The fields of the header X-SDK-Client that are read."""

    persistent_id: str = ""
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
        browser_id=said.persistent_id[:_LONGEST],
        sdk=f"{said.sdk.identifier} {said.sdk.version}".strip()[:_LONGEST],
        member_session_id=said.stytch_member_session_id[:_LONGEST],
    )
