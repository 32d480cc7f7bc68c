"""Real processes: what each knows, how soon, and what it fetches. `soak` runs for a minute."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.local_auth.world import SESSION, claims, jwks, sign
from tests.store.servers import binary, serving

from . import soak

LATE = "2099-01-01T00:00:00Z"


@pytest.mark.release
@pytest.mark.timeout(300)
def test_nobody_revoked_gets_in_and_nobody_valid_is_refused(tmp_path: Path) -> None:
    binary("redis")
    result = asyncio.run(soak.soak(tmp_path, 60.0))
    print(result)  # noqa: T201 (a table of results: `pytest -s`)
    assert result.accepted_after_bound == []
    assert result.refused_though_valid == []
    assert result.errors == []
    assert result.outages == soak.OUTAGES
    assert result.revoked > 100
    assert max(result.memory_growth) < 8 * 2**20


@pytest.mark.release
@pytest.mark.timeout(300)
def test_64_cold_processes_make_one_request_each_for_keys_and_policies(tmp_path: Path) -> None:
    for server in serving(tmp_path / "server"):
        keys = tmp_path / "jwks.json"
        keys.write_bytes(jwks("k1"))
        now = int(time.time())
        token = sign(claims(iat=now, nbf=now, exp=now + 300, **{SESSION: {**claims()[SESSION], "expires_at": LATE}}))
        command = [sys.executable, "-m", "tests.fleet.cold_process", f"redis://127.0.0.1:{server.port}", keys, token]
        pipe = subprocess.PIPE
        processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(64)]
        try:
            for word in ("ready", "authorized"):
                assert {each.stdout.readline().strip() for each in processes if each.stdout} == {word}
                for each in processes:
                    assert each.stdin is not None
                    each.stdin.write("\n")
                    each.stdin.flush()
        finally:
            for each in processes:
                each.kill()
                each.communicate()
    requests = (tmp_path / "requests").read_text().split()
    assert len(requests) == len(set(requests)) == 3
