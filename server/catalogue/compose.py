"""A catalogue of a narrower scope, completed from the broader one around it: the narrowest wins, service by service."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def own_part(catalogue: Data, scope: str) -> Data:
    """What ``scope`` says itself, each service and paper marked with it; what was taken from elsewhere is left out."""
    return {
        **{key: value for key, value in catalogue.items() if key != "in_force"},
        "version": catalogue["version"].partition("+")[0],
        "services": _marked(catalogue["services"], scope),
        "papers": _marked(catalogue["papers"], scope),
    }


def completed(own: Data, broader: Data | None) -> Data:
    """``own`` with the services and papers of ``broader`` that it does not have; its version then names both.

    Catalogues that read different surveys are not mixed.
    """
    if broader is None or broader["survey"] != own["survey"]:
        return own
    return {
        **own,
        "version": f"{own['version']}+{broader['version']}",
        "unknown": own["unknown"] + [code for code in broader["unknown"] if code not in own["unknown"]],
        "services": _filled(own["services"], broader["services"]),
        "papers": _filled(own["papers"], broader["papers"]),
    }


def _marked(things: list[Data], scope: str) -> list[Data]:
    return [{**thing, "scope": scope} for thing in things if thing.get("scope", scope) == scope]


def _filled(own: list[Data], broader: list[Data]) -> list[Data]:
    """In the order of the broader list, then what is new."""
    mine = {thing["code"]: thing for thing in own}
    there = {thing["code"] for thing in broader}
    return [mine.get(thing["code"], thing) for thing in broader] + [t for t in own if t["code"] not in there]
