"""Names of people as cards and kader write them: whether two may be of one person. pwa/families/names.js is the twin.

Spelling differs from card to card (Nuraeni, Nuraini), Muhamad is written M., Moh. or Muhammad, and H. or Hj. stands
before some and not before others. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_BEFORE = "h hj haji hajah kh drs dra ir dr prof ust ustad ustadz ustadzah bapak bpk pak ibu bu alm almh sdr sdri ny tn"
_MUHAMAD = "m md moh moch muh mhd mohamad mohammad muhammad mochamad mochammad muhamad"
TITLES = frozenset(_BEFORE.split())
LONG = {
    **dict.fromkeys(_MUHAMAD.split(), "muhamad"),
    **dict.fromkeys(("abd", "abdul", "abdoel"), "abdul"),
    **dict.fromkeys(("st", "siti", "sitti"), "siti"),
}
SOUNDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj|sy", "s"), ("ph|v|f", "p"), ("kh|ch", "h"), ("dz|z", "j"), ("y|e", "i"),
    (r"([a-z])\1+", r"\1"), (r"h\b", ""), ("([aiou])[aiou]+", r"\1"),
)  # fmt: skip
SAME, ALIKE, OTHER = "sama", "mirip", "lain"


def words_of(name: str) -> list[str]:
    """The words of a name without titles, short forms written out: ``H. M. Yusup, S.Pd`` is muhamad yusup."""
    plain = unicodedata.normalize("NFD", name.split(",")[0].lower())
    plain = re.sub("[\u0300-\u036f'\u2018\u2019`]", "", plain)
    words = [word for word in re.split("[^a-z0-9]+", plain) if word]
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return [LONG.get(word, word) if at == 0 and len(words) > 1 else word for at, word in enumerate(words)]


def sound_of(word: str) -> str:
    """A word as it sounds here: one form for oe and u, dj and j, f and p, y, e and i, double letters."""
    for spelled, heard in SOUNDS:
        word = re.sub(spelled, heard, word)
    return word


def sound(name: str) -> str:
    """A whole name as it sounds, without titles: what two spellings of one name have in common."""
    return " ".join(_heard(name).sounds)


class Heard(NamedTuple):
    """A name as it is compared: its words, each as it sounds, all sounds in one, and a bit for each letter of these."""

    words: list[str]
    sounds: list[str]
    whole: str
    letters: int


@lru_cache(maxsize=50_000)  # a desa's people: the desk compares all of them again and again
def _heard(name: str) -> Heard:
    words = words_of(name)
    sounds = [sound_of(word) for word in words]
    whole = "".join(sounds)
    return Heard(words, sounds, whole, sum(1 << ord(letter) for letter in set(whole)))


def alike(one: str, other: str) -> str:
    """``sama``: the same but for titles and short forms; ``mirip``: spelled otherwise, or shorter; ``lain``."""
    a, b = _heard(one), _heard(other)
    if not a.words or not b.words:
        return OTHER
    if a.words == b.words:
        return SAME
    short, long = sorted((a.sounds, b.sounds), key=len)
    reach, most = sorted((len(a.whole), len(b.whole)))
    if reach >= 4 and all(_fits(word, long[at]) for at, word in enumerate(short)):
        return ALIKE
    slips = 2 if reach >= 10 else 1
    near = reach >= 5 and most - reach <= slips  # else more letters are missing than may be
    near = near and (a.letters ^ b.letters).bit_count() <= 2 * slips  # a step changes one letter to another, at most
    return ALIKE if near and _steps(a.whole, b.whole) <= slips else OTHER


def _fits(word: str, other: str) -> bool:
    """The same sound, or one of them only the first letter of the other."""
    return word == other or (1 in (len(word), len(other)) and word[:1] == other[:1])


def _steps(one: str, other: str) -> int:
    """Letters to change, add or take away to make one text the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
