"""``make bench``: measure every row and print it; ``BENCH_JSON=file`` keeps them, ``ROWS=words`` chooses."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.row import kept, printed
from tests.bench.rows import chosen


def main() -> int:
    machine = f"{platform.machine()}, {os.cpu_count()} prosesor, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {machine}; beban {os.getloadavg()[0]:.1f}\n", flush=True)
    lines = []
    for row in chosen(os.environ.get("ROWS", "")):
        lines.append(row.line())
        print(printed(lines[-1]), flush=True)
    measured = [line for line in lines if line["value"] is not None]
    reached = sum(bool(line["reached"]) for line in measured)
    print(f"\n{len(measured)} dari {len(lines)} baris diukur, {reached} mencapai sasaran")
    if target := os.environ.get("BENCH_JSON"):
        Path(target).write_text(json.dumps(kept(lines), ensure_ascii=False, indent=1) + "\n")
    return 0 if lines else 1


if __name__ == "__main__":
    sys.exit(main())
