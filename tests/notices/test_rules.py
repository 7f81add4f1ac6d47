"""Who may be called, and when people sleep."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from server.notices import rules
from server.settings import Settings, from_environment
from tests.notices.home import WIB

EXTRA = ("127.0.0.1:4321",)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        pytest.param("https://fcm.googleapis.com/fcm/send/abc", True, id="Chrome's"),
        pytest.param("https://updates.push.services.mozilla.com/wpush/v2/abc", True, id="Firefox's"),
        pytest.param("https://wns2-sg2p.notify.windows.com/w/?token=abc", True, id="Edge's"),
        pytest.param("https://web.push.apple.com/abc", True, id="Safari's"),
        pytest.param("http://fcm.googleapis.com/fcm/send/abc", False, id="not without TLS"),
        pytest.param("https://fcm.googleapis.com:8443/x", False, id="not another port"),
        pytest.param("https://fcm.googleapis.com.example.org/x", False, id="not a name that only begins so"),
        pytest.param("https://evilpush.apple.com/x", False, id="not a name that only ends so"),
        pytest.param("https://push.apple.com@127.0.0.1/x", False, id="not a name before an at sign"),
        pytest.param("https://127.0.0.1/x", False, id="not this machine"),
        pytest.param("http://127.0.0.1:4321/p/x", True, id="what the setting names"),
        pytest.param("http://127.0.0.1:4322/p/x", False, id="no other port of it"),
        pytest.param("file:///etc/passwd", False, id="no file"),
        pytest.param("https://[::1", False, id="no nonsense"),
        pytest.param("https://fcm.googleapis.com/" + "a" * 1000, False, id="nothing endless"),
    ],
)
def test_only_known_push_services_are_called(url: str, allowed: bool) -> None:
    assert rules.allowed_endpoint(url, EXTRA) is allowed


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2026-11-23T07:00", "2026-11-23T07:00"),
        ("2026-11-23T19:59", "2026-11-23T19:59"),
        ("2026-11-23T20:00", "2026-11-24T07:00"),
        ("2026-11-24T00:30", "2026-11-24T07:00"),
        ("2026-11-24T06:59", "2026-11-24T07:00"),
    ],
)
def test_quiet_hours_end_at_seven(asked: str, sent: str) -> None:
    there = datetime.fromisoformat(asked).replace(tzinfo=WIB)
    assert rules.after_quiet(there, WIB, Settings(instance=Path()).quiet_hours) == datetime.fromisoformat(sent).replace(
        tzinfo=WIB
    )


@pytest.mark.parametrize(
    ("hours", "asked", "sent"),
    [
        ("1-6", "2026-11-23T00:59", "2026-11-23T00:59"),
        ("1-6", "2026-11-23T01:00", "2026-11-23T06:00"),
        ("1-6", "2026-11-23T06:00", "2026-11-23T06:00"),
        ("1-6", "2026-11-23T23:00", "2026-11-23T23:00"),
        ("0-6", "2026-11-23T00:00", "2026-11-23T06:00"),
        ("0-6", "2026-11-23T12:00", "2026-11-23T12:00"),
        ("22-24", "2026-11-23T21:59", "2026-11-23T21:59"),
        ("22-24", "2026-11-23T22:00", "2026-11-24T00:00"),
        ("22-24", "2026-11-24T00:00", "2026-11-24T00:00"),
    ],
)
def test_quiet_hours_may_lie_on_one_side_of_midnight(
    hours: str, asked: str, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIET_HOURS", hours)
    there, then = (datetime.fromisoformat(text).replace(tzinfo=WIB) for text in (asked, sent))
    assert rules.after_quiet(there, WIB, from_environment().quiet_hours) == then


@pytest.mark.parametrize("hours", ["20", "7-7", "0-24", "24-6", "20-25", "-1-6", "malam", "20-7-9"])
def test_quiet_hours_that_are_none_are_refused_at_start(hours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIET_HOURS", hours)
    with pytest.raises(SystemExit, match="QUIET_HOURS"):
        from_environment()


def test_without_quiet_hours_nothing_waits() -> None:
    night = datetime(2026, 11, 23, 23, tzinfo=WIB)
    assert rules.after_quiet(night, WIB, None) == night


def test_the_day_before_a_wednesday_is_tuesday_at_four() -> None:
    assert rules.day_before(date(2026, 11, 25), WIB) == datetime(2026, 11, 24, 16, tzinfo=WIB)


def test_every_kind_of_push_has_a_neutral_text_that_fits_a_lock_screen() -> None:
    from server.text import t

    values = {"hari": "Rabu", "tanggal": "25 November", "nomor": "A-014", "jam": "09.20"}
    values["batas"] = t("wa.paling_lambat", kapan="Selasa, 29 September, pukul 12.00")
    values |= {"hari_lama": "Selasa", "tanggal_lama": "29 September"}
    for key in [*(kind.text for kind in rules.PUSHES.values()), "push.pindah", "push.jam"]:
        assert len(t(key, **values)) <= 120
