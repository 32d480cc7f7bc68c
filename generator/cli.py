"""The command line, `python -m generator`."""

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

if TYPE_CHECKING:  # each command imports what it needs: importing all of it takes a second, and `--help` should not
    from . import pipeline
    from .diff.changes import Change
    from .document.manifest import Source
    from .release.versions import Version

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Generate the SDK's models and resources from OpenAPI documents.",
    epilog="Exit codes: 0 success; 1 `check` found a difference; 2 an input is invalid, and nothing was written. "
    "`diff` and `lag` have their own.",
)

_SPEC = Path("spec")
_OUT = Path("src/aiostytch")
_DECLINED = Path("spec/declined.yaml")

Spec = Annotated[
    Path, typer.Option(help="A folder of documents with a `documents.yaml`, or one OpenAPI document (YAML or JSON).")
]
OverlayFile = Annotated[Path | None, typer.Option(help="An OpenAPI Overlay 1.0 file, only for a single document.")]
DocsFile = Annotated[Path | None, typer.Option(help="The texts of the docstrings, only for a single document.")]
Out = Annotated[
    Path, typer.Option(help="The folder of the package. The generator owns `models` and `resources` in it.")
]


class Format(StrEnum):
    """Output formats of `diff`."""

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
    """Write the package, and remove stale files from its two generated folders."""
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
    """Show how the package differs from what `generate` would write, as a unified diff. Writes nothing."""
    with _problems_end_the_run():
        generated = _generated(spec, overlay, docs)
        from . import output

        difference = output.drift(generated.files, out)
    if difference:
        typer.echo(difference, nl=False)
        raise typer.Exit(1)
    typer.echo(f"{out}: all {len(generated.files)} files match {spec}")


@app.command()
def reference(
    pages: Annotated[
        Path, typer.Argument(help="The folder of the hand-written pages. The reference goes to `reference` in it.")
    ],
    spec: Spec = _SPEC,
    overlay: OverlayFile = None,
    docs: DocsFile = None,
) -> None:
    """Write the API reference: pages for Sphinx, `api.md` and `llms.txt`."""
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
    target: Annotated[Path, typer.Argument(help="The file to write, such as spec/b2b/document.yaml.")],
) -> None:
    """Write the facts of an upstream document to a file. If anything fails, the old file stays."""
    with _problems_end_the_run():
        from .document.vendor import vendor_file

        vendor_file(source, target)
    typer.echo(f"{target}: the facts of {source}")


@app.command(
    epilog="Exit codes: 0 no change, or documentation only; 1 additions; 2 breaking changes; 3 a side cannot be read."
)
def diff(
    old: Annotated[str, typer.Argument(help="The document or folder before the change: a path, or git:REV:path.")],
    new: Annotated[str, typer.Argument(help="The document or folder after the change.")] = str(_SPEC),
    overlay: OverlayFile = None,
    docs: DocsFile = None,
    output_format: Annotated[Format, typer.Option("--format", help="The output format.")] = Format.TEXT,
) -> None:
    """Show what changes for callers, and whether it breaks their code.

    A git revision is read with the overlays and texts of that revision.
    """
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
    date: Annotated[str, typer.Option(help="The date of the release.", show_default="today, in UTC")] = "",
    first: Annotated[bool, typer.Option("--first", help="This is the first release.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the changelog entry; write nothing.")] = False,
) -> None:
    """Bump the version and write the changelog, from the changes since the last release and from `news/`."""
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
        raise InputError(str(_OUT), [Problem("", f"does not match {_SPEC}: run `make generate`")])


def _tag_of(version: Version) -> str:
    from .document.trees import is_revision

    tag = f"v{version}"
    if not is_revision(tag):
        reason = f"the tag {tag} does not exist: push it first, or pass --since, or --first before the first release"
        raise InputError("release", [Problem("", reason)])
    return tag


def _changes_since(revision: str) -> Sequence[Change]:
    from .diff.compare import compare
    from .diff.inputs import read_package

    return compare(read_package(f"git:{revision}:{_SPEC}"), read_package(str(_SPEC)))


@app.command(epilog="Exit codes: 0 nothing is missing; 1 something is missing; 2 an input is invalid.")
def lag(
    declined: Annotated[Path, typer.Option(help="The file that lists what is left out on purpose.")] = _DECLINED,
    official: Annotated[
        Path | None, typer.Option(help="A folder with the official SDK. Default: the installed version.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Add the actions to the overlay, marked for review.")] = False,
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
    typer.echo(str(found) if found else f"{spec}: nothing of {introspection.PACKAGE} {version} is missing")
    raise typer.Exit(1 if found else 0)


@app.command()
def propose(spec: Spec = _SPEC, overlay: OverlayFile = None, docs: DocsFile = None) -> None:
    """Write a guess for each open decision, marked for review.

    `generate` refuses documents that still have such marks.
    """
    with _problems_end_the_run():
        from . import pipeline
        from .inputs import load_inputs
        from .propose.writing import write

        inputs = load_inputs(_sources(spec, overlay, docs))
        lines = write(pipeline.needed_decisions(inputs), inputs)
    typer.echo("\n".join(lines))
