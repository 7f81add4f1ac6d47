"""How much one person may announce in a week, counted by the day she announces it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from server import clock
from server.documents import uploads
from tests.documents.test_uploads import PHOTO, Upload, named
from tests.people import ANI, DEDI, Enrol


def test_a_person_may_announce_so_much_and_no_more_whatever_phone_she_has(
    app: Flask, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "QUOTA", 2 * len(PHOTO) + 10)
    phone, other = enrol(ANI), enrol(ANI)
    first, second = Upload(phone), Upload(other)
    assert [first.whole().status_code, second.whole().status_code] == [204, 204]
    third = Upload(phone)
    answer = third.announce()
    assert (answer.status_code, answer.json["type"]) == (429, "/problems/photo-quota")
    assert first.announce().status_code == 201  # what she announced before counts once
    assert Upload(enrol(DEDI)).announce().status_code == 201
    late = [Upload(phone) for _ in range(3)]
    for upload in late:
        named(app, phone, upload.id)  # their text came, and then the signal was gone for a week
    later = clock.now() + uploads.EXPIRES + timedelta(hours=1)
    with clock.turned(lambda: later):
        assert [upload.announce().status_code for upload in late] == [201, 201, 429]
    with clock.turned(lambda: later + uploads.EXPIRES + timedelta(hours=1)):
        assert third.announce().status_code == 201
