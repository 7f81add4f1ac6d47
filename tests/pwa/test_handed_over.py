"""A kader stops, and another gets her families: on the screen *Orang dan HP*, as both are at that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, expect

from server.accounts import service as accounts
from server.db import db
from server.demo.people import DESA
from tests.browser import DESK
from tests.people import ANI, DEDI, YETI
from tests.pwa.test_locked import link as link  # the fixture
from tests.serving import Server
from tests.walk import accept


def test_families_are_handed_over_as_both_kader_are_now(
    launch: Callable[..., BrowserContext], server: Server, beside: Flask, link: Callable[[Any], str]
) -> None:
    desk = launch("desk", **DESK).new_page()
    accept(desk, link(DEDI))
    desk.goto(server.url + "/orang")
    row = desk.get_by_role("row", name=ANI.name)
    expect(row).to_contain_text("RW 004")
    with beside.app_context():  # meanwhile, at another desk
        accounts.person(DESA, YETI.id).areas = ["002", "003"]
        db.session.commit()
    row.get_by_role("button", name="Serahkan wilayah").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Serahkan")).to_be_disabled()
    dialog.get_by_label(YETI.name).check()
    dialog.get_by_role("button", name="Serahkan").click()
    expect(desk.get_by_role("row", name=YETI.name)).to_contain_text("RW 004")
    expect(row).not_to_contain_text("RW 004")
    with beside.app_context():
        assert sorted(accounts.person(DESA, YETI.id).areas) == ["002", "003", "004"]
        assert accounts.person(DESA, ANI.id).areas == []
