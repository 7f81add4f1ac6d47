"""The rows of a large family: twenty-five members of twenty-five questions, beside one of five."""

from __future__ import annotations

import json
import subprocess
import time
from functools import cache
from pathlib import Path
from typing import Any

from server.surveys import service as surveys
from server.surveys.compile import compile_survey
from tests.bench.row import Result, Row

SMALL, LARGE = 5, 25  # members
ROUNDS = 15
MOMENT = "2026-11-21T10:00:00.000+07:00"
FILLER = Path(__file__).with_suffix(".mjs")


def workbook() -> str:
    """An XLSForm in Markdown: a repeat of 25 questions, of which calculations in and outside of the row speak."""
    ask = [
        ("text", "nama", "", ""),
        ("date", "lahir", "", ""),
        ("calculate", "umur", "", "int((date('2026-11-21') - ${lahir}) div 365.25)"),
        ("calculate", "balita", "", "if(${umur} < 5, 1, 0)"),
        *[("select_one jawab", f"p_{n}", "${umur} >= 5" if n % 3 == 0 else f"${{p_{n - 1}}} = 'ya'", "")
          for n in range(3, 20)],
        *[("integer", f"n_{n}", f"${{p_{n + 3}}} = 'ya' or ${{umur}} > 17", "") for n in range(4)],
    ]  # fmt: skip
    sheet = [("begin_repeat", "anggota", "", ""), *ask, ("end_repeat", "", "", "")]
    sheet += [("calculate", "jumlah", "", "count(${anggota})"), ("calculate", "anak", "", "sum(${balita})")]
    lines = ["## survey", "", "| survey | type | name | label | relevant | calculation |", "|---|---|---|---|---|---|"]
    for kind, name, relevant, calculation in sheet:
        label = "" if kind in ("calculate", "end_repeat") else f"Tentang {name}"
        lines.append(f"| | {kind} | {name} | {label} | {relevant} | {calculation} |")
    lines += ["", "## choices", "", "| choices | list_name | name | label |", "|---|---|---|---|"]
    lines += ["| | jawab | ya | Ya |", "| | jawab | tidak | Tidak |"]
    lines += ["", "## settings", "", "| settings | form_title | form_id | version | default_language |"]
    lines += ["|---|---|---|---|---|", "| | Keluarga besar | keluarga-besar | 2026112101 | default |"]
    return "\n".join(lines) + "\n"


@cache
def _survey() -> dict[str, Any]:
    return dict(compile_survey(workbook().encode(), "keluarga-besar.md"))


def answering() -> Result:
    """How many times as long the phone's engine needs for an answer about one of 25 members as for one of five."""
    said = json.dumps({"survey": _survey(), "sizes": [SMALL, LARGE], "rounds": ROUNDS, "moment": MOMENT})
    done = subprocess.run(["node", str(FILLER)], input=said, capture_output=True, text=True, check=True, timeout=300)
    spent: dict[str, list[float]] = json.loads(done.stdout)
    few, many = spent[str(SMALL)], spent[str(LARGE)]
    ratios = [much / little for little, much in zip(few, many, strict=True)]
    return Result(ratios, f"mesin di HP: {min(few) * 1000:.0f} dan {min(many) * 1000:.0f} mikrodetik tiap jawaban")


def checking() -> Result:
    """The same for a member in the server's run of the whole visit."""
    spent = {members: _run(members) for members in (SMALL, LARGE)}
    ratios = [(much / LARGE) / (little / SMALL) for little, much in zip(spent[SMALL], spent[LARGE], strict=True)]
    note = (
        f"aturan di server: {min(spent[SMALL]):.1f} ms untuk {SMALL}, {min(spent[LARGE]):.1f} ms untuk {LARGE} anggota"
    )
    return Result(ratios, note)


def _run(members: int) -> list[float]:
    """Processor milliseconds of each of some runs over one visit."""
    said = {f"p_{n}": "ya" for n in range(3, 20)} | {f"n_{n}": n for n in range(4)}
    rows = [{"nama": f"Anggota {n}", "lahir": f"{1980 + n}-05-17", **said} for n in range(members)]
    samples = []
    for turn in range(2 + ROUNDS):
        begun = time.process_time_ns()
        surveys.run(_survey(), {"anggota": rows}, MOMENT)
        if turn >= 2:
            samples.append((time.process_time_ns() - begun) / 1e6)
    return samples


def rows() -> list[Row]:
    return [
        Row("satu jawaban, keluarga 25 anggota × 25 pertanyaan dibanding 5 anggota", "×", 2, answering),
        Row("aturan kunjungan itu, tiap anggota, 25 dibanding 5 anggota", "×", 1.5, checking),
    ]
