"""What somebody finds who may not visit: no way to begin a visit, and nothing that her role may not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from server.accounts import service as accounts
from server.db import db
from server.demo.people import DESA
from tests.field import MONDAY, Field, at
from tests.walk import accept

Enter = Callable[..., Page]


@pytest.fixture
def enter(page: Page, beside: Flask) -> Enter:
    """``enter("ketua_rt", "004/002")``: the page of somebody new, after the welcome. One of two families has a case."""

    def come_in(role: str, area: str) -> Page:
        with beside.app_context(), at(MONDAY):
            field = Field()
            field.case(field.family("Suryati"), "sembako")
            field.family("Icih", "004/001")
            who = accounts.add_person(DESA, "Pak Wawan", [role], [area], None)
            db.session.flush()
            link = accounts.invite(who, "server").link(beside.config["SETTINGS"].public_url)
            db.session.commit()
            db.session.remove()
        accept(page, link)
        return page

    return come_in


def no_visit(page: Page, url: str) -> None:
    """Neither a button nor an address leads to a visit."""
    expect(page.get_by_role("link", name="Mulai kunjungan")).to_have_count(0)
    assert page.locator("a[href^='/mulai'], a[href^='/kunjungan']").count() == 0
    page.goto(f"{url}/mulai")
    expect(page.get_by_text("Halaman ini tidak ada")).to_be_visible()


@pytest.mark.parametrize("role", ["kades", "supervisor_kec", "dinsos"])
def test_who_watches_over_the_work_sees_numbers_and_no_name(enter: Enter, beside: Flask, role: str) -> None:
    page = enter(role, "")
    expect(page.get_by_role("heading", name="1 permohonan")).to_be_visible()
    expect(page.get_by_role("row", name="004 1 0%")).to_be_visible()
    expect(page.get_by_text("Suryati")).to_have_count(0)
    no_visit(page, beside.config["SETTINGS"].public_url)
    page.goto(beside.config["SETTINGS"].public_url + "/warga")
    expect(page.get_by_text("Halaman ini tidak ada")).to_be_visible()


@pytest.mark.parametrize(("role", "area", "families"), [("ketua_rt", "004/002", 1), ("ketua_rw", "004", 2)])
def test_a_head_of_rt_or_rw_sees_the_families_of_the_area_and_how_their_cases_stand(
    enter: Enter, beside: Flask, role: str, area: str, families: int
) -> None:
    page = enter(role, area)
    rows = page.locator("main .list > li")
    expect(rows).to_have_count(families)
    expect(rows.filter(has_text="Suryati")).to_contain_text("Menunggu diperiksa")
    rows.filter(has_text="Suryati").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("SuryatiRT 002/RW 004")
    expect(page.get_by_role("link", name="Mulai kunjungan")).to_have_count(0)
    no_visit(page, beside.config["SETTINGS"].public_url)


def test_an_admin_has_people_and_phones(enter: Enter, beside: Flask) -> None:
    page = enter("admin", "")
    expect(page.get_by_role("heading", name="Orang dan HP")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Bu Ani")).to_be_visible()
    assert page.locator("header nav a").evaluate_all("links => links.map(a => a.getAttribute('href'))") == [
        "/survei",
        "/orang",
        "/lainnya",
    ]
    no_visit(page, beside.config["SETTINGS"].public_url)
