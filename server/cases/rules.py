"""The life of a case: which step follows which, who may take it, and which papers must be there. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from server.errors import NotYourRole, PapersMissing, WrongStep


class CaseStatus(StrEnum):
    """Where a case is; labels are in the text table under ``status.*``."""

    DRAF = "draf"  # on the phone only
    TERKIRIM = "terkirim"
    DIPERIKSA = "diperiksa"  # never stored: a case sent while an officer has it open
    PERLU_DILENGKAPI = "perlu_dilengkapi"
    SIAP = "siap"
    TERJADWAL = "terjadwal"
    HADIR = "hadir"
    DIPANGGIL = "dipanggil"
    DILAYANI = "dilayani"
    DIPROSES = "diproses"
    MUSDES = "musdes"
    DIRUJUK = "dirujuk"
    MENUNGGU_HASIL = "menunggu_hasil"
    DISETUJUI = "disetujui"
    BELUM_DISETUJUI = "belum_disetujui"
    SELESAI = "selesai"
    DIBATALKAN = "dibatalkan"
    TIDAK_HADIR = "tidak_hadir"


SERVER = "server"
FO, BO, KOORDINATOR, KESRA, SIKS = "petugas_fo", "petugas_bo", "koordinator", "kesra", "operator_siks"
OFFICE = frozenset({FO, BO, KOORDINATOR, KESRA, SIKS})
REVIEWERS = frozenset({BO, KOORDINATOR})
DESK = frozenset({FO, BO, KOORDINATOR})  # who stands at the counter on a service day

S = CaseStatus
MOVES: dict[tuple[CaseStatus, CaseStatus], frozenset[str]] = {
    (S.TERKIRIM, S.PERLU_DILENGKAPI): REVIEWERS,
    (S.PERLU_DILENGKAPI, S.TERKIRIM): frozenset({SERVER}),  # in the turn in which the last missing paper came
    (S.TERKIRIM, S.SIAP): REVIEWERS,
    (S.SIAP, S.TERJADWAL): DESK | {SERVER},
    (S.TERJADWAL, S.SIAP): DESK | {SERVER},  # its day was moved or closed and no other has room yet
    (S.TERJADWAL, S.HADIR): DESK,
    (S.HADIR, S.DIPANGGIL): DESK,
    (S.DIPANGGIL, S.DILAYANI): DESK,
    (S.DILAYANI, S.DIPROSES): DESK,
    (S.DIPROSES, S.MUSDES): frozenset({KESRA, KOORDINATOR}),
    (S.DIPROSES, S.DIRUJUK): frozenset({KOORDINATOR}),
    (S.DIPROSES, S.MENUNGGU_HASIL): REVIEWERS,
    (S.MUSDES, S.DIRUJUK): frozenset({KOORDINATOR}),
    (S.MUSDES, S.MENUNGGU_HASIL): REVIEWERS | {KESRA},
    (S.DIRUJUK, S.MENUNGGU_HASIL): REVIEWERS,
    (S.MENUNGGU_HASIL, S.DISETUJUI): REVIEWERS,
    (S.MENUNGGU_HASIL, S.BELUM_DISETUJUI): REVIEWERS,
    (S.DISETUJUI, S.SELESAI): REVIEWERS,
    (S.BELUM_DISETUJUI, S.SELESAI): REVIEWERS,
    (S.HADIR, S.TERJADWAL): DESK | {SERVER},  # the day closed before their turn, or it was a slip of the hand
    (S.HADIR, S.SIAP): DESK | {SERVER},  # the same, and no other day has room yet
    (S.DIPANGGIL, S.HADIR): DESK,  # nobody came forward
    (S.DILAYANI, S.DIPANGGIL): DESK,
    (S.DIPROSES, S.DILAYANI): DESK,
    (S.TERJADWAL, S.TIDAK_HADIR): DESK | {SERVER},
    (S.TIDAK_HADIR, S.TERJADWAL): DESK | {SERVER},
    (S.TIDAK_HADIR, S.SIAP): DESK | {SERVER},  # wants another day, and none has room yet
}
CLOSED = frozenset({S.SELESAI, S.DIBATALKAN})
AFTER = frozenset({S.DIPROSES, S.MUSDES, S.DIRUJUK, S.MENUNGGU_HASIL, S.DISETUJUI, S.BELUM_DISETUJUI})  # was served
MOVES |= {(start, S.DIBATALKAN): OFFICE for start in S if start not in AFTER | CLOSED | {S.DRAF, S.DIPERIKSA}}
MOVES |= {(start, S.DIBATALKAN): REVIEWERS for start in AFTER}
ON_A_DAY = frozenset({S.TERJADWAL, S.HADIR, S.DIPANGGIL, S.DILAYANI})

TO_BE_SCHEDULED = frozenset({S.SIAP, S.TERJADWAL, S.TIDAK_HADIR})  # of these an officer may choose the day


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the rules see it."""

    paper: str
    member: str | None
    state: str  # ada, belum, buram, tidak_cocok, kedaluwarsa, menyusul
    verdict: str | None  # diterima, ditolak; None: no officer has looked
    held_since: str | None = None  # day from which its months count
    verdict_at: str | None = None


def may_move(roles: Iterable[str], start: CaseStatus, to: CaseStatus) -> None:
    """Pass if somebody with ``roles`` may take a case from ``start`` to ``to``.

    Raises:
        WrongStep: the life of a case has no such step (docs/field.md, Status).
        NotYourRole: it has, for another role.
    """
    allowed = MOVES.get((start, to))
    if allowed is None:
        raise WrongStep(f"Dari {start} tidak ada langkah ke {to}.", status_now=str(start), to=str(to))
    if allowed.isdisjoint(roles):
        raise NotYourRole(f"Langkah ke {to} untuk: {', '.join(sorted(allowed))}.", roles=sorted(allowed))


def may_accept(needs: Iterable[Mapping[str, Any]], papers: Iterable[Paper], today: date | None = None) -> None:
    """Pass if every required paper that may not come later is there, not too old, and an officer took it.

    A need without a member is met by the paper of anybody: whose it is was for the officer to ask.

    Raises:
        PapersMissing: names each with its reason: ``belum_ada``, ``ditolak``, ``belum_diterima`` or the state it is in.
    """
    papers = list(papers)
    missing = [
        {"paper": need["paper"], "member": need.get("member"), "reason": reason}
        for need in needs
        if need.get("required") and not need.get("later") and (reason := _lacks(need, papers, today))
    ]
    if missing:
        raise PapersMissing(", ".join(sorted({str(item["paper"]) for item in missing})), missing=missing)


def _lacks(need: Mapping[str, Any], papers: list[Paper], today: date | None) -> str | None:
    """Why ``need`` is not met; None: it is. Of several documents the best one speaks."""
    mine = [paper for paper in papers if serves(paper.paper, paper.member, need)]
    old = {paper for paper in mine if today and expired(paper, need.get("months"), today)}
    reasons = {"kedaluwarsa" if paper in old else _reason(paper) for paper in mine}
    if "" in reasons:
        return None
    best_first = ("belum_diterima", "ditolak", *sorted(reasons))
    return next((reason for reason in best_first if reason in reasons), "belum_ada")


def _reason(paper: Paper) -> str:
    """Why ``paper`` does not do; "": it does."""
    if paper.state != "ada":
        return "belum_ada" if paper.state == "belum" else paper.state
    return {"diterima": "", "ditolak": "ditolak"}.get(paper.verdict or "", "belum_diterima")


def expired(paper: Paper, months: int | None, today: date) -> bool:
    """Whether ``paper`` is past its ``months`` of validity today; None: it does not expire.

    They count from the day the server first heard of this photo or mark. An officer who took it after they had run
    out looked at its date, so it stands. ``pwa/store/expiry.js`` is the twin (``tests/vectors/expiry.json``).
    """
    if not months or paper.state != "ada" or not _DAY.fullmatch(paper.held_since or ""):
        return False
    until = _months_after(date.fromisoformat(str(paper.held_since)), months).isoformat()
    taken = (paper.verdict_at or "")[:10] if paper.verdict == "diterima" else ""
    return today.isoformat() > until and taken <= until


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def serves(paper: str, member: str | None, need: Mapping[str, Any]) -> bool:
    """Whether a document of ``paper`` for ``member`` is one that ``need`` (or an item of ``missing``) asks for."""
    wanted = need.get("member")
    return bool(paper == need["paper"]) and (not wanted or member == wanted)
