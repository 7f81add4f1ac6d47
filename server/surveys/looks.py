"""Which words of the columns ``appearance`` and ``parameters`` each type of question takes.

A word that is not here is refused by name when a survey is handed in: what an author asks for is done, or it is said
that it is not.
"""

from __future__ import annotations

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
PARAMETERS: dict[str, frozenset[str]] = {
    "text": frozenset({"rows"}),
    "range": frozenset({"start", "end", "step"}),
    "image": frozenset({"max-pixels"}),
    "geopoint": frozenset({"capture-accuracy", "warning-accuracy"}),
    "audio": frozenset({"quality"}),
    "select_one": frozenset({"randomize", "seed", "value", "label"}),
    "select_multiple": frozenset({"randomize", "seed", "value", "label"}),
    "rank": frozenset({"randomize", "seed", "value", "label"}),
}


def refused_appearance(kind: str, written: str) -> str | None:
    """The first word that a question of this type does not take."""
    taken = APPEARANCES.get(kind, frozenset())
    return next((word for word in written.split() if word not in ANY and word not in taken), None)
