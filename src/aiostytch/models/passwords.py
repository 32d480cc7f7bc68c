# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `passwords`."""

from __future__ import annotations

import enum

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Response, Timestamp

from .device_history import DeviceInfo
from .mfa import MfaRequired
from .organizations import Member, Organization
from .sessions import MemberSession, PrimaryRequired


@light_attrs.define(kw_only=True, eq=False, repr=False)
class Argon2Config(Model):
    """Parameters of an argon2 hash."""

    salt: str = light_attrs.field(repr=False)
    """The salt."""
    iteration_amount: int
    """Number of iterations."""
    memory: int
    """Memory cost, in kibibytes."""
    threads: int
    """Degree of parallelism."""
    key_length: int
    """Length of the hash."""


class AuthenticateRequestLocale(OpenEnum):
    """Languages of the MFA message during a login. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class AuthenticateResponse(Response):
    """The session, or the authentication that is still required."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    organization_id: str
    """ID of the organization; calls also accept its slug or external ID."""
    member: Member
    """The member after the call."""
    session_token: str = light_attrs.field(repr=False)
    """The session's opaque token; as an argument, the session to add to."""
    session_jwt: str = light_attrs.field(repr=False)
    """The session as a JWT, valid for 5 minutes; as an argument, the session to add to."""
    organization: Organization
    """The organization after the call."""
    intermediate_session_token: str = light_attrs.field(repr=False)
    """Represents an unfinished login; valid for 10 minutes."""
    member_authenticated: bool
    """Whether the login is complete; if false, `mfa_required` or `primary_required` has what is missing."""
    status_code: int
    """HTTP status code of the response."""
    intermediate_session_token_expires_at: Timestamp | None = None
    """When the intermediate session ends, or null if there is no intermediate session."""
    member_device: DeviceInfo | None = None
    """What is known of the member's device; null without a valid `telemetry_id`."""
    member_session: MemberSession | None = None
    """The session, or null if the login is not complete."""
    mfa_required: MfaRequired | None = None
    """The MFA step that the member still has to complete; null without one."""
    primary_required: PrimaryRequired | None = None
    """The login method that is still required; null if there is none."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class LudsFeedback(Model):
    """What a password lacks according to the LUDS policy (lowercase, uppercase, digits, symbols)."""

    has_lower_case: bool
    """Whether there is a lowercase letter."""
    has_upper_case: bool
    """Whether there is an uppercase letter."""
    has_digit: bool
    """Whether there is a digit."""
    has_symbol: bool
    """Whether there is a symbol; any character other than a Latin letter may count."""
    missing_complexity: int
    """Number of missing kinds of characters."""
    missing_characters: int
    """Number of missing characters."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MD5Config(Model):
    """Salts of an MD5 hash."""

    prepend_salt: str = light_attrs.field(repr=False)
    """Salt that was prepended to the password before hashing."""
    append_salt: str = light_attrs.field(repr=False)
    """Salt that was appended to the password before hashing."""


class MigrateRequestHashType(OpenEnum):
    """Algorithms of hashes that can be imported."""

    BCRYPT = enum.auto()
    """Bcrypt; the hash contains salt and cost."""
    MD_5 = enum.auto()
    """MD5, with its salts in `md_5_config`."""
    ARGON_2I = enum.auto()
    """Argon2i."""
    ARGON_2ID = enum.auto()
    """Argon2id."""
    SHA_1 = enum.auto()
    """SHA-1, with its salts in `sha_1_config`."""
    SHA_512 = enum.auto()
    """SHA-512, with its salts in `sha_512_config`."""
    SCRYPT = enum.auto()
    """Scrypt, with its parameters in `scrypt_config` or in PHC form."""
    PHPASS = enum.auto()
    """The portable hashes of phpass, such as those of WordPress."""
    PBKDF_2 = enum.auto()
    """PBKDF2, with its parameters in `pbkdf_2_config`."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MigrateResponse(Response):
    """The member who has the imported password."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    member_id: str
    """ID of the member; calls also accept an external ID."""
    member_created: bool
    """Whether the member was created by this call."""
    member: Member
    """The member after the call."""
    organization: Organization
    """The organization after the call."""
    status_code: int
    """HTTP status code of the response."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class PBKDF2Config(Model):
    """Parameters of a PBKDF2 hash."""

    salt: str = light_attrs.field(repr=False)
    """The salt, base64."""
    iteration_amount: int
    """Number of iterations."""
    key_length: int
    """Length of the hash."""
    algorithm: str
    """Hash function of the HMAC: `sha256` (the default) or `sha512`."""


class ResetRequestLocale(OpenEnum):
    """Languages of the MFA message during a login. Each is an IETF BCP 47 language tag."""

    EN = enum.auto()
    ES = enum.auto()
    PT_BR = "pt-br"
    FR = enum.auto()


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SHA1Config(Model):
    """Salts of a SHA-1 hash."""

    prepend_salt: str = light_attrs.field(repr=False)
    """Salt that was prepended to the password before hashing."""
    append_salt: str = light_attrs.field(repr=False)
    """Salt that was appended to the password before hashing."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class SHA512Config(Model):
    """Salts of a SHA-512 hash."""

    prepend_salt: str = light_attrs.field(repr=False)
    """Salt that was prepended to the password before hashing."""
    append_salt: str = light_attrs.field(repr=False)
    """Salt that was appended to the password before hashing."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ScryptConfig(Model):
    """Parameters of a scrypt hash."""

    salt: str = light_attrs.field(repr=False)
    """The salt, base64."""
    n_parameter: int
    """The cost N: a power of two, from 2 to 262144."""
    r_parameter: int
    """The block size r."""
    p_parameter: int
    """The parallelization p."""
    key_length: int
    """Length of the hash."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ZxcvbnFeedback(Model):
    """The feedback of zxcvbn on a password."""

    warning: str
    """The weakness of the password, for people."""
    suggestions: list[str]
    """Advice for a stronger password, for people."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class StrengthCheckResponse(Response):
    """The strength of a password, and what it lacks."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    valid_password: bool
    """Whether the password passes the policy."""
    score: int
    """Strength by zxcvbn; 3 or more passes."""
    breached_password: bool
    """Whether the password is known from a data breach."""
    strength_policy: str
    """The policy that applies, `zxcvbn` or `luds`."""
    breach_detection_on_create: bool
    """Whether breach detection is enabled; if not, `breached_password` is always false."""
    status_code: int
    """HTTP status code of the response."""
    luds_feedback: LudsFeedback | None = None
    """What is missing according to the LUDS policy."""
    zxcvbn_feedback: ZxcvbnFeedback | None = None
    """The feedback of zxcvbn on the password."""
