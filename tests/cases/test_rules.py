"""The life of a case, without a database."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from server.cases.rules import MOVES, CaseStatus, Paper, expired, may_accept, may_move
from server.errors import NotYourRole, PapersMissing, WrongStep

S = CaseStatus
BO = {"petugas_bo"}


def needs(paper: str, member: str | None = None, required: bool = True, later: bool = False) -> dict:
    return {"paper": paper, "member": member, "required": required, "later": later}


def test_an_officer_sends_back_what_came() -> None:
    may_move(BO, S.TERKIRIM, S.PERLU_DILENGKAPI)


def test_a_kader_does_not_send_back() -> None:
    with pytest.raises(NotYourRole) as refusal:
        may_move({"kader_pkk"}, S.TERKIRIM, S.PERLU_DILENGKAPI)
    assert refusal.value.extra["roles"] == ["koordinator", "petugas_bo"]


def test_only_the_server_takes_a_returned_case_back_in() -> None:
    may_move({"server"}, S.PERLU_DILENGKAPI, S.TERKIRIM)
    with pytest.raises(NotYourRole):
        may_move(BO, S.PERLU_DILENGKAPI, S.TERKIRIM)


@pytest.mark.parametrize(
    ("start", "to"),
    [
        (S.TERKIRIM, S.TERJADWAL),
        (S.PERLU_DILENGKAPI, S.SIAP),
        (S.SIAP, S.HADIR),
        (S.DILAYANI, S.SELESAI),
        (S.SELESAI, S.DIBATALKAN),
        (S.DIBATALKAN, S.TERKIRIM),
    ],
)
def test_there_is_no_such_step(start: CaseStatus, to: CaseStatus) -> None:
    with pytest.raises(WrongStep):
        may_move({"petugas_bo", "petugas_fo", "koordinator", "server"}, start, to)


def test_the_desk_offers_what_may_be_done() -> None:
    """The phone's side of it: ``steps.test.mjs``."""
    steps = json.loads((Path(__file__).parents[1] / "vectors" / "steps.json").read_text())
    after = {S.DIPROSES, S.MUSDES, S.DIRUJUK, S.MENUNGGU_HASIL, S.DISETUJUI, S.BELUM_DISETUJUI, S.SELESAI}
    moves = {(start, to): roles for (start, to), roles in MOVES.items() if {start, to} <= after}
    moves |= {(S.TERKIRIM, to): MOVES[S.TERKIRIM, to] for to in (S.PERLU_DILENGKAPI, S.SIAP)}
    moves |= {(start, to): roles for (start, to), roles in MOVES.items() if to == S.DIBATALKAN}
    assert {(step["from"], step["to"]): frozenset(step["roles"]) for step in steps} == moves


def test_every_open_case_can_be_cancelled() -> None:
    stored = set(S) - {S.DRAF, S.DIPERIKSA}
    assert {start for start, to in MOVES if to == S.DIBATALKAN} == stored - {S.SELESAI, S.DIBATALKAN}


def test_no_step_leads_to_or_from_what_is_never_stored() -> None:
    assert not {status for move in MOVES for status in move} & {S.DRAF, S.DIPERIKSA}


def test_accepted_papers_let_a_case_pass() -> None:
    may_accept(
        [needs("kk"), needs("ktp", "icih")],
        [Paper("kk", None, "ada", "diterima"), Paper("ktp", "icih", "ada", "diterima")],
    )


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        pytest.param([], "belum_ada", id="no paper"),
        pytest.param([Paper("ktp", "icih", "belum", None)], "belum_ada", id="marked as not there"),
        pytest.param([Paper("ktp", "icih", "menyusul", None)], "menyusul", id="promised for later"),
        pytest.param([Paper("ktp", "icih", "ada", None)], "belum_diterima", id="nobody has looked"),
        pytest.param([Paper("ktp", "icih", "ada", "ditolak")], "ditolak", id="rejected"),
        pytest.param([Paper("ktp", "udin", "ada", "diterima")], "belum_ada", id="somebody else's"),
        pytest.param(
            [Paper("ktp", "icih", "ada", "ditolak"), Paper("ktp", "icih", "ada", None)],
            "belum_diterima",
            id="the best of several speaks",
        ),
    ],
)
def test_a_missing_paper_is_named_with_its_reason(papers: list[Paper], reason: str) -> None:
    with pytest.raises(PapersMissing) as refusal:
        may_accept([needs("ktp", "icih")], papers)
    assert refusal.value.extra["missing"] == [{"paper": "ktp", "member": "icih", "reason": reason}]


def test_every_missing_paper_is_named() -> None:
    with pytest.raises(PapersMissing) as refusal:
        may_accept([needs("kk"), needs("ktp", "icih")], [])
    assert [item["paper"] for item in refusal.value.extra["missing"]] == ["kk", "ktp"]


def test_what_may_come_later_and_what_is_not_required_keep_nothing_back() -> None:
    may_accept([needs("sktm", later=True), needs("foto_rumah", required=False)], [])


def test_a_need_that_names_nobody_is_met_by_anybodys_paper() -> None:
    may_accept([needs("ktp")], [Paper("ktp", "udin", "ada", "diterima")])


VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "expiry.json").read_text("utf8"))


@pytest.mark.parametrize("row", VECTORS, ids=[row["says"] for row in VECTORS])
def test_papers_run_out_as_they_do_on_the_phone(row: dict) -> None:
    body = row["body"]
    paper = Paper("sktm", None, body["state"], *(body.get(name) for name in ("verdict", "held_since", "verdict_at")))
    assert expired(paper, row["months"], date.fromisoformat(row["today"])) is row["expired"]
