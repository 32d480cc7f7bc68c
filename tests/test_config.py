"""Settings are read once and validated once. Errors name the setting and never show a secret."""

from __future__ import annotations

import base64
import math
import pickle
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiostytch.checks import check_deadline, check_retries, check_timeout, is_number
from aiostytch.config import Config, check_base_url, configure
from aiostytch.errors import ConfigurationError
from aiostytch.retry import RetryPolicy
from aiostytch.stytch_target import stytch_target
from aiostytch.wire import Timeout

SECRET = "canary-secret-4711"
DEFAULTS: dict[str, Any] = {
    "project_id": "project-test-1",
    "secret": SECRET,
    "environment": None,
    "base_url": None,
    "servers": {},
    "allow_insecure_http": False,
    "timeout": Timeout(),
    "deadline": 30.0,
    "retry": RetryPolicy(),
    "max_response_size": 1000,
    "strict_decoding": False,
    "environ": {},
}
# Values that a type checker refuses.
ONE_AND_A_HALF: dict[str, Any] = {"max_retries": 1.5}
NO_WAIT: dict[str, Any] = {"wait": 0}
HALF: dict[str, Any] = {"jitter": 0.5}


TARGET = ("project_id", "secret", "environment", "base_url", "environ")
"""The settings for the server and the credentials of a client."""


def configured(**settings: Any) -> Config:
    given = DEFAULTS | settings
    where = {name: given.pop(name) for name in TARGET}
    return configure(stytch_target(**where, allow_insecure_http=given["allow_insecure_http"]), **given)


def secret_of(config: Config) -> str:
    (credential,) = config.target.credentials.values()
    return base64.b64decode(credential.value.reveal().removeprefix("Basic ")).decode().partition(":")[2]


def refusal(**settings: Any) -> str:
    """Return the message of the error for settings, and check that no secret leaks."""
    with pytest.raises(ConfigurationError) as caught:
        configured(**settings)
    assert SECRET not in repr(caught.value)
    assert caught.value.__context__ is None
    return str(caught.value)


ENVIRON = {
    "STYTCH_PROJECT_ID": "project-live-2",
    "STYTCH_SECRET": "other",
    "STYTCH_BASE_URL": "https://proxy.example/b2b",
}


def test_missing_arguments_come_from_the_environment() -> None:
    config = configured(project_id=None, secret=None, environ=ENVIRON)
    assert (config.project_id, secret_of(config), config.base_url) == (
        "project-live-2",
        "other",
        "https://proxy.example/b2b",
    )


def test_arguments_override_the_environment() -> None:
    config = configured(base_url="https://given.example", environ=ENVIRON)
    assert (config.project_id, secret_of(config), config.base_url) == (
        "project-test-1",
        SECRET,
        "https://given.example",
    )


def test_a_base_url_of_the_environment_wins_over_a_named_environment() -> None:
    assert (
        configured(project_id="anything", environment="live", environ=ENVIRON).base_url == "https://proxy.example/b2b"
    )


def test_an_empty_variable_for_the_base_url_is_as_good_as_none() -> None:
    assert configured(environ={"STYTCH_BASE_URL": ""}).base_url == "https://test.stytch.com"


@pytest.mark.parametrize(
    ("project_id", "environment", "base_url"),
    [
        ("project-live-1", None, "https://api.stytch.com"),
        ("project-test-1", None, "https://test.stytch.com"),
        ("project-live-1", "live", "https://api.stytch.com"),
        ("project-test-1", "test", "https://test.stytch.com"),
        ("anything", "live", "https://api.stytch.com"),
        ("anything", "test", "https://test.stytch.com"),
    ],
)
def test_the_project_decides_on_the_server_unless_an_environment_is_named(
    project_id: str, environment: str | None, base_url: str
) -> None:
    assert configured(project_id=project_id, environment=environment).base_url == base_url


@pytest.mark.parametrize("environment", [None, "live", "test"])
def test_a_base_url_wins_over_project_and_environment(environment: str | None) -> None:
    config = configured(project_id="anything", environment=environment, base_url="https://eu.example/v2/")
    assert config.base_url == "https://eu.example/v2"


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"project_id": None}, "project_id is missing: pass it or set STYTCH_PROJECT_ID"),
        ({"project_id": ""}, "project_id is missing"),
        ({"project_id": None, "environ": {"STYTCH_PROJECT_ID": ""}}, "project_id is missing"),
        ({"project_id": "project-live-1:x"}, "project_id"),
        ({"project_id": "project-test-1\n"}, "project_id"),
        ({"project_id": "project-test-é"}, "project_id"),
        ({"project_id": 1}, "project_id"),
        ({"project_id": "x" * 8193}, "project_id"),
        ({"project_id": "unknown-1"}, "project_id begins with neither"),
        ({"project_id": "projectlive-1"}, "pass environment or base_url"),
        ({"secret": None}, "secret is missing: pass it or set STYTCH_SECRET"),
        ({"secret": ""}, "secret is missing"),
        ({"secret": f"{SECRET}\n"}, "secret"),
        ({"secret": f" {SECRET}"}, "secret"),
        ({"secret": f"{SECRET}\r\nX-Injected: 1"}, "secret"),
        ({"secret": f"{SECRET}é"}, "secret"),
        ({"secret": f"{SECRET}\ud800"}, "secret"),
        ({"secret": SECRET.encode()}, "secret"),
        ({"secret": None, "environ": {"STYTCH_SECRET": f"{SECRET} "}}, "secret"),
        ({"environment": "staging"}, "environment"),
        ({"environment": ""}, "environment"),
        ({"environment": "LIVE"}, "environment"),
        ({"environment": ["live"]}, "environment must be 'live' or 'test'"),
        ({"environment": "live"}, "environment is 'live', but project_id belongs to the test environment"),
        ({"project_id": "project-live-1", "environment": "test"}, "project_id belongs to the live environment"),
        ({"environment": "live", "base_url": "https://eu.example"}, "environment is 'live'"),
        ({"allow_insecure_http": "yes"}, "allow_insecure_http"),
        ({"allow_insecure_http": None}, "allow_insecure_http"),
        ({"base_url": ""}, "base_url"),
        ({"base_url": f"https://user:{SECRET}@host.example"}, "base_url"),
        ({"base_url": f"https://host.example/?key={SECRET}"}, "base_url"),
        ({"environ": {"STYTCH_BASE_URL": "ftp://host.example"}}, "base_url"),
        ({"timeout": 0}, "timeout (connect)"),
        ({"timeout": -1.0}, "timeout"),
        ({"timeout": math.nan}, "timeout"),
        ({"timeout": math.inf}, "timeout"),
        ({"timeout": 1e10}, "timeout"),
        ({"timeout": 10**400}, "timeout"),
        ({"timeout": True}, "timeout"),
        ({"timeout": "5"}, "timeout"),
        ({"timeout": Timeout(connect=0)}, "timeout (connect)"),
        ({"timeout": Timeout(read=-1)}, "timeout (read)"),
        ({"timeout": Timeout(write=math.nan)}, "timeout (write)"),
        ({"timeout": Timeout(pool=math.inf)}, "timeout (pool)"),
        ({"deadline": 0}, "deadline"),
        ({"deadline": -1}, "deadline"),
        ({"deadline": math.nan}, "deadline"),
        ({"deadline": math.inf}, "deadline"),
        ({"deadline": 10**400}, "deadline"),
        ({"deadline": False}, "deadline"),
        ({"deadline": "30"}, "deadline"),
        ({"retry": 3}, "retry"),
        ({"retry": None}, "retry"),
        ({"retry": RetryPolicy(max_retries=-1)}, "retry (max_retries)"),
        ({"retry": RetryPolicy(max_retries=True)}, "retry (max_retries)"),
        ({"retry": RetryPolicy(**ONE_AND_A_HALF)}, "retry (max_retries)"),
        ({"retry": RetryPolicy(base=-0.1)}, "retry (base)"),
        ({"retry": RetryPolicy(base=math.nan)}, "retry (base)"),
        ({"retry": RetryPolicy(throttle_base=math.inf)}, "retry (throttle_base)"),
        ({"retry": RetryPolicy(max_retry_after=math.inf)}, "retry (max_retry_after)"),
        ({"retry": RetryPolicy(cap=-1)}, "retry (cap)"),
        ({"retry": RetryPolicy(**NO_WAIT)}, "retry (wait)"),
        ({"retry": RetryPolicy(**HALF)}, "retry (jitter)"),
        ({"max_response_size": 0}, "max_response_size"),
        ({"max_response_size": -1}, "max_response_size"),
        ({"max_response_size": 1e6}, "max_response_size"),
        ({"max_response_size": True}, "max_response_size"),
        ({"strict_decoding": "false"}, "strict_decoding"),
        ({"strict_decoding": None}, "strict_decoding"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(settings: dict[str, Any], named: str) -> None:
    assert named in refusal(**settings)


@pytest.mark.parametrize(
    "url",
    [
        "https://test.stytch.com/v1/b2b",
        "https://test.stytch.com/v1/b2b/",
        "https://test.stytch.com/v1",
        "https://api.stytch.com/v1/b2b/organizations",
        "https://login.stytch.com/x",
        "https://STYTCH.com/v1",
        "https://test.stytch.com./v1",
        "https://gateway.example/v1/b2b",
        "https://gateway.example/stytch/v1/b2b/",
        "https://gateway.example/stytch/v1%2Fb2b",
        "http://localhost:8000/v1/b2b",
    ],
)
def test_a_base_url_with_the_path_of_the_calls_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"base_url must .* every call adds"):
        check_base_url(url)


HTTP_URLS = ["http://sandbox:8000", "http://10.0.0.5", "http://stytch.internal.example/b2b"]


@pytest.mark.parametrize("url", HTTP_URLS)
def test_http_is_for_loopback_unless_it_is_allowed(url: str) -> None:
    assert "pass allow_insecure_http" in refusal(base_url=url)
    assert "pass allow_insecure_http" in refusal(environ={"STYTCH_BASE_URL": url})
    assert configured(base_url=url, allow_insecure_http=True).base_url == url
    assert configured(environ={"STYTCH_BASE_URL": url}, allow_insecure_http=True).base_url == url


@pytest.mark.parametrize(
    "url", ["ftp://sandbox", "http://user@sandbox", "http://sandbox/?a", "//sandbox", "sandbox:80"]
)
def test_only_http_itself_can_be_allowed(url: str) -> None:
    refusal(base_url=url, allow_insecure_http=True)


GOOD_URLS = [
    ("https://gateway.example/v1", "https://gateway.example/v1"),
    ("https://gateway.example/v1/b2bx", "https://gateway.example/v1/b2bx"),
    ("https://notstytch.com/x", "https://notstytch.com/x"),
    ("https://api.stytch.com", "https://api.stytch.com"),
    ("https://api.stytch.com/", "https://api.stytch.com"),
    ("https://api.stytch.com///", "https://api.stytch.com"),
    ("https://api.stytch.com:8443", "https://api.stytch.com:8443"),
    ("https://host.example/a/b/", "https://host.example/a/b"),
    ("https://host.example/a%20b", "https://host.example/a%20b"),
    ("https://host.example/...", "https://host.example/..."),
    ("https://under_score.internal.", "https://under_score.internal."),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ("HTTPS://Host.Example/Path", "HTTPS://Host.Example/Path"),
    ("https://192.0.2.1", "https://192.0.2.1"),
    ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]:443/x"),
    ("http://localhost:8000", "http://localhost:8000"),
    ("http://LOCALHOST", "http://LOCALHOST"),
    ("http://127.0.0.1:1/b2b", "http://127.0.0.1:1/b2b"),
    ("http://127.255.255.254", "http://127.255.255.254"),
    ("http://[::1]:8000", "http://[::1]:8000"),
    ("http://[::1]", "http://[::1]"),
]


@pytest.mark.parametrize(("given_url", "kept"), GOOD_URLS)
def test_a_base_url_keeps_its_path_and_loses_its_last_slash(given_url: str, kept: str) -> None:
    assert check_base_url(given_url) == kept


HOSTILE_URLS = [
    "",
    " ",
    "api.stytch.com",
    "//api.stytch.com",
    "/b2b",
    "https:",
    "https://",
    "https:///path",
    "https:api.stytch.com",
    "https://:443",
    "ftp://api.stytch.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://api.stytch.com",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.1",
    "http://2130706433",
    "http://0.0.0.0",
    "http://[::]",
    "http://[::2]",
    "http://[::1]evil.example",
    "http://[::1].evil.example",
    "http://localhost@evil.example",
    "http://localhost:80@evil.example",
    "http://localhost\\@evil.example",
    "http://localhost#@evil.example",
    "https://user@host.example",
    "https://user:password@host.example",
    "https://@host.example",
    "https://host.example?",
    "https://host.example/?a=b",
    "https://host.example#",
    "https://host.example/#x",
    "https://host.example/..",
    "https://host.example/a/../b",
    "https://host.example/./b",
    "https://host.example/%2e%2e/b",
    "https://host.example/%2E/b",
    "https://host.example/a%2f..%2fb",
    "https://host.example:0",
    "https://host.example:65536",
    "https://host.example:-1",
    "https://host.example:+443",
    "https://host.example:443:443",
    "https://host.example:",
    "https://host.example:0443",
    "https://host.example:\uff14\uff14\uff13",
    "https://host example",
    "https://host.example/a b",
    "https://host.example/\r\nX-Injected: 1",
    "https://host.example/\x00",
    "https://host.example\t",
    "\nhttps://host.example",
    "https://host.example\\..\\x",
    "https://h\u03bfst.example",
    "https://host\u3002example",
    "https://host..example",
    "https://.",
    "https://.host.example",
    f"https://{'a' * 64}.example",
    "https://host%2eexample",
    "https://host%00.example",
    "https://host,other",
    "https://host;other",
    "https://[host.example]",
    "https://[::1",
    "https://::1]",
    "https://[::1%25eth0]",
    "https://[fe80::1%eth0]",
    'https://host"example',
    "https://<host>",
    "https://{host}",
    "https://host.example/{id}",
    "https://\ud800",
    b"https://host.example",
    None,
    443,
]


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=repr)
def test_a_hostile_base_url_is_refused(url: object) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        check_base_url(url)


@given(st.text() | st.text("htps:/.[]@%#?:0123456789a-\\ ").map("https://".__add__))
def test_a_base_url_is_accepted_or_refused_by_its_name(url: str) -> None:
    try:
        result = check_base_url(url)
    except ConfigurationError as error:
        result = str(error)
    assert "base_url" in result or url.startswith(result)


TELEMETRY = "https://telemetry.stytch.com"


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"environment": "live", "project_id": "project-live-1"},
        {"base_url": "https://api.stytch.com/"},
        {"base_url": "https://TEST.stytch.com.:443"},
    ],
)
def test_a_client_of_stytch_uses_the_servers_that_the_document_names(settings: dict[str, Any]) -> None:
    assert configured(**settings).url_for(TELEMETRY) == TELEMETRY


@pytest.mark.parametrize(
    "base_url",
    [
        "http://127.0.0.1:4010",
        "https://proxy.example/stytch",
        "https://login.acme.example",
        "https://api.stytch.com.evil.example",
        "https://api.stytch.com:444",
        "https://eu.stytch.com",
    ],
)
def test_a_client_of_another_server_sends_everything_there(base_url: str) -> None:
    """The secret is sent only to hosts that the application has named."""
    for config in (configured(base_url=base_url), configured(environ={"STYTCH_BASE_URL": base_url})):
        assert config.url_for(TELEMETRY) == config.url_for("") == base_url


def test_servers_that_are_named_go_before_all() -> None:
    elsewhere = {f"{TELEMETRY}/": "https://fraud.acme.example/in/"}
    for base_url in (None, "https://proxy.example"):
        config = configured(base_url=base_url, servers=elsewhere)
        assert config.url_for(TELEMETRY) == "https://fraud.acme.example/in"
        assert config.url_for("https://other.example") == (base_url or "https://other.example")
    own_domain = configured(base_url="https://login.acme.example", servers={TELEMETRY: TELEMETRY})
    assert own_domain.url_for(TELEMETRY) == TELEMETRY


def test_servers_do_not_change_with_the_mapping_that_named_them() -> None:
    named = {TELEMETRY: "https://fraud.acme.example"}
    config = configured(servers=named)
    named[TELEMETRY] = "https://evil.example"
    assert config.url_for(TELEMETRY) == "https://fraud.acme.example"


@pytest.mark.parametrize(
    ("servers", "message"),
    [
        ("https://a.example", "servers must be a mapping of one URL to another"),
        ({"telemetry": "https://a.example"}, "servers must begin with https://"),
        ({TELEMETRY: "http://a.example"}, "servers must begin with https://"),
        ({TELEMETRY: "https://user:pass@a.example"}, "servers must not contain a user, query or fragment"),
        ({TELEMETRY: "https://a.example/../b"}, "the path of servers must not contain"),
        ({TELEMETRY: None}, "servers is not a URL"),
        ({None: "https://a.example"}, "servers is not a URL"),
    ],
)
def test_servers_that_cannot_be_used_are_refused(servers: object, message: str) -> None:
    assert message in refusal(servers=servers)


def test_http_servers_are_for_those_who_allow_them() -> None:
    config = configured(servers={TELEMETRY: "http://sandbox:4010"}, allow_insecure_http=True)
    assert config.url_for(TELEMETRY) == "http://sandbox:4010"


def test_a_number_as_timeout_is_the_limit_of_each_step() -> None:
    assert check_timeout(2) == Timeout(connect=2, read=2, write=2, pool=2)


def test_a_timeout_is_kept_as_it_is() -> None:
    timeout = Timeout(connect=1, read=None, write=2.5, pool=1e-9)
    assert check_timeout(timeout) is timeout


def test_no_deadline_is_a_deadline_of_none() -> None:
    assert check_deadline(None) is None


@pytest.mark.parametrize("count", [0, 1, 100])
def test_a_number_of_retries_is_an_integer(count: int) -> None:
    assert check_retries(count) == count


@pytest.mark.parametrize("count", [-1, 1.0, True, "1", None, math.nan])
def test_any_other_number_of_retries_is_refused(count: Any) -> None:
    with pytest.raises(ConfigurationError, match="max_retries"):
        check_retries(count)


@pytest.mark.parametrize(("value", "expected"), [(1, True), (0.5, True), (True, False), ("1", False), (None, False)])
def test_a_boolean_is_not_a_number(value: object, expected: bool) -> None:
    assert is_number(value) is expected


def test_a_configuration_cannot_be_changed() -> None:
    config: Any = configured()
    with pytest.raises(AttributeError):
        config.base_url = "https://other.example"


def test_a_configuration_does_not_show_its_secret() -> None:
    config = configured()
    assert SECRET not in repr(config) + repr(msgspec.structs.asdict(config))


def test_a_configuration_does_not_travel() -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(configured())


def test_settings_may_be_extreme() -> None:
    policy = RetryPolicy(max_retries=0, base=0, throttle_base=0, cap=0, wait=False)
    config = configured(deadline=None, retry=policy, max_response_size=1, strict_decoding=True)
    assert (config.deadline, config.retry, config.max_response_size, config.strict_decoding) == (None, policy, 1, True)
