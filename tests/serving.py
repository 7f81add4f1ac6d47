"""The server as people get it: a child process started by ``python -m server``, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A running server: ``start``, ``stop`` (asked to end), ``kill`` (SIGKILL: power gone); the port stays the same.

    Attributes:
        url: where it answers.
        instance: its folder (database if SQLite, keys, photos).
        log: file with what it printed.
    """

    def __init__(self, instance: Path, database_url: str = "", port: int | None = None, **environment: str) -> None:
        self.instance = instance
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
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
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server"], cwd=HOUSE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
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

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(15)
        self.process = None
