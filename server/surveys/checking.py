"""A survey run over a visit; the runners of the last surveys are kept."""

from __future__ import annotations

from typing import Any

from server.surveys.form import Runner
from server.surveys.outcomes import Outcome
from server.surveys.publications import survey as compiled

KEPT = 16
_runners: dict[int, tuple[dict[str, Any], Runner]] = {}


def runner(survey: dict[str, Any]) -> Runner:
    """The runner of a compiled survey: compiling its expressions costs ten times running them."""
    known = _runners.get(id(survey))
    if known and known[0] is survey:
        return known[1]
    if len(_runners) >= KEPT:
        _runners.clear()
    made = Runner(survey)
    _runners[id(survey)] = (survey, made)
    return made


def run(
    survey: dict[str, Any], answers: dict[str, Any], evaluated_at: str,
    *, quick: bool | None = None, partial: bool | None = None,
) -> Outcome:  # fmt: skip
    """Evaluate ``survey`` over ``answers`` as of ``evaluated_at`` (local time with offset).

    Args:
        quick: only what is marked ``cepat`` was asked; by itself: the hidden question ``jenis`` says ``cepat``.
        partial: gaps are no fault; by itself: the result of the visit is ``sebagian``.
    Raises:
        ValueError: ``evaluated_at`` is no time.
    """
    if quick is None:
        quick = answers.get("jenis") == "cepat"
    if partial is None:
        partial = any(
            isinstance(group, dict) and group.get("hasil_akhir") == "sebagian" for group in [answers, *answers.values()]
        )
    return runner(survey).run(answers, evaluated_at, quick=quick, partial=partial)


def check_visit(survey_hash: Any, answers: dict[str, Any], evaluated_at: Any) -> list[dict[str, Any]]:
    """The marks of a visit that came in: what the server sees differently from the phone. Nothing is refused.

    Raises:
        NotFound: there is no such survey.
    """
    survey = compiled(str(survey_hash))
    try:
        return run(survey, answers, str(evaluated_at)).marks
    except ValueError:
        text = str(evaluated_at)[:40]
        return [{"kind": "type", "path": "evaluated_at", "phone": text, "server": None, "message": None}]
