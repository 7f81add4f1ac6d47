"""The two evaluators as processes that answer a line for a line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parents[1] / "tools"


class Driver:
    """One process; ``ask`` sends all lines and returns all answers."""

    def __init__(self, *command: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env={**os.environ, "PYTHON": sys.executable, **environment},
        )  # fmt: skip

    def ask(self, lines: list[dict[str, Any]], at_once: int = 50) -> Iterator[dict[str, Any]]:
        """A few lines at a time, so that neither pipe fills up."""
        assert self.process.stdin
        assert self.process.stdout
        for start in range(0, len(lines), at_once):
            batch = lines[start : start + at_once]
            self.process.stdin.write("".join(json.dumps(line) + "\n" for line in batch))
            self.process.stdin.flush()
            for _ in batch:
                yield json.loads(self.process.stdout.readline())


@contextmanager
def driver(name: str, *arguments: str, **environment: str) -> Iterator[Driver]:
    """``evaluate.py`` or another tool of tests/tools, ended with the block."""
    runner = "node" if name.endswith(".mjs") else sys.executable
    made = Driver(runner, str(TOOLS / name), *arguments, **environment)
    try:
        yield made
    finally:
        assert made.process.stdin
        assert made.process.stdout
        made.process.stdin.close()
        made.process.wait(timeout=20)
        made.process.stdout.close()
