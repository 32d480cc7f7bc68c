# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `passwords`."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from aiostytch.operation import UNSET, JSONMap, Maybe, Operation, RequestOptions, Resource, RetryClass

from ..models.passwords import (
    Argon2Config,
    AuthenticateRequestLocale,
    AuthenticateResponse,
    MD5Config,
    MigrateRequestHashType,
    MigrateResponse,
    PBKDF2Config,
    ScryptConfig,
    SHA1Config,
    SHA512Config,
    StrengthCheckResponse,
)

if TYPE_CHECKING:
    from .passwords_discovery import Discovery
    from .passwords_email import Email
    from .passwords_existing_password import ExistingPassword
    from .passwords_sessions import Sessions

_AUTHENTICATE = Operation(
    "api_b2b_password_v1_Authenticate",
    "passwords.authenticate",
    "POST /v1/b2b/passwords/authenticate",
    AuthenticateResponse,
)
_MIGRATE = Operation(
    "api_b2b_password_v1_Migrate",
    "passwords.migrate",
    "POST /v1/b2b/passwords/migrate",
    MigrateResponse,
    retry=RetryClass.IDEMPOTENT,
)
_STRENGTH_CHECK = Operation(
    "api_b2b_password_v1_StrengthCheck",
    "passwords.strength_check",
    "POST /v1/b2b/passwords/strength_check",
    StrengthCheckResponse,
    retry=RetryClass.READ,
)


class Passwords(Resource):
    """Passwords: checks, imports, logins and resets."""

    @cached_property
    def discovery(self) -> Discovery:
        """Password logins that start without an organization."""
        from .passwords_discovery import Discovery

        return Discovery(self._caller)

    @cached_property
    def email(self) -> Email:
        """Password resets by e-mail."""
        from .passwords_email import Email

        return Email(self._caller)

    @cached_property
    def existing_password(self) -> ExistingPassword:
        """Password changes for a member who knows the old one."""
        from .passwords_existing_password import ExistingPassword

        return ExistingPassword(self._caller)

    @cached_property
    def sessions(self) -> Sessions:
        """Password changes for a member who is logged in."""
        from .passwords_sessions import Sessions

        return Sessions(self._caller)

    def authenticate(
        self,
        *,
        organization_id: str,
        email_address: str,
        password: str,
        intermediate_session_token: Maybe[str] = UNSET,
        locale: Maybe[AuthenticateRequestLocale | Literal["en", "es", "pt-br", "fr"]] = UNSET,
        session_custom_claims: Maybe[JSONMap] = UNSET,
        session_duration_minutes: Maybe[int] = UNSET,
        session_jwt: Maybe[str] = UNSET,
        session_token: Maybe[str] = UNSET,
        telemetry_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, AuthenticateResponse]:
        """Check a member's password and log them in.

        If MFA or another factor is missing, the response has an `intermediate_session_token` instead of a
        session. A breached password can be rejected with `member_reset_password`. Retried only if nothing
        was created.

        Args:
            organization_id: ID of the organization; calls also accept its slug or external ID.
            email_address: The member's e-mail address.
            password: The member's password.
            intermediate_session_token: Represents an unfinished login; valid for 10 minutes.
            locale: Language of the e-mail or text message, if one is sent; an IETF BCP 47 tag such as `en`.
            session_custom_claims: Claims for the session and its JWT, up to 4 kB; null removes one.
            session_duration_minutes: Length of the session in minutes, counted from now; 5 to 527040, default 60.
            session_jwt: The session as a JWT, valid for 5 minutes; as an argument, the session to add to.
            session_token: The session's opaque token; as an argument, the session to add to.
            telemetry_id: ID of a device fingerprint; the workspace must have that feature.

        Raises:
            APIError: `unauthorized_credentials`, `member_reset_password`, `member_password_not_found`,
                `operation_restricted_by_organization_auth_methods`, `organization_not_found`.
        """
        return self._call(_AUTHENTICATE, locals())

    def migrate(
        self,
        *,
        email_address: str,
        hash: str,
        hash_type: MigrateRequestHashType
        | Literal["bcrypt", "md_5", "argon_2i", "argon_2id", "sha_1", "sha_512", "scrypt", "phpass", "pbkdf_2"],
        organization_id: str,
        argon_2_config: Maybe[Argon2Config | JSONMap] = UNSET,
        external_id: Maybe[str] = UNSET,
        md_5_config: Maybe[MD5Config | JSONMap] = UNSET,
        mfa_phone_number: Maybe[str] = UNSET,
        name: Maybe[str] = UNSET,
        pbkdf_2_config: Maybe[PBKDF2Config | JSONMap] = UNSET,
        preserve_existing_sessions: Maybe[bool] = UNSET,
        roles: Maybe[Sequence[str]] = UNSET,
        scrypt_config: Maybe[ScryptConfig | JSONMap] = UNSET,
        set_phone_number_verified: Maybe[bool] = UNSET,
        sha_1_config: Maybe[SHA1Config | JSONMap] = UNSET,
        sha_512_config: Maybe[SHA512Config | JSONMap] = UNSET,
        trusted_metadata: Maybe[JSONMap] = UNSET,
        untrusted_metadata: Maybe[JSONMap] = UNSET,
        options: RequestOptions | None = None,
    ) -> Coroutine[Any, Any, MigrateResponse]:
        """Import a member's password hash from another system.

        This marks the e-mail address as verified, so import only verified addresses. It creates the member
        if necessary. Safe to retry.

        Args:
            email_address: The member's e-mail address.
            hash: The password hash; base64 for scrypt and PBKDF2.
            hash_type: The algorithm of the hash.
            organization_id: ID of the organization; calls also accept its slug or external ID.
            argon_2_config: Parameters of the argon2 hash; required when the hash is in hex form.
            external_id: Your own ID for a member that is created by the import; unique in the organization.
            md_5_config: Salts of the MD5 hash.
            mfa_phone_number: The member's phone number for MFA, E.164, e.g. `+15005550006`.
            name: The member's full name.
            pbkdf_2_config: Parameters of the PBKDF2 hash; required for one.
            preserve_existing_sessions: Whether sessions stay valid if a removed role is also granted by
                SSO; false by default.
            roles: Names of the roles to assign; an update replaces the direct assignments.
            scrypt_config: Parameters of the scrypt hash; required unless it is in PHC form.
            set_phone_number_verified: Whether to mark the phone number as verified; only if you have verified it.
            sha_1_config: Salts of the SHA-1 hash.
            sha_512_config: Salts of the SHA-512 hash.
            trusted_metadata: Any JSON object; browser and mobile SDKs cannot change it.
            untrusted_metadata: Any JSON object; browser and mobile SDKs can change it, so do not rely on it.

        Raises:
            APIError: `password_already_exists`, `invalid_hash`, `invalid_hash_type`,
                `duplicate_member_external_id`, `organization_not_found`.
        """
        return self._call(_MIGRATE, locals())

    def strength_check(
        self, *, password: str, email_address: Maybe[str] = UNSET, options: RequestOptions | None = None
    ) -> Coroutine[Any, Any, StrengthCheckResponse]:
        """Check a password against the project's strength policy.

        Nothing is stored. `valid_password` is the result. Safe to retry.

        Args:
            password: The password to check.
            email_address: The e-mail address of the member; with it, breached passwords are rejected.

        Raises:
            APIError: `password_validation_timeout`.
        """
        return self._call(_STRENGTH_CHECK, locals())
