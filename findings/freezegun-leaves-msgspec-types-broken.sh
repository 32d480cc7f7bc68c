#!/usr/bin/env bash
# A msgspec type that is defined while freezegun stops the time stays broken after the time runs again. Its annotation is
# freezegun's FakeDatetime from then on, and msgspec does not decode into a subclass of datetime. Types are often defined late,
# by an import inside a function. The first test that stops the time then breaks all later tests in the same process that use
# the type, so the failures depend on the order of the tests. msgspec does not encode a FakeDatetime either: while the time is
# stopped, it cannot write the result of `datetime.now()` as JSON.
#
# Seen with msgspec 0.22.0 and freezegun 1.5.5 on Python 3.11 and 3.12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/events.py" <<'PYTHON'
import datetime

import msgspec


class Event(msgspec.Struct):
    at: datetime.datetime
PYTHON
cat >"$folder/see.py" <<'PYTHON'
import datetime
import sys

import freezegun
import msgspec

SENT = b'{"at":"2026-01-02T03:04:05Z"}'


def outcome(action):
    try:
        return repr(action())
    except (TypeError, msgspec.ValidationError) as error:
        return f"{type(error).__name__}: {error}"


if "before" in sys.argv:
    import events
with freezegun.freeze_time("2026-01-02T03:04:05Z"):
    import events

    print("encode now(), time stopped:", outcome(lambda: msgspec.json.encode(datetime.datetime.now(datetime.UTC))))
print("decode, time running again:", outcome(lambda: msgspec.json.decode(SENT, type=events.Event)))
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check msgspec==0.22.0 freezegun==1.5.5
echo "msgspec 0.22.0, freezegun 1.5.5, $("$folder/env/bin/python" --version)"
before=$(cd "$folder" && env/bin/python see.py before)
within=$(cd "$folder" && env/bin/python see.py)
printf 'the type is imported before the time is stopped:\n%s\n' "$before"
printf 'the type is imported while the time is stopped:\n%s\n' "$within"
grep -q "encode now(), time stopped: TypeError: Encoding objects of type FakeDatetime is unsupported" <<<"$before"
grep -q "decode, time running again: Event(at=" <<<"$before"
grep -q 'decode, time running again: ValidationError: Expected `FakeDatetime`, got `str`' <<<"$within"
