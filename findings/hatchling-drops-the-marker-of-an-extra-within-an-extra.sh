#!/usr/bin/env bash
# An extra of a project can include another extra of the same project under a condition, for instance
# `all = ["sample[color]; python_version < '3'"]`. hatchling replaces this entry with the requirements of the included extra
# when it writes the metadata of the wheel, and drops the condition. So `pip install sample[all]` installs colorama on each
# Python, and on each platform if the condition names a platform. If a requirement has no release for that Python or
# platform, the extra cannot be installed there. The build does not warn. setuptools keeps the condition.
#
# Seen with hatchling 1.33.0 and setuptools 84.2.1 on Python 3.11 and 3.13.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check hatchling==1.33.0 setuptools==84.2.1
mkdir "$folder/project"
cat >"$folder/project/pyproject.toml" <<'TOML'
[project]
name = "sample"
version = "1.0"

[project.optional-dependencies]
color = ["colorama"]
all = ["sample[color]; python_version < '3'"]

[tool.setuptools]
py-modules = ["sample"]
TOML
touch "$folder/project/sample.py"
cat >"$folder/build.py" <<'PYTHON'
import importlib
import os
import sys
import zipfile
from email.parser import HeaderParser

os.chdir(sys.argv[1])
backend = importlib.import_module(sys.argv[2])
wheel = backend.build_wheel("..")
with zipfile.ZipFile(f"../{wheel}") as archive:
    metadata = HeaderParser().parsestr(archive.read("sample-1.0.dist-info/METADATA").decode())
print(next(line for line in metadata.get_all("Requires-Dist") if "all" in line))
PYTHON
hatchling=$("$folder/env/bin/python" "$folder/build.py" "$folder/project" hatchling.build)
setuptools=$("$folder/env/bin/python" "$folder/build.py" "$folder/project" setuptools.build_meta 2>/dev/null | tail -n 1)
printf "all = [\"sample[color]; python_version < '3'\"] becomes\n"
printf 'hatchling 1.33.0: Requires-Dist: %s\n' "$hatchling"
printf 'setuptools 84.2.1: Requires-Dist: %s\n' "$setuptools"
[ "$hatchling" = "colorama; extra == 'all'" ]
[ "$setuptools" = 'sample[color]; python_version < "3" and extra == "all"' ]
