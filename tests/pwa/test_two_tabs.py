"""Two tabs of one phone: what either writes is in both, and leaves once, whichever of them sends it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from server.db import db
from server.exchange.models import Log
from tests.browser import PERMISSIONS, controlled, until
from tests.chaos import Chaos
from tests.people import ANI
from tests.pwa.test_locked import LEND
from tests.pwa.test_locked import link as link  # the fixture
from tests.serving import Server
from tests.walk import accept

AT_ONCE = 500  # ms in which both tabs are told what to do at the same moment
WRITE = """([names, at]) => {
  window.done = (async () => {
    const { enqueue, setChange } = await import('/store/outbox.js')
    const { uuid7 } = await import('/sync/uuid.js')
    await new Promise(resolve => setTimeout(resolve, at - Date.now()))
    for (const head_name of names) {
      await enqueue([setChange('family', uuid7(), { head_name }, { area: '004/001' })], { title: head_name })
    }
  })()
}"""
SEND = """at => {
  window.done = (async () => {
    const { syncNow } = await import('/sync/exchange.js')
    await new Promise(resolve => setTimeout(resolve, at - Date.now()))
    await syncNow()
  })()
}"""
WAITING = "import('/store/outbox.js').then(o => o.outbox.value.length)"
SENDING = "import('/store/outbox.js').then(o => o.sending.value.size)"
RECEIPTS = "import('/store/journal.js').then(j => j.journal()).then(list => list.map(one => one.receipt.status))"
FAMILIES = "import('/store/records.js').then(r => r.all('family').map(one => one.body.head_name).sort())"


@pytest.fixture
def tabs(launch: Callable[..., BrowserContext], chaos: Chaos, link: Callable[[Any], str], server: Server) -> list[Page]:
    """Bu Ani's phone with Kiriman open in two tabs, behind a network that can be broken."""
    context = launch("ani", permissions=PERMISSIONS)
    one = context.new_page()
    accept(one, link(ANI).replace(server.url, chaos.url))
    expect(one.locator(".tabs")).to_be_visible()
    controlled(one)
    one.evaluate(LEND)
    other = context.new_page()
    for page in (one, other):
        page.goto(chaos.url + "/kiriman")
        expect(page.locator("h1")).to_contain_text("Kiriman")
    return [one, other]


def moment() -> float:
    """When to begin, for both."""
    return time.time() * 1000 + AT_ONCE


def logged(beside: Flask) -> list[tuple[str, int]]:
    """Name and ``n`` of every change of a family that the server has taken."""
    with beside.app_context():
        rows = db.session.execute(select(Log.after, Log.n).where(Log.collection == "family")).all()
        db.session.remove()
    return sorted((json.loads(after)["head_name"], n) for after, n in rows)


def done(tabs: list[Page]) -> None:
    for page in tabs:
        page.evaluate("window.done")


def shown(page: Page, names: list[str], arrived: int) -> None:
    """Wait until Kiriman has a card for each of ``names`` and no other, so many of them arrived."""
    expect(page.locator("section.card h2")).to_have_count(len(names))
    assert sorted(page.locator("section.card h2").all_inner_texts()) == sorted(names)
    expect(page.locator("section.card .on").filter(has_text="Di PUSKESOS")).to_have_count(arrived)


def test_two_tabs_write_and_send_at_once_and_each_change_arrives_once(
    tabs: list[Page], chaos: Chaos, beside: Flask
) -> None:
    names = [*(f"Suryati {n}" for n in range(5)), *(f"Enok {n}" for n in range(5))]
    both_write_and_send(tabs, chaos, names)
    taken = logged(beside)
    assert [name for name, _ in taken] == sorted(names)
    assert sorted(n for _, n in taken) == list(range(1, 11))
    one_is_closed_while_it_sends(tabs, chaos, beside, names)


def both_write_and_send(tabs: list[Page], chaos: Chaos, names: list[str]) -> None:
    chaos.mode = lambda number, head: "refuse"
    at = moment()
    for page, theirs in zip(tabs, (names[:5], names[5:]), strict=True):
        page.evaluate(WRITE, [theirs, at])
    done(tabs)
    for page in tabs:
        shown(page, names, arrived=0)

    chaos.mode, chaos.latency = lambda number, head: None, 1.0
    at = moment()
    for page in tabs:
        page.evaluate(SEND, at)
    done(tabs)
    for page in tabs:
        shown(page, names, arrived=10)
        until(page, lambda page=page: page.evaluate(WAITING) == 0, what="an empty outbox")
        until(page, lambda page=page: page.evaluate(FAMILIES) == sorted(names), what="the families in both")
        assert page.evaluate(RECEIPTS) == ["accepted"] * 10, "no change was sent twice"


def one_is_closed_while_it_sends(tabs: list[Page], chaos: Chaos, beside: Flask, known: list[str]) -> None:
    """The server has taken her change, and not answered yet; the other tab finishes."""
    chaos.latency = 8.0
    tabs[0].evaluate(WRITE, [["Icih"], moment()])
    until(tabs[0], lambda: len(logged(beside)) == 11, what="taken by the server, which has not answered yet")
    sender, other = sorted(tabs, key=lambda page: -page.evaluate(SENDING))  # whoever was first to have the turn
    assert (sender.evaluate(SENDING), other.evaluate(SENDING)) == (1, 0)
    other.evaluate(WRITE, [["Udin"], moment()])
    done([other])
    shown(other, [*known, "Icih", "Udin"], arrived=10)
    sender.close()
    chaos.latency = 0.0
    assert other.evaluate(WAITING) == 2
    shown(other, [*known, "Icih", "Udin"], arrived=12)
    until(other, lambda: other.evaluate(WAITING) == 0, what="an empty outbox")
    assert other.evaluate(RECEIPTS)[10:] == ["duplicate", "accepted"]
    assert [entry for entry in logged(beside) if entry[1] > 10] == [("Icih", 11), ("Udin", 12)]
