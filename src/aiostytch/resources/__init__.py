# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The tree of calls: one module for each part of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .discovery import Discovery
    from .idp import Idp
    from .impersonation import Impersonation
    from .magic_links import MagicLinks
    from .oauth import Oauth
    from .organizations import Organizations
    from .otps import Otps
    from .passwords import Passwords
    from .rbac import Rbac
    from .recovery_codes import RecoveryCodes
    from .scim import Scim
    from .sessions import Sessions
    from .sso import Sso
    from .totps import Totps


class Resources(Resource):
    """All calls, by what they are about."""

    @cached_property
    def discovery(self) -> Discovery:
        """Logins that start without an organization."""
        from .discovery import Discovery

        return Discovery(self._caller)

    @cached_property
    def idp(self) -> Idp:
        """Your project as an identity provider for connected apps."""
        from .idp import Idp

        return Idp(self._caller)

    @cached_property
    def impersonation(self) -> Impersonation:
        """Sessions in which staff act as a member."""
        from .impersonation import Impersonation

        return Impersonation(self._caller)

    @cached_property
    def magic_links(self) -> MagicLinks:
        """Links sent by e-mail that log a member in."""
        from .magic_links import MagicLinks

        return MagicLinks(self._caller)

    @cached_property
    def oauth(self) -> Oauth:
        """Logins with Google, Microsoft, GitHub and other OAuth providers."""
        from .oauth import Oauth

        return Oauth(self._caller)

    @cached_property
    def organizations(self) -> Organizations:
        """Organizations, their settings and their members."""
        from .organizations import Organizations

        return Organizations(self._caller)

    @cached_property
    def otps(self) -> Otps:
        """One-time passcodes."""
        from .otps import Otps

        return Otps(self._caller)

    @cached_property
    def passwords(self) -> Passwords:
        """Passwords: checks, imports, logins and resets."""
        from .passwords import Passwords

        return Passwords(self._caller)

    @cached_property
    def rbac(self) -> Rbac:
        """Roles, resources and permissions."""
        from .rbac import Rbac

        return Rbac(self._caller)

    @cached_property
    def recovery_codes(self) -> RecoveryCodes:
        """Backup codes that stand in for an MFA step."""
        from .recovery_codes import RecoveryCodes

        return RecoveryCodes(self._caller)

    @cached_property
    def scim(self) -> Scim:
        """Directory synchronization by SCIM."""
        from .scim import Scim

        return Scim(self._caller)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions of members: checking, extending, exchanging and revoking."""
        from .sessions import Sessions

        return Sessions(self._caller)

    @cached_property
    def sso(self) -> Sso:
        """Single sign-on: logins and connections."""
        from .sso import Sso

        return Sso(self._caller)

    @cached_property
    def totps(self) -> Totps:
        """Authenticator apps, a second factor."""
        from .totps import Totps

        return Totps(self._caller)
