"""X.509 certificates and private keys of SAML connections, in PEM."""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING

from ..contract.errors import bad_request
from ..store.connections import Certificate, EncryptionKey
from ..store.state import State

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa

_LIFETIME = datetime.timedelta(days=3650)
_PKCS1 = "-----BEGIN RSA PRIVATE KEY-----"


def issue(state: State, issuer: str, pem_of_key: str | None = None) -> Certificate:
    """Issue a self-signed certificate, valid for ten years.

    Args:
        state: the state, for the time and the ID.
        issuer: the common name.
        pem_of_key: the RSA key, in PEM. By default it is one key per process, since generating a key is slow.

    Raises:
        RefusedError: the key is invalid.
    """
    from cryptography import x509  # imported on first use, for SAML
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    key = _process_key() if pem_of_key is None else _read_key(pem_of_key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    now = state.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(state.next_number())
        .not_valid_before(now)
        .not_valid_after(now + _LIFETIME)
    )
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    return Certificate(
        id=state.new_id("saml-signing-key"), pem=pem, issuer=issuer, created_at=now, expires_at=now + _LIFETIME
    )


def read(state: State, pem: str) -> Certificate:
    """Return the certificate of an identity provider.

    Raises:
        RefusedError: the certificate is malformed.
    """
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        raise bad_request("invalid_x509_certificate", "x509_certificate is not a certificate in PEM.") from None
    return Certificate(
        id=state.new_id("saml-verification-key"),
        pem=pem,
        issuer=found.issuer.rfc4514_string(),
        created_at=state.now(),
        expires_at=found.not_valid_after_utc,
    )


def read_encryption_key(state: State, pem: str) -> EncryptionKey:
    """Return a key that decrypts assertions.

    Raises:
        RefusedError: the key is not an RSA key in the form of PKCS #1.
    """
    _read_key(pem)
    return EncryptionKey(id=state.new_id("saml-encryption-key"), pem=pem, created_at=state.now())


def _read_key(pem: str) -> rsa.RSAPrivateKey:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    if not pem.strip().startswith(_PKCS1):
        raise bad_request("saml_signing_private_key_format_not_supported", f"A private key must begin with {_PKCS1}.")
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise bad_request("saml_signing_private_key_invalid", "A private key cannot be read as an RSA key.")
    return key


@functools.cache
def _process_key() -> rsa.RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, 2048)
