"""Who may see and write what: one table of roles and collections, and the fields of each collection.

Rights go by collection, never by field; where a person may use them is her list of areas. What is not in the table is
not allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ALL, OWN, ABOUT = "all", "own", "about"
"""Reach of a right: every record in the person's areas, or of those only the ones she made, or those about records that
she may read (a conflict shows two values of one)."""

FIELD_WORK = ("building", "family", "member", "identity", "visit", "document", "case")
DESK_WORK = ("note",)  # what officers write beside a case, for officers
WRITTEN = FIELD_WORK + DESK_WORK
SERVER_MADE = ("conflict", "service_day", "ticket", "notice", "wording", "arrival")
COLLECTIONS = WRITTEN + SERVER_MADE

ROLES = (
    "koordinator",
    "petugas_bo",
    "petugas_fo",
    "kesra",
    "operator_siks",
    "psm",
    "kader_pkk",
    "kader_dasawisma",
    "kader_posyandu",
    "ketua_rw",
    "ketua_rt",
    "kades",
    "supervisor_kec",
    "dinsos",
    "admin",
)
"""All roles; of somebody who has several the first of them is shown beside her name."""

OFFICE = frozenset({"petugas_fo", "petugas_bo", "koordinator", "kesra", "operator_siks"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may read (collection: reach) and set."""

    read: dict[str, str]
    write: frozenset[str] = frozenset()


def _reads(*collections: str, own: tuple[str, ...] = (), about: tuple[str, ...] = ()) -> dict[str, str]:
    return dict.fromkeys(own, OWN) | dict.fromkeys(about, ABOUT) | dict.fromkeys((*collections, "service_day"), ALL)


_KADER = Rights(_reads(*FIELD_WORK, "conflict", "notice"), frozenset(FIELD_WORK))
_DESK = Rights(_reads(*COLLECTIONS), frozenset(WRITTEN))
_NEIGHBOURHOOD = Rights(_reads("building", "family", "case"))
_WATCHES = Rights(_reads())

TABLE: Final[dict[str, Rights]] = {
    "kader_dasawisma": _KADER,
    "kader_pkk": _KADER,
    "psm": _KADER,
    # sees the families of her Posyandu, and of health, income and numbers only what she wrote herself; is asked about
    # what two people said of what she sees, and not of a number: else a wrong one would be answered with the right one
    "kader_posyandu": Rights(
        _reads("building", "family", "member", own=("identity", "visit", "document", "case"), about=("conflict",)),
        frozenset(FIELD_WORK),
    ),
    # name, address, status and what is missing; nobody's health or income
    "ketua_rt": _NEIGHBOURHOOD,
    "ketua_rw": _NEIGHBOURHOOD,
    "petugas_fo": _DESK,
    "petugas_bo": _DESK,
    "koordinator": _DESK,
    "kesra": _DESK,
    "operator_siks": _DESK,
    # numbers, and single cases on a reason that is logged: through pages of their own, never by pulling
    "kades": _WATCHES,
    "supervisor_kec": _WATCHES,
    "dinsos": _WATCHES,
    "admin": _WATCHES,
}

KEPT_BY_AUTHOR = frozenset({"visit"})
"""What its author goes on seeing wherever it has moved, until it is reviewed."""

AUTHORED = frozenset({"visit", "document", "case", "note"})
"""Collections whose records carry ``by``: who made them, written by the server."""

AREA_GIVEN = frozenset({"building", "family", "visit"})
"""Collections whose first set says where they lie; the others lie where their parent does."""

PARENT: Final[dict[str, tuple[str, ...]]] = {
    "member": ("family",),
    "identity": ("subject",),
    "document": ("family",),
    "case": ("family",),
    "note": ("family",),
}
"""The field that names the record from which a new one takes its area."""

REFERENCES: Final[dict[str, tuple[str, ...]]] = {
    "family": ("building",),
    "member": ("family",),
    "identity": ("subject",),
    "visit": ("family", "building", "supersedes"),
    "document": ("family", "member"),
    "case": ("family", "member", "visit"),
    "note": ("family", "case"),
}
"""Fields that name other records: a change waits while one of them lies in quarantine."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


FIXED: Final[dict[str, frozenset[str]]] = {
    "family": _names("building"),
    "member": _names("family"),
    "identity": _names("subject"),
    "document": _names("family member paper"),
    "case": _names("family member visit service"),
    "note": _names("family case"),
}
"""Fields that say what a record is: set when it is made, and changed by actions only (a family that moves house)."""


WHOLE_DESA = frozenset({"service_day"})
"""Collections that everybody sees wherever her areas are."""

FIELDS: Final[dict[str, frozenset[str]]] = {
    "building": frozenset({"rw", "rt", "number", "location"}),
    "family": _names(
        "building head_name house_number address landmark location phone phone_owner notice_channels data_consent "
        "photo_consent referral_consent notice_consent kk_status kk_address_match residence_length families_in_house "
        "member_count has_shelter house_tenure land_proof floor_area floor wall roof house_condition drinking_water "
        "lighting power_va cooking_fuel toilet sewage"
    ),
    "member": _names(
        "family order full_name presence relation sex marital_status identity_papers school_status school_level "
        "highest_certificate insurance insurance_status"
    ),
    "identity": _names(
        "subject kk_number nik nik_status birth_known birth_date birth_year birth_year_estimate desil desil_list"
    ),
    "visit": _names(
        "survey survey_id family building result reason date mode answers evaluated_at advice supersedes correction "
        "name"
    ),
    "document": _names("family member paper state copy photos kept_reason photo_verdict"),
    "case": _names("family member visit service urgency note"),
    "note": _names("family case text"),
}
"""Fields a person may set. Any other is kept under ``extra`` and never projected."""

SERVER_FIELDS: Final[dict[str, frozenset[str]]] = {
    "family": _names("state card card_at closed_note withdrawn_at withdrawn_due moved twins not_twins released came"),
    "visit": frozenset({"marks", "reviewed", "superseded_by", "by"}),
    "document": _names("held_since verdict verdict_reason verdict_note verdict_by verdict_at by"),
    "case": _names(
        "number received status missing office_note due needs advice service_day queue_number arrival waiting not_on "
        "counter agency moved_from by"
    ),
    "note": frozenset({"by"}),
}
"""Fields that only actions and the server write; a set that names one is refused."""

_AREA = re.compile(r"[0-9]{3}(/[0-9]{3}(/[0-9a-f-]{36})?)?")


def is_area(path: str) -> bool:
    """Whether ``path`` is where a record may lie: an RW, an RT in it, or a building in that."""
    return _AREA.fullmatch(path) is not None


def within(area: str, areas: Iterable[str]) -> bool:
    """Whether ``area`` lies in one of ``areas``: equal to it, below it, or anywhere when that is the whole desa."""
    return any(not prefix or area == prefix or area.startswith(prefix + "/") for prefix in areas)


def reach(roles: Iterable[str], areas: tuple[str, ...]) -> tuple[str, ...]:
    """Where ``roles`` may be used: a desk serves its whole desa, anybody else her areas."""
    return ("",) if not OFFICE.isdisjoint(roles) or "server" in roles else areas


def readable(roles: Iterable[str]) -> dict[str, str]:
    """The collections ``roles`` together may read, each with the widest reach one of them gives."""
    rights: dict[str, str] = {}
    for role in roles:
        for collection, how_far in TABLE[role].read.items() if role in TABLE else ():
            if rights.get(collection) != ALL:
                rights[collection] = how_far
    return rights


def may_write(roles: Iterable[str], areas: tuple[str, ...], collection: str, area: str) -> bool:
    """Whether a set of a record of ``collection`` in ``area`` may come from somebody with ``roles`` and ``areas``."""
    able = any(collection in TABLE[role].write for role in roles if role in TABLE)
    return able and within(area, reach(roles, areas))


def may_read(roles: Iterable[str], areas: tuple[str, ...], collection: str, area: str, own: bool = False) -> bool:
    """Whether a record of ``collection`` in ``area`` may be shown.

    ``own``: she made it; of a conflict: she may read the record that it is about.
    """
    if own and collection in KEPT_BY_AUTHOR:
        return True
    how_far = readable(roles).get(collection)
    if how_far is None or (how_far != ALL and not own):
        return False
    return collection in WHOLE_DESA or within(area, reach(roles, areas))


def role_shown(roles: Iterable[str]) -> str:
    """The one role that stands beside a name."""
    held = set(roles)
    return next((role for role in ROLES if role in held), "server")
