"""A large form, made up from one seed: as many questions and conditions as the largest health form in use."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

SEED = 551_420
BINDS, RELEVANTS = 551, 420
CALCULATES, NOTES, NUMBERS, TEXTS = 42, 16, 90, 30  # the other questions are choices
PAGES, SECTIONS = 3, 30
CHOICES = ("ya", "tidak", "tidak_tahu", "tidak_menjawab")
HEADING = ("type", "name", "label", "relevant", "calculation", "required", "constraint")


def form() -> tuple[bytes, str]:
    """The form to measure with: the workbook that ``FORM`` names, else the made-up one. Its bytes and file name."""
    if own := os.environ.get("FORM"):
        return Path(own).read_bytes(), Path(own).name
    return workbook().encode(), "besar.md"


def workbook() -> str:
    """An XLSForm in Markdown: 551 questions and groups, 420 of them under a condition.

    Two short pages and one of 500 questions in thirty groups, most of which ask only if an earlier answer says so: the
    shape of a verbal autopsy. A condition names one to three earlier questions; so many are closed in the beginning.
    """
    chance = Random(SEED)
    rows: list[tuple[str, ...]] = []
    asked: list[str] = []  # choice questions so far, open in the beginning or not
    kinds = ["calculate"] * CALCULATES + ["note"] * NOTES + ["integer"] * NUMBERS + ["text"] * TEXTS
    questions = BINDS - SECTIONS - PAGES
    kinds += ["select_one jawab"] * (questions - len(kinds))
    chance.shuffle(kinds)
    kinds[:12] = ["select_one jawab"] * 12
    conditions = set(chance.sample(range(20, questions), RELEVANTS - (PAGES - 1)))
    sizes = [6, 10, questions - 16]
    number = 0
    for page, size in enumerate(sizes):
        relevant = "${t_0} = 'ya'" if page else ""
        rows.append(("begin_group", f"halaman_{page}", f"Halaman {page + 1}", relevant, "", "", ""))
        for nth in range(size):
            if page == PAGES - 1 and nth % -(-size // SECTIONS) == 0:
                rows += [("end_group", "", "", "", "", "", "")] if nth else []
                rows.append(("begin_group", f"bagian_{nth}", f"Bagian {nth}", "", "", "", ""))
            rows.append(_question(chance, kinds[number], number, asked, number in conditions))
            number += 1
        rows += [("end_group", "", "", "", "", "", "")] * (2 if page == PAGES - 1 else 1)
    lines = ["## survey", "", _line("survey", HEADING), _rule(len(HEADING))]
    lines += [_line("", row) for row in rows]
    lines += ["", "## choices", "", _line("choices", ("list_name", "name", "label")), _rule(3)]
    lines += [_line("", ("jawab", code, code.replace("_", " ").capitalize())) for code in CHOICES]
    lines += ["", "## settings", "", _line("settings", ("form_title", "form_id", "version", "default_language"))]
    lines += [_rule(4), _line("", ("Formulir besar", "besar", "2026112101", "default"))]
    return "\n".join(lines) + "\n"


def _question(chance: Random, kind: str, number: int, asked: list[str], conditional: bool) -> tuple[str, ...]:
    name = f"t_{number}"
    earlier = chance.sample(asked[-60:], min(len(asked), chance.randint(1, 3))) if conditional and asked else []
    relevant = f" {chance.choice(('and', 'or'))} ".join(
        f"${{{one}}} = '{chance.choice(CHOICES[:2])}'" for one in earlier
    )
    calculation = f"if(${{{chance.choice(asked)}}} = 'ya', 1, 0)" if kind == "calculate" else ""
    constraint = ". >= 0 and . <= 120" if kind == "integer" else ""
    required = "yes" if kind.startswith("select") and number % 3 == 0 else ""
    label = "" if kind == "calculate" else f"Pertanyaan nomor {number}: apakah ini ada pada orang yang ditanyakan?"
    if kind.startswith("select"):
        asked.append(name)
    return (kind, name, label, relevant, calculation, required, constraint)


def _line(sheet: str, cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join((sheet, *cells)) + " |"


def _rule(cells: int) -> str:
    return "|" + "---|" * (cells + 1)
