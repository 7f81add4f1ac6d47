"""What a desa may make of a message in its own words, and what stays whoever writes it. Pure.

The placeholders stay, for they say when, what and who; "Gratis" stays where it stood; a push fits a lock screen and an
SMS is one SMS; nothing is linked to, no number is to be called and no money is spoken of, for a message in the office's
name is what swindlers imitate; and nobody's programme, illness or paper stands on a screen that others read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

EDITABLE = (
    *("push.kurang_netral", "push.lengkap", "push.pindah", "push.jam", "push.h1", "push.hasil"),
    *("wa.kurang", "wa.kurang_sendiri", "wa.jadwal", "wa.pindah", "wa.jam", "wa.h1", "wa.hasil", "wa.titip"),
    *("sms.kurang", "sms.jadwal", "sms.pindah", "sms.jam", "sms.h1", "sms.hasil", "sms.titip"),
)
"""Keys of the texts whose wording a desa may change."""
LONGEST = {"push": 120, "sms": 160, "wa": 500}  # letters once the placeholders are filled
WIDEST = {
    **dict.fromkeys(("hari", "hari_lama"), "Selasa"),
    **dict.fromkeys(("tanggal", "tanggal_lama"), "29 September"),
    "nomor": "A-014",
    "jam": "09.20",
    "batas": "paling lambat Selasa, 29 September, pukul 12.00",
    "sapaan": "Bapak/Ibu",
    "nama": "Siti Nurhasanah",
    "kader": "Bu Siti Nurhasanah",
    "desa": "Karangpawitan",
    "daftar": "Kartu Keluarga (KK), KTP-el, 3 berkas lain",
    "tautan": "https://siaga.desa.example/w/",
}
"""About as long as what stands in their place becomes."""
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_LINK = re.compile(r"://|www\.|@|(?<!\.)[.\u3002\uff0e][^\W\d_][\w-]|\d+\.\d+\.\d+\.\d+", re.IGNORECASE)
"""A point with letters right behind it is an address, whatever it ends in."""
_NUMBER = re.compile(r"\d[\d .-]{4,}\d|\d{4,}|\d[.,]\d{3}(?!\d)")
_MONEY = re.compile(
    r"\brp(?![^\W\d_])|\d\s*(?:rb|ribu|jt|juta)\b|bayar|\b(?:rupiah|biaya|transfer|rekening|pulsa|uang|tarif|ongkos|iuran|"
    r"harga|sumbangan|seikhlasnya)(?:nya)?\b|\b(?:tidak|tdk|tak|bukan|belum|enggak|nggak|ngga|gak|ga)\s+(?:\w+\s+)?gratis",
    re.IGNORECASE,
)
_JUDGES = re.compile(r"\b(?:(?:ke)?layak\w*|berhak|miskin|mampu|penerima|lolos|memenuhi syarat)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:"
    r"pkh|bpnt|sembako|blt|pip|kip|pbi|jkn|kis|kks|uhc|pmt|bpjs|dtks|dtsen|desil|sktm|rutilahu|rtlh|bsps|atensi|"
    r"bansos|bantuan|santunan|subsidi|beasiswa|reaktivasi|rehabilitasi|program|keluarga harapan|indonesia pintar|"
    r"indonesia sehat|jaminan kesehatan|hamil|kehamilan|sakit|penyakit|berobat|rawat|rujukan|pasien|disabilitas|"
    r"difabel|penyandang|cacat|buta|tuli|bisu|lumpuh|autis|autisme|tbc|tb|tuberkulosis|hiv|aids|odha|odgj|jiwa|"
    r"skizofrenia|depresi|gila|kanker|tumor|stunting|gizi|stroke|diabetes|diabet|kencing manis|kusta|lepra|"
    r"epilepsi|ayan|hepatitis|malaria|dbd|demam berdarah|jantung|ginjal|cuci darah|paru|paru-paru|asma|katarak|"
    r"hipertensi|darah tinggi|thalasemia|talasemia|sifilis|covid|narkoba|napza|"
    r"tuna ?(?:netra|rungu|wicara|daksa|grahita|laras)"
    r")(?:nya)?\b",
    re.IGNORECASE,
)
_GSM = re.compile(r"[A-Za-z0-9 \n@$_!\"#%&'()*+,\-./:;=?{}]*")  # other letters make an SMS 70 letters long


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put ``values`` in the place of their names; nothing else in braces means anything."""
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def tidy(text: str) -> str:
    """One line, one space between words."""
    return " ".join(text.split())


def placeholders(text: str) -> list[str]:
    """The names in braces, each once, in the order they stand in."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def faults(key: str, standard: str, text: str, secret: Iterable[str] = ()) -> list[str]:
    """What is wrong with ``text`` as the wording of ``key``, each a code of ``pesan.salah_*``; none: it may be used.

    Args:
        standard: the wording it takes the place of.
        secret: names of services and papers that no message says.
    """
    channel = key.partition(".")[0]
    bare = PLACEHOLDER.sub(" ", text)
    wrong = {
        "isian": not _same_blanks(text, standard) or "{" in bare or "}" in bare,
        "panjang": len(fill(text, WIDEST)) > LONGEST[channel],
        "pendek": len(bare.split()) < 3,
        "gratis": _says(standard, "gratis") and not _says(text, "gratis"),
        "tautan": bool(_LINK.search(bare)),
        "angka": bool(_NUMBER.search(bare)),
        "uang": bool(_MONEY.search(bare)),
        "menilai": bool(_JUDGES.search(bare)),
        "rahasia": bool(_TELLS.search(bare))
        or any(_says(bare, part) and not _says(standard, part) for name in secret for part in _parts(name)),
        "huruf": "<" in bare or ">" in bare or (channel == "sms" and not _GSM.fullmatch(bare)),
    }
    return [code for code, true in wrong.items() if true]


def _same_blanks(text: str, standard: str) -> bool:
    """Whether ``text`` has every placeholder of ``standard``, none more often than that."""
    here, there = Counter(PLACEHOLDER.findall(text)), Counter(PLACEHOLDER.findall(standard))
    return here.keys() == there.keys() and here <= there


def _parts(name: str) -> set[str]:
    """A name, and what stands outside and inside its brackets: either alone says as much."""
    parts = {part.strip() for part in re.split(r"[()]", name)}
    return {name, *(part for part in parts if " " in part or part[:1].isupper())}


def _says(text: str, name: str) -> bool:
    return len(name) > 2 and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
