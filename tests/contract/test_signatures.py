"""The signatures of the 121 operations."""

from __future__ import annotations

import inspect

import pytest

from aiostytch import UNSET, B2BClient

from .facts import FACTS, Fact
from .operations import each_operation, method

pytestmark = pytest.mark.volume

NO_DEFAULT = inspect.Parameter.empty


@pytest.fixture
def client() -> B2BClient:
    return B2BClient("project-test-1", "secret")


def parameters(fact: Fact, client: B2BClient) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(method(fact, client)).parameters)


def own(fact: Fact, client: B2BClient) -> dict[str, inspect.Parameter]:
    found = parameters(fact, client)
    return {name: found[name] for name in found if name not in {"session", "options"}}


def test_there_are_121_operations() -> None:
    assert len(FACTS) == 121
    assert len({fact.operation_id for fact in FACTS}) == 121


@each_operation
def test_parameters_are_those_of_the_official_sdk(fact: Fact, client: B2BClient) -> None:
    found = own(fact, client)
    required = [name for name, parameter in found.items() if parameter.default is NO_DEFAULT]
    assert required == fact.required.split()
    assert {name for name in found if name not in required} == set(fact.optional.split())


@each_operation
def test_parameters_of_the_path_come_first_and_the_others_are_named(fact: Fact, client: B2BClient) -> None:
    found = parameters(fact, client)
    positional = [name for name in found if found[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == fact.in_path
    assert list(found)[: len(positional)] == positional
    assert all(found[name].kind is inspect.Parameter.KEYWORD_ONLY for name in found if name not in positional)


@each_operation
def test_required_parameters_come_before_optional_ones_which_are_unset(fact: Fact, client: B2BClient) -> None:
    defaults = [parameter.default for parameter in own(fact, client).values()]
    count = len(fact.required.split())
    assert defaults == [NO_DEFAULT] * count + [UNSET] * (len(defaults) - count)


def test_a_session_is_accepted_by_40_operations(client: B2BClient) -> None:
    """Exactly the operations for which the document lists the headers of a member session."""
    accepting = [fact for fact in FACTS if "session" in parameters(fact, client)]
    assert accepting == [fact for fact in FACTS if fact.accepts_session]
    assert len(accepting) == 40


@each_operation
def test_options_are_the_last_parameter_and_session_the_one_before(fact: Fact, client: B2BClient) -> None:
    names = list(parameters(fact, client))
    assert names[-1] == "options"
    assert not fact.accepts_session or names[-2] == "session"


@each_operation
def test_every_method_has_a_docstring_that_explains_its_parameters(fact: Fact, client: B2BClient) -> None:
    text = inspect.getdoc(method(fact, client)) or ""
    assert text.partition("\n")[0].endswith((".", "?"))
    assert [name for name in own(fact, client) if f"\n    {name}: " not in text] == []


def test_every_annotation_can_be_read_at_run_time(client: B2BClient) -> None:
    for fact in FACTS:
        function = method(fact, client)
        assert set(inspect.get_annotations(function, eval_str=True)) == {*parameters(fact, client), "return"}
