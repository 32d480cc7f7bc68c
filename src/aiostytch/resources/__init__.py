# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""All calls: one module for each resource."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aiostytch.operation import Resource

if TYPE_CHECKING:
    from .connected_app import ConnectedApp
    from .debug import Debug
    from .discovery import Discovery
    from .fraud import Fraud
    from .idp import Idp
    from .impersonation import Impersonation
    from .m2m import M2m
    from .magic_links import MagicLinks
    from .oauth import Oauth
    from .organizations import Organizations
    from .otps import Otps
    from .passwords import Passwords
    from .project import Project
    from .rbac import Rbac
    from .recovery_codes import RecoveryCodes
    from .scim import Scim
    from .sessions import Sessions
    from .sso import Sso
    from .totps import Totps


class Resources(Resource):
    """All calls, by resource."""

    @cached_property
    def connected_app(self) -> ConnectedApp:
        """Applications that log members in by OAuth, and act for them."""
        from .connected_app import ConnectedApp

        return ConnectedApp(self._caller)

    @cached_property
    def debug(self) -> Debug:
        """The credentials of the project."""
        from .debug import Debug

        return Debug(self._caller)

    @cached_property
    def discovery(self) -> Discovery:
        """Logins that start without an organization."""
        from .discovery import Discovery

        return Discovery(self._caller)

    @cached_property
    def fraud(self) -> Fraud:
        """Device fingerprints and fraud detection. These calls have their own server."""
        from .fraud import Fraud

        return Fraud(self._caller)

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
    def m2m(self) -> M2m:
        """Clients (machines) that call your API with their own tokens."""
        from .m2m import M2m

        return M2m(self._caller)

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
    def project(self) -> Project:
        """The project as a whole."""
        from .project import Project

        return Project(self._caller)

    @cached_property
    def rbac(self) -> Rbac:
        """Roles, resources and permissions."""
        from .rbac import Rbac

        return Rbac(self._caller)

    @cached_property
    def recovery_codes(self) -> RecoveryCodes:
        """Backup codes that replace an MFA step."""
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
