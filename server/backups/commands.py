"""``flask backup``, ``flask restore`` and ``flask new-life``."""

from __future__ import annotations

import base64
from pathlib import Path

import click
from cryptography.hazmat.primitives import serialization
from flask import Flask, current_app
from flask.cli import with_appcontext

from server import clock, sealing
from server.backups import sealed, service
from server.backups.restoring import NotRestorable, go_on
from server.backups.restoring import restore as bring_back
from server.errors import Problem


def register(app: Flask) -> None:
    """Hang the commands on ``app``."""
    app.cli.add_command(backup)
    app.cli.add_command(backup_key)
    app.cli.add_command(restore)
    app.cli.add_command(new_life)


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Back up this house into FOLDER while it runs: all tables at one moment, and the photos not there yet."""
    try:
        said = service.now(folder)
    except BlockingIOError:
        raise click.ClickException("Cadangan ke folder itu sedang dibuat proses lain.") from None
    except Problem as away:
        raise click.ClickException(f"{away.title} Tabel sudah tercadang, foto belum semua; ulangi nanti.") from None
    click.echo(f"{said['rows']} baris, {said['photos']} foto baru: {folder / 'databases' / said['file']}")
    if current_app.config["SETTINGS"].backup_key is None:
        click.echo("Isinya terbaca siapa pun yang memegangnya; BACKUP_KEY menyegelnya (flask --app server backup-key).")
    click.echo("Kunci (instance/keys) tidak ikut; simpan terpisah.")


@click.command("backup-key")
def backup_key() -> None:
    """Make a key for sealed backups: print its private half, this once, and the setting for this server."""
    key = sealed.new_key()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    click.echo("Separuh pribadi, tampil hanya sekali ini. Cetak, atau simpan sebagai file di dua tempat", err=True)
    click.echo("di luar mesin ini. Tanpa ini tidak seorang pun bisa memulihkan cadangannya.", err=True)
    click.echo(key.private_bytes(*form).decode(), nl=False)
    click.echo("Setelan server:", err=True)
    click.echo(f"BACKUP_KEY={base64.b64encode(sealing.point(key)).decode()}", err=True)


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--file", help="Bukan yang terakhir, melainkan berkas ini di databases/.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File kunci pribadi.")
@with_appcontext
def restore(folder: Path, file: str | None, key: Path | None) -> None:
    """Bring this house back from FOLDER into an empty database, as a new life: phones send again what it lost."""
    instance = current_app.config["SETTINGS"].instance
    try:
        said = bring_back(folder, instance, clock.now(), file, sealed.read_key(key) if key else None)
    except sealed.Sealed:
        raise click.ClickException(f"{key} bukan kunci pribadi cadangan.") from None
    except NotRestorable as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"Dipulihkan ke {said['at']}: {said['rows']} baris, {said['photos']} foto.")
    if said["lost"]:
        click.echo(f"{said['lost']} foto belum ada di cadangan; HP yang masih menyimpannya mengirim lagi.")
    click.echo("HP mengirim ulang sendiri yang hilang sejak itu. Periksa: kunci di instance/keys, HP yang diputus")
    click.echo("sesudah cadangan (putus lagi), dan HP baru yang minta disambungkan lagi (halaman Dibetulkan).")


@click.command("new-life")
@with_appcontext
def new_life() -> None:
    """After a machine or database was put back by other means than restore: let phones send again what it lost.

    Before it serves anybody: numbers it gave in the meantime are given to no other change then.
    """
    settings = current_app.config["SETTINGS"]
    try:
        _, lost = go_on(settings.backup, settings.instance, clock.now())
    except NotRestorable as why:
        raise click.ClickException(str(why)) from None
    click.echo("Server memulai babak baru. HP mengirim ulang sendiri yang hilang.")
    if lost:
        click.echo(f"{lost} foto tidak ada di sini; HP yang masih menyimpannya mengirim lagi.")
