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
    if settings.demo:
        make_demo(settings)
    seeding.seed()
    db.session.remove()


def make_demo(settings: Settings) -> None:
    """Load the demo unless it is there, and print once what opens it."""
    try:
        demo.refuse_real()
    except demo.RealDesa as real:
        raise SystemExit(f"Ada desa sungguhan ({real}); desa contoh tidak dicampur. Jalankan dengan DEMO=0.") from None
    if not demo.is_loaded():
        click.echo("Mengisi desa contoh …")
        cards = demo.load()
        print_invitations(settings.address)
        print_cards(settings.address, cards)


def print_invitations(base: str) -> None:
    """Invite each person of the demo and print the links: kept as hashes, so they are never shown again."""
    click.echo("\nUndangan orang contoh (tampil sekali ini saja; yang baru: .venv/bin/flask --app server invite NAMA):")
    for person in accounts.demo_people():
        ticket = accounts.invite(person, "server")
        click.echo(f"  {person.name:<12} {', '.join(person.roles)}\n    {ticket.link(base)}   kode {ticket.code}")
    click.echo("")


def print_cards(base: str, cards: demo.Cards) -> None:
    """Print how to open some families' pages, and the letters of cards that nobody holds yet."""
    click.echo("Kartu warga contoh (juga sekali ini saja):")
    for card in cards.held:
        click.echo(f"  {card.name:<24} {base}/w/{card.token}   empat angka {card.pin}")
    click.echo(f"Kartu yang belum dipakai, untuk dicoba saat kunjungan: {', '.join(cards.free)}\n")
