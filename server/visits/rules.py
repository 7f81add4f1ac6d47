"""What a visit may hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from server.errors import Problem

LONGEST_REASON = 500  # characters of why a visit was corrected
CONSENTED = frozenset({"terisi", "sebagian"})
LONGEST_NAME = 10_000
"""Characters of what a survey calls a visit (instance_name): as many as a text of an expression may have."""
RESULTS = CONSENTED | {"tidak_bertemu", "menolak", "pindah"}

# All that is kept when nobody consented: the house, the date, the result and its reason, beside ids, times, versions.
_FIELDS = "exists survey survey_id building result reason date mode answers evaluated_at supersedes"
_ROOT = (
    "mulai selesai tanggal_sistem id_kunjungan id_kader jenis id_keluarga id_bangunan kode_desa dusun rw rt kunjungan"
)
_SECTION_A = "tgl_kunjungan no_rumah hasil_kunjungan setuju_data hasil_akhir alasan"
DOORSTEP_FIELDS, DOORSTEP_ROOT, DOORSTEP_ANSWERS = (frozenset(s.split()) for s in (_FIELDS, _ROOT, _SECTION_A))


class NoConsent(Problem):
    status, slug = 422, "no-consent"
    title = "Warga belum setuju, jadi isian pribadi tidak disimpan. Yang boleh: rumah, tanggal, hasil, dan alasan."


def week_of(day: date) -> tuple[str, str]:
    """First and last day of the week in which a kader's visits are counted together: Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


def consented(visit: Mapping[str, Any]) -> bool:
    """Whether the family agreed that its data are kept, by what was answered and not only by what was concluded."""
    answers = visit.get("answers")
    section = answers.get("kunjungan") if isinstance(answers, Mapping) else None
    said = section.get("setuju_data") if isinstance(section, Mapping) else None
    return visit.get("result") in CONSENTED and said == "ya"


def asks_consent(visit: Mapping[str, Any]) -> bool:
    """Whether this visit is of the survey that begins with consent."""
    answers = visit.get("answers")
    return visit.get("survey_id") == "kelayakan" or (isinstance(answers, Mapping) and "kunjungan" in answers)


def doorstep_only(visit: Mapping[str, Any]) -> None:
    """Pass if a visit without consent holds nothing but the doorstep's.

    Raises:
        NoConsent: names the first field that is too much.
    """
    too_much = next(_too_much(visit), None)
    if too_much is not None:
        raise NoConsent(field=too_much)


def _too_much(visit: Mapping[str, Any]) -> Iterator[str]:
    for name, value in visit.items():
        if name not in DOORSTEP_FIELDS and value not in (None, "", [], {}):
            yield name
    answers = visit.get("answers") or {}
    for name in answers:
        if name not in DOORSTEP_ROOT:
            yield f"answers/{name}"
    for name in answers.get("kunjungan") or {}:
        if name not in DOORSTEP_ANSWERS:
            yield f"answers/kunjungan/{name}"


def advised(visit: Mapping[str, Any]) -> dict[str, str | None]:
    """What the phone told the family about the services it asked for: those become cases, officers read no others."""
    advice = visit.get("advice")
    services = advice.get("services") if isinstance(advice, Mapping) else None
    if not isinstance(services, Mapping):
        return {}
    asked = _asked_for(visit.get("answers") or {})
    said = {code: told.get("advice") if isinstance(told, Mapping) else None for code, told in services.items()}
    return {code: advice for code, advice in said.items() if code in asked}


def advice_marks(phone: Mapping[str, str | None], server: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A mark for each service about which phone and server advise differently, with both values."""
    return [
        {"kind": "advice", "path": code, "phone": told, "server": server[code]["advice"], "message": None}
        for code, told in sorted(phone.items())
        if code in server and server[code]["advice"] != told
    ]


def _asked_for(answers: Mapping[str, Any]) -> set[str]:
    groups = [group for group in answers.values() if isinstance(group, Mapping)]
    return {code for group in [answers, *groups] for code in str(group.get("layanan") or "").split()}


def photos(survey: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
    """Ids of the photos that ``answers`` name, in the order of the survey's image questions."""
    return [str(value) for value in _images(survey.get("nodes") or [], answers) if value]


def _images(nodes: list[dict[str, Any]], answers: Mapping[str, Any]) -> Iterator[Any]:
    for node in nodes:
        here = answers.get(node["name"])
        if here is None:
            continue
        if node["kind"] == "group" and isinstance(here, Mapping):
            yield from _images(node.get("children") or [], here)
        elif node["kind"] == "repeat" and isinstance(here, list):
            for row in here:
                if isinstance(row, Mapping):
                    yield from _images(node.get("children") or [], row)
        elif node["type"] in ("image", "audio", "file"):
            yield here
