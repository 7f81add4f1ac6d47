"""What a server owns beside its tables, made before it serves: keys, the photo folder, publications, the demo desa.

Safe to run at every start: what is there already stays as it is.
"""

from __future__ import annotations

import click
from flask import Flask

from server import demo, keys
from server.accounts import service as accounts
from server.db import db
from server.settings import Settings
from server.surveys import seeding


def furnish(app: Flask) -> None:
    """Make what is missing, inside an application context, after the tables."""
    settings: Settings = app.config["SETTINGS"]
    keys.make(settings)
    (settings.instance / "photos").mkdir(exist_ok=True)
    seeding.seed()
    if settings.demo:
        _make_demo(settings)
    db.session.remove()


def _make_demo(settings: Settings) -> None:
    try:
        demo.refuse_real()
    except demo.RealDesa as real:
        raise SystemExit(
            f"Ada desa sungguhan ({real}); desa contoh tidak dicampur. Jalankan dengan DEMO=0."
        ) from None
    if not demo.is_loaded():
        click.echo("Mengisi desa contoh …")
        demo.load()
        print_invitations(settings.public_url or f"http://{settings.host}:{settings.port}")


def print_invitations(base: str) -> None:
    """Invite each person of the demo and print the links: kept as hashes, so they are never shown again."""
    click.echo("\nUndangan orang contoh (tampil sekali ini saja; yang baru: flask --app server invite NAMA):")
    for person in accounts.demo_people():
        ticket = accounts.invite(person, "server")
        click.echo(f"  {person.name:<12} {', '.join(person.roles)}\n    {ticket.link(base)}   kode {ticket.code}")
    click.echo("")
