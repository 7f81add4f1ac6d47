"""``flask backup`` and ``flask restore``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from server import clock
from server.backups import service
from server.backups.restoring import NotRestorable
from server.backups.restoring import restore as bring_back


def register(app: Flask) -> None:
    """Hang the commands on ``app``."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Back up this house into FOLDER while it runs: all tables at one moment, and the photos not there yet."""
    try:
        said = service.now(folder)
    except BlockingIOError:
        raise click.ClickException("Cadangan ke folder itu sedang dibuat proses lain.") from None
    click.echo(f"{said['rows']} baris, {said['photos']} foto baru: {folder / 'databases' / said['file']}")
    click.echo("Kunci (instance/keys) tidak ikut; simpan terpisah.")


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--file", help="Bukan yang terakhir, melainkan berkas ini di databases/.")
@with_appcontext
def restore(folder: Path, file: str | None) -> None:
    """Bring this house back from FOLDER into an empty database, as a new life: phones send again what it lost."""
    instance = current_app.config["SETTINGS"].instance
    try:
        said = bring_back(folder, instance, clock.now(), file)
    except NotRestorable as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"Dipulihkan ke {said['at']}: {said['rows']} baris, {said['photos']} foto.")
    if said["lost"]:
        click.echo(f"{said['lost']} foto belum ada di cadangan; HP yang masih menyimpannya mengirim lagi.")
    click.echo("HP mengirim ulang sendiri yang hilang sejak itu. Periksa: kunci di instance/keys, HP yang diputus")
    click.echo("sesudah cadangan (putus lagi), dan HP baru yang minta disambungkan lagi (halaman Dibetulkan).")
