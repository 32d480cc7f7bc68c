# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `mfa`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MemberOptions(Model):
    """The MFA options of a member."""

    mfa_phone_number: str
    """The phone number for passcodes; empty if there is none."""
    totp_registration_id: str
    """ID of the authenticator app registration; empty if there is none."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MfaRequired(Model):
    """The MFA step that a member still has to complete."""

    member_options: MemberOptions | None = None
    """The member's MFA options."""
    secondary_auth_initiated: str | None = None
    """`sms_otp` if a passcode was already sent to the member; null otherwise."""
