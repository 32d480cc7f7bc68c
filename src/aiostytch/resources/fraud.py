# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `fraud`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .fraud_email import Email
    from .fraud_fingerprint import Fingerprint
    from .fraud_rules import Rules
    from .fraud_verdict_reasons import VerdictReasons


class Fraud(Resource):
    """Device fingerprints and fraud detection. These calls have their own server."""

    @cached_property
    def email(self) -> Email:
        """The risk of e-mail addresses."""
        from .fraud_email import Email

        return Email(self._caller)

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """The fingerprints of devices."""
        from .fraud_fingerprint import Fingerprint

        return Fingerprint(self._caller)

    @cached_property
    def rules(self) -> Rules:
        """The verdicts of lookups for visitors, fingerprints, networks and countries."""
        from .fraud_rules import Rules

        return Rules(self._caller)

    @cached_property
    def verdict_reasons(self) -> VerdictReasons:
        """The actions for the reasons of a verdict."""
        from .fraud_verdict_reasons import VerdictReasons

        return VerdictReasons(self._caller)
