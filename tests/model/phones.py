"""The phones of the model: the shipped modules of ``pwa/store`` and ``pwa/sync`` in one node process, on a pipe."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).resolve().parent
PATIENCE = 60  # seconds without a word, after which the phones are taken for hung

RUNS = 10  # after which the process is started anew: node never lets go of a realm whose modules were linked


class Broken(AssertionError):
    """The application failed in a way that none of its own code expected."""


class Killed(Exception):
    """The application ran out of steps while it did what it was told."""


@dataclass(frozen=True)
class Asked:
    """A request that a phone made and that has no answer yet."""

    device: str
    fetch: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Phones:
    """Devices by name. ``call`` makes one do something; what it asks of the server waits in ``asked`` meanwhile."""

    def __init__(self, start: bool = True) -> None:
        if start:
            self._process = _started()
        self._calls = self._runs = 0
        self._heard = b""
        self._events: dict[str, deque[Asked | str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(10)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def reset(self, plants: dict[str, list[list[str]]] | None = None) -> None:
        """Throw every device away. ``plants``: what to change in the modules before they are loaded."""
        self._events.clear()
        self._runs += 1
        if self._runs % RUNS == 0:
            self.__exit__()
            self._process, self._heard = _started(), b""
        self.call("", "reset", plants=plants or {})

    def call(self, device: str, do: str, **given: Any) -> Any:
        """Have a phone do something and return what came of it.

        Raises:
            Killed: it was killed before it was done.
            Broken: it failed.
        """
        self._calls += 1
        this = self._calls
        self._write({"id": this, "device": device, "do": do, **given})
        while True:
            line = self._read(device)
            if line.get("id") == this:
                if "error" in line:
                    raise Broken(f"{do}: {line['error']}")
                if line.get("killed"):
                    self.forget(device)
                    raise Killed(do)
                return line["result"]
            if self._note(line) == (device, "killed"):
                self.forget(device)
                raise Killed(do)

    def next(self, device: str) -> Asked | str:
        """What happens next on a phone that is exchanging: a request, ``synced``, ``failed`` or ``killed``."""
        waiting = self._events.setdefault(device, deque())
        while not waiting:
            self._note(self._read(device))
        return waiting.popleft()

    def answer(self, asked: Asked, status: int, headers: dict[str, str], body: bytes, broken: bool = False) -> None:
        """Let the answer to a request arrive; ``broken``: half of it, and then the connection ends."""
        told = {"status": status, "headers": headers, "body": base64.b64encode(body).decode(), "broken": broken}
        self._write({"device": asked.device, "do": "answer", "fetch": asked.fetch, **told})

    def fail(self, asked: Asked) -> None:
        """Let a request end without an answer."""
        self._write({"device": asked.device, "do": "answer", "fetch": asked.fetch})

    def forget(self, device: str) -> None:
        """The application of this device is no more: nothing it asked waits for an answer."""
        self._events.pop(device, None)

    def _note(self, line: dict[str, Any]) -> tuple[str, str] | None:
        if "fetch" in line:
            body = base64.b64decode(line["body"])
            asked = Asked(line["device"], line["fetch"], line["method"], line["path"], line["headers"], body)
            self._events.setdefault(asked.device, deque()).append(asked)
        elif line.get("event") == "synced":
            self._events.setdefault(line["device"], deque()).append("synced" if line["answered"] else "failed")
        elif line.get("event") == "killed":
            self._events.setdefault(line["device"], deque()).append("killed")
            return line["device"], "killed"
        elif line.get("event") == "unhandled":
            raise Broken(line["error"])
        return None

    def _write(self, line: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        self._process.stdin.flush()

    def _read(self, _device: str) -> dict[str, Any]:
        while b"\n" not in self._heard:
            pipe = self._process.stdout
            assert pipe is not None
            ready, _, _ = select.select([pipe], [], [], PATIENCE)
            more = os.read(pipe.fileno(), 1 << 16) if ready else b""
            if not more:
                raise Broken("the phones' process has ended" if ready else "a phone does not answer any more")
            self._heard += more
        raw, _, self._heard = self._heard.partition(b"\n")
        line: dict[str, Any] = json.loads(raw)
        return line


def _started() -> subprocess.Popen[bytes]:
    node = shutil.which("node")
    assert node, "node is not installed (make test installs it)"
    command = [node, "--experimental-vm-modules", "--no-warnings", str(HERE / "phones.mjs")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
