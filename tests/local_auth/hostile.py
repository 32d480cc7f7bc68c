"""Tokens that attack the verification, each with the reason for its refusal."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import string
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aiostytch.errors import (
    BadSignatureError,
    MalformedTokenError,
    NotASessionTokenError,
    TokenTooLargeError,
    TokenVerificationError,
    UnknownKeyError,
    WrongAlgorithmError,
    WrongAudienceError,
    WrongIssuerError,
)
from tests.local_auth.world import KEYS, PROJECT, SESSION, claims, jwk, segment, sign, sign_raw

GOOD = sign(claims(plan="pro"))
GENUINE = {GOOD, sign()}
HEADER, PAYLOAD, SIGNATURE = GOOD.split(".")
PEM = KEYS["k1"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
ALPHABET = string.ascii_letters + string.digits + "-_"


def unsigned(algorithm: Any, signature: str = "") -> str:
    return f"{segment({'alg': algorithm, 'kid': 'k1', 'typ': 'JWT'})}.{PAYLOAD}.{signature}"


def hmac_signed(secret: bytes) -> str:
    signed = f"{segment({'alg': 'HS256', 'kid': 'k1', 'typ': 'JWT'})}.{PAYLOAD}"
    return f"{signed}.{segment(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def signed_with(header: Mapping[str, Any], algorithm: str) -> str:
    signed = f"{segment(header)}.{PAYLOAD}"
    return f"{signed}.{segment(jwt.get_algorithm_by_name(algorithm).sign(signed.encode(), KEYS['k1']))}"


def aliased(token: str) -> str:
    """Change the bits after the last byte of the signature, which a lax decoder ignores."""
    last = ALPHABET_OF_BASE64.index(token[-1])
    return token[:-1] + ALPHABET_OF_BASE64[last ^ 1]


ALPHABET_OF_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
OPEN = json.dumps(claims()).encode()[:-1]
JSON_HEADER = b'{"alg":"RS256","kid":"k1","typ":"JWT"%s}'

HOSTILE: dict[str, tuple[str, type[TokenVerificationError]]] = {
    # algorithms
    "alg none": (unsigned("none"), WrongAlgorithmError),
    "alg None": (unsigned("None"), WrongAlgorithmError),
    "alg nOnE with a signature": (unsigned("nOnE", SIGNATURE), WrongAlgorithmError),
    "alg empty": (unsigned("", SIGNATURE), WrongAlgorithmError),
    "alg rs256": (unsigned("rs256", SIGNATURE), WrongAlgorithmError),
    "alg null": (unsigned(None, SIGNATURE), MalformedTokenError),
    "alg list": (unsigned(["RS256"], SIGNATURE), MalformedTokenError),
    "no alg": (sign_raw(b"{}", header={"kid": "k1"}), MalformedTokenError),
    "HS256 with the PEM as the secret": (hmac_signed(PEM), WrongAlgorithmError),
    "HS256 with the JWK as the secret": (hmac_signed(json.dumps(jwk("k1")).encode()), WrongAlgorithmError),
    "HS256 with no secret": (hmac_signed(b""), WrongAlgorithmError),
    "RS384, properly signed": (signed_with({"alg": "RS384", "kid": "k1"}, "RS384"), WrongAlgorithmError),
    "PS256, properly signed": (signed_with({"alg": "PS256", "kid": "k1"}, "PS256"), WrongAlgorithmError),
    "RS256 claimed, RS512 used": (signed_with({"alg": "RS256", "kid": "k1"}, "RS512"), BadSignatureError),
    "RS256 claimed, PS256 used": (signed_with({"alg": "RS256", "kid": "k1"}, "PS256"), BadSignatureError),
    # signatures
    "no signature": (f"{HEADER}.{PAYLOAD}.", BadSignatureError),
    "short signature": (f"{HEADER}.{PAYLOAD}.{segment(b'short')}", BadSignatureError),
    "signature of zeros": (f"{HEADER}.{PAYLOAD}.{segment(bytes(256))}", BadSignatureError),
    "signature of another token": (f"{HEADER}.{PAYLOAD}.{sign().split('.')[2]}", BadSignatureError),
    "signature with a byte more": (f"{HEADER}.{PAYLOAD}.{segment(bytes(1) + bytes(256))}", BadSignatureError),
    "signed by a stranger under a known key id": (
        sign(kid="stranger").replace(segment({"alg": "RS256", "kid": "stranger", "typ": "JWT"}), HEADER),
        BadSignatureError,
    ),
    # key ids and other ways to a key
    "unknown key id": (sign(kid="stranger"), UnknownKeyError),
    "key id that is a path": (sign(kid="../../k1"), UnknownKeyError),
    "key id that is SQL": (sign(kid="k1' OR '1'='1"), UnknownKeyError),
    "key in the header": (sign(kid="stranger", jwk=jwk("stranger")), UnknownKeyError),
    "address of keys in the header": (sign(kid="stranger", jku="https://evil.example/jwks"), UnknownKeyError),
    "certificate in the header": (sign(kid="stranger", x5c=["MIIB"], x5u="https://evil.example"), UnknownKeyError),
    "no key id": (sign_raw(b"{}", header={"alg": "RS256"}), MalformedTokenError),
    "empty key id": (sign(kid=""), MalformedTokenError),
    "key id of 129 characters": (sign(kid="k" * 129), MalformedTokenError),
    "key id with a line break": (sign(kid="k1\n"), MalformedTokenError),
    "key id that is a number": (sign_raw(b"{}", header={"alg": "RS256", "kid": 1}), MalformedTokenError),
    # headers
    "crit": (sign(crit=["exp"], exp=1), MalformedTokenError),
    "crit empty": (sign(crit=[]), MalformedTokenError),
    "b64 false": (sign(b64=False, crit=["b64"]), MalformedTokenError),
    "b64 false without crit": (sign(b64=False), MalformedTokenError),
    "access token by its type": (sign(typ="at+jwt"), NotASessionTokenError),
    "type that is a number": (sign(typ=1), MalformedTokenError),
    "header that is a list": (sign_raw(b"{}", header=b"[]"), MalformedTokenError),
    "header that is no JSON": (sign_raw(b"{}", header=b"{alg:RS256}"), MalformedTokenError),
    "header that is not UTF-8": (sign_raw(b"{}", header=JSON_HEADER % b',"x":"\xff"'), MalformedTokenError),
    "header that is nested": (sign_raw(b"{}", header=JSON_HEADER % (b',"x":' + b"[" * 600)), MalformedTokenError),
    "header with a byte order mark": (sign_raw(b"{}", header=b"\xef\xbb\xbf" + JSON_HEADER % b""), MalformedTokenError),
    # serialization
    "empty": ("", MalformedTokenError),
    "dots": ("..", MalformedTokenError),
    "two segments": (f"{HEADER}.{PAYLOAD}", MalformedTokenError),
    "five segments, as of a JWE": (f"{GOOD}.a.b", MalformedTokenError),
    "a dot more": (f"{GOOD}.", MalformedTokenError),
    "padding": (f"{GOOD}==", MalformedTokenError),
    "padding in the payload, which is not decoded unsigned": (f"{HEADER}.{PAYLOAD}=.{SIGNATURE}", BadSignatureError),
    "bits behind the last byte": (aliased(GOOD), MalformedTokenError),
    "space in front": (f" {GOOD}", MalformedTokenError),
    "line break behind": (f"{GOOD}\n", MalformedTokenError),
    "Bearer in front": (f"Bearer {GOOD}", MalformedTokenError),
    "standard base64": (f"{HEADER}.{PAYLOAD}.{base64.b64encode(bytes([255] * 255)).decode()}", MalformedTokenError),
    "digits that are not ASCII": (f"{GOOD[:-1]}٣", MalformedTokenError),
    "lone surrogate": (f"{GOOD[:-1]}\ud800", MalformedTokenError),
    "null character": (f"{GOOD}\0", MalformedTokenError),
    "JSON serialization": (json.dumps({"payload": PAYLOAD, "signatures": []}), MalformedTokenError),
    # payloads with a valid signature
    "payload that is no JSON": (sign_raw(b"hello"), MalformedTokenError),
    "payload that is empty": (sign_raw(b""), MalformedTokenError),
    "payload that is a list": (sign_raw(b"[]"), MalformedTokenError),
    "payload that is a token": (sign_raw(GOOD.encode()), MalformedTokenError),
    "payload that is not UTF-8": (sign_raw(OPEN + b',"x":"\xff"}'), MalformedTokenError),
    "payload that is nested": (sign_raw(OPEN + b',"x":' + b"[" * 9_000), MalformedTokenError),
    "payload that is nested and closed": (
        sign_raw(OPEN + b',"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
        MalformedTokenError,
    ),
    "payload that is nested a little too deep": (
        sign_raw(OPEN + b',"x":' + b"[" * 64 + b"]" * 64 + b"}"),
        MalformedTokenError,
    ),
    "number of 5,000 digits": (sign_raw(OPEN + b',"x":' + b"9" * 5_000 + b"}"), MalformedTokenError),
    "NaN": (sign_raw(json.dumps(claims(exp=float("nan"))).encode()), MalformedTokenError),
    "Infinity": (sign_raw(json.dumps(claims(exp=float("inf"))).encode()), MalformedTokenError),
    "1e400": (sign_raw(json.dumps(claims(exp=4711)).replace("4711", "1e400").encode()), MalformedTokenError),
    # tokens of other kinds and for other audiences
    "access token of a machine": (sign(claims(**{SESSION: None, "scope": "read"})), NotASessionTokenError),
    "session that is null": (sign_raw(json.dumps({**claims(), SESSION: None}).encode()), NotASessionTokenError),
    "other project": (sign(claims(aud=["project-test-2"])), WrongAudienceError),
    "project with the same beginning": (sign(claims(aud=f"{PROJECT}2")), WrongAudienceError),
    "part of the project": (sign(claims(aud=PROJECT[:-1])), WrongAudienceError),
    "no project": (sign(claims(aud=[])), WrongAudienceError),
    "issuer with the same beginning": (sign(claims(iss=f"stytch.com/{PROJECT}.evil.example")), WrongIssuerError),
    "part of the issuer": (sign(claims(iss="stytch.com")), WrongIssuerError),
    "issuer with a slash": (sign(claims(iss=f"stytch.com/{PROJECT}/")), WrongIssuerError),
    "issuer of another project": (sign(claims(iss="stytch.com/project-test-2")), WrongIssuerError),
    # sizes
    "16,385 characters": ("a" * 16_385, TokenTooLargeError),
    "10,000,000 characters": ("a" * 10_000_000, TokenTooLargeError),
    "16,384 characters": ("a" * 16_384, MalformedTokenError),
    "large header": (sign(x="a" * 800), TokenTooLargeError),
    "large payload, properly signed": (sign(claims(x="a" * 16_384)), TokenTooLargeError),
}  # fmt: skip
