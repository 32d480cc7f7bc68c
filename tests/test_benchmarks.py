"""The benchmarks run to completion and report their measurements. No test depends on speed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from rich.console import Console

from aiostytch import B2BClient, LocalAuth, Timeout, codec
from aiostytch.models.organizations import GetResponse, SearchResponse
from benchmarks import bodies, environments, page, recommendation, results
from benchmarks.bench import ProbeError, Worker
from benchmarks.environments import Environment
from benchmarks.table import markdown, quantity, render
from benchmarks.timing import Candidate, Measurement, Summary, measure, summarize, verdict

ROOT = Path(__file__).parents[1]


WHEEL = Environment(name="wheel", python=sys.executable, packages=["aiostytch 1.0", "httpx 0.28.1"])


@attrs.define
class Script:
    """Predefined samples, and the order in which they were taken."""

    samples: dict[str, list[float]]
    order: list[str] = attrs.field(factory=list)

    def candidate(self, name: str, missing: str = "") -> Candidate:
        values = iter(self.samples[name])

        def sample() -> float:
            self.order.append(name)
            return next(values)

        return Candidate(name, sample, "wheel", missing)


def shown(measurement: Measurement) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(render(results.in_figures(measurement)))
    return capture.get()


def test_candidates_take_turns() -> None:
    script = Script({"ours": [1.0] * 3, "peer": [1.0] * 3})
    measure("title", [script.candidate("ours"), script.candidate("peer")], rounds=2, quick=False)
    assert script.order == ["ours", "peer"] * 3


def test_the_first_round_is_thrown_away() -> None:
    script = Script({"ours": [9.0, 1.0, 2.0]})
    assert list(measure("title", [script.candidate("ours")], rounds=2, quick=False).samples["ours"]) == [1.0, 2.0]


def test_a_quick_run_is_one_round() -> None:
    script = Script({"ours": [9.0, 1.0, 2.0]})
    assert list(measure("title", [script.candidate("ours")], rounds=2, quick=True).samples["ours"]) == [9.0]


def test_a_candidate_whose_module_is_not_installed_is_left_out() -> None:
    script = Script({"ours": [1.0], "peer": [1.0]})
    candidates = [script.candidate("ours"), script.candidate("peer", missing="no_such_module")]
    measured = measure("title", candidates, rounds=1, quick=True)
    assert (list(measured.samples), measured.missing) == (["ours"], {"peer": "no_such_module"})


def test_a_ratio_is_taken_within_each_round() -> None:
    assert Measurement("title", {"ours": [1.0, 6.0], "peer": [2.0, 3.0]}).ratios("peer") == [0.5, 2.0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5.0], Summary(median=5.0, low=5.0, high=5.0)),
        ([1.0, 2.0], Summary(median=1.5, low=1.25, high=1.75)),
        ([9.0, 1.0, 3.0, 2.0, 4.0], Summary(median=3.0, low=2.0, high=4.0)),
    ],
)
def test_a_summary_is_the_median_and_the_quartiles(values: list[float], expected: Summary) -> None:
    assert summarize(values) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123.4, "123 s"),
        (1.0, "1.00 s"),
        (0.0456, "45.6 ms"),
        (0.000_789, "789 µs"),
        (0.000_000_001_5, "1.50 ns"),
        (0.0, "0.00 ns"),
    ],
)
def test_a_time_has_three_digits_and_a_fitting_unit(value: float, text: str) -> None:
    assert quantity(value, "s") == text


PEER_AND_OURS = Measurement(
    "a title",
    {"ours": [1.0, 2.0, 3.0], "peer": [4.0, 4.0, 4.0]},
    environments={"ours": "wheel", "peer": "stytch"},
    notes=["a note"],
)


def test_a_table_has_medians_quartiles_and_the_ratio_to_each_peer() -> None:
    table = shown(PEER_AND_OURS)
    rows = [line.split(maxsplit=1)[1] for line in table.splitlines() if line.lstrip().startswith(("ours", "peer"))]
    assert [" ".join(row.split()) for row in rows] == [
        "wheel 2.00 s 1.50 s - 2.50 s",
        "stytch 4.00 s 4.00 s - 4.00 s 0.50 (0.38 - 0.62)",
    ]


def test_a_table_says_what_was_left_out() -> None:
    table = shown(Measurement("title", {"ours": [1.0]}, missing={"peer": "no_such_module"}))
    assert "left out: peer (no_such_module is not installed)" in table


def test_a_table_ends_with_its_notes() -> None:
    assert shown(Measurement("title", {"ours": [1.0]}, notes=["a note"])).rstrip().endswith("a note")


@pytest.mark.parametrize(
    ("measured", "target", "unit", "text"),
    [
        (3.5, 3.5, "x peer", "target: at most 3.5 x peer; measured 3.50: met"),
        (1.36, 1.35, "x peer", "target: at most 1.35 x peer; measured 1.36: MISSED"),
        (9e-6, 8e-6, "µs", "target: at most 8 µs; measured 9.00: MISSED"),
        (0.004, 0.005, "ms", "target: at most 5 ms; measured 4.00: met"),
    ],
)
def test_a_verdict_is_in_the_unit_of_its_target(measured: float, target: float, unit: str, text: str) -> None:
    assert verdict(measured, target, unit) == text


@pytest.mark.parametrize(
    ("peer", "notes"),
    [("peer", ["target: at most 0.6 x peer; measured 0.50: met"]), ("ours", []), ("nobody", [])],
)
def test_a_ratio_is_judged_where_both_were_measured(peer: str, notes: list[str]) -> None:
    measured = Measurement("title", {"ours": [1.0], "peer": [2.0]})
    assert list(measured.compared(peer, 0.6).notes) == notes


def test_our_cost_has_a_verdict_if_measured() -> None:
    assert Measurement("title", {"ours": [0.004]}).limited(0.005, "ms").notes == [
        "target: at most 5 ms; measured 4.00: met"
    ]
    assert not Measurement("title", {}).limited(0.005, "ms").notes


def test_the_page_is_the_same_every_time() -> None:
    assert bodies.page(3) == bodies.page(3)


def test_the_page_of_1000_has_about_1_2_megabytes() -> None:
    assert 1_100_000 < len(bodies.page(1000)) < 1_300_000


@pytest.mark.parametrize(("body", "kind"), [(bodies.page(2), SearchResponse), (bodies.organization(), GetResponse)])
def test_the_bodies_are_what_the_document_says(body: bytes, kind: type[SearchResponse | GetResponse]) -> None:
    assert codec.decoder(kind).decode(body).status_code == 200


@pytest.mark.release
def run(*options: str) -> str:
    command = [sys.executable, "-m", "benchmarks", "--quick", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "name", ["generation", "imports", "decoding", "calls", "growth", "local-auth", "webhooks", "sandbox"]
)
def test_each_benchmark_runs_quickly_to_its_end_and_prints_a_table(name: str) -> None:
    printed = run("--here", "--only", name)
    assert "÷ this" in printed
    assert "candidate" in printed


@pytest.mark.release
@pytest.mark.timeout(600)
def test_benchmarks_run_in_their_own_environments_and_against_commits() -> None:
    printed = run("--only", "imports", "--only", "decoding", "--against", "HEAD")
    assert "preload(), everything at once, before" in printed
    assert "orjson.loads" in printed
    assert "left out" not in printed


@pytest.mark.parametrize("module", ["sniffio", "pytest", "rich"])
@pytest.mark.release
@pytest.mark.timeout(600)
def test_an_environment_has_nothing_but_what_the_wheel_requires(module: str) -> None:
    wheel = environments.Builder("", print)("wheel")
    done = subprocess.run([wheel.python, "-I", "-c", f"import {module}"], capture_output=True, text=True, check=False)
    assert f"No module named '{module}'" in done.stderr


def test_a_worker_returns_the_result_of_a_probe(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_bytes(bodies.organization())
    with Worker(sys.executable) as worker:
        assert worker.ask("calls.decoder", body=str(tmp_path / "body.json"), calls=1) > 0


def test_a_probe_that_fails_says_why() -> None:
    with Worker(sys.executable) as worker, pytest.raises(ProbeError, match=r"calls\.decoder: [\s\S]*FileNotFoundError"):
        worker.ask("calls.decoder", body="/no/such/file", calls=1)


@pytest.mark.parametrize(("value", "text"), [(61_234_567, "61.2 MB"), (1_500, "1.50 kB"), (7, "7.00 B")])
def test_a_size_is_written_with_three_digits(value: float, text: str) -> None:
    assert quantity(value, "B") == text


def test_results_are_the_same_after_they_were_on_file(tmp_path: Path) -> None:
    measured = {"calls": results.results_of([PEER_AND_OURS], [WHEEL]), "decoding": results.results_of([], [])}
    results.write(measured, tmp_path / "results.json")
    assert results.read(tmp_path / "results.json") == measured
    assert results.read(tmp_path / "nothing.json") == {}


def test_results_say_what_machine_it_was_and_what_each_environment_had() -> None:
    measured = results.results_of([PEER_AND_OURS], [WHEEL])
    assert "cores" in measured.machine
    assert measured.environments == {"wheel": ["aiostytch 1.0", "httpx 0.28.1"]}


def test_the_page_lists_each_environment_once_with_what_it_had() -> None:
    measured = results.results_of([PEER_AND_OURS], [WHEEL])
    listed = page.render({"calls": measured, "decoding": measured}).partition("## Environments\n")[2]
    assert listed.strip().split("\n\n") == [
        "### wheel",
        "In CPU per call, Decoding:",
        "aiostytch 1.0, httpx 0.28.1.",
    ]


def calls(**ratios: float) -> dict[str, results.Results]:
    """Return saved results with the ratio to the official SDK of each engine, for 50 concurrent calls."""
    measurements = [
        Measurement(f"{engine}, CPU time per call, 50 at once; …", {"aiostytch": [ratio], "stytch, get_async": [1.0]})
        for engine, ratio in ratios.items()
    ]
    return {"calls": results.results_of(measurements, [])}


def test_the_engine_with_the_lowest_figure_is_recommended() -> None:
    rows = recommendation.render(recommendation.shares(calls(httpx=2.0, aiohttp=0.9, pyreqwest=0.75))).splitlines()
    assert rows[2:5] == ['| `"httpx"` |  | 2.00 |  |', '| `"aiohttp"` |  | 0.90 |  |', '| `"pyreqwest"` |  | 0.75 |  |']
    assert rows[-1].endswith('Lowest: `"pyreqwest"` at 50.')
    assert 'Lowest: `"aiohttp"` at 50.' in recommendation.render(recommendation.shares(calls(aiohttp=0.9, pyreqwest=1)))


def test_without_figures_nothing_is_recommended() -> None:
    assert recommendation.render(recommendation.shares({})).endswith("Lowest: not measured yet.")


def test_the_figures_go_between_the_markers_of_the_page_on_transports() -> None:
    page_with_others = recommendation.insert(recommendation.PAGE.read_text(encoding="utf-8"), calls(aiohttp=0.1234))
    assert "0.12" in page_with_others
    assert recommendation.insert(page_with_others, results.read()) == recommendation.PAGE.read_text(encoding="utf-8")


def test_a_table_in_markdown_has_the_same_rows() -> None:
    assert markdown(results.in_figures(PEER_AND_OURS)) == [
        "| candidate | environment | median | quartiles | ours ÷ this |",
        "| --- | --- | ---: | ---: | ---: |",
        "| ours | wheel | 2.00 s | 1.50 s - 2.50 s |  |",
        "| peer | stytch | 4.00 s | 4.00 s - 4.00 s | 0.50 (0.38 - 0.62) |",
        "",
        "* a note",
        "",
    ]


def test_the_page_of_the_documentation_is_what_is_on_file() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.render(results.read())


@pytest.mark.parametrize(
    ("setting", "default"),
    [
        ("`B2BClient(max_concurrency=…)`", inspect.signature(B2BClient).parameters["max_concurrency"].default),
        ("`Timeout(pool=…)`", f"{Timeout().pool:g} seconds"),
        ("`LocalAuth(cached_tokens=…)`", LocalAuth().cached_tokens),
        ("`LocalAuth(cached_organizations=…)`", LocalAuth().cached_organizations),
    ],
)
def test_the_page_says_what_bounds_growth(setting: str, default: object) -> None:
    assert f"| {setting} | {default} |" in page.render({"growth": results.results_of([], [])})


def test_every_benchmark_on_file_has_a_plot() -> None:
    on_file = results.read()
    assert on_file
    assert [name for name in on_file if not page.PAGE.with_name(page.plot_name(name)).exists()] == []
