"""Where the questions of a survey stand: names to paths, and how many repeats are around each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]


def walk(nodes: list[Node]) -> Iterator[Node]:
    """Every node in document order, groups before what is in them."""
    for node in nodes:
        yield node
        yield from walk(node.get("children", ()))


class Places:
    """An index of a survey's nodes.

    Attributes:
        nodes: path to node.
        named: name to the paths that bear it, in document order.
        used: the tables that an expression reads.
        columns: table (a choice list, or a CSV file of the form) to its columns.
    """

    def __init__(
        self,
        nodes: list[Node],
        choices: dict[str, list[dict[str, Any]]] | None = None,
        tables: dict[str, list[dict[str, Any]]] | None = None,
    ) -> None:
        self.nodes: dict[str, Node] = {node["path"]: node for node in walk(nodes)}
        self.named: dict[str, list[str]] = {}
        self.choices = choices or {}
        self.used: set[str] = set()
        self.columns: dict[str, frozenset[str]] = {
            name: frozenset(column for row in rows for column in row)
            for name, rows in ((choices or {}) | (tables or {})).items()
        }
        for path, node in self.nodes.items():
            self.named.setdefault(node["name"], []).append(path)

    def levels(self, path: str) -> tuple[str, ...]:
        """The repeats around ``path`` and, if it is one, itself; outermost first."""
        parts = path.split("/")
        prefixes = ("/".join(parts[: i + 1]) for i in range(2, len(parts)))
        return tuple(p for p in prefixes if self.nodes.get(p, {}).get("kind") == "repeat")

    def common(self, path: str, other: str) -> int:
        """How many repeats two paths share."""
        count = 0
        for one, two in zip(self.levels(path), self.levels(other), strict=False):
            if one != two:
                break
            count += 1
        return count
