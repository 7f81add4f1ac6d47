"""In which order a survey is calculated, and that there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.surveys.places import Places

ACTIVE = ("relevant", "calculate", "count", "filter")
"""Expressions that other questions can come to depend on: they may not go round in a circle."""


class Circle(Exception):
    """Questions that depend on one another. ``paths`` begins and ends with the same one."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(" → ".join(paths))
        self.paths = paths


def references(tree: Any) -> Iterator[str]:
    """The template paths a tree reads."""
    if isinstance(tree, list) and tree:
        if tree[0] in ("ref", "cur"):
            yield tree[1]
        elif tree[0] not in ("n", "t", "col", "self"):
            for part in tree[1:]:
                yield from references(part)


def order(places: Places) -> list[str]:
    """All paths with an active expression, each after everything it depends on; ties in document order.

    A node depends on what its own expressions read, on its group or repeat, and on the questions in a group it reads.

    Raises:
        Circle: there is no such order.
    """
    needs = {path: _needs(path, places) for path in places.nodes}
    result: list[str] = []
    state: dict[str, int] = {}
    for path in places.nodes:
        _visit(path, needs, state, result)
    return [path for path in result if any(key in places.nodes[path] for key in ACTIVE)]


def _needs(path: str, places: Places) -> list[str]:
    node = places.nodes[path]
    found = [node["path"].rpartition("/")[0]]
    for key in ACTIVE:
        if key == "calculate" and "trigger" in node:
            continue  # set when its trigger changes, not when what it reads does
        found += list(references(node.get(key, [])))
    return [needed for needed in dict.fromkeys(found) if needed in places.nodes]


def _visit(start: str, needs: dict[str, list[str]], state: dict[str, int], result: list[str]) -> None:
    """Depth first with a stack of its own; state 1 is being visited, 2 done."""
    if state.get(start):
        return
    trail: list[tuple[str, Iterator[str]]] = [(start, iter(needs[start]))]
    state[start] = 1
    while trail:
        path, remaining = trail[-1]
        for needed in remaining:
            if state.get(needed) == 1:
                names = [visited for visited, _ in trail]
                raise Circle([*names[names.index(needed) :], needed])
            if not state.get(needed):
                state[needed] = 1
                trail.append((needed, iter(needs[needed])))
                break
        else:
            state[path] = 2
            result.append(path)
            trail.pop()
