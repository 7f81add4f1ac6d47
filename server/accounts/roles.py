"""The roles people may hold, as the field calls them. Pure."""

from __future__ import annotations

from sync.scope import OFFICE as OFFICE

KADER = frozenset({"kader_dasawisma", "kader_pkk", "kader_posyandu", "psm"})
ROLES = KADER | OFFICE | {"ketua_rt", "ketua_rw", "kades", "supervisor_kec", "dinsos", "admin"}
MANAGERS = frozenset({"koordinator", "petugas_fo", "petugas_bo", "admin"})
"""Who may invite people, change their areas and revoke phones."""


def is_office(roles: list[str] | frozenset[str]) -> bool:
    """Whether somebody with ``roles`` works at the desk and so sees the whole desa."""
    return not OFFICE.isdisjoint(roles)


def may_give(giver: list[str], roles: list[str]) -> bool:
    """Whether who holds ``giver`` may let in who holds ``roles``: the field's any manager, all others a koordinator."""
    if not {"koordinator", "admin"}.isdisjoint(giver):
        return True
    return not MANAGERS.isdisjoint(giver) and set(roles) <= KADER | {"ketua_rt", "ketua_rw"}
