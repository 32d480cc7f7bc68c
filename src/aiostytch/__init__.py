"""An asyncio SDK for the Stytch B2B authentication API.

from aiostytch import B2BClient

async with B2BClient() as client:  # STYTCH_PROJECT_ID, STYTCH_SECRET
    organization = await client.organizations.create(organization_name="Acme")
"""

from msgspec import UNSET, UnsetType

from .call import Clockwork
from .client import B2BClient
from .errors import (
    APIError,
    BadRequestError,
    ClientClosedError,
    ConfigurationError,
    ConflictError,
    ConnectError,
    ConnectionLostError,
    DeadlineExceededError,
    DecodeError,
    ForbiddenError,
    NotFoundError,
    PaginationError,
    RateLimitError,
    ResponseError,
    ResponseTooLargeError,
    ServerError,
    SessionVerificationError,
    StytchError,
    TransportError,
    UnauthorizedError,
    UnexpectedRedirectError,
)
from .limits import RateLimit
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
    "B2BClient",
    "BadRequestError",
    "CallRecord",
    "ClientClosedError",
    "Clockwork",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "ConnectionLostError",
    "DeadlineExceededError",
    "DecodeError",
    "Drift",
    "DriftKind",
    "ForbiddenError",
    "Headers",
    "Middleware",
    "Next",
    "NotFoundError",
    "Pager",
    "PaginationError",
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
    "Timeout",
    "TransportError",
    "UnauthorizedError",
    "UnexpectedRedirectError",
    "UnsetType",
    "__version__",
    "preload",
]
