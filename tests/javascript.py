"""Lets pytest run the tests that are written in JavaScript: a file ``*.test.mjs`` is one test, for ``node --test``."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest


class Broken(Exception):
    """A JavaScript test failed; the message is what node printed."""


class JavaScriptFile(pytest.File):
    """One file, one test: node's own report says which fact in it did not hold."""

    def collect(self) -> Iterator[pytest.Item]:
        yield JavaScriptTest.from_parent(self, name="node")


class JavaScriptTest(pytest.Item):
    def runtest(self) -> None:
        node = shutil.which("node")
        if not node:
            raise Broken("node is not installed (make test installs it)")
        done = subprocess.run(
            [node, "--test", str(self.path)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            cwd=self.path.parent,
        )
        if done.returncode:
            raise Broken(done.stdout[-6000:] + done.stderr[-2000:])
        if "# tests 0" in done.stdout or "tests 0\n" in done.stdout:
            raise Broken("this file holds no test")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Any, int, str]:
        return self.path, 0, str(self.path.name)
