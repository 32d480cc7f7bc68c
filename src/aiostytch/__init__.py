"""An asyncio SDK for the Stytch B2B authentication API.

from aiostytch import B2BClient

async with B2BClient() as client:  # STYTCH_PROJECT_ID, STYTCH_SECRET
    organization = await client.organizations.create(organization_name="Acme")
"""

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from .call import Clockwork
from .client import B2BClient
from .errors import (
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
    ForbiddenError,
    KeysUnavailableError,
    MalformedTokenError,
    NotASessionTokenError,
    NotFoundError,
    NotYetValidError,
    PaginationError,
    PermissionDeniedError,
    PolicyUnavailableError,
    RateLimitError,
    ResponseError,
    ResponseTooLargeError,
    ServerError,
    SessionVerificationError,
    StytchError,
    TenancyMismatchError,
    TokenExpiredError,
    TokenTooLargeError,
    TokenTooOldError,
    TransportError,
    UnauthorizedError,
    UnexpectedRedirectError,
    UnknownKeyError,
    WrongAlgorithmError,
    WrongAudienceError,
    WrongIssuerError,
)
from .limits import RateLimit
from .local_auth.authorization import AuthorizationCheck
from .local_auth.settings import LocalAuth
from .member_session import SessionJWT, SessionToken
from .middleware import Middleware, Next
from .observe import CallRecord, RetryRecord
from .operation import RequestOptions
from .pagination import Pager
from .preload import preload
from .retry import RetryClass, RetryPolicy
from .tolerant import Drift, DriftKind
from .version import __version__
from .wire import Headers, RawResponse, Request, Timeout

__all__ = [
    "UNSET",
    "APIError",
    "AuthorizationCheck",
    "AuthorizationError",
    "B2BClient",
    "BadRequestError",
    "BadSignatureError",
    "CallRecord",
    "ClientClosedError",
    "Clockwork",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "CustomClaimsError",
    "DeadlineExceededError",
    "DecodeError",
    "Drift",
    "DriftKind",
    "ForbiddenError",
    "Headers",
    "KeysUnavailableError",
    "LocalAuth",
    "MalformedTokenError",
    "Middleware",
    "Next",
    "NotASessionTokenError",
    "NotFoundError",
    "NotYetValidError",
    "Pager",
    "PaginationError",
    "PermissionDeniedError",
    "PolicyUnavailableError",
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
    "SessionJWT",
    "SessionToken",
    "SessionVerificationError",
    "StytchError",
    "TenancyMismatchError",
    "Timeout",
    "TokenExpiredError",
    "TokenTooLargeError",
    "TokenTooOldError",
    "TransportError",
    "UnauthorizedError",
    "UnexpectedRedirectError",
    "UnknownKeyError",
    "UnsetType",
    "VerifiedSession",
    "WrongAlgorithmError",
    "WrongAudienceError",
    "WrongIssuerError",
    "__version__",
    "preload",
]

if TYPE_CHECKING:
    from .local_auth.session import VerifiedSession
else:

    def __getattr__(name: str) -> object:
        if name != "VerifiedSession":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .local_auth.session import VerifiedSession  # and models with it

        return VerifiedSession
