"""Which words of the columns ``appearance`` and ``parameters`` each type of question takes.

A word that is not here is refused by name when a survey is handed in: what an author asks for is done, or it is said
that it is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from server.surveys.places import Node

ANY = frozenset({"tanya-ulang", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10"})
"""``tanya-ulang`` is ours. The widths of a grid are taken: on a phone every question has the whole width."""
CHOICES = frozenset({
    "minimal", "quick", "autocomplete", "search", "likert",
    "columns", "columns-pack", "columns-flex", *(f"columns-{n}" for n in range(1, 11)), "no-buttons",
    "horizontal", "horizontal-compact", "compact", "vertical",
})  # fmt: skip
"""``quick`` is taken: a chosen answer never hides the next question. Columns are as wide as phones allow."""
APPEARANCES: dict[str, frozenset[str]] = {
    "text": frozenset({"multiline", "numbers", "normalisasi-nik", "normalisasi-hp"}),
    "integer": frozenset({"thousands-sep", "numbers"}),
    "decimal": frozenset({"thousands-sep", "numbers"}),
    "range": frozenset({"vertical", "no-ticks", "picker", "rating"}),
    "date": frozenset({"no-calendar", "month-year", "year"}),
    "datetime": frozenset({"no-calendar"}),
    "select_one": CHOICES,
    "select_multiple": CHOICES,
    "image": frozenset({"signature", "draw", "new", "new-front"}),
    "group": frozenset({"field-list"}),
    "repeat": frozenset({"field-list"}),
}
IDLE = frozenset({"quick", "no-ticks", "picker", "rating", *(f"w{n}" for n in range(1, 11))})
"""Words that change nothing on our screens; their author is told."""
WHOLE, NUMBER, TRUTH, SEED, NAMED = (
    r"0*[1-9][0-9]*",
    r"-?[0-9]+(\.[0-9]+)?",
    r"true|false",
    r"-?[0-9.]+|\$\{.+\}",
    r".+",
)
SAID = {
    WHOLE: "bilangan bulat lebih dari 0", NUMBER: "angka", TRUTH: "true atau false",
    SEED: "angka atau satu rujukan seperti ${nama}", NAMED: "nama kolom",
}  # fmt: skip
MIXED = {"randomize": TRUTH, "seed": SEED}
FROM_FILE = MIXED | {"value": NAMED, "label": NAMED}
PARAMETERS: dict[str, dict[str, str]] = {
    "text": {"rows": WHOLE},
    "range": {"start": NUMBER, "end": NUMBER, "step": NUMBER},
    "image": {"max-pixels": WHOLE},
    "geopoint": {"capture-accuracy": NUMBER},
    "select_one": MIXED, "select_multiple": MIXED, "rank": MIXED,
    "select_one_from_file": FROM_FILE, "select_multiple_from_file": FROM_FILE,
}  # fmt: skip
"""By type as it is written: the parameters that do something here, and what may stand after the ``=``."""


def idle_looks(nodes: Iterable[Node]) -> list[str]:
    """Sentences on the words that are taken and change nothing, each once."""
    found: dict[str, list[str]] = {}
    for node in nodes:
        for word in node.get("appearance", "").split():
            if word in IDLE or (word == "vertical" and "range" in node):
                found.setdefault(word, []).append(node["name"])
    return [
        f"Tampilan {word} tidak berpengaruh, tata letak mengikuti layar HP: {names[0]}"
        + (f" dan {len(names) - 1} lainnya." if len(names) > 1 else ".")
        for word, names in found.items()
    ]


def refused_appearance(kind: str, written: str) -> str | None:
    """The first word that a question of this type does not take."""
    taken = APPEARANCES.get(kind, frozenset())
    return next((word for word in written.split() if word not in ANY and word not in taken), None)
