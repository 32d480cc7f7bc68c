"""Checking session JWTs in this process, with the project's public keys."""

from .session import VerifiedSession
from .state import LocalAuth

__all__ = ["LocalAuth", "VerifiedSession"]
