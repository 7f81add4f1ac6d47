"""Screens are read ahead while nobody waits; a tap in the middle of it still opens its screen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import until

# Idle moments, frames and timers in the hand of the test. Effects wait for a frame or a timer, modules for neither.
HELD = """(() => {
  const idle = [], late = []
  const frame = window.requestAnimationFrame.bind(window), timer = window.setTimeout.bind(window)
  let holding = false
  window.requestIdleCallback = callback => idle.push(callback)
  window.requestAnimationFrame = callback => holding ? late.push(callback) : frame(callback)
  window.setTimeout = (callback, ...rest) => holding ? late.push(callback) : timer(callback, ...rest)
  window.hand = {
    hold: () => { holding = true },
    release: () => { holding = false; for (const callback of late.splice(0)) timer(callback) },
    idle: () => { for (const callback of idle.splice(0)) callback() },
    waiting: () => late.length
  }
})()"""
CAME = "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/families/list.js'))"


def test_a_screen_that_comes_between_the_tap_and_its_effect_is_shown(kader: Callable[..., Page]) -> None:
    page = kader()
    page.add_init_script(HELD)
    page.reload()
    warga = page.get_by_role("link", name="Warga", exact=True)
    expect(warga).to_be_visible()
    assert not page.evaluate(CAME)
    page.evaluate("hand.hold()")
    warga.evaluate("link => link.click()")
    until(page, lambda: page.evaluate("hand.waiting()"), what="the effect that would ask for the screen")

    def came() -> bool:
        page.evaluate("hand.idle()")
        return bool(page.evaluate(CAME))

    until(page, came, what="the screen, read ahead")
    page.wait_for_timeout(300)  # it is run as well, not only fetched
    page.evaluate("hand.release()")
    expect(page.locator("h1")).to_contain_text("Warga RW 004")
