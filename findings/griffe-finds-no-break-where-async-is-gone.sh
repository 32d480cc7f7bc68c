#!/usr/bin/env bash
# griffe compares two versions of an API and reports changes that break callers (`griffe check`, find_breaking_changes). It
# reports nothing when an `async def` becomes a `def`, although each `await client.get()` then fails, and nothing when a `def`
# becomes an `async def`, although callers then receive a coroutine. griffe knows the difference: the function has the label
# "async". It also reports nothing when an exception changes its base class, so that `except ValueError` no longer catches
# it. A library for asyncio that relies on this check can release such a change as a minor version.
#
# Seen with griffe 2.4.1 on Python 3.11 and 3.13.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/old" "$folder/new"
cat >"$folder/old/sample.py" <<'PYTHON'
class Client:
    async def get(self, name: str) -> dict[str, str]: ...
    def close(self) -> None: ...
    def search(self, text: str) -> list[str]: ...


class InvalidName(ValueError): ...
PYTHON
cat >"$folder/new/sample.py" <<'PYTHON'
class Client:
    def get(self, name: str) -> dict[str, str]: ...
    async def close(self) -> None: ...
    def search(self, words: str) -> list[str]: ...


class InvalidName(LookupError): ...
PYTHON
cat >"$folder/compare.py" <<'PYTHON'
from importlib.metadata import version

import griffe

old, new = (griffe.load("sample", search_paths=[name]) for name in ("old", "new"))
broken = sorted({breakage.obj.path for breakage in griffe.find_breaking_changes(old, new)})
labels = {name: ["async" in api[f"Client.{name}"].labels for api in (old, new)] for name in ("get", "close")}
print(f"griffe {version('griffe')}: breaks found in {broken}; async before and after: {labels}")
assert broken == ["sample.Client.search"], broken
assert labels == {"get": [True, False], "close": [False, True]}, labels
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check griffe==2.4.1
cd "$folder"
env/bin/python compare.py
