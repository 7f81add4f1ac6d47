"""What is worth a look in a survey that could be published as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.surveys.places import walk

LONG = 120  # letters of a label; more do not fit on the first screen of a small phone
MANY = 60  # choices that are scrolled through
SHOWN = 50  # remarks
ASKED = frozenset({"calculate", "hidden", "start", "end", "today"})


def remarks(survey: dict[str, Any], noticed: list[str]) -> list[str]:
    """Sentences in Indonesian: what was ``noticed`` while it was compiled, then what the survey shows; fifty at
    most."""
    found = [*noticed, *_questions(survey), *_choices(survey)]
    rest = len(found) - SHOWN
    return found if rest <= 0 else [*found[:SHOWN], f"Dan {rest} catatan lain."]


def _questions(survey: dict[str, Any]) -> Iterator[str]:
    for node in walk(survey["nodes"]):
        if node["kind"] != "question" or node["type"] in ASKED:
            continue
        texts = _texts(node.get("label"))
        if not any(text.strip() for text in texts):
            yield f"Pertanyaan {node['name']} belum punya tulisan."
        elif any(len(text) > LONG for text in texts) and node["type"] != "note":
            yield f"Pertanyaan {node['name']} lebih dari {LONG} huruf, sulit dibaca di HP."


def _choices(survey: dict[str, Any]) -> Iterator[str]:
    for name, choices in survey["choices"].items():
        for choice in choices:
            if not any(text.strip() for text in _texts(choice.get("label"))):
                yield f"Pilihan {choice['name']} di daftar {name} belum punya tulisan."
        if len(choices) > MANY:
            yield f"Daftar {name} berisi {len(choices)} pilihan: kader harus menggulir jauh."


def _texts(text: Any) -> list[str]:
    """A text in each of its languages, what stands in it for answers counted as a word."""
    if isinstance(text, dict):
        return [one for inner in text.values() for one in _texts(inner)]
    if isinstance(text, list):
        return ["".join(part if isinstance(part, str) else "…" for part in text)]
    return [str(text or "")]
