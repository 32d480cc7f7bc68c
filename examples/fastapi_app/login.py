"""The service's decisions about logins: pure functions."""

import base64
import hashlib
from urllib.parse import urlsplit

from aiostytch import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    InvalidArgumentError,
    NotFoundError,
    RateLimitError,
    StytchError,
    UnauthorizedError,
)

WRONG_LOGIN = "The organization, the e-mail address or the password is wrong."
WRONG_LINK = "This link was used before, has expired, or was requested in another browser. Please request a new one."
UNFINISHED = "Your organization requires a second factor, which this example does not support."

_REFUSED = (InvalidArgumentError, BadRequestError, UnauthorizedError, ForbiddenError, NotFoundError, ConflictError)


def explain(error: StytchError, refused: str) -> tuple[int, str]:
    """Return a status and a text for people, which does not reveal whether an organization or a member exists."""
    if isinstance(error, _REFUSED):
        return 400, refused
    if isinstance(error, RateLimitError):
        return 429, "There were too many attempts. Please wait a minute."
    return 503, "This does not work at the moment. Please try again soon."


def safe_path(path: str) -> str:
    """Return a path to redirect to. It is "/" for every value that a browser could read as another site."""
    is_path = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_path else "/"


def is_own_request(site: str | None, origin: str | None, url: str) -> bool:
    """Whether a POST comes from a page of this service (CSRF).

    Args:
        site: the header `Sec-Fetch-Site`, which pages cannot set.
        origin: the header `Origin`, for browsers that do not send `Sec-Fetch-Site`.
        url: the public URL of this service.
    """
    if site is not None:
        return site == "same-origin"
    parts = urlsplit(url)
    return origin == f"{parts.scheme}://{parts.netloc}"


def code_challenge(verifier: str) -> str:
    """Return the challenge for a verifier (RFC 7636): only the browser that requested a link can use it."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
