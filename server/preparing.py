"""What a server owns beside its tables, made before it serves: keys, the photo folder, publications, the demo desa.

Safe to run at every start: what is there already stays as it is.
"""

from __future__ import annotations

import click
from flask import Flask

from server import demo, keys
from server.accounts import service as accounts
from server.db import db
from server.surveys import seeding


def furnish(app: Flask) -> None:
    """Make what is missing, inside an application context, after the tables."""
    settings = app.config["SETTINGS"]
    keys.make(settings)
    (settings.instance / "photos").mkdir(exist_ok=True)
    seeding.seed()
    if settings.demo and not demo.is_loaded():
        demo.load()
        print_invitations(settings.public_url or f"http://{settings.host}:{settings.port}")
    db.session.remove()


def print_invitations(base: str) -> None:
    """Invite each person of the demo and print the links: kept as hashes, so they are never shown again."""
    click.echo("\nUndangan orang contoh (tampil sekali ini saja; yang baru: flask --app server invite NAMA):")
    for person in accounts.demo_people():
        ticket = accounts.invite(person, "server")
        click.echo(f"  {person.name:<12} {', '.join(person.roles)}\n    {ticket.link(base)}   kode {ticket.code}")
    click.echo("")
