#!/usr/bin/env bash
# msgspec decodes `{}` about four times slower than an object with a null for each of 20 fields, if the type is a dataclass or
# an attrs class with slots, whose fields all default to None. For each field that is missing in the JSON, the decoder looks up
# the attribute of the new object before it sets the default. An empty slot answers with an AttributeError, whose message is
# formatted and thrown away. A dataclass without slots has its defaults as attributes of the class, so the lookup succeeds, and
# `{}` is the faster one, as for a Struct. `attrs.define` and `@dataclass(slots=True)` are usually chosen for speed, and an API
# that omits null fields is usually considered cheaper to read.
#
# Seen with msgspec 0.22.0 and attrs 26.1.0 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/see.py" <<'PYTHON'
import dataclasses
import timeit

import attrs
import msgspec

NAMES = [f"field_{number}" for number in range(20)]
NULLS = msgspec.json.encode(dict.fromkeys(NAMES))
FIELDS = [(name, int | None, dataclasses.field(default=None)) for name in NAMES]
KINDS = {
    "attrs with slots": attrs.make_class("A", {n: attrs.field(default=None, type=int | None) for n in NAMES}, slots=True),
    "dataclass with slots": dataclasses.make_dataclass("D", FIELDS, slots=True),
    "dataclass without slots": dataclasses.make_dataclass("E", FIELDS),
    "msgspec.Struct": msgspec.defstruct("S", [(name, int | None, None) for name in NAMES]),
}


def microseconds(decoder, content):
    return min(timeit.repeat(lambda: decoder.decode(content), number=1000, repeat=30)) * 1000


for name, kind in KINDS.items():
    decoder = msgspec.json.Decoder(kind)
    assert decoder.decode(b"{}") == decoder.decode(NULLS)
    missing, nulls = microseconds(decoder, b"{}"), microseconds(decoder, NULLS)
    slower = missing > 2 * nulls
    faster = missing < nulls
    verdict = "far slower" if slower else "faster" if faster else "alike"
    print(f"{name}: {{}} {missing:.2f} us, 20 nulls {nulls:.2f} us: {{}} is {verdict}")
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check msgspec==0.22.0 attrs==26.1.0
echo "msgspec 0.22.0, attrs 26.1.0, $("$folder/env/bin/python" --version)"
found=$("$folder/env/bin/python" "$folder/see.py")
echo "$found"
grep -q "attrs with slots: .* is far slower" <<<"$found"
grep -q "dataclass with slots: .* is far slower" <<<"$found"
grep -q "dataclass without slots: .* is faster" <<<"$found"
grep -q "msgspec.Struct: .* is faster" <<<"$found"
