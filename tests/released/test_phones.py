"""Stores that earlier versions left on a phone, opened in Chromium by the present modules: nothing is lost.

``released.test.mjs`` opens the same stores in an IndexedDB of node's.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

HOUSE = Path(__file__).resolve().parents[2]
STORES = sorted((Path(__file__).parent / "phones").glob("*.json"))
OPEN = """async databases => {
  const { opened, TOLD } = await import('/tests/released/opening.mjs')
  return [await opened(databases), TOLD]
}"""
AGAIN = """async () => {
  const { openedAgain, TOLD_AGAIN } = await import('/tests/released/opening.mjs')
  return [await openedAgain(), TOLD_AGAIN]
}"""
LIES = "indexedDB.databases().then(all => all.map(({ name, version }) => [name, version]).sort())"


def serve(route: Route) -> None:
    """The modules as they lie in the house, and a page to stand on."""
    path = route.request.url.split("/", 3)[3]
    kind = "text/javascript" if path.endswith(".mjs") else mimetypes.guess_type(path)[0]
    body = (HOUSE / path).read_bytes() if path else b"<!doctype html>"
    route.fulfill(body=body, content_type=kind or "text/html")


def enter(launch: Callable[..., BrowserContext], phone: str) -> Page:
    """An empty page of the application's origin on that phone."""
    context = launch(phone)
    context.route("https://siaga.test/**", serve)
    page = context.new_page()
    page.goto("https://siaga.test/")
    return page


def test_the_stores_of_all_earlier_versions_are_opened_with_nothing_lost(
    launch: Callable[..., BrowserContext],
) -> None:
    assert len(STORES) >= 6
    for store in STORES:
        databases = json.loads(store.read_text())["databases"]
        page = enter(launch, store.stem)
        assert page.evaluate(LIES) == []
        found, told = page.evaluate(OPEN, databases)
        assert found == told, store.name
        page.context.close()
        page = enter(launch, store.stem)
        found, told = page.evaluate(AGAIN)
        assert found == told, f"{store.name}: it lies on the disk"
        page.context.close()
