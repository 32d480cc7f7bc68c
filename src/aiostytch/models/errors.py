# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `errors`."""

from __future__ import annotations

import enum

from aiostytch.model import OpenEnum


class ErrorType(OpenEnum):
    """Types of errors in responses of the API, for comparison with `error_type`.

    The name of the value describes the error.
    """

    ACTION_AVAILABLE_ONLY_FOR_ACTIVE_MEMBERS = enum.auto()
    ACTION_AVAILABLE_ONLY_ONCE_PRIMARY_AUTHENTICATION_IS_MET = enum.auto()
    ACTION_NOT_ALLOWED_EMAIL_DOMAIN_IS_CLAIMED = enum.auto()
    ACTIVE_SCIM_CONNECTION_EXISTS = enum.auto()
    """The organization already has a SCIM connection."""
    ACTIVE_TOTP_EXISTS = enum.auto()
    """The member already has an authenticator app; delete it first."""
    AD_BLOCKER_DETECTED = enum.auto()
    ALLOW_LIST_MAX_EXCEEDED = enum.auto()
    ALLOWED_AUTH_METHODS_REQUIRED_FOR_RESTRICTED = enum.auto()
    ALLOWED_MFA_METHODS_REQUIRED_FOR_RESTRICTED = enum.auto()
    APPLE_OAUTH_CONFIG_NOT_FOUND = enum.auto()
    ARGON_2_KEY_LENGTH_MISMATCH = enum.auto()
    ATTRIBUTE_MISMATCH = enum.auto()
    AUTHORIZATION_ENDPOINT_NOT_CONFIGURED_FOR_PROJECT = enum.auto()
    BAD_APP_BUNDLE_FOR_STYTCH_SDK = enum.auto()
    BAD_DOMAIN_FOR_STYTCH_SDK = enum.auto()
    BAD_REQUEST = enum.auto()
    BAD_VERTICAL_FOR_STYTCH_SDK = enum.auto()
    BILLING_INFO_NOT_FOUND = enum.auto()
    BILLING_NOT_VERIFIED = enum.auto()
    BILLING_NOT_VERIFIED_FOR_EMAIL = enum.auto()
    BIOMETRIC_REGISTRATION_NOT_FOUND = enum.auto()
    BREACHED_PASSWORD = enum.auto()
    """The password is known from a data breach."""
    BULK_MIGRATE_INVALID_USER_COUNT = enum.auto()
    CANNOT_ADD_PEM_FILE_TO_NON_PEM_TRUSTED_TOKEN_PROFILE = enum.auto()
    CANNOT_ASSIGN_DEFAULT_RBAC_ROLE_ID = enum.auto()
    CANNOT_DELETE_DEFAULT_EMAIL_TEMPLATE = enum.auto()
    CANNOT_DELETE_DEFAULT_SSO_CONNECTION = enum.auto()
    """The connection is the organization's default; choose another default first."""
    CANNOT_DELETE_EMAIL = enum.auto()
    CANNOT_DELETE_LAST_PRIMARY_FACTOR = enum.auto()
    CANNOT_DELETE_LAST_SSO_VERIFICATION_KEY = enum.auto()
    """An active connection keeps at least one certificate."""
    CANNOT_PRESERVE_EXISTING_SESSIONS = enum.auto()
    CANNOT_REMOVE_PRIMARY_AUTH_MECHANISM = enum.auto()
    CANNOT_RESET_PASSWORD_WITH_EXISTING_PASSWORD = enum.auto()
    """The new password must differ from the current one."""
    CANNOT_SPECIFY_WILDCARD_WITH_OTHER_ACTIONS = enum.auto()
    CANNOT_TOGGLE_CROSS_ORG_PASSWORDS_WHEN_PASSWORD_IN_USE = enum.auto()
    CANNOT_UPDATE_TRUSTED_METADATA = enum.auto()
    """A member session cannot change trusted metadata."""
    CANNOT_USE_BIOMETRICS_WITH_PENDING_USER = enum.auto()
    CANNOT_USE_WEBAUTHN_WITH_PENDING_USER = enum.auto()
    CAPTCHA_FAILED = enum.auto()
    CAPTCHA_PROVIDER_NOT_FOUND = enum.auto()
    CAPTCHA_REQUIRED = enum.auto()
    CLAIMED_EMAIL_DOMAINS_NOT_SUPPORTED = enum.auto()
    CLIENT_CLOSED_REQUEST = enum.auto()
    CLIENT_SECRET_TOO_LONG = enum.auto()
    CNAME_INVALID_FOR_HTTP_ONLY_COOKIES = enum.auto()
    CNAME_RECORD_NOT_FOUND = enum.auto()
    CNAME_REQUIRED_FOR_HTTP_ONLY_COOKIES = enum.auto()
    CNAME_REQUIRED_TO_ENABLE_HTTP_ONLY_COOKIES = enum.auto()
    CONNECTED_APP_ALREADY_ROTATING_SECRET = enum.auto()
    """The app's secret is being rotated; complete that or cancel it first."""
    CONNECTED_APP_CONSENT_REVOKED = enum.auto()
    CONNECTED_APP_INVALID_REDIRECT_URL = enum.auto()
    """A callback URL of the app cannot be used."""
    CONNECTED_APP_MISCONFIGURED_CLIENT = enum.auto()
    CONNECTED_APP_NOT_ALLOWED_FOR_ORG = enum.auto()
    """The organization's settings do not allow this app."""
    CONNECTED_APP_NOT_FOUND = enum.auto()
    """There is no such connected app."""
    CONNECTED_APP_NOT_ROTATING_SECRET = enum.auto()
    """No rotation of the app's secret was started."""
    CONNECTED_APP_REDIRECT_URL_CANNOT_USE_LOCALHOST = enum.auto()
    CONNECTED_APP_REDIRECT_URL_HTTP_SCHEME_MUST_USE_LOOPBACK = enum.auto()
    CONNECTED_APP_REDIRECT_URL_MUST_INCLUDE_SCHEME = enum.auto()
    CONNECTED_APP_REDIRECT_URL_MUST_USE_HTTP_OR_HTTPS_SCHEME = enum.auto()
    CONNECTED_APP_REDIRECT_URL_MUST_USE_HTTPS_SCHEME = enum.auto()
    CONNECTED_APP_SUPPLIED_REDIRECT_URL_NOT_FOUND_IN_CLIENT = enum.auto()
    """The callback URL is not one that the app has registered."""
    CONSUMER_SESSION_AUTHORIZATION_ERROR = enum.auto()
    COULD_NOT_PARSE_BIOMETRIC_SIGNATURE = enum.auto()
    COUNTRY_CODE_ALLOWLIST_B2B_WHATSAPP_NOT_SUPPORTED = enum.auto()
    COUNTRY_CODE_ALLOWLIST_BILLING_NOT_VERIFIED = enum.auto()
    COUNTRY_CODE_ALLOWLIST_EMPTY = enum.auto()
    COUNTRY_CODE_ALLOWLIST_INVALID_COUNTRY_CODES = enum.auto()
    CROSS_ORG_PASSWORDS_ENABLED = enum.auto()
    """The project has cross-organization passwords, which this call does not support."""
    CROSS_ORG_PASSWORDS_NOT_ENABLED = enum.auto()
    """The call needs a project with cross-organization passwords."""
    CRYPTO_WALLET_NOT_FOUND = enum.auto()
    CRYPTO_WALLET_TYPE_INCOMPATIBLE_WITH_SIWE = enum.auto()
    CUSTOM_CLAIMS_TOO_LARGE = enum.auto()
    """The custom claims are larger than 4 kB."""
    DEFAULT_MFA_MEMBER_MISSING_FACTOR = enum.auto()
    """Neither the member nor the request has a phone number."""
    DEFAULT_PROVIDER_NOT_ALLOWED = enum.auto()
    DENY_LIST_MAX_EXCEEDED = enum.auto()
    DEPRECATED_ENDPOINT = enum.auto()
    DESIRED_EMAIL_DEACTIVATED_BY_DIFFERENT_MEMBER = enum.auto()
    """It is a retired address of another member; unlink it first."""
    DESIRED_EMAIL_UPDATING_FOR_DIFFERENT_MEMBER = enum.auto()
    """Another member is changing to this address."""
    DOWNSTREAM_CARRIER_ERROR = enum.auto()
    """The phone carrier rejected the message."""
    DUPLICATE_BIOMETRIC_REGISTRATION = enum.auto()
    DUPLICATE_CUSTOM_HOSTNAME_FOUND = enum.auto()
    DUPLICATE_EMAIL = enum.auto()
    DUPLICATE_EMAIL_FOR_USER = enum.auto()
    DUPLICATE_EMAIL_TEMPLATE_VANITY_ID = enum.auto()
    DUPLICATE_EXTERNAL_SSO_CONNECTION = enum.auto()
    """The organization already has this external connection."""
    DUPLICATE_M2M_CLIENT_ID = enum.auto()
    """Another client of the project has the ID."""
    DUPLICATE_MEMBER_EMAIL = enum.auto()
    """A member of the organization has the address, or has retired it without unlinking it."""
    DUPLICATE_MEMBER_EXTERNAL_ID = enum.auto()
    """Another member of the organization has the external ID."""
    DUPLICATE_MEMBER_PHONE_NUMBER = enum.auto()
    """The phone number already belongs to a member."""
    DUPLICATE_MEMBER_PHONE_NUMBER_FOR_MEMBER = enum.auto()
    """The member has another phone number; delete that first."""
    DUPLICATE_ORGANIZATION = enum.auto()
    """An organization with this name or slug already exists."""
    DUPLICATE_ORGANIZATION_USER = enum.auto()
    DUPLICATE_PHONE_NUMBER = enum.auto()
    DUPLICATE_PHONE_NUMBER_FOR_USER = enum.auto()
    DUPLICATE_PROJECT_USER = enum.auto()
    DUPLICATE_REDIRECT_URL = enum.auto()
    DUPLICATE_SAML_CONNECTION = enum.auto()
    DUPLICATE_SAML_RESPONSE = enum.auto()
    DUPLICATE_USER_EXTERNAL_ID = enum.auto()
    DUPLICATE_WALLET_ADDRESS = enum.auto()
    DUPLICATE_WALLET_ADDRESS_FOR_USER = enum.auto()
    DUPLICATE_WEBAUTHN_REGISTRATION = enum.auto()
    DYNAMIC_CLIENT_REGISTRATION_NOT_ENABLED = enum.auto()
    EMAIL_IN_DENYLIST = enum.auto()
    EMAIL_JIT_PROVISIONING_NOT_ALLOWED = enum.auto()
    """The organization does not allow just-in-time provisioning by e-mail domain."""
    EMAIL_NOT_FOUND = enum.auto()
    """No member has this e-mail address."""
    EMAIL_NOT_IN_ALLOWLIST = enum.auto()
    EMAIL_SETTINGS_NOT_FOUND = enum.auto()
    EMAIL_TEMPLATE_NOT_FOUND = enum.auto()
    """The dashboard has no such template."""
    EMAIL_UNVERIFIED_FOR_REACTIVATION = enum.auto()
    """The member has no verified e-mail address."""
    EMAIL_UPDATES_AVAILABLE_ONLY_FOR_ACTIVE_MEMBERS = enum.auto()
    """The member is not active."""
    EMAIL_VERIFICATION_REQUIRED = enum.auto()
    EMPTY_RBAC_RESOURCE_ID = enum.auto()
    EMPTY_RBAC_ROLE_ID = enum.auto()
    EMPTY_RBAC_SCOPE = enum.auto()
    EMPTY_WEBAUTHN_REGISTRATION_NAME = enum.auto()
    ENDPOINT_NOT_AUTHORIZED_FOR_SDK = enum.auto()
    ENTERPRISE_ENDPOINT = enum.auto()
    EVENT_LOG_STREAMING_BAD_DATADOG_CONFIG = enum.auto()
    EVENT_LOG_STREAMING_BAD_GRAFANA_LOKI_CONFIG = enum.auto()
    EVENT_LOG_STREAMING_INVALID_DESTINATION_TYPE = enum.auto()
    EVENT_LOG_STREAMING_INVALID_STREAMING_STATUS = enum.auto()
    EVENT_LOG_STREAMING_NOT_FOUND = enum.auto()
    EVENT_LOG_STREAMING_TOO_MANY_DESTINATIONS = enum.auto()
    EXPIRED_OAUTH_RESPONSE = enum.auto()
    EXPIRED_OIDC_RESPONSE = enum.auto()
    EXPIRED_SAML_RESPONSE = enum.auto()
    EXPIRED_TOTP = enum.auto()
    EXTERNAL_CONNECTION_ID_NOT_FOUND = enum.auto()
    """The other organization has no such connection."""
    EXTERNAL_CONNECTION_NOT_ACTIVE = enum.auto()
    """The external connection is not active."""
    EXTERNAL_ORGANIZATION_ID_SAME_AS_ORGANIZATION_ID = enum.auto()
    """An external connection must belong to another organization."""
    FAILED_SAML_RESPONSE = enum.auto()
    FORBIDDEN_CHARACTER_ZERO_WIDTH_SPACE = enum.auto()
    ID_TOKEN_EXPIRED = enum.auto()
    ID_TOKEN_INCORRECT_AUDIENCE = enum.auto()
    ID_TOKEN_INVALID = enum.auto()
    ID_TOKEN_NONCE_INVALID = enum.auto()
    IDP_ACCESS_TOKEN_COULD_NOT_BE_EXCHANGED = enum.auto()
    """The access token cannot be exchanged for a session."""
    IDP_ACCESS_TOKEN_EXPIRED = enum.auto()
    IDP_ACCESS_TOKEN_NOT_FOUND = enum.auto()
    IDP_AUTH_CODE_EXPIRED = enum.auto()
    IDP_AUTH_CODE_NOT_FOUND = enum.auto()
    IDP_INVALID_ACCESS_TOKEN_CUSTOM_AUDIENCE = enum.auto()
    IDP_INVALID_ACCESS_TOKEN_EXPIRY_MINUTES = enum.auto()
    IDP_INVALID_ACCESS_TOKEN_JWT_TEMPLATE = enum.auto()
    IDP_REFRESH_TOKEN_ALREADY_USED = enum.auto()
    IDP_REFRESH_TOKEN_EXPIRED = enum.auto()
    IDP_REFRESH_TOKEN_NOT_FOUND = enum.auto()
    INACTIVE_EMAIL = enum.auto()
    """Earlier messages to the address bounced, so Stytch sends no more."""
    INCOMPATIBLE_SESSION_TYPE = enum.auto()
    INDETERMINATE_SSO_CONNECTION_FOR_ORGANIZATION = enum.auto()
    INSECURE_M2M_CLIENT_SECRET = enum.auto()
    """The secret is too easy to guess."""
    INSUFFICIENT_FACTORS = enum.auto()
    INSUFFICIENT_FACTORS_FOR_SESSION_EXCHANGE = enum.auto()
    """The session has too few factors for the other organization."""
    INTERMEDIATE_SESSION_NOT_FOUND = enum.auto()
    """The intermediate session has expired (after 10 minutes), or was already used."""
    INTERNAL_SERVER_ERROR = enum.auto()
    INVALID_APPEND_SALT = enum.auto()
    INVALID_ARGON_2_ITERATION_AMOUNT = enum.auto()
    INVALID_ARGON_2_KEY_LENGTH = enum.auto()
    INVALID_ARGON_2_MEMORY = enum.auto()
    INVALID_ARGON_2_SALT = enum.auto()
    INVALID_ARGON_2_THREADS = enum.auto()
    INVALID_ARGUMENT = enum.auto()
    INVALID_AUDIENCE_SAML_RESPONSE = enum.auto()
    INVALID_AUTHENTICATION_TYPE = enum.auto()
    INVALID_AUTHENTICATOR_TYPE = enum.auto()
    INVALID_AUTHORIZATION_HEADER = enum.auto()
    INVALID_AUTHORIZATION_URL = enum.auto()
    INVALID_B2B_ENDPOINT = enum.auto()
    INVALID_BASE64_SCRYPT_HASH = enum.auto()
    INVALID_BASE64_SCRYPT_SALT = enum.auto()
    INVALID_BCRYPT_COST = enum.auto()
    INVALID_BCRYPT_HASH = enum.auto()
    INVALID_BIOMETRIC_REGISTRATION_ID = enum.auto()
    INVALID_CALLBACK_ID = enum.auto()
    INVALID_CAPTCHA_PROVIDER_ID = enum.auto()
    INVALID_CAPTCHA_PROVIDER_TYPE = enum.auto()
    INVALID_CAPTCHA_THRESHOLD = enum.auto()
    INVALID_CLIENT_ID = enum.auto()
    INVALID_CLIENT_SECRET = enum.auto()
    INVALID_CODE = enum.auto()
    """The code is malformed."""
    INVALID_CONNECTED_APP_TYPE = enum.auto()
    """There is no such type of app."""
    INVALID_CONNECTION_FOR_JIT_PROVISIONING = enum.auto()
    """The organization does not allow just-in-time provisioning by this connection."""
    INVALID_CONSUMER_ENDPOINT = enum.auto()
    INVALID_CREATE_USER_REQUEST = enum.auto()
    INVALID_CRYPTO_WALLET_ADDRESS = enum.auto()
    INVALID_CRYPTO_WALLET_ID = enum.auto()
    INVALID_DEFAULT_URL = enum.auto()
    INVALID_DISCOVERY_REDIRECT_URL = enum.auto()
    INVALID_DISPLAY_NAME = enum.auto()
    INVALID_DOMAIN = enum.auto()
    INVALID_EMAIL = enum.auto()
    """This is not an e-mail address."""
    INVALID_EMAIL_DOMAIN = enum.auto()
    INVALID_EMAIL_FOR_INVITES = enum.auto()
    """The organization does not invite addresses of this domain."""
    INVALID_EMAIL_FOR_JIT_PROVISIONING = enum.auto()
    """The organization does not allow just-in-time provisioning for this domain."""
    INVALID_EMAIL_HTML = enum.auto()
    INVALID_EMAIL_ID = enum.auto()
    INVALID_EMAIL_PLAINTEXT = enum.auto()
    INVALID_EMAIL_SANDBOX = enum.auto()
    INVALID_EMAIL_SUBJECT = enum.auto()
    INVALID_EMAIL_TEMPLATE_CONTENT = enum.auto()
    INVALID_EMAIL_TEMPLATE_PARAMETERS = enum.auto()
    INVALID_ETHEREUM_ADDRESS = enum.auto()
    INVALID_EXCHANGE_PRIMARY_FACTOR_FIELDS = enum.auto()
    INVALID_EXCHANGE_PRIMARY_FACTOR_USER = enum.auto()
    INVALID_EXPIRATION = enum.auto()
    INVALID_EXPIRATION_OTP = enum.auto()
    """A passcode is valid for 2 to 15 minutes."""
    INVALID_FROM_LOCAL_PART = enum.auto()
    INVALID_GOOGLE_HOSTED_DOMAIN_ERROR = enum.auto()
    INVALID_HASH = enum.auto()
    """The hash does not have the format of its type."""
    INVALID_HASH_TYPE = enum.auto()
    """Hashes of this type cannot be imported."""
    INVALID_ID = enum.auto()
    INVALID_IDP_ENTITY_ID = enum.auto()
    INVALID_IDP_SSO_URL = enum.auto()
    INVALID_IMPERSONATION_REASON = enum.auto()
    INVALID_INTERMEDIATE_SESSION_TOKEN_FOR_ORGANIZATION = enum.auto()
    INVALID_INVITE_MAGIC_LINK_URL = enum.auto()
    INVALID_INVITE_REDIRECT_URL = enum.auto()
    INVALID_IP_ADDRESS = enum.auto()
    INVALID_ISSUER = enum.auto()
    INVALID_JWKS_URL = enum.auto()
    INVALID_LOCALE = enum.auto()
    INVALID_LOGIN_MAGIC_LINK_URL = enum.auto()
    INVALID_LOGIN_OAUTH_URL = enum.auto()
    INVALID_LOGIN_REDIRECT_URL = enum.auto()
    INVALID_LOGIN_SSO_URL = enum.auto()
    INVALID_M2M_CLIENT_SCOPE = enum.auto()
    """A scope has characters that scopes cannot have."""
    INVALID_M2M_CLIENT_STATUS = enum.auto()
    INVALID_MAGIC_LINK_URL = enum.auto()
    INVALID_MD_5_HASH = enum.auto()
    INVALID_MEMBER_GET_FIELDS = enum.auto()
    """Pass an ID or an e-mail address."""
    INVALID_METHOD_ID = enum.auto()
    INVALID_MFA_DEFAULT_METHOD = enum.auto()
    INVALID_MICROSOFT_TENANT_TYPE = enum.auto()
    INVALID_MICROSOFT_USER_PRINCIPAL_NAME = enum.auto()
    INVALID_MOBILE_IDENTIFIER = enum.auto()
    INVALID_OAUTH_ALLOWED_TENANTS_FORMAT = enum.auto()
    INVALID_OAUTH_ATTACH_TOKEN = enum.auto()
    INVALID_OAUTH_PROVIDER = enum.auto()
    INVALID_OAUTH_TENANT_FOR_JIT_PROVISIONING = enum.auto()
    INVALID_OAUTH_USER_REGISTRATION_ID = enum.auto()
    INVALID_ORGANIZATION_ALLOWED_AUTH_METHODS = enum.auto()
    INVALID_ORGANIZATION_ALLOWED_MFA_METHODS = enum.auto()
    INVALID_ORGANIZATION_AUTH_FACTOR_SETTING = enum.auto()
    INVALID_ORGANIZATION_AUTH_FACTOR_SETTING_FOR_EMAIL_JIT_PROVISIONING = enum.auto()
    INVALID_ORGANIZATION_AUTH_FACTOR_SETTING_FOR_OAUTH_TENANT_JIT_PROVISIONING = enum.auto()
    INVALID_ORGANIZATION_AUTH_METHOD_SETTINGS = enum.auto()
    """With these settings, members could not join or log in."""
    INVALID_ORGANIZATION_EXTERNAL_ID = enum.auto()
    INVALID_ORGANIZATION_ID = enum.auto()
    INVALID_ORGANIZATION_MFA_FACTOR_SETTING = enum.auto()
    INVALID_ORGANIZATION_MFA_POLICY = enum.auto()
    INVALID_ORGANIZATION_NAME = enum.auto()
    """A name has 1 to 128 characters."""
    INVALID_ORGANIZATION_SLUG = enum.auto()
    """A slug has 2 to 128 letters, digits or `-`, `.`, `_`, `~`."""
    INVALID_PASSWORD_ID = enum.auto()
    INVALID_PASSWORD_RESET_REDIRECT_URL = enum.auto()
    """The URL is not registered in the dashboard for resets."""
    INVALID_PASSWORD_STRENGTH_LUDS_COMPLEXITY = enum.auto()
    INVALID_PASSWORD_STRENGTH_LUDS_LENGTH = enum.auto()
    INVALID_PBKDF_2_ALGORITHM = enum.auto()
    INVALID_PBKDF_2_HASH = enum.auto()
    INVALID_PBKDF_2_ITERATION_AMOUNT = enum.auto()
    INVALID_PBKDF_2_SALT = enum.auto()
    INVALID_PERMISSION_ACTION = enum.auto()
    """The resource has no such action."""
    INVALID_PERMISSION_RESOURCE = enum.auto()
    """The policy has no such resource."""
    INVALID_PHONE_NUMBER = enum.auto()
    """This is not a phone number in E.164 format."""
    INVALID_PHONE_NUMBER_COUNTRY_CODE = enum.auto()
    """Messages to this country are not enabled."""
    INVALID_PHONE_NUMBER_DOCS = enum.auto()
    INVALID_PHONE_NUMBER_SANDBOX = enum.auto()
    INVALID_PHPASS_HASH_FORMAT = enum.auto()
    INVALID_PHPASS_HASH_PREFIX = enum.auto()
    INVALID_PKCE_CODE_CHALLENGE = enum.auto()
    INVALID_PKCE_CODE_VERIFIER = enum.auto()
    INVALID_PREPEND_SALT = enum.auto()
    INVALID_PROJECT_ID = enum.auto()
    """This is not a project ID."""
    INVALID_PROJECT_ID_AUTHENTICATION = enum.auto()
    INVALID_PROJECT_NAME = enum.auto()
    INVALID_PUBLIC_KEY = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_INVALID_AUTHENTICATOR_DATA = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_INVALID_ID = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_INVALID_SIGNATURE = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MALFORMED_ATTESTATION_OBJECT = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MALFORMED_CLIENT_DATA_JSON = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MISSING_ATTESTATION_OBJECT_FIELD = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MISSING_AUTHENTICATOR_DATA_FIELD = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MISSING_CLIENT_DATA_JSON_FIELD = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MISSING_ID_FIELD = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MISSING_RESPONSE_FIELD = enum.auto()
    INVALID_PUBLIC_KEY_CREDENTIAL_MISSING_SIGNATURE_FIELD = enum.auto()
    INVALID_PUBLIC_TOKEN_ID = enum.auto()
    INVALID_RBAC_CUSTOM_ROLE = enum.auto()
    """The role is not one that an organization can define."""
    INVALID_RBAC_ROLE_ASSIGNMENT = enum.auto()
    INVALID_RBAC_ROLE_ID = enum.auto()
    INVALID_RBAC_SCOPE = enum.auto()
    INVALID_RBAC_STYTCH_ROLE_EDIT = enum.auto()
    INVALID_RECOVERY_CODE = enum.auto()
    """The recovery code is malformed."""
    INVALID_REDIRECT_URL_TYPE = enum.auto()
    INVALID_REPLY_TO_LOCAL_PART = enum.auto()
    INVALID_REQUEST_ID = enum.auto()
    INVALID_REQUEST_VALUE = enum.auto()
    INVALID_RESTRICTED_EMAIL_SETTING = enum.auto()
    INVALID_RESTRICTED_OAUTH_TENANTS_SETTING = enum.auto()
    INVALID_RESTRICTED_SSO_SETTING = enum.auto()
    INVALID_ROLE = enum.auto()
    """The policy has no such role."""
    INVALID_SAML_METADATA_URL = enum.auto()
    """The URL cannot be used."""
    INVALID_SAML_RESPONSE = enum.auto()
    INVALID_SAML_RESPONSE_EMAIL = enum.auto()
    INVALID_SAML_RESPONSE_GROUPS = enum.auto()
    INVALID_SCIM_IDP = enum.auto()
    """SCIM connections do not support this identity provider."""
    INVALID_SCRYPT_N_PARAMETER = enum.auto()
    INVALID_SCRYPT_PARAMETERS = enum.auto()
    INVALID_SCRYPT_SALT_LENGTH = enum.auto()
    INVALID_SECRET_AUTHENTICATION = enum.auto()
    INVALID_SECRET_ID = enum.auto()
    INVALID_SESSION_DURATION = enum.auto()
    INVALID_SESSION_DURATION_MINUTES = enum.auto()
    INVALID_SESSION_FIELDS = enum.auto()
    INVALID_SESSION_ID = enum.auto()
    INVALID_SESSION_MANAGEMENT = enum.auto()
    INVALID_SESSION_MISSING_PRIMARY_FACTOR = enum.auto()
    INVALID_SESSION_TOKEN = enum.auto()
    INVALID_SESSION_TOKEN_DOCS = enum.auto()
    INVALID_SHA_1_HASH = enum.auto()
    INVALID_SHA_512_HASH = enum.auto()
    INVALID_SIGNATURE = enum.auto()
    INVALID_SIGNATURE_SAML_RESPONSE = enum.auto()
    INVALID_SIGNUP_MAGIC_LINK_URL = enum.auto()
    INVALID_SIGNUP_OAUTH_URL = enum.auto()
    INVALID_SIGNUP_REDIRECT_URL = enum.auto()
    INVALID_SIGNUP_SSO_URL = enum.auto()
    INVALID_SIWE_CHAIN_ID = enum.auto()
    INVALID_SIWE_DOMAIN = enum.auto()
    INVALID_SIWE_MESSAGE_REQUEST_ID = enum.auto()
    INVALID_SIWE_RESOURCE = enum.auto()
    INVALID_SIWE_STATEMENT = enum.auto()
    INVALID_SIWE_URI = enum.auto()
    INVALID_SOLANA_ADDRESS = enum.auto()
    INVALID_SSO_DEFAULT_CONNECTION_ID = enum.auto()
    INVALID_SSO_IDP = enum.auto()
    """SSO connections do not support this identity provider."""
    INVALID_STYTCH_PREFIXED_RESOURCE = enum.auto()
    INVALID_SUBJECT = enum.auto()
    INVALID_TEMPLATE_ID = enum.auto()
    INVALID_TEMPLATE_VALUES = enum.auto()
    INVALID_TOKEN = enum.auto()
    INVALID_TOKEN_DOCS = enum.auto()
    INVALID_TOKEN_ORGANIZATION_ID_CLAIM = enum.auto()
    """The claim does not contain an organization of the project."""
    INVALID_TOKEN_URL = enum.auto()
    INVALID_TOTP_CODE = enum.auto()
    """The code is malformed."""
    INVALID_TOTP_ID = enum.auto()
    INVALID_TRUSTED_AUTH_TOKEN = enum.auto()
    """The profile does not trust the token."""
    INVALID_URL = enum.auto()
    INVALID_USER_AGENT = enum.auto()
    INVALID_USER_ID = enum.auto()
    INVALID_USER_LOCK_THRESHOLD = enum.auto()
    INVALID_USER_LOCK_TTL = enum.auto()
    INVALID_USERINFO_URL = enum.auto()
    INVALID_WALLET_ADDRESS_USER = enum.auto()
    INVALID_WALLET_TYPE = enum.auto()
    INVALID_WEBAUTHN_REGISTRATION_DOMAIN = enum.auto()
    INVALID_WEBAUTHN_REGISTRATION_ID = enum.auto()
    INVALID_WILDCARD_ACTION = enum.auto()
    INVALID_X509_CERTIFICATE = enum.auto()
    """This is not a certificate in PEM format."""
    INVALID_XML_FROM_SAML_METADATA_URL = enum.auto()
    """The response of the URL is not XML."""
    INVALID_XML_SAML_RESPONSE = enum.auto()
    JWT_INVALID_AUDIENCE = enum.auto()
    JWT_INVALID_CLAIMS = enum.auto()
    JWT_INVALID_ISSUER = enum.auto()
    JWT_TEMPLATE_INVALID_JSON = enum.auto()
    JWT_TEMPLATE_INVALID_TAG = enum.auto()
    JWT_TEMPLATE_MISMATCHED_TAG = enum.auto()
    JWT_TEMPLATE_NOT_FOUND = enum.auto()
    LIVE_ID_USED_IN_TEST_ENVIRONMENT = enum.auto()
    M2M_CLIENT_ALREADY_ROTATING_SECRET = enum.auto()
    """The client's secret is being rotated; complete that or cancel it first."""
    M2M_CLIENT_INVALID_CLIENT_DESCRIPTION = enum.auto()
    """The description cannot be used."""
    M2M_CLIENT_INVALID_CLIENT_ID = enum.auto()
    """The ID cannot be used."""
    M2M_CLIENT_INVALID_CLIENT_NAME = enum.auto()
    """The name cannot be used."""
    M2M_CLIENT_INVALID_CLIENT_SECRET = enum.auto()
    """The secret cannot be used, e.g. it is too short."""
    M2M_CLIENT_INVALID_STATUS = enum.auto()
    """A client is `active` or `inactive`."""
    M2M_CLIENT_NOT_FOUND = enum.auto()
    """There is no such client."""
    M2M_CLIENT_NOT_ROTATING_SECRET = enum.auto()
    """No rotation of the client's secret was started."""
    M2M_SEARCH_EXPECTED_ARRAY_OF_STRINGS = enum.auto()
    """The value of this filter must be a list of strings."""
    M2M_SEARCH_FILTER_NAME_MUST_BE_STRING = enum.auto()
    M2M_SEARCH_FILTER_NAME_NOT_RECOGNIZED = enum.auto()
    """There is no such filter."""
    M2M_SEARCH_MISSING_FILTER_NAME = enum.auto()
    """A filter has no `filter_name`."""
    M2M_SEARCH_MISSING_FILTER_VALUE = enum.auto()
    """A filter has no `filter_value`."""
    MAGIC_LINK_NOT_FOUND = enum.auto()
    """The token of the link is unknown, was used before, or has expired."""
    MEMBER_CANNOT_UPDATE_THEIR_EMAIL_ADDRESS = enum.auto()
    MEMBER_DASHBOARD_SEARCH_DISABLED = enum.auto()
    MEMBER_DOES_NOT_EXIST_IN_ORGANIZATION = enum.auto()
    """The person is not a member of the organization."""
    MEMBER_HAS_NO_ACTIVE_VERIFIED_EMAIL = enum.auto()
    """The member has no verified e-mail address."""
    MEMBER_IMPERSONATION_NOT_ALLOWED = enum.auto()
    """The project does not allow impersonation."""
    MEMBER_NOT_FOUND = enum.auto()
    """The organization has no such member."""
    MEMBER_OAUTH_TOKEN_NOT_FOUND = enum.auto()
    """The member never logged in with this provider, or it issued no token."""
    MEMBER_OIDC_TOKEN_NOT_FOUND = enum.auto()
    """The member never logged in by OIDC, or the provider issued no token."""
    MEMBER_PASSWORD_NOT_FOUND = enum.auto()
    """The member has no password, or not this one."""
    MEMBER_PHONE_NUMBER_NOT_FOUND = enum.auto()
    """The member has no phone number."""
    MEMBER_RESET_PASSWORD = enum.auto()
    """The password is known from a data breach; the member must reset it."""
    MEMBER_SEARCH_CANNOT_MIX_INTERNAL_AND_EXTERNAL_MEMBER_IDS = enum.auto()
    MEMBER_SEARCH_EXPECTED_ARRAY_OF_STRINGS = enum.auto()
    MEMBER_SEARCH_EXPECTED_BOOLEAN = enum.auto()
    MEMBER_SEARCH_EXPECTED_STRING = enum.auto()
    MEMBER_SEARCH_FILTER_NAME_MUST_BE_STRING = enum.auto()
    MEMBER_SEARCH_FILTER_NAME_NOT_RECOGNIZED = enum.auto()
    """There is no filter with this name."""
    MEMBER_SEARCH_MEMBER_EMAIL_FUZZY_TOO_SHORT = enum.auto()
    MEMBER_SEARCH_MEMBER_MFA_PHONE_NUMBER_FUZZY_TOO_SHORT = enum.auto()
    MEMBER_SEARCH_MISSING_FILTER_NAME = enum.auto()
    MEMBER_SEARCH_MISSING_FILTER_VALUE = enum.auto()
    """A filter lacks its `filter_value`."""
    MEMBER_SEARCH_MISSING_IS_BREAKGLASS = enum.auto()
    MEMBER_SEARCH_MISSING_MEMBER_EMAIL_FUZZY = enum.auto()
    MEMBER_SEARCH_MISSING_MEMBER_EMAILS = enum.auto()
    MEMBER_SEARCH_MISSING_MEMBER_IDS = enum.auto()
    MEMBER_SEARCH_MISSING_MEMBER_ROLES = enum.auto()
    MEMBER_SEARCH_MISSING_MFA_MEMBER_PHONE_NUMBER_FUZZY = enum.auto()
    MEMBER_SEARCH_MISSING_MFA_MEMBER_PHONE_NUMBERS = enum.auto()
    MEMBER_SEARCH_MISSING_OAUTH_PROVIDERS = enum.auto()
    MEMBER_SEARCH_MISSING_ORGANIZATION_ID = enum.auto()
    MEMBER_SEARCH_MISSING_ORGANIZATION_SLUG = enum.auto()
    MEMBER_SEARCH_MISSING_ORGANIZATION_SLUG_FUZZY = enum.auto()
    MEMBER_SEARCH_MISSING_PASSWORD_EXISTS = enum.auto()
    MEMBER_SEARCH_MISSING_STATUS = enum.auto()
    MEMBER_SEARCH_MISSING_STATUSES = enum.auto()
    MEMBER_SEARCH_MISSING_TOTP_EXISTS = enum.auto()
    MEMBER_SEARCH_ORGANIZATION_IDS_EMPTY = enum.auto()
    """A search for members needs at least one organization."""
    MEMBER_SEARCH_ORGANIZATION_SLUG_FUZZY_TOO_SHORT = enum.auto()
    MEMBER_SESSION_MEMBER_ID_MISMATCH = enum.auto()
    """The session belongs to another member."""
    METADATA_INVALID_FORMAT = enum.auto()
    METADATA_TOO_LARGE = enum.auto()
    """The metadata is larger than 4 kB."""
    METADATA_TOO_MANY_KEYS = enum.auto()
    METHOD_NOT_ALLOWED = enum.auto()
    MIGRATE_FROM_EXTERNAL_EMAIL_DOES_NOT_EXIST = enum.auto()
    """No member has the address that the other system returned."""
    MIGRATE_FROM_EXTERNAL_MISSING_USERINFO = enum.auto()
    """The project has no external userinfo URL."""
    MIGRATE_FROM_EXTERNAL_UNEXPECTED_RESPONSE = enum.auto()
    """The external userinfo URL returned an unexpected response."""
    MISSING_APPLE_APP_ID = enum.auto()
    MISSING_OAUTH_ORGANIZATION_LOCATOR = enum.auto()
    MISSING_OAUTH_REFRESH_TOKEN = enum.auto()
    """The access token has expired, and the provider issued no refresh token."""
    MISSING_OIDC_CSRF_COOKIE = enum.auto()
    MISSING_OIDC_REFRESH_TOKEN = enum.auto()
    """The access token has expired, and the provider issued no refresh token."""
    MISSING_OIDC_STATE_PARAM = enum.auto()
    MISSING_SAML_CSRF_COOKIE = enum.auto()
    MISSING_SAML_RELAY_STATE = enum.auto()
    MISSING_SAML_RESPONSE = enum.auto()
    MISSING_SIGNATURE_SAML_RESPONSE = enum.auto()
    MISSING_SMS_PARAMETER = enum.auto()
    MISSING_SSO_CONNECTION_LOCATOR = enum.auto()
    MUST_HAVE_JWKS_URL_FOR_TRUSTED_TOKEN_PROFILE_WITH_TYPE_JWK = enum.auto()
    MUST_HAVE_PEM_FILES_FOR_TRUSTED_TOKEN_PROFILE_WITH_TYPE_PEM = enum.auto()
    NO_ACTIVE_BIOMETRIC_REGISTRATIONS = enum.auto()
    NO_ACTIVE_RECOVERY_CODE_BACKED_FACTOR = enum.auto()
    NO_ACTIVE_SCIM_CONNECTION = enum.auto()
    """The organization has no SCIM connection."""
    NO_ACTIVE_WEBAUTHN_REGISTRATIONS = enum.auto()
    NO_ASSOCIATED_SESSION_PASSED_IN = enum.auto()
    NO_CAPTCHA_PROVIDER_CONFIGURED = enum.auto()
    NO_DEFAULT_DISCOVERY_REDIRECT_URL_SET = enum.auto()
    NO_DEFAULT_INVITE_REDIRECT_URL_SET = enum.auto()
    NO_DEFAULT_LOGIN_REDIRECT_URL_SET = enum.auto()
    NO_DEFAULT_SIGNUP_REDIRECT_URL_SET = enum.auto()
    NO_DELETED_MEMBER_FOUND_FOR_REACTIVATION = enum.auto()
    """The member was not deleted."""
    NO_DISCOVERY_REDIRECT_URL = enum.auto()
    """The request has no URL, and the dashboard has no default."""
    NO_DISCOVERY_REDIRECT_URLS_SET = enum.auto()
    NO_INVITE_REDIRECT_URL = enum.auto()
    """The request has no URL, and the dashboard has no default."""
    NO_INVITE_REDIRECT_URLS_SET = enum.auto()
    NO_LOGIN_REDIRECT_URL = enum.auto()
    """The request has no URL, and the dashboard has no default."""
    NO_LOGIN_REDIRECT_URLS_SET = enum.auto()
    NO_MATCH_FOR_PROVIDED_MAGIC_LINK_URL = enum.auto()
    """The URL is not registered in the dashboard."""
    NO_MATCH_FOR_PROVIDED_OAUTH_URL = enum.auto()
    NO_MATCH_FOR_PROVIDED_SSO_URL = enum.auto()
    NO_OAUTH_AUTHORIZE_MEMBER_SELECTOR = enum.auto()
    """Identify the member by a session, or by organization and member ID."""
    NO_OAUTH_AUTHORIZE_USER_SELECTOR = enum.auto()
    NO_PASSWORD_RESET_REDIRECT_URL = enum.auto()
    """The request has no URL, and the dashboard has no default."""
    NO_PENDING_WEBAUTHN_REGISTRATION = enum.auto()
    NO_SESSION_ARGUMENTS = enum.auto()
    """Pass one session."""
    NO_SESSION_REVOKE_ARGUMENTS = enum.auto()
    """Pass a session or a member."""
    NO_SIGNUP_REDIRECT_URL = enum.auto()
    """The request has no URL, and the dashboard has no default."""
    NO_SIGNUP_REDIRECT_URLS_SET = enum.auto()
    NO_SSO_CONNECTION_EXISTS_FOR_ORGANIZATION = enum.auto()
    NO_USER_PASSWORD = enum.auto()
    NO_USER_SELECTION_ARGUMENTS = enum.auto()
    NO_WILDCARDS_IN_LIVE_REDIRECT_URL = enum.auto()
    NOT_YET_VALID_SAML_RESPONSE = enum.auto()
    OAUTH_ACCESS_TOKEN_EXCHANGE_MISSING_FULL_ACCESS = enum.auto()
    """The access token lacks the `full_access` scope."""
    OAUTH_ACCESS_TOKEN_EXCHANGE_TOKEN_INVALID_GRANT = enum.auto()
    """The access token is not valid, or was exchanged before."""
    OAUTH_ACCESS_TOKEN_EXCHANGE_TOKEN_TOO_OLD = enum.auto()
    """The access token is more than 5 minutes old."""
    OAUTH_APP_NOT_AUTHORIZED = enum.auto()
    OAUTH_AUTH_CODE_ERROR = enum.auto()
    OAUTH_CONFIG_NOT_FOUND = enum.auto()
    OAUTH_CREATING_REDIRECT_URL_ERROR = enum.auto()
    OAUTH_DISCOVERY_FLOW_CALLBACK_ERROR = enum.auto()
    OAUTH_FLOW_CALLBACK_ERROR = enum.auto()
    OAUTH_INVALID_CALLBACK_REQUEST = enum.auto()
    OAUTH_INVALID_SCOPE_REQUESTED = enum.auto()
    """The project has no such scope."""
    OAUTH_INVALID_STATE = enum.auto()
    OAUTH_NON_DISCOVERY_FLOW_CALLBACK_ERROR = enum.auto()
    OAUTH_STATE_MISMATCH = enum.auto()
    OAUTH_STATE_USED = enum.auto()
    OAUTH_TENANT_JIT_PROVISIONING_NOT_ALLOWED = enum.auto()
    """The organization does not allow just-in-time provisioning by this OAuth tenant."""
    OAUTH_TOKEN_EXCHANGE_GOOGLE_MISSING_INFORMATION = enum.auto()
    OAUTH_TOKEN_EXCHANGE_INVALID_CLIENT = enum.auto()
    OAUTH_TOKEN_EXCHANGE_INVALID_REQUEST = enum.auto()
    OAUTH_TOKEN_EXCHANGE_INVALID_SCOPE = enum.auto()
    OAUTH_TOKEN_EXCHANGE_MICROSOFT_EXPIRED_SECRET = enum.auto()
    OAUTH_TOKEN_EXCHANGE_MICROSOFT_INVALID_SECRET = enum.auto()
    OAUTH_TOKEN_EXCHANGE_UNAUTHORIZED_CLIENT = enum.auto()
    OAUTH_TOKEN_NOT_FOUND = enum.auto()
    """The token of the redirect is unknown, was used before, or has expired."""
    OAUTH_UNVERIFIED_EMAIL = enum.auto()
    """The provider has not verified the address."""
    OAUTH_USER_REGISTRATION_NOT_FOUND = enum.auto()
    OIDC_AUTH_CODE_ERROR = enum.auto()
    OIDC_CONNECTION_AUTHORIZATION_URL_INVALID_FORMAT = enum.auto()
    OIDC_CONNECTION_AUTHORIZATION_URL_REQUIRED = enum.auto()
    OIDC_CONNECTION_CLIENT_ID_REQUIRED = enum.auto()
    OIDC_CONNECTION_CLIENT_SECRET_REQUIRED = enum.auto()
    OIDC_CONNECTION_ISSUER_REQUIRED = enum.auto()
    OIDC_CONNECTION_ISSUER_URL_INVALID_FORMAT = enum.auto()
    """The issuer must be an `https://` URL."""
    OIDC_CONNECTION_JWKS_URL_INVALID_FORMAT = enum.auto()
    OIDC_CONNECTION_JWKS_URL_REQUIRED = enum.auto()
    OIDC_CONNECTION_NOT_FOUND = enum.auto()
    """The organization has no such OIDC connection."""
    OIDC_CONNECTION_TOKEN_URL_INVALID_FORMAT = enum.auto()
    """The token URL must be an `https://` URL."""
    OIDC_CONNECTION_TOKEN_URL_REQUIRED = enum.auto()
    OIDC_CONNECTION_USERINFO_URL_INVALID_FORMAT = enum.auto()
    OIDC_CSRF_COOKIE_MISMATCH = enum.auto()
    OIDC_INVALID_CALLBACK_REQUEST = enum.auto()
    OIDC_INVALID_ID_TOKEN = enum.auto()
    OIDC_INVALID_USERINFO = enum.auto()
    OIDC_PROMPT_NONE_MUST_BE_EXCLUSIVE = enum.auto()
    OIDC_RESPONSE_EMAIL_MISSING = enum.auto()
    OIDC_RESPONSE_NAME_MISSING = enum.auto()
    OIDC_RESPONSE_SUBJECT_MISMATCH = enum.auto()
    OIDC_RESPONSE_SUBJECT_MISSING = enum.auto()
    OIDC_RESPONSE_UNVERIFIED_EMAIL = enum.auto()
    OIDC_USER_NOT_ASSIGNED_TO_APP_IN_IDP = enum.auto()
    OPERATION_RESTRICTED_BY_ORGANIZATION_AUTH_METHODS = enum.auto()
    """The organization does not allow this login method."""
    OPERATION_RESTRICTED_BY_ORGANIZATION_MFA_METHODS = enum.auto()
    """The organization does not allow this MFA method."""
    ORGANIZATION_EXTERNAL_ID_ALREADY_USED = enum.auto()
    """Another organization has the external ID."""
    ORGANIZATION_LOGO_URL_TOO_LONG = enum.auto()
    ORGANIZATION_NAME_INCLUDES_BANNED_WORDS = enum.auto()
    ORGANIZATION_NAME_MISSING = enum.auto()
    ORGANIZATION_NOT_FOUND = enum.auto()
    """The project has no such organization."""
    ORGANIZATION_SEARCH_ALLOWED_DOMAIN_FUZZY_TOO_SHORT = enum.auto()
    ORGANIZATION_SEARCH_EXPECTED_ARRAY_OF_STRINGS = enum.auto()
    ORGANIZATION_SEARCH_EXPECTED_BOOLEAN = enum.auto()
    ORGANIZATION_SEARCH_EXPECTED_STRING = enum.auto()
    ORGANIZATION_SEARCH_FILTER_NAME_MUST_BE_STRING = enum.auto()
    ORGANIZATION_SEARCH_FILTER_NAME_NOT_RECOGNIZED = enum.auto()
    """There is no filter with this name."""
    ORGANIZATION_SEARCH_MEMBER_EMAIL_FUZZY_TOO_SHORT = enum.auto()
    ORGANIZATION_SEARCH_MISSING_ALLOWED_DOMAIN_FUZZY = enum.auto()
    ORGANIZATION_SEARCH_MISSING_ALLOWED_DOMAINS = enum.auto()
    ORGANIZATION_SEARCH_MISSING_CLAIMED_EMAIL_DOMAINS = enum.auto()
    ORGANIZATION_SEARCH_MISSING_FILTER_NAME = enum.auto()
    ORGANIZATION_SEARCH_MISSING_FILTER_VALUE = enum.auto()
    """A filter lacks its `filter_value`."""
    ORGANIZATION_SEARCH_MISSING_HAS_ACTIVE_SSO_CONNECTION = enum.auto()
    ORGANIZATION_SEARCH_MISSING_MEMBER_EMAIL_FUZZY = enum.auto()
    ORGANIZATION_SEARCH_MISSING_MEMBER_EMAILS = enum.auto()
    ORGANIZATION_SEARCH_MISSING_ORGANIZATION_IDS = enum.auto()
    ORGANIZATION_SEARCH_MISSING_ORGANIZATION_NAME_FUZZY = enum.auto()
    ORGANIZATION_SEARCH_MISSING_ORGANIZATION_SLUG_FUZZY = enum.auto()
    ORGANIZATION_SEARCH_MISSING_ORGANIZATION_SLUGS = enum.auto()
    ORGANIZATION_SEARCH_MISSING_SSO_CONNECTION_ID = enum.auto()
    ORGANIZATION_SEARCH_ORGANIZATION_NAME_FUZZY_TOO_SHORT = enum.auto()
    ORGANIZATION_SEARCH_ORGANIZATION_SLUG_FUZZY_TOO_SHORT = enum.auto()
    ORGANIZATION_SETTINGS_CLAIMED_DOMAIN_TOO_COMMON = enum.auto()
    ORGANIZATION_SETTINGS_DISPOSABLE_DOMAIN = enum.auto()
    ORGANIZATION_SETTINGS_DOMAIN_TOO_COMMON = enum.auto()
    """Domains of common e-mail providers cannot be allowed."""
    ORGANIZATION_SETTINGS_DUPLICATE_CLAIMED_DOMAIN = enum.auto()
    ORGANIZATION_SETTINGS_DUPLICATE_DOMAIN = enum.auto()
    ORGANIZATION_SETTINGS_INVALID_CLAIMED_DOMAIN = enum.auto()
    ORGANIZATION_SETTINGS_INVALID_DOMAIN = enum.auto()
    ORGANIZATION_SLUG_ALREADY_USED = enum.auto()
    """Another organization has the slug."""
    ORGANIZATION_SUSPENDED = enum.auto()
    ORGANIZATION_USER_NOT_FOUND = enum.auto()
    OTP_CODE_NOT_FOUND = enum.auto()
    """There is no passcode: it was used, has expired, or was never sent."""
    PASSWORD_ALREADY_EXISTS = enum.auto()
    """The member already has a password."""
    PASSWORD_DOES_NOT_MATCH = enum.auto()
    PASSWORD_NOT_FOUND = enum.auto()
    PASSWORD_VALIDATION_TIMEOUT = enum.auto()
    """The strength check took too long; try again."""
    PASSWORDS_INCOMPATIBLE_WITH_SDK_CONFIG = enum.auto()
    PBKDF_2_KEY_LENGTH_MISMATCH = enum.auto()
    PENDING_TOTP_EXISTS = enum.auto()
    """A registration is pending; complete or delete it first."""
    PHONE_NUMBER_NOT_FOUND = enum.auto()
    PKCE_DID_NOT_EXPECT_CODE_VERIFIER = enum.auto()
    PKCE_EXPECTED_CODE_VERIFIER = enum.auto()
    """The flow began with a PKCE challenge, so pass the PKCE verifier."""
    PKCE_MISMATCH = enum.auto()
    """The PKCE verifier does not match the challenge."""
    PKCE_REQUIRED_FOR_IDP_AUTHORIZATION_FLOW = enum.auto()
    """A public app must send a PKCE challenge."""
    PKCE_REQUIRED_FOR_NATIVE_CALLBACK = enum.auto()
    PRIVATE_KEY_TOO_LONG = enum.auto()
    PROJECT_HAS_NO_PUBLIC_TOKENS = enum.auto()
    PROJECT_NOT_FOUND = enum.auto()
    """There is no such project."""
    PROJECT_USER_NOT_FOUND = enum.auto()
    PUBLIC_CONNECTED_APPS_DO_NOT_HAVE_SECRETS = enum.auto()
    """The app is public, and has no secret to rotate."""
    PUBLIC_KEY_MISSING = enum.auto()
    PUBLIC_TOKEN_NOT_FOUND = enum.auto()
    PUBLIC_TOKEN_REQUIRED = enum.auto()
    QUERY_PARAMS_DO_NOT_MATCH = enum.auto()
    RBAC_ACTION_DUPLICATE = enum.auto()
    RBAC_ACTION_TOO_LONG = enum.auto()
    RBAC_CANNOT_DELETE_ATTRIBUTE_USED_IN_ORG_POLICY = enum.auto()
    RBAC_DESCRIPTION_TOO_LONG = enum.auto()
    RBAC_DOMAIN_TOO_COMMON = enum.auto()
    RBAC_INVALID_DOMAIN = enum.auto()
    RBAC_ORG_CUSTOM_ROLES_ONLY = enum.auto()
    RBAC_PERMISSION_MISSING_ACTIONS = enum.auto()
    RBAC_RESERVED_SCOPE = enum.auto()
    RBAC_RESOURCE_DUPLICATE = enum.auto()
    RBAC_RESOURCE_ID_TOO_LONG = enum.auto()
    RBAC_RESOURCE_MISSING_ACTIONS = enum.auto()
    RBAC_ROLE_DUPLICATE = enum.auto()
    """A role is defined twice."""
    RBAC_ROLE_ID_TOO_LONG = enum.auto()
    RBAC_ROLE_MISSING_PERMISSIONS = enum.auto()
    """A role needs at least one permission."""
    RBAC_SCOPE_DUPLICATE = enum.auto()
    RBAC_SCOPE_MISSING_PERMISSIONS = enum.auto()
    RBAC_SCOPE_TOO_LONG = enum.auto()
    REACTIVATION_EMAIL_BELONGS_TO_ANOTHER_MEMBER = enum.auto()
    """Another member now has the address."""
    RECOVERY_CODE_USED_AS_TOTP_CODE = enum.auto()
    """This is a recovery code; call `recovery_codes.recover`."""
    RECOVERY_CODES_ALREADY_EXIST = enum.auto()
    """The member already has recovery codes."""
    RECOVERY_CODES_NOT_FOUND = enum.auto()
    """The member has no recovery codes."""
    REDIRECT_URL_CANNOT_USE_PROTOCOL = enum.auto()
    REDIRECT_URL_MUST_USE_HTTPS = enum.auto()
    REDIRECT_URL_NOT_FOUND = enum.auto()
    REDIRECT_URL_WITH_QUERY_PARAM_PLACEHOLDER_CANNOT_BE_DEFAULT = enum.auto()
    REDIRECT_URL_WITH_WILDCARD_CANNOT_BE_DEFAULT = enum.auto()
    REQUIRED_CUSTOM_EMAIL_DOMAIN = enum.auto()
    REQUIRES_ACTIVE_SSO_CONNECTION = enum.auto()
    """The setting needs an active SSO connection."""
    RESERVED_CLAIMS_IN_CUSTOM_CLAIMS = enum.auto()
    RESET_PASSWORD = enum.auto()
    RETIRED_EMAIL_MISSING_EMAIL_IDENTIFIERS = enum.auto()
    """Pass the ID of the address, the address, or both."""
    RETIRED_MEMBER_EMAIL = enum.auto()
    ROUTE_NOT_FOUND = enum.auto()
    ROUTE_NOT_SUPPORTED_IN_TEST = enum.auto()
    SAML_CERTIFICATE_MISMATCH = enum.auto()
    SAML_CONNECTION_ATTRIBUTE_MAPPING_MISSING_GROUPS_KEY = enum.auto()
    """Roles by group need a `groups` key in the mapping."""
    SAML_CONNECTION_ATTRIBUTE_MAPPING_REQUIRED = enum.auto()
    SAML_CONNECTION_EMAIL_MAPPING_REQUIRED = enum.auto()
    """The mapping lacks `email`."""
    SAML_CONNECTION_IDP_SSO_URL_INVALID_FORMAT = enum.auto()
    SAML_CONNECTION_IDP_SSO_URL_NOT_HTTPS = enum.auto()
    SAML_CONNECTION_IDP_SSO_URL_REQUIRED = enum.auto()
    SAML_CONNECTION_METADATA_INVALID_FORMAT = enum.auto()
    """The response of the URL is not SAML metadata."""
    SAML_CONNECTION_NAME_MAPPING_REQUIRED = enum.auto()
    """The mapping lacks `full_name`, or first and last name."""
    SAML_CONNECTION_NO_NESTED_KEYS_IN_ATTRIBUTE_MAPPING = enum.auto()
    SAML_CONNECTION_NOT_FOUND = enum.auto()
    """The organization has no such SAML connection."""
    SAML_CSRF_COOKIE_MISMATCH = enum.auto()
    SAML_GROUP_ROLE_ASSIGNMENT_DOES_NOT_CONTAIN_MEMBER_GROUP = enum.auto()
    SAML_IDP_INITIATED_AUTH_DISABLED = enum.auto()
    SAML_SIGNING_PRIVATE_KEY_FORMAT_NOT_SUPPORTED = enum.auto()
    SAML_SIGNING_PRIVATE_KEY_INVALID = enum.auto()
    SCIM_CONNECTION_NOT_ROTATING_TOKEN = enum.auto()
    """No rotation is in progress."""
    SCIM_GROUP_ROLE_ASSIGNMENT_DOES_NOT_CONTAIN_GROUP_ID = enum.auto()
    SCIM_GROUP_ROLE_ASSIGNMENT_GROUP_DOES_NOT_EXIST = enum.auto()
    """The identity provider has not sent this group."""
    SCRYPT_KEY_LENGTH_MISMATCH = enum.auto()
    SEARCH_INVALID_STATUS_FILTER = enum.auto()
    SEARCH_TIMEOUT = enum.auto()
    """The search took too long; narrow it."""
    SECONDARY_FACTOR_NOT_FOUND = enum.auto()
    SECRET_NOT_FOUND = enum.auto()
    SERVER_UNAVAILABLE = enum.auto()
    SESSION_AUTHORIZATION_ERROR = enum.auto()
    """The member does not have this permission."""
    SESSION_AUTHORIZATION_TENANCY_ERROR = enum.auto()
    """The check is for an organization other than the member's."""
    SESSION_ENFORCED_FACTOR_MATCHING_SESSION_REQUIRED = enum.auto()
    """The member has a second factor, and must authenticate with it first."""
    SESSION_MUST_HAVE_AT_LEAST_ONE_ACTIVE_FACTOR = enum.auto()
    SESSION_NOT_FOUND = enum.auto()
    """The session has expired or was revoked."""
    SESSION_NOT_MUTABLE = enum.auto()
    SESSION_ON_CODE_DOES_NOT_MATCH_SESSION_PASSED_IN = enum.auto()
    SESSION_TOO_OLD_TO_RESET_PASSWORD = enum.auto()
    """The session is too old for a password change; log in again."""
    SIGNATURE_IS_INCORRECT_SIZE = enum.auto()
    SIGNATURE_MISSING = enum.auto()
    SIWE_MESSAGE_EXPIRED = enum.auto()
    SIWE_MESSAGE_NOT_VALID_YET = enum.auto()
    SMS_TEMPLATE_NOT_FOUND = enum.auto()
    SSO_CONNECTION_CUSTOM_DOMAIN_MISMATCH = enum.auto()
    SSO_CONNECTION_NOT_FOUND = enum.auto()
    """The organization has no such SSO connection."""
    SSO_CONNECTION_ORGANIZATION_MISMATCH = enum.auto()
    SSO_DISCOVERY_INCOMPATIBLE_WITH_SDK_CONFIG = enum.auto()
    SSO_ENCRYPTION_PRIVATE_KEY_NOT_FOUND = enum.auto()
    """The connection has no such key."""
    SSO_MULTIPLE_CONNECTIONS_FOUND = enum.auto()
    SSO_TOKEN_NOT_FOUND = enum.auto()
    """The token of the redirect is unknown, was used before, or has expired."""
    SSO_VERIFICATION_KEY_NOT_FOUND = enum.auto()
    """The connection has no such certificate."""
    STALE_FACTORS = enum.auto()
    """No factor of the session is recent enough."""
    STYTCH_CLAIMS_IN_CUSTOM_CLAIMS = enum.auto()
    TELEMETRY_ID_NOT_FOUND = enum.auto()
    """There is no such fingerprint, or it has expired; block the device."""
    TEST_ID_USED_IN_LIVE_ENVIRONMENT = enum.auto()
    THIRD_PARTY_CLIENTS_CANNOT_USE_FULL_ACCESS = enum.auto()
    """Only first-party apps can exchange a token for a session."""
    THIRD_PARTY_CLIENTS_REQUIRE_CONSENT_FOR_OFFLINE_ACCESS = enum.auto()
    """Only first-party apps can skip the consent of their users."""
    TOKEN_MISSING_ORGANIZATION_ID_CLAIM = enum.auto()
    """Neither the token nor the request contains an organization."""
    TOO_FEW_TOKENS_AUTHENTICATED = enum.auto()
    TOO_MANY_BIOMETRIC_REGISTRATIONS_FOR_USER = enum.auto()
    TOO_MANY_CONNECTED_APPS = enum.auto()
    """The project has the maximum number of apps."""
    TOO_MANY_DOMAINS = enum.auto()
    TOO_MANY_EMAIL_TEMPLATES = enum.auto()
    TOO_MANY_ENCRYPTION_CERTIFICATES = enum.auto()
    TOO_MANY_M2M_CLIENT_SCOPES = enum.auto()
    """The client has too many scopes."""
    TOO_MANY_M2M_CLIENTS_FOR_BILLING_TIER = enum.auto()
    """The plan of the project does not include more clients."""
    TOO_MANY_OAUTH_ORGANIZATION_LOCATORS = enum.auto()
    TOO_MANY_PEM_FILES_FOR_TRUSTED_TOKEN_PROFILE = enum.auto()
    TOO_MANY_PROJECTS = enum.auto()
    TOO_MANY_PUBLIC_TOKENS = enum.auto()
    TOO_MANY_REDIRECT_URLS = enum.auto()
    TOO_MANY_REQUESTS = enum.auto()
    """Too many calls in a short time; wait for `retry_after` seconds."""
    TOO_MANY_ROLES = enum.auto()
    TOO_MANY_SECRETS = enum.auto()
    TOO_MANY_SESSION_ARGUMENTS = enum.auto()
    """Pass one session, not several."""
    TOO_MANY_SESSION_REVOKE_ARGUMENTS = enum.auto()
    """Pass one session, or a member."""
    TOO_MANY_SMS_TEMPLATES = enum.auto()
    TOO_MANY_SSO_CONNECTION_LOCATORS = enum.auto()
    TOO_MANY_SSO_CONNECTIONS = enum.auto()
    """The organization cannot have more connections."""
    TOO_MANY_SSO_CONNECTIONS_FOR_BILLING_TIER = enum.auto()
    """The plan of the project does not include more connections."""
    TOO_MANY_SSO_VERIFICATION_CERTIFICATES = enum.auto()
    """A connection can have up to five certificates."""
    TOO_MANY_TRUSTED_TOKEN_PROFILES_FOR_PROJECT = enum.auto()
    TOO_MANY_UNVERIFIED_FACTORS = enum.auto()
    TOO_MANY_USER_REGISTRATIONS_FOR_DOMAIN = enum.auto()
    TOO_MANY_USER_SELECTION_ARGUMENTS = enum.auto()
    TOTP_CODE_ALREADY_AUTHENTICATED = enum.auto()
    """The code was used before; wait for the next one."""
    TOTP_CODE_USED_AS_RECOVERY_CODE = enum.auto()
    """This is a code of an authenticator app; call `totps.authenticate`."""
    TOTP_NOT_FOUND = enum.auto()
    """The member has no authenticator app."""
    TOTPS_NOT_FOUND_FOR_USER = enum.auto()
    TRUSTED_TOKEN_PROFILE_CANNOT_HAVE_MULTIPLE_EXTERNAL_IDS = enum.auto()
    TRUSTED_TOKEN_PROFILE_INCORRECT_EXTERNAL_ID_MAPPING = enum.auto()
    TRUSTED_TOKEN_PROFILE_INVALID_REQUEST = enum.auto()
    TRUSTED_TOKEN_PROFILE_NOT_FOUND = enum.auto()
    """The project has no such profile."""
    TWITTER_401 = enum.auto()
    TWITTER_403 = enum.auto()
    UNABLE_TO_AUTH_BIOMETRIC_REGISTRATION = enum.auto()
    UNABLE_TO_AUTH_IMPERSONATION_TOKEN = enum.auto()
    """The impersonation token was used before or has expired."""
    UNABLE_TO_AUTH_MAGIC_LINK = enum.auto()
    """The link was used before or has expired."""
    UNABLE_TO_AUTH_OTP_CODE = enum.auto()
    """The passcode is wrong."""
    UNABLE_TO_AUTH_PASSWORD_RESET_TOKEN = enum.auto()
    """The reset token was used before or has expired."""
    UNABLE_TO_AUTH_WEBAUTHN_REGISTRATION = enum.auto()
    UNABLE_TO_AUTHENTICATE_CRYPTO_WALLET = enum.auto()
    UNABLE_TO_AUTHENTICATE_RECOVERY_CODE = enum.auto()
    """The recovery code is wrong or was used before."""
    UNABLE_TO_AUTHENTICATE_TOTP = enum.auto()
    """The code is wrong."""
    UNABLE_TO_AUTHORIZE_OAUTH_PROVIDER = enum.auto()
    UNABLE_TO_DELETE_EMAIL_SUPPRESSION = enum.auto()
    UNABLE_TO_DELETE_LAST_PUBLIC_TOKEN = enum.auto()
    UNABLE_TO_PARSE_SESSION_JWT = enum.auto()
    """The session JWT is malformed."""
    UNABLE_TO_REFRESH_OAUTH_TOKEN = enum.auto()
    """The provider did not renew the access token; the member must log in there again."""
    UNABLE_TO_REFRESH_OIDC_TOKEN = enum.auto()
    """The provider did not renew the access token; the member must log in there again."""
    UNABLE_TO_REGISTER_BIOMETRIC_REGISTRATION = enum.auto()
    UNABLE_TO_REGISTER_WEBAUTHN_REGISTRATION = enum.auto()
    UNABLE_TO_REPRESENT_CUSTOM_CLAIMS_JSON = enum.auto()
    UNABLE_TO_VERIFY_MEMBER_EMAIL_UPDATE = enum.auto()
    UNAUTHORIZED_ACTION = enum.auto()
    UNAUTHORIZED_BILLING_PERMISSIONS = enum.auto()
    UNAUTHORIZED_CREDENTIALS = enum.auto()
    """Address and password, or project ID and secret, do not match."""
    UNAUTHORIZED_CREDENTIALS_HOMEPAGE = enum.auto()
    UNAUTHORIZED_PROJECT_ID_LIVE = enum.auto()
    UNAUTHORIZED_PROJECT_ID_TEST = enum.auto()
    UNAVAILABLE_ENDPOINT = enum.auto()
    UNKNOWN_ERROR = enum.auto()
    UNSOLICITED_OIDC_RESPONSE = enum.auto()
    UNSOLICITED_SAML_RESPONSE = enum.auto()
    UNSUBSCRIBED_PHONE_NUMBER = enum.auto()
    """The person has opted out of text messages."""
    UPDATE_USER_AUTH_METHOD_NOT_ALLOWED = enum.auto()
    USE_HTTPS = enum.auto()
    USER_ALREADY_INVITED = enum.auto()
    USER_ID_MISMATCH = enum.auto()
    USER_IMPERSONATION_NOT_ALLOWED = enum.auto()
    USER_LOCK_LIMIT_REACHED = enum.auto()
    USER_NOT_FOUND = enum.auto()
    USER_SEARCH_CANNOT_MIX_INTERNAL_AND_EXTERNAL_USER_IDS = enum.auto()
    USER_SEARCH_EMAIL_ADDRESS_FUZZY_TOO_SHORT = enum.auto()
    USER_SEARCH_EXPECTED_ARRAY_OF_STRING = enum.auto()
    USER_SEARCH_EXPECTED_BOOL = enum.auto()
    USER_SEARCH_EXPECTED_OBJECT = enum.auto()
    USER_SEARCH_EXPECTED_STRING = enum.auto()
    USER_SEARCH_EXPECTED_TIMESTAMP = enum.auto()
    USER_SEARCH_FILTER_NAME_MUST_BE_STRING = enum.auto()
    USER_SEARCH_FILTER_NAME_NOT_RECOGNIZED = enum.auto()
    USER_SEARCH_FULL_NAME_FUZZY_TOO_SHORT = enum.auto()
    USER_SEARCH_INVALID_CURSOR = enum.auto()
    USER_SEARCH_INVALID_LIMIT = enum.auto()
    USER_SEARCH_INVALID_OAUTH_PROVIDER_FILTER = enum.auto()
    USER_SEARCH_INVALID_OPERATOR = enum.auto()
    USER_SEARCH_INVALID_STATUS_FILTER = enum.auto()
    USER_SEARCH_MAXIMUM_FILTER_VALUE_COUNT_EXCEEDED = enum.auto()
    USER_SEARCH_MISSING_BIOMETRIC_REGISTRATION_IDS = enum.auto()
    USER_SEARCH_MISSING_BIOMETRIC_VERIFIED = enum.auto()
    USER_SEARCH_MISSING_CREATED_AT_GREATER_THAN = enum.auto()
    USER_SEARCH_MISSING_CREATED_AT_LESS_THAN = enum.auto()
    USER_SEARCH_MISSING_CRYPTO_WALLET_ADDRESS = enum.auto()
    USER_SEARCH_MISSING_CRYPTO_WALLET_ID = enum.auto()
    USER_SEARCH_MISSING_CRYPTO_WALLET_VERIFIED = enum.auto()
    USER_SEARCH_MISSING_EMAIL_ADDRESS_FUZZY = enum.auto()
    USER_SEARCH_MISSING_EMAIL_ADDRESSES = enum.auto()
    USER_SEARCH_MISSING_EMAIL_DOMAIN = enum.auto()
    USER_SEARCH_MISSING_EMAIL_IDS = enum.auto()
    USER_SEARCH_MISSING_EMAIL_VERIFIED = enum.auto()
    USER_SEARCH_MISSING_FILTER_NAME = enum.auto()
    USER_SEARCH_MISSING_FILTER_VALUE = enum.auto()
    USER_SEARCH_MISSING_FULL_NAME_FUZZY = enum.auto()
    USER_SEARCH_MISSING_GREATER_THAN = enum.auto()
    USER_SEARCH_MISSING_LESS_THAN = enum.auto()
    USER_SEARCH_MISSING_OAUTH_PROVIDERS = enum.auto()
    USER_SEARCH_MISSING_PASSWORD = enum.auto()
    USER_SEARCH_MISSING_PHONE_IDS = enum.auto()
    USER_SEARCH_MISSING_PHONE_NUMBER_FUZZY = enum.auto()
    USER_SEARCH_MISSING_PHONE_NUMBERS = enum.auto()
    USER_SEARCH_MISSING_PHONE_VERIFIED = enum.auto()
    USER_SEARCH_MISSING_STATUS = enum.auto()
    USER_SEARCH_MISSING_TOTP_IDS = enum.auto()
    USER_SEARCH_MISSING_TOTP_VERIFIED = enum.auto()
    USER_SEARCH_MISSING_USER_IDS = enum.auto()
    USER_SEARCH_MISSING_WEBAUTHN_REGISTRATION_IDS = enum.auto()
    USER_SEARCH_MISSING_WEBAUTHN_VERIFIED = enum.auto()
    USER_SEARCH_PHONE_NUMBER_FUZZY_TOO_SHORT = enum.auto()
    USER_UNAUTHENTICATED = enum.auto()
    WEAK_FACTOR_COMBINATION = enum.auto()
    WEAK_PASSWORD = enum.auto()
    """The password does not meet the strength policy."""
    WEBAUTHN_REGISTRATION_NOT_FOUND = enum.auto()
    WRONG_STACK_LIVE = enum.auto()
    WRONG_STACK_TEST = enum.auto()
    XML_VALIDATION_SAML_UNKNOWN_ERROR = enum.auto()
