#!/usr/bin/env bash
# svix and standardwebhooks sign the wrong moment if they are given an aware datetime that is not in UTC.
# Webhook.sign(id, timestamp, data) keeps the date and the time of day, and replaces the zone with UTC. So a signature made for
# "now" in another zone covers a timestamp that is hours off, and Webhook.verify of the same package refuses it.
#
# Seen with svix 2.9.1 and standardwebhooks 1.1.0 on Python 3.11: the same moment in UTC and in UTC+02:00 has two signatures;
# a delivery with the second one is refused with "No matching signature found".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check svix==2.9.1 standardwebhooks==1.1.0
"$folder/env/bin/python" - <<'PYTHON'
import datetime

import standardwebhooks
import svix.webhooks

SECRET, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"type": "example"}'
in_utc = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
in_zone = in_utc.astimezone(datetime.timezone(datetime.timedelta(hours=2)))
assert in_utc == in_zone, "one moment, written twice"

for name, webhook, family in [
    ("svix 2.9.1", svix.webhooks.Webhook(SECRET), "svix"),
    ("standardwebhooks 1.1.0", standardwebhooks.Webhook(SECRET), "webhook"),
]:
    accepted = []
    for moment in (in_utc, in_zone):
        headers = {
            f"{family}-id": "msg_1",
            f"{family}-timestamp": str(int(moment.timestamp())),
            f"{family}-signature": webhook.sign("msg_1", moment, BODY),
        }
        try:
            webhook.verify(BODY, headers)
        except Exception as error:
            accepted.append(f"refused: {error}")
        else:
            accepted.append("accepted")
    print(f"{name}: signed in UTC: {accepted[0]}; the same moment in UTC+02:00: {accepted[1]}")
    assert accepted == ["accepted", "refused: No matching signature found"], accepted
PYTHON
