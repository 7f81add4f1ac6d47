"""The shape of a change: what a server takes in hand and what a phone may send. Pure; a failure names the field."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from sync.ids import identity_id, is_identity_id, is_uuid7
from sync.record import EXISTS, ActionChange, Change, SetChange, To
from sync.scope import AREA_GIVEN, FIELDS, REFERENCES, SERVER_FIELDS, WRITTEN, is_area

MAX_CHANGES: Final = 100
MAX_BATCH: Final = 256 * 1024
MAX_CHANGE: Final = 200 * 1024
MAX_FIELDS: Final = 120
MAX_TEXT: Final = 4000
MAX_DEPTH: Final = 12
MAX_NUMBER: Final = 2**53 - 1  # JavaScript counts no further

OBJECTS: Final = frozenset({"answers", "advice"})
LISTS: Final = frozenset({"photos", "marks"})
FREE: Final = frozenset({"photo_verdict"})
WHOLE: Final = frozenset({"order"})
TEXTS: Final = frozenset(
    {"rw", "rt", "number", "head_name", "full_name", "kk_number", "nik", "survey", "survey_id", "result", "reason"}
    | {"mode", "evaluated_at", "paper", "state", "copy", "kept_reason", "service", "urgency", "note", "desil"}
)
DAYS: Final = frozenset({"date", "birth_date", "desil_list"})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DO = re.compile(r"[a-z_]{1,20}\.[a-z_]{1,19}")
_DESA = re.compile(r"[0-9.]{13}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_field_name(name: str) -> bool:
    """Whether a field, or an argument, may be called so."""
    return _NAME.fullmatch(name) is not None


def is_desa(code: Any) -> bool:
    """Whether this is shaped as the code of a desa."""
    return isinstance(code, str) and _DESA.fullmatch(code) is not None


class Misshapen(ValueError):
    """A change that cannot be read. ``field`` is the path to what is wrong in it, ``reason`` says what (Indonesian)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def read_change(sent: Any, size: int) -> Change:
    """Return the change that ``sent`` is.

    Args:
        sent: what stood in the list of changes, as JSON gave it.
        size: its length as compact JSON, in bytes.
    Raises:
        Misshapen: names the first field that cannot be taken.
    """
    if not isinstance(sent, dict):
        raise Misshapen("", "harus berupa objek")
    if size > MAX_CHANGE:
        raise Misshapen("", f"terlalu besar, paling banyak {MAX_CHANGE // 1024} KB")
    _need(is_uuid7(sent.get("id")), "id", "harus UUID versi 7")
    _need(_whole(sent.get("n"), 1), "n", "harus bilangan bulat mulai 1")
    desa, record, made_at = sent.get("desa"), sent.get("record"), sent.get("made_at")
    _need(is_desa(desa), "desa", "harus kode desa")
    _need(is_uuid7(record) or is_identity_id(record), "record", "harus UUID versi 7")
    _need(made_at is None or _moment(made_at), "made_at", "harus waktu ISO 8601 dengan selisih zona")
    if "do" in sent:
        return _action(sent)
    return _set(sent)


def _action(sent: dict[str, Any]) -> ActionChange:
    do, seen, args = sent["do"], sent.get("seen"), sent.get("args", {})
    _need(isinstance(do, str) and _DO.fullmatch(do) is not None, "do", "harus nama tindakan")
    _need(_whole(seen, 0), "seen", "harus bilangan bulat")
    _need(isinstance(args, dict), "args", "harus berupa objek")
    for name, value in args.items():
        _need(is_field_name(name), "args", "memuat nama isian yang tidak dikenal")
        _storable(value, f"args.{name}", 0)
    return ActionChange(
        sent["id"], sent["n"], do, sent["record"], sent["desa"], sent["seen"], args, sent.get("made_at")
    )


def _set(sent: dict[str, Any]) -> SetChange:
    collection, area, fields = sent.get("collection"), sent.get("area"), sent.get("set")
    _need(isinstance(collection, str) and collection in WRITTEN, "collection", "tidak dikenal")
    _need(
        isinstance(fields, dict) and 0 < len(fields) <= MAX_FIELDS, "set", f"harus berisi 1 sampai {MAX_FIELDS} isian"
    )
    assert isinstance(collection, str)
    assert isinstance(fields, dict)
    if area is not None:
        _need(collection in AREA_GIVEN, "area", "mengikuti keluarganya, tidak diisi di sini")
        _need(isinstance(area, str) and is_area(area), "area", "harus RW, RW/RT atau RW/RT/rumah")
    own = _OWN_SHAPE[collection]
    wishes = {name: _text_wish(name, wish, own) or _wish(collection, name, wish) for name, wish in fields.items()}
    _need((collection == "identity") == is_identity_id(sent["record"]), "record", "bukan id untuk kumpulan ini")
    if collection == "identity" and "subject" in wishes:
        derived = identity_id(str(wishes["subject"].to))
        _need(sent["record"] == derived, "set.subject", "bukan pemilik identitas ini")
    return SetChange(sent["id"], sent["n"], collection, sent["record"], sent["desa"], wishes, sent.get("made_at"), area)


_OWN_SHAPE: Final = {
    collection: OBJECTS | LISTS | WHOLE | DAYS | {EXISTS, "extra"}
    | frozenset(REFERENCES.get(collection, ())) | SERVER_FIELDS.get(collection, frozenset())
    for collection in WRITTEN
}  # fmt: skip
"""Fields of which a text is not simply taken."""


def _text_wish(name: str, wish: Any, own: frozenset[str]) -> To | None:
    """What most wishes are, a short text without anything odd: read at once. None: ``_wish`` has to look closer."""
    if type(wish) is not dict or len(wish) != 2 or name in own:
        return None
    value, seen = wish.get("to"), wish.get("seen")
    if type(value) is not str or len(value) > MAX_TEXT or not value.isascii() or "\x00" in value:
        return None
    if type(seen) is not int or not 0 <= seen <= MAX_NUMBER or not is_field_name(name):
        return None
    return To(value, seen)


def _wish(collection: str, name: str, wish: Any) -> To:
    _need(is_field_name(name), "set", "memuat nama isian yang tidak dikenal")
    path = f"set.{name}"
    _need(name != "extra", path, "bukan nama isian")
    _need(name not in SERVER_FIELDS.get(collection, ()), path, "hanya diisi oleh server")
    _need(isinstance(wish, dict) and wish.keys() == {"to", "seen"}, path, "harus berisi to dan seen")
    _need(_whole(wish["seen"], 0), f"{path}.seen", "harus bilangan bulat")
    value = wish["to"]
    _storable(value, path, 0)
    _need(_fits(collection, name, value), path, "bentuk isiannya tidak sesuai")
    return To(value, wish["seen"])


def _fits(collection: str, name: str, value: Any) -> bool:
    """Whether a value has the kind its field has. What we do not know may be any single value."""
    if name == EXISTS:
        return isinstance(value, bool)
    if value is None:
        return True
    if name in OBJECTS:
        return isinstance(value, dict)
    if name in LISTS:
        return isinstance(value, list) and all(is_uuid7(one) for one in value)
    if name in REFERENCES.get(collection, ()):
        return is_uuid7(value)
    if name in WHOLE:
        return _whole(value, 0)
    if name in DAYS:
        return _day(value)
    if name in TEXTS:
        return isinstance(value, str)
    return name in FREE or name not in FIELDS[collection] or not isinstance(value, dict | list)


def _storable(value: Any, path: str, depth: int) -> None:
    """Refuse what no database keeps or no phone reads back: NUL, half letters, endless numbers, bottomless objects.

    Goes through every answer of every survey, so single values are looked at in the loop, without a call for each.
    """
    kind = type(value)
    if kind is dict:
        for name in value:
            if len(name) > MAX_TEXT or not name.isascii() or "\x00" in name:
                _text(name, path)
        parts = value.values()
    else:
        parts = value if kind is list else (value,)
    _need(depth < MAX_DEPTH, path, "bersusun terlalu dalam")
    for part in parts:
        kind = type(part)
        if kind is str:
            if len(part) > MAX_TEXT or not part.isascii() or "\x00" in part:
                _text(part, path)
        elif kind is dict or kind is list:
            _storable(part, path, depth + 1)
        elif kind is int or kind is float:
            _need(-MAX_NUMBER <= part <= MAX_NUMBER, path, "bilangannya terlalu besar")


def _text(value: str, path: str) -> None:
    _need(len(value) <= MAX_TEXT, path, f"terlalu panjang, paling banyak {MAX_TEXT} huruf")
    _need(_UNSTORABLE.search(value) is None, path, "memuat huruf yang tidak dapat disimpan")


def _need(holds: bool, field: str, reason: str) -> None:
    if not holds:
        raise Misshapen(field, reason)


def _whole(value: Any, least: int) -> bool:
    return type(value) is int and least <= value <= MAX_NUMBER


def _moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) <= 40 and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and _DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False
