"""Schemathesis for the whole application: valid and invalid requests from the document.

No request causes a server error, and all responses conform to the document. The requests are the same in each run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
)

from aiostytch.sandbox import Clock, Sandbox, Server, serve_in_thread
from aiostytch.sandbox.contract.document import read_document

from .samples import OPERATIONS
from .world import LOGIN, NOON, CountedIds, make_world

pytestmark = pytest.mark.volume

EXAMPLES = 5
DOCUMENT = schemathesis.openapi.from_dict(read_document())
EVERY = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.call_path)
BOUNDED = settings(max_examples=EXAMPLES, derandomize=True, database=None)
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(clock=Clock(NOON), new_uuid=CountedIds())


@pytest.fixture(scope="module")
def known(sandbox: Sandbox) -> dict[str, str]:
    """Return arguments with the ids of existing entities."""
    world = asyncio.run(make_world(sandbox.client()))
    return {
        "organization_id": world.organization.organization_id,
        "member_id": world.member.member_id,
        "email_address": LOGIN[0],
        "password": LOGIN[1],
        "project_id": sandbox.project_id,
    }


@pytest.fixture(scope="module")
def server(sandbox: Sandbox, known: dict[str, str]) -> Iterator[Server]:
    with serve_in_thread(sandbox) as base_url:
        yield Server(base_url=base_url, project_id=sandbox.project_id, secret=sandbox.secret)


@pytest.fixture(scope="module")
def session(server: Server) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.auth = (server.project_id, server.secret)
        yield session


def cases(operation: Any, mode: GenerationMode) -> st.SearchStrategy[schemathesis.Case]:
    return DOCUMENT[operation.path][operation.method].as_strategy(generation_mode=mode)


def name_what_is_there(case: schemathesis.Case, known: dict[str, str]) -> None:
    """Use existing entities in a request: random ids give only status 404."""
    for place in (case.path_parameters, case.query, case.body):
        if place is not NOT_SET and isinstance(place, dict):
            place.update({name: value for name, value in known.items() if name in place})


@EVERY
def test_requests_that_are_allowed(
    operation: Any, server: Server, session: requests.Session, known: dict[str, str]
) -> None:
    @BOUNDED
    @given(case=cases(operation, GenerationMode.POSITIVE), about_something=st.booleans())
    def check(case: schemathesis.Case, about_something: bool) -> None:
        if about_something:
            name_what_is_there(case, known)
        response = case.call(server.base_url, session=session)
        case.validate_response(response, checks=CHECKS)

    check()


@pytest.mark.parametrize(
    "operation",
    [operation for operation in OPERATIONS.values() if operation.body],
    ids=lambda operation: operation.call_path,
)
def test_requests_that_are_not_allowed(operation: Any, server: Server, session: requests.Session) -> None:
    @BOUNDED
    @given(case=cases(operation, GenerationMode.NEGATIVE))
    def check(case: schemathesis.Case) -> None:
        response = case.call(server.base_url, session=session)
        case.validate_response(response, checks=[*CHECKS, negative_data_rejection])

    check()
