# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `mfa`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MemberOptions(Model):
    """What a member can complete MFA with."""

    mfa_phone_number: str
    """The phone number that a passcode can go to; empty if there is none."""
    totp_registration_id: str
    """Id of the authenticator app registration; empty if there is none."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MfaRequired(Model):
    """What a member still has to do for MFA."""

    member_options: MemberOptions | None = None
    """What the member can complete MFA with."""
    secondary_auth_initiated: str | None = None
    """`sms_otp` if a passcode was texted to the member already; null otherwise."""
