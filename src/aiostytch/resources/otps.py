# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `otps`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .otps_email import Email
    from .otps_sms import Sms


class Otps(Resource):
    """One-time passcodes."""

    @cached_property
    def email(self) -> Email:
        """Passcodes sent by e-mail."""
        from .otps_email import Email

        return Email(self._caller)

    @cached_property
    def sms(self) -> Sms:
        """Passcodes sent by SMS, a second factor."""
        from .otps_sms import Sms

        return Sms(self._caller)
