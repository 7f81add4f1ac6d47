"""Texts are found by reading the modules that say them, so every key must be readable there."""

from __future__ import annotations

import json
import re

import pytest

from server.phrases import said
from server.settings import HOUSE
from server.shell import DESK_TEXTS, ONLINE_TEXTS, TEXTS, Shell

TABLE = {
    "status.siap": "Siap",
    "status.batal": "Batal",
    "umum.ya": "Ya",
    "umum.yakin": "Yakin",
    "tanya.chip_usia": "Usia",
}


@pytest.mark.parametrize(
    ("module", "keys"),
    [
        pytest.param("t('umum.ya')", {"umum.ya"}, id="a key that stands whole"),
        pytest.param("t(ready ? 'umum.ya' : \"umum.yakin\")", {"umum.ya", "umum.yakin"}, id="a choice of keys"),
        pytest.param("t(`status.${status}`)", {"status.siap", "status.batal"}, id="a key that ends in a value"),
        pytest.param("t('tanya.chip_' + kind)", {"tanya.chip_usia"}, id="a key that is put together"),
        pytest.param("umum.ya", set(), id="what is no text is no key"),
    ],
)
def test_what_a_module_says(module: str, keys: set[str]) -> None:
    assert set(said(TABLE, [module])) == keys


def test_no_key_is_put_together_from_its_beginning_on() -> None:
    for file in (HOUSE / "pwa").rglob("*.js"):
        found = re.search(r"(?<![\w$.])(?:t|hasText)\((?:`\$\{|\w+ \+)", file.read_text(encoding="utf-8"))
        assert not found, f"{file.name}: {found and found[0]}"


def test_no_text_is_kept_that_nobody_says() -> None:
    """Python and templates put keys together too: ``t(f"status.{…}")``, ``'x.y_' ~ key``, ``f"{over}.titip"``."""
    files = [file for folder in ("pwa", "server") for file in (HOUSE / folder).rglob("*.*")]
    ours = [
        file for file in files if file.suffix in (".js", ".py", ".html", ".webmanifest") and "vendor" not in file.parts
    ]
    source = "\n".join(file.read_text(encoding="utf-8") for file in ours)
    begun = tuple(set(re.findall(r"""['"`]([a-z_0-9]+\.[A-Za-z_0-9.]*)(?:\$?\{|['"] ?[+~])""", source)))
    channels = {
        f"{channel}.{end}" for channel in ("wa", "sms") for end in re.findall(r"\{over\}\.([a-z_0-9]+)", source)
    }
    table = json.loads((HOUSE / "pwa/text/id.json").read_text(encoding="utf-8"))
    whole = set(re.findall(r"""['"`]([a-z_0-9]+(?:\.[A-Za-z_0-9]+)+)['"`]""", source)) | channels
    assert [key for key in table if key.removesuffix("@meja") not in whole and not key.startswith(begun)] == []


def test_what_devices_are_given_is_in_the_one_table() -> None:
    table = json.loads((HOUSE / "pwa/text/id.json").read_text(encoding="utf-8"))
    shell = Shell(HOUSE / "pwa", "1")
    kader, desk, online = (json.loads(shell.files[path].body) for path in (TEXTS, DESK_TEXTS, ONLINE_TEXTS))
    assert len(kader) + len(desk) + len(online) == len({**kader, **desk, **online}), "none is given twice"
    assert {**kader, **desk, **online}.items() <= table.items()
    assert len(kader) > 300 < len(table) - len(kader)


def test_what_is_handed_to_a_text_is_said_in_it() -> None:
    """And what it has a place for is handed to it, where a module does both in one breath."""
    table = json.loads((HOUSE / "pwa/text/id.json").read_text(encoding="utf-8"))
    modules = [file for file in (HOUSE / "pwa").rglob("*.js") if "vendor" not in file.parts]
    told = re.compile(r"""(?<![\w$.])t\('([\w.]+)'(?:\)|, \{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\))""")
    found = {}
    for file in modules:
        for key, given in told.findall(file.read_text(encoding="utf-8")):
            bare = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", given))
            names = set(re.findall(r"(?:^|, ?)(\w+)(?=:|,|$|\s*$)", bare.strip()))
            places = set(re.findall(r"\{(\w+)\}", table.get(key, "")))
            if names != places and "..." not in given:
                found[f"{file.name} {key}"] = (names, places)
    assert found == {}
