"""Eight processes, revocations, and a server that is killed: `python -m tests.fleet.soak [SECONDS [OUTAGES]]`.

Sessions start continuously, and all processes verify the tokens of all sessions. One of the processes revokes most
sessions after a moment; the others stay valid. Meanwhile the server is killed six times and restarts empty, and a key
is rotated.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from tests.local_auth.world import SESSION, claims, jwks, sign
from tests.store.servers import Server

PROCESSES, OUTAGES = 8, 6
REVOCATIONS = 20.0
"""Revocations per second."""
LIVE = 30
"""Sessions that are never revoked."""
AGREED = 2.0
"""The maximum time until all processes agree, after a revocation and after an outage, in seconds."""


@attrs.define
class Process:
    """A process of the service."""

    process: asyncio.subprocess.Process
    said: list[dict[str, Any]] = attrs.field(factory=list)

    @classmethod
    async def start(cls, url: str, keys: Path) -> Process:
        command = (sys.executable, "-m", "tests.fleet.soak_process", url, str(keys))
        pipe = asyncio.subprocess.PIPE
        made = cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=2**26))
        await made.read()
        return made

    def tell(self, **command: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(command)}\n".encode())

    async def read(self) -> bool:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if line:
            self.said.append(json.loads(line))
        return bool(line)

    async def read_all(self) -> None:
        while await self.read():
            pass

    def all(self, name: str) -> list[Any]:
        return [said[name] for said in self.said if name in said]

    async def stop(self) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()
        return {}


@attrs.define
class Result:
    """The results of the soak, with times in seconds."""

    seconds: float
    verified: int
    revoked: int
    outages: int
    lag_median: float
    lag_p99: float
    accepted_after_bound: list[str]
    refused_though_valid: list[str]
    errors: list[str]
    slowest_verification: float
    slowest_revocation: float
    longest_disagreement: float
    memory_growth: list[int]
    late: float
    commands: float
    sent: float

    def __str__(self) -> str:
        rows = [
            ("verifications", f"{self.verified:,}"),
            ("revocations", f"{self.revoked:,}"),
            ("times the server was killed", f"{self.outages}"),
            ("from a revocation to all processes, median", f"{self.lag_median * 1000:.1f} ms"),
            ("the same, 99 %", f"{self.lag_p99 * 1000:.1f} ms"),
            ("the same around an outage, longest after the server is back", f"{self.longest_disagreement:.2f} s"),
            ("revoked sessions that were accepted after the bound", f"{len(self.accepted_after_bound)}"),
            ("valid sessions that were refused", f"{len(self.refused_though_valid) + len(self.errors)}"),
            ("slowest verification", f"{self.slowest_verification * 1000:.0f} ms"),
            ("slowest revocation, the store's part included", f"{self.slowest_revocation * 1000:.0f} ms"),
            ("the longest for which a process got no turn on the machine", f"{self.late * 1000:.0f} ms"),
            ("memory that a process gained in the second half", f"{max(self.memory_growth) / 2**20:.1f} MiB"),
        ]
        if not self.outages:
            rows.append(("commands of the server in a second", f"{self.commands:.0f}"))
            rows.append(("bytes from the server in a second", f"{self.sent:,.0f}"))
        return "\n".join(f"| {name} | {value} |" for name, value in rows)


@attrs.define
class Soak:
    """A run."""

    server: Server
    keys: Path
    seconds: float
    outages_wanted: int = OUTAGES
    processes: list[Process] = attrs.field(factory=list)
    sessions: list[str] = attrs.field(factory=list)
    alive: set[str] = attrs.field(factory=set)
    outages: list[tuple[float, float]] = attrs.field(factory=list)
    kid: str = "k1"

    def begin_session(self) -> str:
        now, name = int(time.time()), f"session-{len(self.sessions)}"
        session = {**claims()[SESSION], "id": name, "expires_at": "2099-01-01T00:00:00Z"}
        said = claims(iat=now, nbf=now, exp=now + 300, **{SESSION: session})
        for process in self.processes:
            process.tell(name=name, token=sign(said, kid=self.kid))
        self.sessions.append(name)
        return name

    async def revoke_all_the_time(self) -> None:
        while True:
            name = self.begin_session()
            await asyncio.sleep(1 / REVOCATIONS)
            random.choice(self.processes).tell(revoke=name)

    async def kill_now_and_then(self) -> None:
        for _ in range(self.outages_wanted):
            await asyncio.sleep(self.seconds / (self.outages_wanted + 1) - 1)
            began = time.time()
            self.server.kill()
            await asyncio.sleep(random.uniform(0.2, 1.0))
            await asyncio.to_thread(self.server.start)
            self.outages.append((began, time.time()))

    async def rotate(self) -> None:
        """Publish a second key, and sign with it. Clients fetch keys at most once in 30 seconds."""
        await asyncio.sleep(max(31.0, self.seconds / 2))
        self.keys.write_bytes(jwks("k1", "k2"))
        self.kid = "k2"

    async def run(self) -> Result:
        self.keys.write_bytes(jwks("k1"))
        url = f"redis://127.0.0.1:{self.server.port}"
        self.processes = [await Process.start(url, self.keys) for _ in range(PROCESSES)]
        reading = [asyncio.create_task(process.read_all()) for process in self.processes]
        self.alive = {self.begin_session() for _ in range(LIVE)}
        doing = [self.revoke_all_the_time(), self.kill_now_and_then(), self.rotate(), self.measure_memory()]
        before = self.counted()
        tasks = [asyncio.create_task(each) for each in doing]
        await asyncio.sleep(self.seconds)
        commands, sent = (now - then for now, then in zip(self.counted(), before, strict=True))
        for task in tasks:
            task.cancel()
        for found in await asyncio.gather(*tasks, return_exceptions=True):
            if found is not None and not isinstance(found, asyncio.CancelledError):
                raise found
        await asyncio.sleep(AGREED)
        for process in self.processes:
            process.tell(memory=True)
        await asyncio.gather(*(process.stop() for process in self.processes))
        await asyncio.gather(*reading)
        return self.result(commands / self.seconds, sent / self.seconds)

    def counted(self) -> tuple[int, int]:
        """Return the number of commands that the server executed and of bytes that it sent since its last start."""
        stats = dict(line.split(":", 1) for line in self.server.command("INFO stats").splitlines() if ":" in line)
        return int(stats["total_commands_processed"]), int(stats["total_net_output_bytes"])

    async def measure_memory(self) -> None:
        await asyncio.sleep(self.seconds / 2)
        for process in self.processes:
            process.tell(memory=True)

    def bound(self, at: float, late: float) -> float:
        """Return the time at which all processes must know a revocation, if each may be `late` seconds late."""
        ends = [ended for began, ended in self.outages if began - AGREED <= at <= ended]
        # A revocation takes a process, the server, another process, and its next look.
        return max(at, *ends, at) + AGREED + 4 * late

    def result(self, commands: float, sent: float) -> Result:
        reports = [process.all("report")[0] for process in self.processes]
        revoked = {said["revoked"]: said["at"] for each in self.processes for said in each.said if "revoked" in said}
        took = [said["took"] for each in self.processes for said in each.said if "took" in said]
        busy = max(report["late"] for report in reports)
        late = [
            f"{name} was accepted {report['accepted'][name] - at:.3f} s after its revocation"
            for name, at in revoked.items()
            for report in reports
            if report["accepted"].get(name, 0.0) > self.bound(at, busy)
        ]
        lags = [
            lag
            for report in reports
            for moment, lag in report["lags"]
            if not any(began - 1 <= moment - lag <= ended + AGREED for began, ended in self.outages)
        ]
        lags.sort()
        return Result(
            seconds=self.seconds,
            verified=sum(report["verified"] for report in reports),
            revoked=len(revoked),
            outages=len(self.outages),
            lag_median=lags[len(lags) // 2],
            lag_p99=lags[len(lags) * 99 // 100],
            accepted_after_bound=late,
            refused_though_valid=[name for report in reports for name in self.alive & set(report["refused"])],
            errors=[error for report in reports for error in report["errors"]],
            slowest_verification=max(report["slowest"] for report in reports),
            slowest_revocation=max(took),
            longest_disagreement=max(self._disagreements(revoked, reports), default=0.0),
            memory_growth=[process.all("memory")[-1] - process.all("memory")[0] for process in self.processes],
            late=busy,
            commands=commands,
            sent=sent,
        )

    def _disagreements(self, revoked: dict[str, float], reports: Sequence[dict[str, Any]]) -> list[float]:
        """Return the longest time after each outage for which a session was accepted that had been revoked by then."""
        return [
            report["accepted"].get(name, 0.0) - max(at, ended)
            for began, ended in self.outages
            for name, at in revoked.items()
            if began - 1.0 <= at <= ended + AGREED
            for report in reports
        ]


async def soak(folder: Path, seconds: float, outages: int = OUTAGES) -> Result:
    server = Server(folder / "server").start()
    running = Soak(server, folder / "jwks.json", seconds, outages)
    try:
        return await running.run()
    finally:
        for each in running.processes:
            with contextlib.suppress(ProcessLookupError):
                each.process.kill()
        server.kill()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        wanted = (float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, int(sys.argv[2]) if len(sys.argv) > 2 else OUTAGES)
        print(asyncio.run(soak(Path(made), *wanted)))
