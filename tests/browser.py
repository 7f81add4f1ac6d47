"""Chromium as a kader's phone or an officer's laptop, and the ways to wait for it that cannot lie.

``page.wait_for_function`` takes a returned promise for true, so waits here go through ``poll``. Asking for
notifications while one is being shown can lose it for good, so tests look at what the browser itself recorded (``Bg``).
"""

from __future__ import annotations

import os
import shutil
import time
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

CHROMIUM = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}
PERMISSIONS = ["notifications", "background-sync", "camera", "geolocation"]  # listing some denies all others
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",  # drawn by the processor either way; without an emulated card it costs less of it
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-sync",
    "--no-pings",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-default-apps",
    "--metrics-recording-only",
    # nothing but this machine resolves, whatever the browser itself tries
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


def poll(page: Page, expression: str, argument: Any = None, timeout: float = 20.0) -> Any:
    """Evaluate ``expression`` (a promise is awaited) until it is true, and return what it is."""
    end = time.monotonic() + timeout
    while True:
        value = page.evaluate(expression, argument)
        if value:
            return value
        assert time.monotonic() < end, f"never became true: {expression}"
        page.wait_for_timeout(50)


def until(page: Page, fact: Any, timeout: float = 20.0, what: str = "") -> Any:
    """Call ``fact()`` (Python) until it is true, letting the page go on in between, and return what it is."""
    end = time.monotonic() + timeout
    while True:
        value = fact()
        if value:
            return value
        assert time.monotonic() < end, f"never became true: {what or fact}"
        page.wait_for_timeout(50)


def controlled(page: Page) -> None:
    """Wait until the service worker answers for ``page``."""
    page.evaluate(
        "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise(done =>"
        " navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => 1)"
    )


def worker_session(context: BrowserContext, page: Page, url: str) -> tuple[CDPSession, str, str]:
    """A session that can deliver pushes and syncs to the worker whose scope begins with ``url``.

    Returns: session, registration id, origin (without a trailing slash).
    """
    session = context.new_cdp_session(page)
    registrations: dict[str, str] = {}

    def updated(event: dict[str, Any]) -> None:
        registrations.update({r["scopeURL"]: r["registrationId"] for r in event["registrations"] if not r["isDeleted"]})

    session.on("ServiceWorker.workerRegistrationUpdated", updated)
    session.send("ServiceWorker.enable")
    scope = until(page, lambda: next((s for s in registrations if s.startswith(url)), None), what=f"a worker of {url}")
    origin = "/".join(url.split("/")[:3])
    return session, registrations[scope], origin


def deliver_push(worker: tuple[CDPSession, str, str], data: str) -> None:
    """Give the worker a push message, as the push service would."""
    session, registration, origin = worker
    session.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": registration, "data": data})


def dispatch_sync(worker: tuple[CDPSession, str, str], tag: str, last_chance: bool = False) -> None:
    """Wake the worker with a background sync of ``tag``."""
    session, registration, origin = worker
    message = {"origin": origin, "registrationId": registration, "tag": tag, "lastChance": last_chance}
    session.send("ServiceWorker.dispatchSyncEvent", message)


class Bg:
    """What the browser itself recorded: pushes and syncs dispatched and completed, notifications displayed."""

    SERVICES = ("pushMessaging", "notifications", "backgroundSync")

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page = page
        self.events: list[tuple[str, dict[str, str]]] = []
        session.on("BackgroundService.backgroundServiceEventReceived", self._received)
        for service in self.SERVICES:
            session.send("BackgroundService.startObserving", {"service": service})
            session.send("BackgroundService.setRecording", {"shouldRecord": True, "service": service})

    def _received(self, message: dict[str, Any]) -> None:
        event = message["backgroundServiceEvent"]
        self.events.append((event["eventName"], {m["key"]: m["value"] for m in event["eventMetadata"]}))

    def wait(self, name: str, count: int = 1, timeout: float = 10.0) -> list[dict[str, str]]:
        """Wait for ``count`` events called ``name``, and return what came with each."""
        end = time.monotonic() + timeout
        while len(got := [metadata for kind, metadata in self.events if kind == name]) < count:
            assert time.monotonic() < end, f"{name}: {len(got)} of {count}; saw {self.events}"
            self.page.wait_for_timeout(50)
        return got


def slow_down(context: BrowserContext, page: Page, times: float = 6) -> CDPSession:
    """Make the processor of ``page`` ``times`` slower, for as long as the session returned is kept."""
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    return session
