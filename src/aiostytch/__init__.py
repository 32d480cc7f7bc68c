"""An asyncio SDK for the Stytch B2B authentication API.

    from aiostytch import B2BClient

    async with B2BClient() as client:  # STYTCH_PROJECT_ID, STYTCH_SECRET
        created = await client.organizations.create(organization_name="Acme")

Each call of the API is a method of the client, and returns the decoded response.
"""

import importlib
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from .client import B2BClient
from .clock import Clock
from .errors import (
    AmbiguousSessionError,
    APIError,
    AuthorizationError,
    BadRequestError,
    BadSignatureError,
    ClientClosedError,
    ConfigurationError,
    ConflictError,
    ConnectError,
    ConnectionLostError,
    CustomClaimsError,
    DeadlineExceededError,
    DecodeError,
    DeliveryInProgressError,
    ForbiddenError,
    InactiveTokenError,
    InsufficientScopeError,
    InvalidArgumentError,
    InvalidPolicyError,
    KeysUnavailableError,
    MalformedTokenError,
    MissingTokenError,
    NotAnAccessTokenError,
    NotAnM2MTokenError,
    NotASessionTokenError,
    NotFoundError,
    NotYetValidError,
    PaginationError,
    PermissionDeniedError,
    PolicyUnavailableError,
    PossiblyRevokedError,
    RateLimitError,
    ResponseError,
    ResponseTooLargeError,
    ServerError,
    SessionEndedError,
    SessionRevokedError,
    StoreUnavailableError,
    StytchError,
    TenancyMismatchError,
    TokenExpiredError,
    TokenRevokedError,
    TokenTooLargeError,
    TokenTooOldError,
    TokenVerificationError,
    TransportError,
    UnauthorizedError,
    UnexpectedRedirectError,
    UnhandledEventError,
    UnknownKeyError,
    WebhookError,
    WebhookHeadersError,
    WebhookPayloadError,
    WebhookSignatureError,
    WebhookTimestampError,
    WebhookTooLargeError,
    WrongAlgorithmError,
    WrongAudienceError,
    WrongIssuerError,
    WrongTokenKindError,
)
from .fleet.health import Health, StoreHealth
from .limits import RateLimit
from .member_session import SessionJWT, SessionToken
from .middleware import CallNext, Middleware
from .observe import CallRecord, RetryRecord
from .operation import RequestOptions
from .pagination import END_OF_LISTING, Pager
from .preload import preload
from .retry import RetryClass, RetryPolicy
from .tolerant import Drift, DriftKind
from .version import SourceDocument, __version__, source_documents
from .wire import Headers, RawResponse, Request, Timeout

__all__ = [
    "END_OF_LISTING",
    "UNSET",
    "APIError",
    "AmbiguousSessionError",
    "AuthorizationCheck",
    "AuthorizationError",
    "B2BClient",
    "BadRequestError",
    "BadSignatureError",
    "CallNext",
    "CallRecord",
    "ClientClosedError",
    "Clock",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "CustomClaimsError",
    "DeadlineExceededError",
    "DecodeError",
    "DeliveryInProgressError",
    "Drift",
    "DriftKind",
    "ForbiddenError",
    "Headers",
    "Health",
    "InactiveTokenError",
    "InsufficientScopeError",
    "InvalidArgumentError",
    "InvalidPolicyError",
    "KeysUnavailableError",
    "LocalAuth",
    "MalformedTokenError",
    "Middleware",
    "MissingTokenError",
    "NotASessionTokenError",
    "NotAnAccessTokenError",
    "NotAnM2MTokenError",
    "NotFoundError",
    "NotYetValidError",
    "Pager",
    "PaginationError",
    "PermissionDeniedError",
    "PolicyUnavailableError",
    "PossiblyRevokedError",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "Request",
    "RequestOptions",
    "ResponseError",
    "ResponseTooLargeError",
    "RetryClass",
    "RetryPolicy",
    "RetryRecord",
    "ServerError",
    "SessionEndedError",
    "SessionJWT",
    "SessionRevokedError",
    "SessionToken",
    "SourceDocument",
    "StoreHealth",
    "StoreUnavailableError",
    "StytchError",
    "TenancyMismatchError",
    "Timeout",
    "TokenExpiredError",
    "TokenRevokedError",
    "TokenTooLargeError",
    "TokenTooOldError",
    "TokenVerificationError",
    "TransportError",
    "UnauthorizedError",
    "UnexpectedRedirectError",
    "UnhandledEventError",
    "UnknownKeyError",
    "UnsetType",
    "VerifiedAccess",
    "VerifiedClient",
    "VerifiedSession",
    "WebhookError",
    "WebhookHeadersError",
    "WebhookPayloadError",
    "WebhookSignatureError",
    "WebhookTimestampError",
    "WebhookTooLargeError",
    "WrongAlgorithmError",
    "WrongAudienceError",
    "WrongIssuerError",
    "WrongTokenKindError",
    "__documents__",
    "__version__",
    "preload",
]

if TYPE_CHECKING:
    from .local_auth.access_token import VerifiedAccess
    from .local_auth.authorization import AuthorizationCheck
    from .local_auth.m2m_token import VerifiedClient
    from .local_auth.session import VerifiedSession
    from .local_auth.settings import LocalAuth

    __documents__: tuple[SourceDocument, ...]
    """The OpenAPI documents that the package was generated from."""
else:  # imported on first use: not every service verifies sessions itself
    _LATER = {
        "AuthorizationCheck": "authorization",
        "LocalAuth": "settings",
        "VerifiedAccess": "access_token",
        "VerifiedClient": "m2m_token",
        "VerifiedSession": "session",
    }

    def __getattr__(name: str) -> object:
        if name == "__documents__":
            return source_documents()
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{__name__}.local_auth.{_LATER[name]}"), name)
