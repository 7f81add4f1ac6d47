"""``make test``: every test on SQLite, every test on PostgreSQL, the same ones; arguments go to pytest.

Ends with a plain line ``N passed, 0 failed``. Fails if a test failed, was only there on one database, or was skipped
on one and not on the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as Xml
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
KINDS = ("sqlite", "postgresql")
WORKERS = os.environ.get("WORKERS", str(min(os.cpu_count() or 1, 4)))


def results(kind: str, arguments: list[str], folder: Path) -> tuple[dict[str, str], int]:
    """Run the tests on ``kind``: outcome (passed, failed, skipped) by test id, and pytest's exit code."""
    report = folder / f"{kind}.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-n", WORKERS, "--dist", "worksteal"]
    code = subprocess.run([*command, *arguments], cwd=HOUSE, env={**os.environ, "TEST_DATABASE": kind}, check=False)
    if not report.exists():
        return {}, code.returncode or 1
    outcomes: dict[str, str] = {}
    for case in Xml.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        name = f"{case.get('classname')}::{case.get('name')}"
        if outcomes.get(name) != "failed":
            outcomes[name] = outcome
    return outcomes, code.returncode


def main(arguments: list[str]) -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        both = {}
        codes = {}
        for kind in KINDS:
            print(f"\n=== {kind} ===", flush=True)
            both[kind], codes[kind] = results(kind, arguments, Path(folder))
    different = {
        name for name in both["sqlite"] | both["postgresql"] if both["sqlite"].get(name) != both["postgresql"].get(name)
    }
    print()
    for kind in KINDS:
        counted = [list(both[kind].values()).count(outcome) for outcome in ("passed", "failed", "skipped")]
        print("{:<11} {} passed, {} failed, {} skipped".format(kind, *counted))
    for name in sorted(different):
        print(f"not the same on both: {name}: {[both[kind].get(name, 'absent') for kind in KINDS]}")
    print(f"{time.monotonic() - begun:.0f} s")
    outcomes = [outcome for kind in KINDS for outcome in both[kind].values()]
    print(f"{outcomes.count('passed')} passed, {outcomes.count('failed')} failed")
    return 1 if different or any(codes.values()) or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
