"""What a catalogue says about one family's answers: conditions, advice and papers, service by service.

Never a decision: advice is ``mungkin``, ``belum_memenuhi`` or ``belum_dinilai``; each condition says from which answers
it came, or which would settle it. ``pwa/catalogue/assess.js`` is the twin.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from server.catalogue.kleene import NEVER, UNKNOWN, Keys, Result, all_of, any_of, known, shorter, sources
from server.catalogue.unknown import Expression, Run, Survey, begin, instances
from server.surveys.service import to_boolean

Data = dict[str, Any]
Look = Callable[[int | None, str], list[Result]]

ADVICE = {True: "mungkin", False: "belum_memenuhi", None: "belum_dinilai"}


class Assessor:
    """A catalogue read against one compiled survey; made once for many visits."""

    def __init__(self, catalogue: Data, survey: Data) -> None:
        self.survey = Survey(survey)
        self.members = next((e["repeat"] for e in survey.get("entities", ()) if e["repeat"]), "")
        self.doubtful: list[str] = catalogue["unknown"]
        self.expressions: list[Expression] = []
        numbers: dict[str, int] = {}
        self.services: list[tuple[Data, list[tuple[Data, int | None]], list[tuple[Data, int | None]]]] = [
            (
                service,
                [(row, self._number(row["expr"], numbers)) for row in service["conditions"]],
                [(row, self._number(row["expr"], numbers)) for row in service["needs"]],
            )
            for service in catalogue["services"]
        ]

    def _number(self, tree: list[Any] | None, numbers: dict[str, int]) -> int | None:
        """The number of a tree among those that differ, so that one that stands in many rows is evaluated once."""
        if tree is None:
            return None
        text = json.dumps(tree)
        if text not in numbers:
            numbers[text] = len(self.expressions)
            self.expressions.append(self.survey.compile(tree))
        return numbers[text]

    def assess(self, answers: Data, today: str, services: Iterable[str] | None = None) -> Data:
        """Look at one family's answers as they stand on ``today`` (YYYY-MM-DD)."""
        wanted = None if services is None else frozenset(services)
        look = self._look(begin(answers, today, self.doubtful))
        return {
            "services": {
                service["code"]: _service(conditions, needs, look)
                for service, conditions, needs in self.services
                if wanted is None or service["code"] in wanted
            }
        }

    def _look(self, run: Run) -> Look:
        """The results of an expression: one for the family, or one a member."""
        found: dict[tuple[int, bool], list[Result]] = {}
        repeat = self.survey.nodes.get(self.members)
        members = list(instances(run, repeat, ())) if repeat else []

        def look(number: int | None, for_: str) -> list[Result]:
            if number is None:
                return [NEVER]
            key = (number, for_ == "keluarga")
            if key not in found:
                expression = self.expressions[number]
                found[key] = [unsettled(expression(run, rows)) for rows in ([()] if key[1] else members)]
            return found[key]

        return look


def unsettled(result: Result) -> Result:
    """An expression whose result is the empty text is not settled by any answer."""
    return NEVER if isinstance(result[0], str) and result[0] == "" else result


def _service(conditions: list[tuple[Data, int | None]], needs: list[tuple[Data, int | None]], look: Look) -> Data:
    said: list[Data] = []
    alone: list[Result] = []
    groups: dict[str, list[Result]] = {}
    for row, number in conditions:
        if row["kind"] not in ("syarat", "prioritas"):
            said.append({"code": row["code"], "outcome": None, "because": []})
            continue
        result = _condition(row["for"], number, look)
        said.append({"code": row["code"], **_outcome(result)})
        if row["kind"] == "syarat":
            (groups.setdefault(row["group"], []) if row["group"] else alone).append(result)
    together = all_of([*alone, *(any_of(group) for group in groups.values())])
    advice = ADVICE[None if together[0] is UNKNOWN else together[0]]
    papers = [paper for row, number in needs for paper in _papers(row, number, look)]
    return {"advice": advice, "conditions": said, "papers": papers}


def _condition(for_: str, number: int | None, look: Look) -> Result:
    results = look(number, for_)
    if number is None or for_ == "keluarga":
        return results[0]
    if not results:  # nobody in the list yet
        return NEVER
    if for_ == "setiap":
        return all_of(results)
    true = [result for result in results if _holds(result)]
    return known(True, sources(true)) if true else any_of(results)


def _outcome(result: Result) -> Data:
    value, keys, *_ = result
    if value is not UNKNOWN:
        return {"outcome": "terpenuhi" if to_boolean(value) else "belum_terpenuhi", "because": _because(keys)}
    asks = _asks(result)
    return {"outcome": "belum_diketahui" if asks else "ditanyakan", "because": _because(asks)}


def _asks(result: Result) -> Keys | None:
    """The questions whose answers could settle an unknown result."""
    return shorter(result[2], result[3]) or result[1]


def _because(keys: Keys | None) -> list[Data]:
    return [{"path": path, "row": row} for path, row in keys or ()]


def _holds(result: Result) -> bool:
    return result[0] is not UNKNOWN and to_boolean(result[0])


def _papers(row: Data, number: int | None, look: Look) -> list[Data]:
    """The papers one row of needs asks for. ``of``: the members any one of whom may bring it."""
    results = look(number, row["for"])
    required: bool = row["required"]

    def paper(member: int | None, outcome: str, must: bool, **more: Any) -> Data:
        return {
            "paper": row["paper"], "member": member, "required": must, "later": row["later"],
            "outcome": outcome, "reason": row["reason"], **more,
        }  # fmt: skip

    whose = paper(None, "ditanyakan", required)
    if row["for"] == "keluarga" or number is None:
        if number is not None and (required or _holds(results[0])):
            return [paper(None, "perlu", required)]
        return [whose] if results[0][0] is UNKNOWN else []
    holds = [index for index, result in enumerate(results) if _holds(result)]
    open_ = [index for index, result in enumerate(results) if result[0] is UNKNOWN]
    if not holds and (required or not results):
        return [whose]
    if row["for"] == "salah_satu":
        return [paper(holds[0], "perlu", required, of=holds)] if holds else [whose] if open_ else []
    asked = [index for index in open_ if _asks(results[index])]
    return [
        *(paper(index, "perlu", required) for index in holds),
        *(paper(index, "ditanyakan", False) for index in asked),
        *([paper(None, "ditanyakan", False)] if len(asked) < len(open_) else []),
    ]
