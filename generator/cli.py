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
    from .release.versions import Version

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Makes the SDK's models and resources from an OpenAPI document.",
    epilog="Exit codes: 0 done, 1 `check` found a difference, 2 an input cannot be used (nothing is written); "
    "`diff` has its own.",
)

_SPEC = Path("spec/b2b/document.yaml")
_OVERLAY = Path("spec/b2b/overlay.yaml")
_DOCS = Path("spec/b2b/docs.yaml")
_OUT = Path("src/aiostytch")

Spec = Annotated[Path, typer.Option(help="The OpenAPI document, YAML or JSON.")]
OverlayFile = Annotated[
    Path | None,
    typer.Option(
        help="What is laid over the document: an OpenAPI Overlay 1.0 document.",
        show_default=f"{_OVERLAY} for our own document",
    ),
]
DocsFile = Annotated[
    Path | None, typer.Option(help="The texts of the docstrings.", show_default=f"{_DOCS} for our own document")
]
Out = Annotated[Path, typer.Option(help="The package's folder; `models` and `resources` in it are the generator's.")]
NoOverlay = Annotated[bool, typer.Option("--no-overlay", help="Take the document as it is.")]
NoDocs = Annotated[bool, typer.Option("--no-docs", help="Take the document's own descriptions.")]


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


def _sources(
    spec: Path, overlay: Path | None, docs: Path | None, *, no_overlay: bool, no_docs: bool
) -> pipeline.Sources:
    from . import pipeline

    return pipeline.Sources(
        spec=spec,
        overlay=None if no_overlay else overlay or _ours(spec, _OVERLAY),
        docs=None if no_docs else docs or _ours(spec, _DOCS),
    )


def _generated(
    spec: Path, overlay: Path | None, docs: Path | None, *, no_overlay: bool, no_docs: bool
) -> pipeline.Generated:
    from . import pipeline

    return pipeline.generate(_sources(spec, overlay, docs, no_overlay=no_overlay, no_docs=no_docs))


def _ours(spec: Path, path: Path) -> Path | None:
    """Return a file of ours, which goes with our own document only."""
    return path if spec == _SPEC else None


@app.command()
def generate(
    spec: Spec = _SPEC,
    overlay: OverlayFile = None,
    docs: DocsFile = None,
    out: Out = _OUT,
    no_overlay: NoOverlay = False,
    no_docs: NoDocs = False,
) -> None:
    """Write the package; files in its two generated folders that nothing makes any more are removed."""
    started = time.perf_counter()
    with _problems_end_the_run():
        generated = _generated(spec, overlay, docs, no_overlay=no_overlay, no_docs=no_docs)
        from . import output

        written = output.write(generated.files, out)
    classes = sum(len(module.classes) for module in generated.package.modules)
    typer.echo(
        f"{out}: {len(generated.package.operations())} operations and {classes} models in "
        f"{time.perf_counter() - started:.1f} s; {written.changed} files written, {written.unchanged} unchanged, "
        f"{written.removed} removed"
    )


@app.command()
def check(
    spec: Spec = _SPEC,
    overlay: OverlayFile = None,
    docs: DocsFile = None,
    out: Out = _OUT,
    no_overlay: NoOverlay = False,
    no_docs: NoDocs = False,
) -> None:
    """Show, as a unified diff, how the package differs from what `generate` would write. Nothing is written."""
    with _problems_end_the_run():
        generated = _generated(spec, overlay, docs, no_overlay=no_overlay, no_docs=no_docs)
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
    no_overlay: NoOverlay = False,
    no_docs: NoDocs = False,
) -> None:
    """Write the API reference, pages for Sphinx, `api.md` and `llms.txt`."""
    with _problems_end_the_run():
        package = _generated(spec, overlay, docs, no_overlay=no_overlay, no_docs=no_docs).package
        from .reference.pages import read_guides, render_pages

        files = render_pages(package, read_guides(pages))
        for path, text in files.items():
            (pages / "reference" / path).parent.mkdir(parents=True, exist_ok=True)
            (pages / "reference" / path).write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{pages / 'reference'}: {len(files)} pages")


@app.command()
def vendor(
    source: Annotated[str, typer.Argument(help="The upstream document: a path or an https URL.")],
    spec: Spec = _SPEC,
) -> None:
    """Take the facts of an upstream document over into `--spec`; whatever fails, the old file stays."""
    with _problems_end_the_run():
        from .document.vendor import vendor_file

        vendor_file(source, spec)
    typer.echo(f"{spec}: the facts of {source}")


@app.command(epilog="Exit codes: 0 nothing, or documentation only; 1 additions, 2 breaking, 3 a side cannot be read.")
def diff(
    old: Annotated[str, typer.Argument(help="The document before: a path, or git:REV:path.")],
    new: Annotated[str, typer.Argument(help="The document after.")] = str(_SPEC),
    overlay: OverlayFile = None,
    docs: DocsFile = None,
    no_overlay: NoOverlay = False,
    no_docs: NoDocs = False,
    output_format: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Show what changed for a caller, and whether it breaks code. A revision is read with its own overlay and docs."""
    with _problems_end_the_run(3):
        from .diff.compare import compare
        from .diff.sides import package

        before, after = (
            package(side, _sources(Path(side), overlay, docs, no_overlay=no_overlay, no_docs=no_docs))
            for side in (old, new)
        )
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

    generated = _generated(_SPEC, None, None, no_overlay=False, no_docs=False)
    if output.drift(generated.files, _OUT):
        raise InputError(str(_OUT), [Problem("", f"is not what {_SPEC} says: `make generate` makes it so")])


def _tag_of(version: Version) -> str:
    from .diff.sides import is_known

    tag = f"v{version}"
    if not is_known(tag):
        reason = f"there is no tag {tag} yet: push it first; or say --since, or --first where nothing was released"
        raise InputError("release", [Problem("", reason)])
    return tag


def _changes_since(revision: str) -> Sequence[Change]:
    from .diff.compare import compare
    from .diff.sides import package

    sources = _sources(_SPEC, None, None, no_overlay=False, no_docs=False)
    return compare(package(f"git:{revision}:{_SPEC}", sources), package(str(_SPEC), sources))


@app.command()
def propose(spec: Spec = _SPEC, overlay: OverlayFile = _OVERLAY, docs: DocsFile = _DOCS) -> None:
    """Write a guess, marked for review, for each decision that the document needs; nothing is generated with a mark."""
    with _problems_end_the_run():
        from . import pipeline
        from .propose.writing import write

        overlay, docs = overlay or _OVERLAY, docs or _DOCS
        needed = pipeline.needed_decisions(pipeline.Sources(spec=spec, overlay=overlay, docs=docs))
        write(needed, overlay, docs)
    typer.echo(f"{overlay}: {len(needed.actions)} proposals; {docs}: {len(needed.texts)} proposals")
