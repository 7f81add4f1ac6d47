"""Two officers who empty an inbox by the keyboard, for a test with few cases and for the bench with many.

Every key and click is counted. What a case needs is looked up on the screen, as a person would.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response, expect

PAPER = ".pane .slot"
UNSEEN, LACKING = "Belum dilihat", "Belum ada"


@dataclass
class Officer:
    """An officer at a desk.

    Attributes:
        pace: seconds of looking before each key.
        spent: keys and clicks of each case that was decided.
        answers: milliseconds of each request to the server, with what was asked.
    """

    page: Page
    pace: float = 0.0
    spent: list[int] = field(default_factory=list)
    answers: list[tuple[str, float]] = field(default_factory=list)
    at_case: int = 0

    def __post_init__(self) -> None:
        self.page.on("response", self._heard)

    def narrow(self, rw: str) -> None:
        """Look at one RW, so that the other officer's cases are left to the other."""
        self.page.get_by_label("RW", exact=True).select_option(rw)

    def begin(self) -> None:
        """Open the first case of the list."""
        self.page.locator("h1").first.click()
        self._press("Enter")
        self.page.locator(PAPER).first.wait_for()

    def decide(self) -> bool:
        """Look at each paper of the open case, and decide it; False: it was the last one."""
        here = self.page.url
        case = here.rsplit("/", 1)[1]
        while self._count(UNSEEN):
            left = self._count(UNSEEN)
            self._press("t")
            expect(self.page.locator(PAPER).filter(has_text=UNSEEN)).to_have_count(left - 1)
        if self._count(LACKING):
            self._press("k")
            self.page.get_by_role("dialog").wait_for()
            self._press("Control+Enter")
        else:
            self._press("s")
        expect(self.page).not_to_have_url(here)
        self.spent.append(self.at_case)
        self.at_case = 0
        assert case
        return "/periksa/" in self.page.url

    def slowest(self) -> list[tuple[str, float]]:
        """The requests, the slowest last."""
        return sorted(self.answers, key=lambda one: one[1])

    def _count(self, state: str) -> int:
        return self.page.locator(PAPER).filter(has_text=state).count()

    def _press(self, key: str) -> None:
        if self.pace:
            time.sleep(self.pace)
        self.page.keyboard.press(key)
        self.at_case += 1

    def _heard(self, response: Response) -> None:
        if "/api/" not in response.url:
            return
        timing = response.request.timing
        if timing["responseStart"] >= 0:
            path = "/".join("…" if len(part) == 36 else part for part in response.url.split("/")[3:])
            asked = f"{response.request.method} /{path.split('?')[0]}"
            self.answers.append((asked, timing["responseStart"] - timing["requestStart"]))
