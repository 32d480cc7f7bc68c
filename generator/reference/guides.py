"""The hand-written pages of a folder for `llms.txt`: their titles and first paragraphs, without markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath

import attrs


@attrs.frozen(kw_only=True)
class Summary:
    """A hand-written page: its path without a suffix, its title, and its first paragraph."""

    path: str
    title: str
    text: str


def read_guides(folder: Path) -> list[Summary]:
    """Return the summaries of the hand-written pages of a folder."""
    found = sorted(path.relative_to(folder) for path in folder.rglob("*.md"))
    paths = [path.with_suffix("").as_posix() for path in found if path.parts[0] not in _OTHERS]
    texts = {path: (folder / f"{path}.md").read_text(encoding="utf-8").strip() for path in paths}
    titles = {path: text.partition("\n")[0].removeprefix("# ") for path, text in texts.items()}
    return [Summary(path=path, title=titles[path], text=_first_paragraph(path, texts[path], titles)) for path in paths]


_OTHERS = frozenset({"_build", "index.md", "reference"})
_FENCE = re.compile(r"^(```+|:::+).*?^\1$", re.DOTALL | re.MULTILINE)
_PROSE = re.compile(r"[\w`\[]|\*\*")
_ROLE = re.compile(r"\{[\w:-]+\}`~?")
_LINK = re.compile(r"\[([^]]*)\]\(([^)#]*)[^)]*\)")


def _first_paragraph(path: str, text: str, titles: Mapping[str, str]) -> str:
    _, *paragraphs = _FENCE.sub("", text).split("\n\n")
    plain = next((" ".join(found.split()) for found in paragraphs if _PROSE.match(found)), "")
    folder = PurePosixPath(path).parent

    def shown(link: re.Match[str]) -> str:
        target = normpath(folder / link[2]).removesuffix(".md")
        return link[1] or f'"{titles.get(target, target)}"'

    return re.sub(r":$", ".", _LINK.sub(shown, _ROLE.sub("`", plain)))
