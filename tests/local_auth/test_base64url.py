"""Base64url: each value has exactly one valid encoding."""

from __future__ import annotations

import binascii
import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch.local_auth.base64url import decode, encode

ALPHABET = string.ascii_letters + string.digits + "-_"


@given(st.binary())
def test_written_values_are_read(content: bytes) -> None:
    assert decode(encode(content).encode()) == content


@given(st.text(ALPHABET))
def test_decoded_values_have_one_encoding(segment: str) -> None:
    try:
        content = decode(segment.encode())
    except binascii.Error:
        return
    assert encode(content) == segment


def test_of_4096_endings_those_with_bits_left_are_refused() -> None:
    accepted = 0
    for ending in map("".join, itertools.product(ALPHABET, repeat=2)):
        try:
            accepted += len(decode(f"AAAA{ending}".encode())) == 4
        except binascii.Error:
            continue
    assert accepted == 256


def test_other_characters_are_refused_wherever_they_stand() -> None:
    for code in set(range(256)) - {ord(character) for character in ALPHABET}:
        for place in range(5):
            with pytest.raises(binascii.Error):
                decode(b"AAAA"[:place] + bytes([code]) + b"AAAA"[place:])


@pytest.mark.parametrize("segment", ["A", "AAAAA", "AA==", "AAA=", "AAAA====", "="])
def test_invalid_segments_are_refused(segment: str) -> None:
    with pytest.raises(binascii.Error):
        decode(segment.encode())
