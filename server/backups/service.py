"""The nightly backup, and what officers are told of the last one."""

from __future__ import annotations

import fcntl
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from server import clock
from server.backups.dumping import back_up
from server.jobs import Args, daily
from server.settings import Settings

NIGHT = time(1, 30)
FRESH = timedelta(hours=20)  # one backup a night is for all desas of this server
LATE = timedelta(hours=50)  # after this, officers are warned


def now(folder: Path) -> dict[str, Any]:
    """Back up this house into ``folder`` and say what was written.

    Raises:
        BlockingIOError: another process is writing there.
    """
    settings: Settings = current_app.config["SETTINGS"]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        said = back_up(folder, settings.instance, clock.now(), settings.backup_key)
    (settings.instance / "backup.json").write_text(json.dumps(said))
    return said


def last() -> dict[str, Any]:
    """What officers are told: at (None: never), late, and whether there is one a night at all; then it is that one."""
    settings: Settings = current_app.config["SETTINGS"]
    at = _last_at(settings)
    return {
        "at": at,
        "late": at is None or clock.now() - at > LATE,
        "nightly": settings.backup is not None,
    }


@daily("backup", NIGHT)
def nightly(desa: str, args: Args) -> datetime | None:
    """Back up, where a folder is set. Failing is told by the job's error and by the warning at the desk."""
    settings: Settings = current_app.config["SETTINGS"]
    at = _last_at(settings)
    if settings.backup is None or (at is not None and clock.now() - at < FRESH):
        return None
    try:
        now(settings.backup)
    except BlockingIOError:
        return None  # another process is at it
    return None


def _last_at(settings: Settings) -> datetime | None:
    """Of what lies in the folder for each night, whatever was written elsewhere by hand; without one, of any."""
    told = settings.backup / "latest.json" if settings.backup else settings.instance / "backup.json"
    try:
        said = json.loads(told.read_text())
        return datetime.fromisoformat(said["at"])
    except (OSError, ValueError, KeyError):
        return None
