"""The server as people get it: a process of its own that runs ``server.__main__``, on a port of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Protocol

HOUSE = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process(Protocol):
    """What is asked of a server's process."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def send_signal(self, sig: int, /) -> None: ...
    def wait(self, timeout: float, /) -> int: ...


class Server:
    """A running server: ``start``, ``stop`` (asked to end), ``kill`` (SIGKILL: power gone); the port stays the same.

    It is started as people start it, by ``python -m server``.

    Attributes:
        ahead: how far its clock is ahead of this machine's, from its next start on (``WarmServer`` does not know it).
        url: where it answers.
        instance: its folder (database if SQLite, keys, photos).
        log: file with what it printed.
    """

    def __init__(self, instance: Path, database_url: str = "", port: int | None = None, **environment: str) -> None:
        self.instance = instance
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance / "server.log"
        self.process: Process | None = None
        self.ahead = timedelta()
        self.environment = {
            **os.environ,
            "INSTANCE": str(instance),
            "DATABASE_URL": database_url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DEMO": "0",
            **environment,
        }

    def start(self, within: float = 90.0) -> Server:
        """Start it and wait until it answers."""
        self.instance.mkdir(parents=True, exist_ok=True)
        self.process = self._process()
        end = time.monotonic() + within
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        self.kill()
        raise RuntimeError(f"the server did not start:\n{self.printed()[-3000:]}")

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it between two instructions."""
        self._end(signal.SIGKILL)

    def restart(self) -> Server:
        """The same server once more: same folder, database, port."""
        self.stop()
        return self.start()

    def printed(self) -> str:
        """What it has printed so far, over all its lives."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _process(self) -> Process:
        module = ["tests.later", str(self.ahead.total_seconds())] if self.ahead else ["server"]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *module], cwd=HOUSE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(15)
        self.process = None


class WarmServer(Server):
    """The same server, forked from a process that has its code and its compiled surveys: most of a start is those."""

    def _process(self) -> Process:
        return _Forked(self.environment, self.log)


_warm = multiprocessing.get_context("forkserver")
_warm.set_forkserver_preload(["tests.warm"])


class _Forked:
    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.process = _warm.Process(target=_serve, args=(environment, log), daemon=True)
        self.process.start()

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def send_signal(self, sig: int, /) -> None:
        os.kill(self.pid, sig)

    def wait(self, timeout: float, /) -> int:
        self.process.join(timeout)
        code = self.process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("server", timeout)
        return code


def _serve(environment: dict[str, str], log: Path) -> None:
    """In the new process: nothing of whoever forked it but the code it has imported."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(HOUSE)
    with log.open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    from server.__main__ import main
    from tests import published

    with published.known():
        main()
