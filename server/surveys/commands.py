"""``flask survey …`` and ``flask catalogue …``: publishing from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from server import clock
from server.catalogue import service as catalogue
from server.surveys import uploads
from server.surveys.files import TooLarge
from server.surveys.mistakes import NotCompiled
from server.surveys.seeding import seed

surveys = AppGroup("survey", help="Survei: periksa dan terbitkan XLSForm.")
catalogues = AppGroup("catalogue", help="Katalog layanan dan berkas: periksa dan terbitkan.")
publications = AppGroup("publications", help="Terbitan: survei, katalog, hari libur, direktori.")

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_scope = click.option("--scope", "--desa", "scope", default="32", help="Kode wilayah [32]; kosong: nasional.")
_since = click.option("--in-force", type=click.DateTime(["%Y-%m-%d"]), help="Berlaku sejak; bila kosong, hari ini.")


@surveys.command("check")
@_file
def check_survey(file: Path) -> None:
    """Only look for mistakes in an XLSForm."""
    with refusals_told(file):
        compiled, remarks = uploads.compiled_survey(file.read_bytes(), file.name)
        for remark in remarks:
            click.echo(f"Catatan: {remark}")
        click.echo(f"{compiled['id']} {compiled['version']}: tidak ada kesalahan.")


@surveys.command("publish")
@_file
@_scope
@_since
def publish_survey(file: Path, scope: str, in_force: datetime | None) -> None:
    """Publish an XLSForm (.xlsx, .csv, .md)."""
    with refusals_told(file):
        day = in_force.date() if in_force else today()
        done = uploads.survey_workbook(file.read_bytes(), file.name, scope, day, "server")
        click.echo(f"{done.code} {done.version} berlaku {done.in_force} di {done.scope or 'Indonesia'}: {done.hash}")


@catalogues.command("check")
@_file
def check_catalogue(file: Path) -> None:
    """Only look for mistakes in a catalogue."""
    with refusals_told(file):
        compiled = catalogue.compile_workbook(file.read_bytes(), file.name)
        click.echo(f"{compiled['id']} {compiled['version']}: tidak ada kesalahan.")


@catalogues.command("publish")
@_file
@_since
def publish_catalogue(file: Path, in_force: datetime | None) -> None:
    """Publish a catalogue (.xlsx, .md) in the scope it names."""
    with refusals_told(file):
        source, day = file.read_bytes(), in_force.date() if in_force else today()
        compiled = catalogue.compile_workbook(source, file.name)
        done = catalogue.publish_workbook(compiled, source, file.name, day, "server")
        click.echo(f"{done.code} {done.version} berlaku {done.in_force} di {done.scope or 'Indonesia'}: {done.hash}")


@publications.command("seed")
def seed_publications() -> None:
    """Publish the surveys, the catalogue, the holidays and the directory that come with the product."""
    for name, code in seed().items():
        click.echo(f"{code}: {name}")


@contextmanager
def refusals_told(file: Path) -> Iterator[None]:
    """Print every mistake of a refused workbook, one a line, and end with status 1."""
    try:
        yield
    except NotCompiled as refused:
        for mistake in refused.mistakes:
            click.echo(f"{file.name}: {mistake}", err=True)
        raise SystemExit(1) from None
    except TooLarge as refused:
        click.echo(f"{file.name}: {refused.title}", err=True)
        raise SystemExit(1) from None


def today() -> date:
    """The day it is in the desa."""
    return clock.now().astimezone(clock.WIB).date()


def register(app: Flask) -> None:
    """Hang the commands on ``app``."""
    app.cli.add_command(surveys)
    app.cli.add_command(catalogues)
    app.cli.add_command(publications)
