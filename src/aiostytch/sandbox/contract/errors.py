"""The exception that becomes an error response of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_HEADERS: Mapping[str, str] = {}


class RefusedError(Exception):
    """The sandbox rejects a request.

    Attributes:
        status_code: the status of the response.
        error_type: one of the API's error types.
        error_message: the problem, in words. It names places, never values, since these can be secrets.
        headers: headers that HTTP requires with this status.
    """

    def __init__(
        self, status_code: int, error_type: str, error_message: str, headers: Mapping[str, str] = NO_HEADERS
    ) -> None:
        super().__init__(error_message)
        self.status_code = status_code
        self.error_type = error_type
        self.error_message = error_message
        self.headers = headers

    def body(self, request_id: str) -> dict[str, Any]:
        """Return the body of the response."""
        return {
            "status_code": self.status_code,
            "request_id": request_id,
            "error_type": self.error_type,
            "error_message": self.error_message,
            "error_url": f"https://stytch.com/docs/b2b/api/errors/{self.status_code}#{self.error_type}",
        }


def bad_request(error_type: str, error_message: str) -> RefusedError:
    """Return the error for a request that is invalid, or not allowed in the current state."""
    return RefusedError(400, error_type, error_message)


def not_found(what: str) -> RefusedError:
    """Return the error for a request that names something that does not exist, e.g. an `organization`."""
    return RefusedError(404, f"{what}_not_found", f"There is no such {what.replace('_', ' ')}.")
