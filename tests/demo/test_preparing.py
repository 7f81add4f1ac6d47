"""What a server makes before it serves, and the commands that let the first people in."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select

from server import keys
from server.accounts.models import Person
from server.db import db
from server.settings import Settings
from tests.people import DESA


def made(settings: Settings) -> dict[str, bytes]:
    """Every key file by its name."""
    return {file.name: file.read_bytes() for file in (settings.instance / "keys").iterdir()}


def test_keys_are_made_once_and_are_the_servers_alone(settings: Settings, runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["prepare"]).exit_code == 0
    first = made(settings)
    assert set(first) == {"app.secret", "vapid.pem", "signing.pem", "delivery.pem", "recovery.pem"}
    assert runner.invoke(args=["prepare"]).exit_code == 0
    assert made(settings) == first
    for file in (settings.instance / "keys").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((settings.instance / "keys").stat().st_mode) == 0o700
    assert (settings.instance / "photos").is_dir()


def test_two_servers_have_different_keys(settings: Settings) -> None:
    other = replace(settings, instance=settings.instance / "other")
    keys.make(settings)
    keys.make(other)
    assert keys.secret(settings) != keys.secret(other)
    assert len(keys.secret(settings)) == 32
    assert not set(made(settings).values()) & set(made(other).values())


def test_there_are_no_other_keys(settings: Settings) -> None:
    with pytest.raises(ValueError, match="no such key"):
        keys.path(settings, "../app.secret")


def test_a_server_without_demo_begins_empty(runner: FlaskCliRunner, app: Flask) -> None:
    printed = runner.invoke(args=["prepare"]).output
    assert "undang" not in printed
    with app.app_context():
        assert db.session.scalars(select(Person)).all() == []


def test_the_first_officer_comes_in_by_the_command_line(runner: FlaskCliRunner, client: FlaskClient) -> None:
    assert runner.invoke(args=["desa", DESA, "CBD", "001/001", "001/002"]).exit_code == 0
    printed = runner.invoke(args=["invite", "Pak Dedi", "--role", "koordinator", "--role", "petugas_bo"]).output
    secret = printed.split("#undang=")[1].split()[0]
    entry = client.post("/api/enrolments", json={"secret": secret}).json
    assert entry is not None
    assert entry["me"]["roles"] == ["koordinator", "petugas_bo"]
    assert entry["me"]["areas"] == [""]
    assert entry["me"]["regions"] == [{"dusun": None, "rw": "001", "rts": ["001", "002"]}]


def test_inviting_somebody_again_makes_another_link(runner: FlaskCliRunner, desa: str) -> None:
    links = {runner.invoke(args=["invite", "Bu Ani"]).output for _ in range(2)}
    assert len(links) == 2


def test_a_link_leads_to_where_the_server_was_started(runner: FlaskCliRunner, desa: str, settings: Settings) -> None:
    replace(settings, port=5601).note_address()
    assert runner.invoke(args=["invite", "Bu Ani"]).output.startswith("http://127.0.0.1:5601/#undang=")


def test_inviting_nobody_says_what_to_add(runner: FlaskCliRunner, desa: str) -> None:
    refused = runner.invoke(args=["invite", "Pak Siapa"])
    assert refused.exit_code == 1
    assert "--role" in refused.output


@pytest.mark.parametrize("name", ["Pak Dedi", "Bu Ani"])
def test_a_name_without_a_desa_is_refused_before_there_is_one(runner: FlaskCliRunner, name: str) -> None:
    assert runner.invoke(args=["invite", name, "--role", "psm"]).exit_code == 1


def test_a_desa_that_is_on_no_list_is_not_opened(runner: FlaskCliRunner) -> None:
    refused = runner.invoke(args=["desa", "99.99.99.9999", "LUR"])
    assert refused.exit_code != 0
