"""The command line: `python -m generator`; `--help` lists its commands."""

from __future__ import annotations

import datetime
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .problems import InputError, Problem

if TYPE_CHECKING:  # imported when a command runs: it takes a second, which `--help` need not take
    from . import pipeline
    from .diff.changes import Change
    from .document.manifest import Source
    from .release.versions import Version

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Makes the SDK's models and resources from OpenAPI documents.",
    epilog="Exit codes: 0 done, 1 `check` found a difference, 2 an input cannot be used (nothing is written); "
    "`diff` has its own.",
)

_SPEC = Path("spec")
_OUT = Path("src/aiostytch")
_DECLINED = Path("spec/declined.yaml")

Spec = Annotated[
    Path, typer.Option(help="A folder of documents, with its `documents.yaml`, or one OpenAPI document, YAML or JSON.")
]
OverlayFile = Annotated[
    Path | None, typer.Option(help="What is laid over one document: an OpenAPI Overlay 1.0 document.")
]
DocsFile = Annotated[Path | None, typer.Option(help="The texts of the docstrings, for one document.")]
Out = Annotated[Path, typer.Option(help="The package's folder; `models` and `resources` in it are the generator's.")]


class Format(StrEnum):
    """How `diff` writes what it found."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@contextmanager
def _problems_end_the_run(code: int = 2) -> Generator[None]:
    try:
        yield
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(code) from None


def _sources(spec: Path, overlay: Path | None, docs: Path | None) -> Sequence[Source]:
    from .document.trees import Disk
    from .inputs import find_sources

    return find_sources(spec, overlay, docs, Disk())


def _generated(spec: Path, overlay: Path | None, docs: Path | None) -> pipeline.Generated:
    from . import pipeline

    return pipeline.generate(_sources(spec, overlay, docs))


@app.command()
def generate(spec: Spec = _SPEC, overlay: OverlayFile = None, docs: DocsFile = None, out: Out = _OUT) -> None:
    """Write the package; files in its two generated folders that nothing makes any more are removed."""
    started = time.perf_counter()
    with _problems_end_the_run():
        generated = _generated(spec, overlay, docs)
        from . import output

        written = output.write(generated.files, out)
    classes = sum(len(module.classes) for module in generated.package.modules)
    typer.echo(
        f"{out}: {len(generated.package.operations())} operations and {classes} models in "
        f"{time.perf_counter() - started:.1f} s; {written.changed} files written, {written.unchanged} unchanged, "
        f"{written.removed} removed"
    )


@app.command()
def check(spec: Spec = _SPEC, overlay: OverlayFile = None, docs: DocsFile = None, out: Out = _OUT) -> None:
    """Show, as a unified diff, how the package differs from what `generate` would write. Nothing is written."""
    with _problems_end_the_run():
        generated = _generated(spec, overlay, docs)
        from . import output

        difference = output.drift(generated.files, out)
    if difference:
        typer.echo(difference, nl=False)
        raise typer.Exit(1)
    typer.echo(f"{out}: all {len(generated.files)} files are what {spec} says")


@app.command()
def reference(
    pages: Annotated[Path, typer.Argument(help="The folder of the hand-written pages; `reference` in it is written.")],
    spec: Spec = _SPEC,
    overlay: OverlayFile = None,
    docs: DocsFile = None,
) -> None:
    """Write the API reference, pages for Sphinx, `api.md` and `llms.txt`."""
    with _problems_end_the_run():
        package = _generated(spec, overlay, docs).package
        from .reference.guides import read_guides
        from .reference.pages import render_pages

        files = render_pages(package, read_guides(pages))
        for path, text in files.items():
            (pages / "reference" / path).parent.mkdir(parents=True, exist_ok=True)
            (pages / "reference" / path).write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{pages / 'reference'}: {len(files)} pages")


@app.command()
def vendor(
    source: Annotated[str, typer.Argument(help="The upstream document: a path or an https URL.")],
    target: Annotated[Path, typer.Argument(help="The file that holds its facts, such as spec/b2b/document.yaml.")],
) -> None:
    """Take the facts of an upstream document over into a file; whatever fails, the old file stays."""
    with _problems_end_the_run():
        from .document.vendor import vendor_file

        vendor_file(source, target)
    typer.echo(f"{target}: the facts of {source}")


@app.command(epilog="Exit codes: 0 nothing, or documentation only; 1 additions, 2 breaking, 3 a side cannot be read.")
def diff(
    old: Annotated[str, typer.Argument(help="The documents before, or the one: a path, or git:REV:path.")],
    new: Annotated[str, typer.Argument(help="Those after.")] = str(_SPEC),
    overlay: OverlayFile = None,
    docs: DocsFile = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Show what changed for a caller, and whether it breaks code. A revision is read with what it says itself."""
    with _problems_end_the_run(3):
        from .diff.compare import compare
        from .diff.inputs import read_package

        before, after = (read_package(side, overlay, docs) for side in (old, new))
    changes = compare(before, after)
    _show(changes, output_format)
    from .diff.changes import exit_code

    raise typer.Exit(exit_code(changes))


def _show(changes: Sequence[Change], output_format: Format) -> None:
    from .diff import reports

    if output_format is Format.TEXT:
        from rich.console import Console

        Console(highlight=False, soft_wrap=True).print(reports.as_text(changes))
    else:
        typer.echo(reports.as_json(changes) if output_format is Format.JSON else reports.as_markdown(changes), nl=False)


@app.command()
def release(
    since: Annotated[
        str, typer.Option(help="The revision of the last release.", show_default="the tag of the version, v1.2.3")
    ] = "",
    date: Annotated[str, typer.Option(help="The day of the release.", show_default="today, in UTC")] = "",
    first: Annotated[bool, typer.Option("--first", help="There is no release before this one.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the entry of the changelog; write nothing.")
    ] = False,
) -> None:
    """Step the version and write the changelog, from the changes since the last release and from `news/`."""
    with _problems_end_the_run():
        from .release import prepare

        places = prepare.Places()
        _refuse_drift()
        day = date or datetime.datetime.now(datetime.UTC).date().isoformat()
        changes = None if first else _changes_since(since or _tag_of(prepare.read_version(places.version)))
        decided = prepare.plan(changes, places, day)
        if dry_run:
            typer.echo(decided.entry, nl=False)
        else:
            prepare.write_release(decided, places)
            typer.echo(f"{decided.step or 'first'}: {decided.before} -> {decided.after}")


def _refuse_drift() -> None:
    from . import output

    generated = _generated(_SPEC, None, None)
    if output.drift(generated.files, _OUT):
        raise InputError(str(_OUT), [Problem("", f"is not what {_SPEC} says: `make generate` makes it so")])


def _tag_of(version: Version) -> str:
    from .document.trees import is_revision

    tag = f"v{version}"
    if not is_revision(tag):
        reason = f"there is no tag {tag} yet: push it first; or say --since, or --first where nothing was released"
        raise InputError("release", [Problem("", reason)])
    return tag


def _changes_since(revision: str) -> Sequence[Change]:
    from .diff.compare import compare
    from .diff.inputs import read_package

    return compare(read_package(f"git:{revision}:{_SPEC}"), read_package(str(_SPEC)))


@app.command(epilog="Exit codes: 0 nothing is missing, 1 something is, 2 an input cannot be used.")
def lag(
    declined: Annotated[Path, typer.Option(help="The file that lists what is left out on purpose.")] = _DECLINED,
    official: Annotated[Path | None, typer.Option(help="A folder that holds another version of the package.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write it down, marked for review.")] = False,
    spec: Spec = _SPEC,
) -> None:
    """Show what the official SDK has and the documents lack, as actions for the overlay."""
    with _problems_end_the_run():
        from .inputs import load_inputs
        from .official import comparison, declining, introspection
        from .propose.decisions import Decisions
        from .propose.writing import write as write_decisions

        inputs = load_inputs(_sources(spec, None, None))
        version, facts = introspection.read_facts(official)
        entries = declining.read_declined(declined)
        found = comparison.find_lag(facts, inputs.merged.document, declining.names(entries), version)
        if write and found:
            write_decisions(Decisions(found.actions, ()), inputs)
            declining.add_for_review(declined, found.missing, version)
    typer.echo(str(found) if found else f"{spec}: the documents have all that {introspection.PACKAGE} {version} has")
    raise typer.Exit(1 if found else 0)


@app.command()
def propose(spec: Spec = _SPEC, overlay: OverlayFile = None, docs: DocsFile = None) -> None:
    """Write a guess, marked for review, for each decision that is needed; nothing is generated with a mark."""
    with _problems_end_the_run():
        from . import pipeline
        from .inputs import load_inputs
        from .propose.writing import write

        inputs = load_inputs(_sources(spec, overlay, docs))
        lines = write(pipeline.needed_decisions(inputs), inputs)
    typer.echo("\n".join(lines))
