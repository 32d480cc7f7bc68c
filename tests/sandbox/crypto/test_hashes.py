"""Imported hashes: a login can check every hash that a migration accepts."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import string
from collections.abc import Callable
from typing import Any

import bcrypt
import pytest
from argon2 import low_level
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aiostytch.sandbox.contract.document import operation_at
from aiostytch.sandbox.contract.errors import RefusedError
from aiostytch.sandbox.crypto.hashes import read_hash, verify

Hash = dict[str, Any]
"""The arguments of `passwords.migrate` for the hash."""

PASSWORDS = st.text(st.characters(codec="utf-8"), max_size=20)
SALTS = st.binary(min_size=8, max_size=20)
BCRYPT_DIGITS = "./" + string.ascii_uppercase + string.ascii_lowercase + string.digits
PHPASS_DIGITS = "./" + string.digits + string.ascii_uppercase + string.ascii_lowercase


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def unpadded(content: bytes) -> str:
    return b64(content).rstrip("=")


def salted(hash_type: str, algorithm: str) -> Callable[..., Hash]:
    def make(draw: st.DrawFn, password: bytes) -> Hash:
        before, after = draw(PASSWORDS), draw(PASSWORDS)
        digest = hashlib.new(algorithm, before.encode() + password + after.encode()).hexdigest()
        config = {"prepend_salt": before, "append_salt": after}
        return {"hash_type": hash_type, "hash": digest, **({f"{hash_type}_config": config} if before or after else {})}

    return make


def pbkdf2(draw: st.DrawFn, password: bytes) -> Hash:
    algorithm, length = draw(st.sampled_from(["sha256", "sha512", ""])), draw(st.integers(16, 70))
    salt, iterations = draw(SALTS), draw(st.integers(1, 50))
    digest = hashlib.pbkdf2_hmac(algorithm or "sha256", password, salt, iterations, length)
    config = {"salt": b64(salt), "iteration_amount": iterations, "key_length": length, "algorithm": algorithm}
    return {"hash_type": "pbkdf_2", "hash": b64(digest), "pbkdf_2_config": config}


def scrypt(draw: st.DrawFn, password: bytes) -> Hash:
    logarithm, r, p = draw(st.integers(1, 10)), draw(st.integers(1, 8)), draw(st.integers(1, 3))
    salt, length = draw(SALTS), draw(st.integers(16, 70))
    digest = hashlib.scrypt(password, salt=salt, n=1 << logarithm, r=r, p=p, dklen=length)
    if draw(st.booleans()):
        text = f"$scrypt$ln={logarithm},r={r},p={p}${unpadded(salt)}${unpadded(digest)}"
        return {"hash_type": "scrypt", "hash": text}
    numbers = {"n_parameter": 1 << logarithm, "r_parameter": r, "p_parameter": p, "key_length": length}
    return {"hash_type": "scrypt", "hash": b64(digest), "scrypt_config": {"salt": b64(salt), **numbers}}


def argon2(hash_type: str, kind: low_level.Type) -> Callable[..., Hash]:
    def make(draw: st.DrawFn, password: bytes) -> Hash:
        passes, threads, length = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(16, 70))
        memory, salt = draw(st.integers(8 * threads, 64)), draw(st.text(string.ascii_letters, min_size=8)).encode()
        if draw(st.booleans()):
            version = draw(st.sampled_from([16, 19]))
            text = low_level.hash_secret(password, salt, passes, memory, threads, length, kind, version).decode()
            bare = version == 16 and draw(st.booleans())
            return {"hash_type": hash_type, "hash": text.replace("$v=16", "") if bare else text}
        digest = low_level.hash_secret_raw(password, salt, passes, memory, threads, length, kind)
        numbers = {"iteration_amount": passes, "memory": memory, "threads": threads, "key_length": length}
        return {"hash_type": hash_type, "hash": digest.hex(), "argon_2_config": {"salt": salt.decode(), **numbers}}

    return make


def bcrypt_with_spare_bits(draw: st.DrawFn, password: bytes) -> Hash:
    text = bcrypt.hashpw(password[:72], bcrypt.gensalt(4)).decode()
    last = BCRYPT_DIGITS[BCRYPT_DIGITS.index(text[28]) + draw(st.integers(0, 15))]
    variant = draw(st.sampled_from(["$2a$", "$2b$", "$2y$"]))
    return {"hash_type": "bcrypt", "hash": f"{variant}{text[4:28]}{last}{text[29:]}"}


def phpass(draw: st.DrawFn, password: bytes) -> Hash:
    logarithm, salt = draw(st.integers(7, 9)), draw(st.text(PHPASS_DIGITS, min_size=8, max_size=8))
    digest = hashlib.md5(salt.encode() + password).digest()
    for _ in range(2**logarithm):
        digest = hashlib.md5(digest + password).digest()
    bits = "".join(f"{byte:08b}" for byte in reversed(digest)).zfill(22 * 6)
    text = "".join(PHPASS_DIGITS[int(bits[at : at + 6], 2)] for at in range(len(bits) - 6, -1, -6))
    prefix = draw(st.sampled_from(["$P$", "$H$"]))
    return {"hash_type": "phpass", "hash": f"{prefix}{PHPASS_DIGITS[logarithm]}{salt}{text}"}


KINDS: dict[str, Callable[..., Hash]] = {
    "md_5": salted("md_5", "md5"),
    "sha_1": salted("sha_1", "sha1"),
    "sha_512": salted("sha_512", "sha512"),
    "pbkdf_2": pbkdf2,
    "scrypt": scrypt,
    "argon_2i": argon2("argon_2i", low_level.Type.I),
    "argon_2id": argon2("argon_2id", low_level.Type.ID),
    "bcrypt": bcrypt_with_spare_bits,
    "phpass": phpass,
}
EACH_KIND = pytest.mark.parametrize("kind", KINDS)


@st.composite
def hashed(draw: st.DrawFn, kind: str, passwords: st.SearchStrategy[str] = PASSWORDS) -> tuple[Hash, str]:
    password = draw(passwords)
    return KINDS[kind](draw, password.encode()), password


def test_these_are_the_kinds_of_the_document() -> None:
    body = operation_at("passwords.migrate").body or {}
    assert sorted(body["properties"]["hash_type"]["enum"]) == sorted(KINDS)


@EACH_KIND
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_hash_is_taken_and_matches_its_password_alone(kind: str, data: st.DataObject) -> None:
    (arguments, password), other = data.draw(hashed(kind)), data.draw(PASSWORDS)
    assume(other.rstrip("\0") != password.rstrip("\0"))  # HMAC pads a short key with zeros (RFC 2104, section 2)
    found = read_hash(arguments)
    assert verify(found, password)
    assert not verify(found, other)


@EACH_KIND
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_accepted_hashes_can_be_checked(kind: str, data: st.DataObject) -> None:
    """A damaged hash is refused, or checked without an error."""
    arguments, password = data.draw(hashed(kind))
    text: str = arguments["hash"]
    at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 3))
    damage = data.draw(st.text(PHPASS_DIGITS + "+=$,é", max_size=3))
    damaged = {**arguments, "hash": text[:at] + damage + text[at + length :]}
    for name in {*arguments} - {"hash", "hash_type"}:
        setting = data.draw(st.sampled_from(sorted({*arguments[name]} - {"algorithm"})))  # the document lists these
        values = PASSWORDS if isinstance(arguments[name][setting], str) else st.integers(-1, 80)
        damaged[name] = {**arguments[name], setting: data.draw(values | st.just(arguments[name][setting]))}
    with contextlib.suppress(RefusedError):
        assert verify(read_hash(damaged), password) in {True, False}


@pytest.mark.parametrize("password", ["", "\0", "a\0b", "x" * 200, "\N{PILE OF POO}" * 20])
@EACH_KIND
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_any_password_can_be_checked(kind: str, password: str, data: st.DataObject) -> None:
    arguments, _ = data.draw(hashed(kind, st.just(password)))
    assert verify(read_hash(arguments), password)
