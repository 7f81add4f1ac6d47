"""A phone that died before its browser wrote the cookie to disk."""

from __future__ import annotations

from tests.people import ANI, Enrol, Phone


def envelope(phone: Phone) -> dict[str, object]:
    """An exchange that brings and asks for nothing."""
    return {"v": 1, "app": "1", "desa": phone.me["desa"]["code"], "now": "2026-11-21T10:00:00+07:00"}


def test_a_browser_that_lost_its_cookie_gets_it_anew_by_the_bearer_token(enrol: Enrol) -> None:
    phone = enrol(ANI)
    lost = {cookie.key for cookie in phone.client._cookies.values()}
    for name in lost:
        phone.client.delete_cookie(name)

    assert phone.get("/me").status_code == 200
    assert {cookie.key for cookie in phone.client._cookies.values()} == lost
    phone.locked = True
    answer = phone.post("/exchange", envelope(phone))
    assert answer.status_code == 200, "the new cookie delivers by itself"


def test_without_cookie_and_without_bearer_nobody_is_recognised(enrol: Enrol) -> None:
    phone = enrol(ANI)
    for cookie in list(phone.client._cookies.values()):
        phone.client.delete_cookie(cookie.key)
    phone.locked = True

    assert phone.post("/exchange", envelope(phone)).status_code == 401
