"""The papers a family is to bring, each once, and how they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from server.cases import service as cases
from server.db import db
from server.documents.models import Document
from server.exchange.models import StoredRecord
from server.families.models import Member
from server.text import t, table

PICTURES = {
    **dict.fromkeys(("ktp_el", "kia", "kartu_pelajar"), "ktp"),
    **dict.fromkeys(("kis", "kks"), "kis"),
    "kk": "kk",
    "buku_kia": "kia",
    "foto_rumah": "rumah",
    "foto_badan": "orang",
    "struk_listrik": "struk",
    **dict.fromkeys(("akta_lahir", "ijazah", "surat_tanah"), "akta"),
    **dict.fromkeys(("pernyataan_tm", "sptjm", "surat_kuasa"), "meterai"),
    **dict.fromkeys(("surat_faskes", "surat_rujukan", "surat_rawat_inap", "surat_disabilitas"), "surat"),
}
"""What a paper looks like: a symbol of ``_sprite.html``. The others are a letter with a head and a stamp."""
LETTER = "kop"
FRAMES = {
    "ktp": "0 0 96 62",
    "kis": "0 0 96 62",
    "kk": "0 0 96 68",
    "rumah": "0 0 96 72",
    "akta": "0 0 96 68",
}  # of the drawings; else a page


PHOTO = frozenset({"buram", "terpotong", "gelap", "kecil", "silau", "menyamping", "terbalik"})  # the paper is there


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to bring: its name, whose it is, where one gets it, how it stands."""

    name: str
    owner: str | None
    issuer: str
    form: str
    picture: str
    state: str  # label
    there: bool
    later: bool
    photo: bool  # only its photo will not do: the kader takes another, no agency is asked

    @property
    def frame(self) -> str:
        """The drawing's ``viewBox``."""
        return FRAMES.get(self.picture, "0 0 68 90")


def papers_of(desa: str, family: str, cases: list[dict[str, Any]], book: dict[str, Any], today: date) -> list[Paper]:
    """Every paper the open cases need, each once, with how it stands: rejected, blurred and expired are not there."""
    ids = db.session.scalars(select(Document.id).where(Document.desa == desa, Document.family == family)).all()
    documents = list(bodies(desa, ids).values())
    names = _first_names(desa, family)
    named: dict[tuple[str, str | None], Paper] = {}
    for case in cases:
        returned = case.get("missing") if case.get("status") == "perlu_dilengkapi" else []
        wanted = [(need, None) for need in case.get("needs") or () if need.get("required") and not need.get("asked")]
        checked = case.get("status") not in ("terkirim", "perlu_dilengkapi")  # an officer found all that is needed
        for need, reason in [(item, item.get("reason") or "belum") for item in returned or ()] + wanted:
            key = (need["paper"], need.get("member"))
            if key not in named:
                entry = book.get(need["paper"], {})
                named[key] = _paper(
                    need, "ada" if checked and not need.get("later") else reason, documents, names, entry, today
                )
    return sorted(named.values(), key=lambda paper: (paper.there, paper.later))


def bodies(desa: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Bodies of those records that are still here, by id, in the order of ``ids``."""
    wanted = list(ids)
    query = select(StoredRecord.id, StoredRecord.body).where(
        StoredRecord.desa == desa, StoredRecord.id.in_(wanted), StoredRecord.gone.is_(None)
    )
    found = {row.id: json.loads(row.body) for row in db.session.execute(query)}
    return {name: found[name] for name in wanted if name in found}


def _paper(
    need: dict[str, Any],
    reason: str | None,
    documents: list[dict[str, Any]],
    names: dict[str, str],
    entry: dict[str, Any],
    today: date,
) -> Paper:
    member = need.get("member")
    mine = [d for d in documents if d.get("paper") == need["paper"] and (member is None or d.get("member") == member)]
    held = [d for d in mine if d.get("state") == "ada" and d.get("verdict") != "ditolak"]
    kept = any(not _expired(d, need.get("months"), today) for d in held)
    there = reason == "ada" or (reason is None and kept)
    later = (
        not there and reason is None and (bool(need.get("later")) or any(d.get("state") == "menyusul" for d in mine))
    )
    state = reason or (
        "ada" if there else "menyusul" if later else next((str(d["state"]) for d in mine if d.get("state")), "belum")
    )
    if held and not kept and reason is None:
        state = "kedaluwarsa"
    if state == "ada" and not there:
        state = next((str(d["verdict_reason"]) for d in mine if d.get("verdict_reason")), "tidak_cocok")
    return Paper(
        entry.get("name") or need["paper"],
        names.get(member or ""),
        entry.get("issuer") or "",
        entry.get("form") or "",
        PICTURES.get(need["paper"], LETTER),
        table().get(f"alasan_berkas.{state}") or table().get(f"berkas.{state}") or t("berkas.belum"),
        there,
        later,
        state in PHOTO,
    )


def _expired(document: dict[str, Any], months: int | None, today: date) -> bool:
    member, verdict, since, at = (document.get(name) for name in ("member", "verdict", "held_since", "verdict_at"))
    return cases.expired(cases.Paper(document["paper"], member, "ada", verdict, since, at), months, today)


def _first_names(desa: str, family: str) -> dict[str, str]:
    rows = db.session.execute(select(Member.id, Member.full_name).where(Member.desa == desa, Member.family == family))
    return {row.id: str(row.full_name).split()[0] for row in rows if row.full_name}
