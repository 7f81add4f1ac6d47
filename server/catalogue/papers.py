"""One list of papers for several services: one photo of a KK serves every service that needs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Paper = dict[str, Any]


def papers_for(assessment: dict[str, Any], services: Iterable[str]) -> list[Paper]:
    """Merge the papers of ``services``, in their order.

    Where any of several members may bring a paper, one who brings it for another service already is taken.

    Returns:
        ``{paper, member, required, later, outcome, services, reasons}``, ``of`` as in an assessment. Required if one
        service requires it; it may come later only if all services say so.
    """
    merged: list[Paper] = []
    for code in services:
        for paper in assessment["services"].get(code, {"papers": []})["papers"]:
            for one in merged:
                if one["paper"] == paper["paper"] and _serves(one, paper):
                    break
            else:
                one = {key: value for key, value in paper.items() if key != "reason"}
                one |= {"services": [], "reasons": []}
                merged.append(one)
            _add(one, paper, code)
    return merged


def _serves(one: Paper, paper: Paper) -> bool:
    """Whether the paper asked for already can be this one; of members who may bring it, those are kept who do."""
    if one["member"] is None or paper["member"] is None:
        return one["member"] is None and paper["member"] is None
    may = [member for member in one.get("of", [one["member"]]) if member in paper.get("of", [paper["member"]])]
    if may and "of" in one:
        one |= {"of": may, "member": may[0]} if "of" in paper else {"member": may[0]}
        if "of" not in paper:
            del one["of"]
    return bool(may)


def _add(one: Paper, paper: Paper, service: str) -> None:
    one["required"] |= paper["required"]
    one["later"] &= paper["later"]
    if paper["outcome"] == "perlu":
        one["outcome"] = "perlu"
    if service not in one["services"]:
        one["services"].append(service)
    if paper["reason"] and paper["reason"] not in one["reasons"]:
        one["reasons"].append(paper["reason"])
