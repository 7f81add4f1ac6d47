"""Expressions of a catalogue: text to tree, with the checks that a survey's own expressions do not need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from server.catalogue.unknown import NEVER_SETTLED
from server.surveys.service import Context, ExpressionError, Places, compile_expression

Tree = list[Any]

OVER_MEMBERS = frozenset(("count", "count-non-empty", "sum", "min", "max"))


def members_of(survey: dict[str, Any]) -> str:
    """The path of the repeat whose rows are the family's members."""
    return next((entity["repeat"] for entity in survey.get("entities", ()) if entity["repeat"]), "")


class Reader:
    """Reads expressions over the answers of one survey."""

    def __init__(self, survey: dict[str, Any]) -> None:
        self.places = Places(survey["nodes"], survey["choices"])
        self.root = survey["nodes"][0]["path"].rpartition("/")[0]
        self.members = members_of(survey)

    def read(self, text: str, for_: str) -> Tree:
        """The tree of ``text`` as it reads for the family, or for one member.

        Raises:
            ExpressionError: it cannot be read, names a question or choice that is not there, or calls what has no
                meaning over answers that may be unknown.
        """
        tree = compile_expression(text, Context(self.places, self.root if for_ == "keluarga" else self.members))
        self._check(tree, text, within=False)
        return tree

    def _check(self, tree: Tree, text: str, *, within: bool) -> None:
        head, *parts = tree
        if head in NEVER_SETTLED:
            raise ExpressionError(f"{head} tidak bisa dipakai di katalog.", _find(text, head))
        if head == "ref" and not within and len(self.places.levels(parts[0])) > parts[1]:
            name = parts[0].rpartition("/")[2]
            raise ExpressionError(
                f"{name} dijawab tiap anggota: pilih setiap anggota atau salah satu anggota yang.",
                _find(text, name),
            )
        for path, code in _codes(tree):
            choices = self._choices(path)
            if choices is not None and code not in choices:
                name = path.rpartition("/")[2]
                raise ExpressionError(f"'{code}' bukan pilihan dari {name}.", _find(text, f"'{code}'"))
        for part in parts:
            if isinstance(part, list) and part and isinstance(part[0], str):
                self._check(part, text, within=within or head in OVER_MEMBERS)

    def _choices(self, path: str) -> frozenset[str] | None:
        list_name = self.places.nodes[path].get("list")
        return frozenset(choice["name"] for choice in self.places.choices[list_name]) if list_name else None


def _codes(tree: Tree) -> Iterator[tuple[str, str]]:
    """Questions and the choice codes they are compared with: ``${q} = 'x'``, ``selected(${q}, 'x')``."""
    if tree[0] in ("=", "!=", "selected"):
        one, two = tree[1:3]
        if two[0] == "ref" and tree[0] != "selected":
            one, two = two, one
        if one[0] == "ref" and two[0] == "t" and two[1]:
            yield one[1], two[1]


def _find(text: str, part: str) -> int:
    found = re.search(re.escape(part), text)
    return found.start() + 1 if found else 0
