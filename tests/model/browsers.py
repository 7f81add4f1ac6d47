"""The phones of the model in Chromium: a browser context a device, with its own storage; a death ends the renderer."""

from __future__ import annotations

import contextlib
import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM
from tests.model.phones import PATIENCE, Phones

HOUSE = Path(__file__).resolve().parents[2]
DRIVER = "/tests/model/page.html"
Plants = dict[str, list[list[str]]]


class Files(SimpleHTTPRequestHandler):
    """The application's modules as they lie in the house, with bugs planted in them."""

    protocol_version = "HTTP/1.1"
    plants: Plants

    def __init__(self, plants: Plants, *given: Any) -> None:
        self.plants = plants
        super().__init__(*given, directory=str(HOUSE))

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        body = b"<!doctype html><link rel=icon href=data:,><script type=module src=page.mjs></script>"
        if path != DRIVER:
            content = (HOUSE / path[1:]).read_text()
            for old, new in self.plants.get(path[1:], []):
                assert old in content, f"nothing to plant at in {path}: {old}"
                content = content.replace(old, new, 1)
            body = content.encode()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")  # a context begins with nothing
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: each life asks for all modules."""


class Browsers(Phones):
    """The same devices in a real browser. What ``phones.mjs`` does with realms is done with pages here."""

    def __init__(self, playwright: Playwright | None = None) -> None:
        super().__init__(start=False)
        self._plants: Plants = {}
        self._own = None if playwright else sync_playwright().start()
        chromium = (playwright or self._own).chromium
        self._browser: Browser = chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        self._files = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, self._plants))
        Thread(target=self._files.serve_forever, daemon=True).start()
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        if self._own:
            self._own.stop()
        self._files.shutdown()
        self._files.server_close()

    def reset(self, plants: Plants | None = None) -> None:
        """Throw every device away. ``plants``: what to change in the modules before they are loaded."""
        self._events.clear()
        self._plants.clear()
        self._plants.update(plants or {})
        for context in self._contexts.values():
            context.close()
        self._contexts.clear()
        self._pages.clear()

    def call(self, device: str, do: str, **given: Any) -> Any:
        """Have a phone do something; a new life begins in a new page, and a death ends the old one's process.

        Raises:
            Killed, Broken: as in ``Phones``.
        """
        if do == "device":
            self._contexts[device] = self._browser.new_context()
            return None
        if do in ("enrol", "boot"):
            self._open(device)
        done = super().call(device, do, **given)
        if do == "kill" and not given["after"]:
            self._end(device)
        return done

    def _open(self, device: str) -> None:
        self._end(device)
        page = self._pages[device] = self._contexts[device].new_page()
        page.goto(f"http://127.0.0.1:{self._files.server_port}{DRIVER}?device={device}")
        page.wait_for_function("window.ready", timeout=1000 * PATIENCE)

    def _end(self, device: str) -> None:
        """Crash the renderer, whatever it is in the middle of."""
        if device not in self._pages:
            return
        page = self._pages.pop(device)
        with page.expect_event("crash"), contextlib.suppress(Error):  # whoever has crashed does not say it is there
            page.goto("chrome://crash")

    def _write(self, line: dict[str, Any]) -> None:
        page = self._pages[line["device"]]
        page.evaluate("line => { window.obey(line) }", line)

    def _read(self, device: str) -> dict[str, Any]:
        page = self._pages[device]
        line: dict[str, Any] = json.loads(page.evaluate("window.heard()"))
        return line
