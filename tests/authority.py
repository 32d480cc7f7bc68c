"""A certificate authority for tests: certificates for servers on loopback, and contexts that trust them."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import trustme


class Authority:
    """A certificate authority, and the TLS contexts of its servers and clients."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.pem: bytes = self.authority.cert_pem.bytes()

    def server(self, *names: str, **how: Any) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*names, **how).configure_cert(context)
        return context

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()
