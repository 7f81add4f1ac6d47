"""``python -m tests.released.keep COMMIT…``: the database that each commit's own server leaves, into ``servers/``.

To be run for the commit before each new revision of the tables goes out; the file has the name of the revision.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]


def keep(commit: str) -> Path:
    """Write the dump of one commit."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["git", "archive", commit], cwd=HOUSE, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=packed, check=True)
        environment = {**os.environ, "PYTHONPATH": folder}
        command = [sys.executable, os.fspath(HERE / "told.py")]
        said = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout
    target = HERE / "servers" / f"{json.loads(said)['revision']}.json.gz"
    target.write_bytes(gzip.compress(said.encode(), mtime=0))
    return target


if __name__ == "__main__":
    for commit in sys.argv[1:]:
        print(commit, keep(commit).name)
