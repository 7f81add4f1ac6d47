"""Work on a file from outside in a process of its own: what goes wrong there ends there, within its limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

from server.surveys.files import refused

SECONDS = 10

_one = Lock()
"""One file at a time: ten of them at once would take the memory of ten."""


def in_child(script: Path, argument: str, source: bytes) -> Any:
    """What ``script`` prints as JSON when it is given ``source``; it sets its own limits of memory and processor time.

    Raises:
        NotCompiled: it took too long, or broke.
    """
    with _one:
        try:
            child = subprocess.run(  # noqa: S603 - our own file; the argument is only an ending
                [sys.executable, "-I", str(script), argument],
                input=source, capture_output=True, timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise refused(f"File ini belum selesai dibaca setelah {SECONDS} detik. Bagi menjadi file kecil.") from None
    try:
        return json.loads(child.stdout)
    except ValueError:
        message = f"File ini rusak, atau butuh lebih dari {SECONDS} detik atau 512 MB untuk dibaca."
        raise refused(message) from None
