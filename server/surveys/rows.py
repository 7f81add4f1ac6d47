"""What a row of the survey sheet may say, by the type of its question: a rule in a cell that this type does not have
would be lost without a word, and so would a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from server.surveys import looks
from server.surveys.faults import BEGIN, END, LISTED, split_type
from server.surveys.lines import Line
from server.surveys.mistakes import Mistake

RULES = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "required": ("required", "bind::required"),
    "constraint": ("constraint", "bind::constraint"),
    "calculation": ("calculation", "calculate", "bind::calculate"),
    "default": ("default",),
    "read_only": ("read_only", "readonly", "bind::readonly"),
    "repeat_count": ("repeat_count", "count", "jr:count", "control::jr:count", "body::jr:count"),
    "choice_filter": ("choice_filter",),
    "trigger": ("trigger",),
    "parameters": ("parameters", "rows", "control::rows", "body::rows"),
    "save_to": ("save_to",),
}
"""Each rule, and the heads under which an author may have written it."""
ASKED = ("constraint", "calculation", "default", "choice_filter", "parameters", "save_to")
SELECTS = (*LISTED, "select_one_from_file", "select_multiple_from_file")
UNANSWERED = (*BEGIN, "calculate", "hidden", "note", "start", "end", "today", "deviceid", "username")
NEVER = ("", "no", "false", "false()", "tidak")
SAME = {"photo": "image", "string": "text"}


def wrong_rows(lines: list[Line]) -> Iterator[Mistake]:
    """Each cell that the type of its row does not take, and each parameter."""
    for line in lines:
        kind, _ = split_type(line.cells.get("type", ""))
        kind = SAME.get(kind, kind)
        if line.cells.get("disabled", "").strip().lower() not in NEVER:
            continue
        for rule in _refused(kind):
            for head in RULES[rule]:
                if line.cells.get(head, "").strip().lower() not in NEVER:
                    yield Mistake("survey", line.number, head, 0, _told(head, kind))
        yield from _wrong_parameters(line, kind)


def idle_rules(lines: list[Line]) -> list[str]:
    """Sentences on rules of an answer that nobody is asked for, one for each rule and type."""
    found: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        kind = split_type(line.cells.get("type", ""))[0]
        rules = ("required", "constraint", *(("trigger",) if kind in BEGIN else ())) if kind in UNANSWERED else ()
        for head in (head for rule in rules for head in RULES[rule]):
            if line.cells.get(head, "").strip().lower() not in NEVER:
                found.setdefault((head, kind), []).append(line.number)
    return [
        f"{head} di baris {rows[0]}{f' dan {len(rows) - 1} lainnya' if len(rows) > 1 else ''} tidak berlaku:"
        f" {kind} tidak dijawab orang."
        for (head, kind), rows in found.items()
    ]


def _refused(kind: str) -> tuple[str, ...]:
    if kind in END:
        return tuple(RULES)
    if kind in BEGIN:
        return ASKED if kind == "begin_repeat" else (*ASKED, "repeat_count")
    return ("repeat_count",) if kind in SELECTS or not kind else ("repeat_count", "choice_filter")


def _told(head: str, kind: str) -> str:
    where = (
        "Tulis di pertanyaan di dalamnya." if kind in BEGIN else "Tulis di baris pembukanya." if kind in END
        else "repeat_count hanya untuk begin_repeat." if head not in RULES["choice_filter"]
        else "choice_filter hanya untuk pertanyaan pilihan."
    )  # fmt: skip
    return f"{head} tidak berlaku untuk {kind}. {where}"


def _wrong_parameters(line: Line, kind: str) -> Iterator[Mistake]:
    taken = looks.PARAMETERS.get(kind, {})
    for part in re.split(r"[\s;,]+", line.cells.get("parameters", "").strip()):
        name, _, value = part.partition("=")
        if not part or kind in (*BEGIN, *END):
            continue
        if name not in taken:
            known = f"Yang dikenal: {', '.join(taken)}." if taken else "Hapus."
            told = f"Parameter “{name}” tidak didukung untuk jenis {kind}. {known}"
        elif not re.fullmatch(taken[name], value):
            told = f"Parameter {name} harus {looks.SAID[taken[name]]}, bukan “{value}”."
        elif name == "seed" and not re.search(r"\brandomize=true\b", line.cells["parameters"]):
            told = "seed hanya bersama randomize=true."
        else:
            continue
        yield Mistake("survey", line.number, "parameters", 0, told)
