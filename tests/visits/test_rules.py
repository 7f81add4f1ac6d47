"""What a visit may hold, without a database."""

from __future__ import annotations

import pytest

from server.visits.rules import NoConsent, advice_marks, advised, consented, doorstep_only, photos

DOOR = {
    "survey": "abc",
    "survey_id": "kelayakan",
    "building": "b",
    "result": "menolak",
    "reason": "sedang_sibuk",
    "date": "2026-11-21",
    "evaluated_at": "2026-11-21T10:00:00+07:00",
    "answers": {
        "rw": "004",
        "rt": "002",
        "kunjungan": {"no_rumah": "12", "setuju_data": "tidak", "hasil_akhir": "menolak", "alasan": "sedang_sibuk"},
    },
}


def test_the_doorstep_alone_passes() -> None:
    doorstep_only(DOOR)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        pytest.param({"family": "f"}, "family", id="a family"),
        pytest.param({"advice": {"services": {}}}, "advice", id="advice"),
        pytest.param({"catatan": "Bu Icih marah"}, "catatan", id="a field of later times"),
        pytest.param({"answers": DOOR["answers"] | {"keluarga": {"nama_kepala": "Icih"}}}, "answers/keluarga", id="C"),
        pytest.param(
            {"answers": {"kunjungan": {"uraian": "Bu Icih"}}}, "answers/kunjungan/uraian", id="a text in section A"
        ),
        pytest.param({"answers": {"nama": "Icih"}}, "answers/nama", id="a name beside the sections"),
    ],
)
def test_anything_personal_without_consent_is_named(more: dict, field: str) -> None:
    with pytest.raises(NoConsent) as refusal:
        doorstep_only(DOOR | more)
    assert refusal.value.extra["field"] == field


@pytest.mark.parametrize(
    ("result", "said", "agreed"),
    [
        ("terisi", "ya", True),
        ("sebagian", "ya", True),
        ("terisi", "tidak", False),
        ("terisi", None, False),
        ("menolak", "ya", False),
        ("tidak_bertemu", "ya", False),
    ],
)
def test_consent_is_what_was_answered(result: str, said: str | None, agreed: bool) -> None:
    assert consented({"result": result, "answers": {"kunjungan": {"setuju_data": said}}}) is agreed


def test_only_advice_about_services_asked_for_is_compared() -> None:
    visit = {
        "answers": {"layanan": {"layanan": "pkh sembako"}},
        "advice": {"services": {"pkh": {"advice": "mungkin"}, "pip": {"advice": "mungkin"}}},
    }
    assert advised(visit) == {"pkh": "mungkin"}


def test_a_different_advice_is_marked_with_both_values() -> None:
    marks = advice_marks(
        {"pkh": "mungkin", "sembako": "mungkin"}, {"pkh": {"advice": "belum_dinilai"}, "sembako": {"advice": "mungkin"}}
    )
    assert marks == [{"kind": "advice", "path": "pkh", "phone": "mungkin", "server": "belum_dinilai", "message": None}]


def test_photos_are_found_in_groups_and_rows() -> None:
    def image(name: str) -> dict:
        return {"name": name, "kind": "question", "type": "image"}

    survey = {
        "nodes": [
            {"name": "rumah", "kind": "group", "type": "group", "children": [image("depan"), image("lantai")]},
            {"name": "anggota", "kind": "repeat", "type": "repeat", "children": [image("kartu")]},
            {"name": "catatan", "kind": "question", "type": "text"},
        ]
    }
    answers = {"rumah": {"depan": "p1"}, "anggota": [{"kartu": "p2"}, {}], "catatan": "p3"}
    assert photos(survey, answers) == ["p1", "p2"]
