"""Verification of a webhook."""

import base64
import hmac
import json
import secrets
import time
from collections.abc import Iterator

from .bench import Bench
from .bodies import delivery
from .timing import Measurement

SVIX = "svix, without decoding"
TO_SVIX = 0.5


def run(bench: Bench) -> Iterator[Measurement]:
    """Compare the CPU times of a verification with that of Svix's package, which does not decode the body."""
    count = 10 if bench.quick else 2000
    signed = {"delivery": bench.file("delivery.json", _signed(delivery())), "count": count}
    svix = bench.candidate(SVIX, "svix", "webhooks.svix", **signed)
    for title, decode in (("A webhook, CPU time", False), ("A webhook and its object, CPU time", True)):
        ours = bench.candidate("aiostytch", "wheel", "webhooks.ours", **signed, decode=decode)
        yield bench.measure(title, [ours, svix], rounds=21).compared(SVIX, TO_SVIX)


def _signed(body: bytes) -> bytes:
    """Return a delivery as JSON: its headers, its body and its secret."""
    key, now = secrets.token_bytes(24), int(time.time())
    signature = base64.b64encode(hmac.digest(key, b"msg_1.%d.%b" % (now, body), "sha256")).decode()
    headers = {"svix-id": "msg_1", "svix-timestamp": str(now), "svix-signature": f"v1,{signature}"}
    secret = f"whsec_{base64.b64encode(key).decode()}"
    return json.dumps({"headers": headers, "body": body.decode(), "secret": secret}).encode()
