"""Commands of the running house: ``flask --app server ...``."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from server import demo, jobs
from server.accounts import service as accounts
from server.accounts.models import Person
from server.backups import commands as backups
from server.db import db
from server.errors import NotFound
from server.exchange import service as exchange
from server.exchange.models import Desa
from server.preparing import make_demo
from server.regions import service as regions
from server.surveys import commands


def init_app(app: Flask) -> None:
    """Hang the commands on ``app``."""
    for command in (invite, new_desa, prepare, load_demo, rebuild, run_jobs):
        app.cli.add_command(command)
    commands.register(app)
    backups.register(app)


@click.command("invite")
@click.argument("name")
@click.option("--desa", help="Kode desa, bila server ini melayani lebih dari satu.")
@click.option("--role", "roles", multiple=True, help="Buat orang baru dengan peran ini (boleh berulang).")
@click.option("--area", "areas", multiple=True, help="Wilayahnya: 004, 004/002; tanpa ini seluruh desa.")
@click.option("--phone", help="Nomor HP, +62…")
@with_appcontext
def invite(name: str, desa: str | None, roles: tuple[str, ...], areas: tuple[str, ...], phone: str | None) -> None:
    """Make an invitation for NAME; with --role somebody new, so that a first officer can come in."""
    desa = desa or _only_desa()
    found = list(db.session.scalars(select(Person).where(Person.desa == desa, Person.name == name)))
    if not found and roles:
        found = [accounts.add_person(desa, name, list(roles), list(areas) or [""], phone)]
        db.session.commit()
    if len(found) != 1:
        who = "Belum ada orang" if not found else "Ada beberapa orang"
        raise click.ClickException(f"{who} bernama {name!r} di {desa}. Orang baru: tambahkan --role.")
    ticket = accounts.invite(found[0], "server")
    click.echo(ticket.link(current_app.config["SETTINGS"].address))
    click.echo(f"atau ketik {ticket.code}; berlaku 72 jam, untuk satu HP.")


@click.command("desa")
@click.argument("code")
@click.argument("short")
@click.argument("regions_", metavar="RW/RT...", nargs=-1)
@with_appcontext
def new_desa(code: str, short: str, regions_: tuple[str, ...]) -> None:
    """Open a desa: its wilayah CODE, the letters of its case numbers, and its RT as 004/001 004/002 …"""
    try:
        regions.open_desa(code, short)
    except NotFound as refused:
        raise click.ClickException(str(refused)) from None
    rows = [(None, rw, rt) for rw, _, rt in (region.partition("/") for region in regions_)]  # dusun: the desk adds it
    regions.add_regions(code, rows)
    db.session.commit()
    click.echo(f"{code} {regions.names().get(code, '')}: {len(rows)} RT.")


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Make tables, keys, folders and, with DEMO=1, the demo desa. Running it again changes nothing."""
    from server.__main__ import prepare as get_ready  # it builds apps itself; this command hangs on one

    get_ready(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("demo")
@with_appcontext
def load_demo() -> None:
    """Load the demo desa, unless it is there."""
    if demo.is_loaded():
        click.echo("Desa contoh sudah ada.")
        return
    make_demo(current_app.config["SETTINGS"])


@click.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Write every subject's table anew from the records that travel."""
    count = exchange.rebuild()
    click.echo(f"{count} catatan dibaca ulang.")


@click.command("jobs")
@with_appcontext
def run_jobs() -> None:
    """Do due jobs until stopped, as a process of its own."""
    jobs.run_forever()


def _only_desa() -> str:
    codes = list(db.session.scalars(select(Desa.code).limit(2)))
    if len(codes) != 1:
        raise click.ClickException("Sebutkan desanya: --desa 32.01.15.2008.")
    return codes[0]
