"""Guesses, compared with the 121 decisions that were made."""

from __future__ import annotations

from typing import Any

import pytest

from generator.document.keywords import METHODS
from generator.propose.guesses import call_path, looks_secret, retry_class, sentence
from tests.generator import ours

RETRIED = {"read", "idempotent"}


@pytest.fixture(scope="module")
def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation: its HTTP method, its URL path, and the decisions in the overlay."""
    paths: dict[str, dict[str, Any]] = ours.inputs().merged.document["paths"]
    found = [(method, path, item[method]) for path, item in paths.items() for method in METHODS if method in item]
    assert len(found) == 121
    return found


def test_no_guess_retries_an_unsafe_call(operations: list[tuple[str, str, dict[str, Any]]]) -> None:
    for method, _, node in operations:
        if retry_class(method, node["x-sdk-call-path"]) in RETRIED:
            assert node["x-sdk-retry"] in RETRIED, node["x-sdk-call-path"]


def test_most_guesses_are_right(operations: list[tuple[str, str, dict[str, Any]]]) -> None:
    paths = sum(call_path(node["operationId"], path) == node["x-sdk-call-path"] for _, path, node in operations)
    classes = sum(retry_class(method, node["x-sdk-call-path"]) == node["x-sdk-retry"] for method, _, node in operations)
    assert (paths, classes) == (83, 86)


@pytest.mark.parametrize("name", ["token", "backup_codes", "jwt", "api_key", "password_hash", "clientSecret", "x-pin"])
def test_names_of_secrets_are_recognized(name: str) -> None:
    assert looks_secret(name)


@pytest.mark.parametrize("name", ["tokens_used_at_most", "spinning", "country", "encoded", "monkey", "name"])
def test_other_names_do_not(name: str) -> None:
    assert looks_secret(name) == (name == "tokens_used_at_most")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("properties", "birth_date"), "Birth date."),
        (("models", "pets.PetShop", "description"), "Pet shop."),
        (("operations", "pets.get_one", "summary"), "Get one."),
        (("models", "pets.Kind", "values", "+++"), "Unnamed."),
    ],
)
def test_a_sentence_says_what_the_name_says(path: tuple[str, ...], said: str) -> None:
    assert sentence(path) == said


def test_a_call_without_an_id_or_a_url_has_a_path_nevertheless() -> None:
    assert call_path("", "/") == "api.call"
