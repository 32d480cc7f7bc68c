"""Fetching and parsing documents. Every problem is reported with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from generator.problems import InputError, Problem

from . import yaml12
from .urls import is_secure

MAX_BYTES = 32 * 1024 * 1024

Document = dict[str, Any]


def _problem(source: str, reason: str) -> InputError:
    return InputError(source, [Problem("", reason)])


def read_bytes(source: str) -> bytes:
    """Read a file, or fetch an https URL (http is accepted for loopback addresses). Redirects are not followed.

    Raises:
        InputError: it cannot be read, or is larger than 32 MiB.
    """
    if re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE):
        return _fetch(source)
    try:
        with Path(source).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _problem(source, error.strerror or "cannot be read") from None
    except ValueError as error:
        raise _problem(source, f"is not a path: {error}") from None
    _check_length(data, source)
    return data


def _check_length(data: bytes | bytearray, source: str) -> None:
    if len(data) > MAX_BYTES:
        raise _problem(source, f"has more than {MAX_BYTES} bytes")


def _fetch(url: str) -> bytes:
    _check_url(url)
    data = bytearray()
    try:
        with httpx.stream("GET", url, timeout=30.0, follow_redirects=False) as response:
            if response.status_code != 200:
                raise _problem(url, _unusable(response))
            for chunk in response.iter_bytes():
                data += chunk
                _check_length(data, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _problem(url, f"cannot be fetched: {type(error).__name__}") from None
    return bytes(data)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _problem(url, f"is not a URL: {error}") from None
    if not is_secure(parts):
        raise _problem(url, "must be a path or an https URL")
    if parts.username is not None:
        raise _problem("the URL", "must not contain a user or a password: it is written into the document")


def _unusable(response: httpx.Response) -> str:
    if response.is_redirect:
        return f"returned status {response.status_code}; redirects are not followed"
    return f"returned status {response.status_code}"


def load(source: str) -> Document:
    """Read and parse a document, YAML or JSON.

    Raises:
        InputError: it cannot be read or parsed.
    """
    return parse(read_bytes(source), source)


def parse(data: bytes, source: str) -> Document:
    """Parse a document: YAML 1.2 with the types of JSON, or JSON. Keys are text.

    Raises:
        InputError: it is not UTF-8, not YAML or not a mapping, has duplicate keys, or is too large or too deep.
    """
    document, faults = parse_part(data, source)
    if faults:
        raise InputError(source, faults)
    return document


def parse_part(data: bytes, source: str) -> tuple[Document, Sequence[Problem]]:
    """Parse the readable part of a document, and return the problems of the rest.

    Raises:
        InputError: no part can be read.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _problem(source, "is not UTF-8") from None
    value, problems = yaml12.parse(text)
    if not isinstance(value, dict):
        raise InputError(source, problems or [Problem("", "must be a mapping")])
    return value, problems
