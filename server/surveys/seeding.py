"""What comes with the product, published: four surveys, the catalogue, the holidays and the directory."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

from server.catalogue import service as catalogue
from server.db import db
from server.surveys import publications, uploads

SERVER = Path(__file__).resolve().parent.parent
SINCE = date(2026, 1, 1)
PROVINCE = "32"


def seed() -> dict[str, str]:
    """Publish what is not published yet; done again, it changes nothing.

    Returns:
        hash to a name that people can read.
    """
    done = {}
    for file in sorted((SERVER / "surveys" / "forms").glob("*.md")):
        if known := publications.published_source("survey", file.read_bytes()):
            done[known.hash] = f"{known.code} {known.version}"
            continue
        made = uploads.survey_workbook(file.read_bytes(), file.name, PROVINCE, SINCE, "server")
        done[str(made.hash)] = f"{made.code} {made.version}"
    workbook = SERVER / "catalogue" / "workbooks" / "katalog.md"
    source = workbook.read_bytes()
    if known := publications.published_source("catalogue", source):
        done[known.hash] = f"{known.code} {known.version}"
    else:
        compiled = catalogue.compile_workbook(source, workbook.name)
        published = catalogue.publish_workbook(compiled, source, workbook.name, SINCE, "server")
        done[str(published.hash)] = f"{published.code} {published.version}"
    done[_holidays()] = "libur"
    done[_directory()] = "direktori"
    db.session.commit()
    return done


def _holidays() -> str:
    """All tables of holidays: those of the joint decree, with its joint leave days."""
    files = sorted((SERVER / "regions" / "holidays").glob("libur-*.csv"))
    days = [
        {"date": row["tanggal"], "name": row["nama"], "kind": row["jenis"]}
        for file in files
        for row in csv.DictReader(file.read_text("utf-8").splitlines())
    ]
    version = files[-1].stem.partition("-")[2]
    body = {"format": 1, "id": "libur", "version": version, "days": days}
    source = b"".join(file.read_bytes() for file in files)
    return publications.publish(
        "holidays", "libur", version, "", SINCE, body, source, "server", file_name=files[-1].name
    )


def _directory() -> str:
    file = SERVER / "regions" / "directory.json"
    said = json.loads(file.read_bytes())
    version = str(said["versi"])
    body = {"format": 1, "id": "direktori", "version": version, "notice": said["peringatan"], "places": said["lembaga"]}
    return publications.publish(
        "directory", "direktori", version, PROVINCE, SINCE, body, file.read_bytes(), "server", file_name=file.name
    )
