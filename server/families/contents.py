"""What a package holds of a family, and its records made of that in another desa. See docs/protocol.md, Packages.

What hangs on the house stays behind (address, building, how it is built), and so does what was agreed with the old desa
(consents, card), what it decided (visits, cases, verdicts, desil) and every photo.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from server.errors import Erased
from server.exchange.turns import Turn
from server.families.models import AKTIF, Member
from server.ids import kin
from sync.ids import identity_id
from sync.record import Author, Record

OF_A_FAMILY = ("head_name", "phone", "phone_owner", "kk_status", "member_count")
OF_A_MEMBER = (
    *("order", "full_name", "presence", "relation", "sex", "marital_status", "identity_papers"),
    *("school_status", "school_level", "highest_certificate", "insurance", "insurance_status"),
)
OF_AN_IDENTITY = ("kk_number", "nik", "nik_status", "birth_known", "birth_date", "birth_year", "birth_year_estimate")
OF_A_PAPER = ("paper", "state", "copy", "held_since")

Contents = dict[str, Any]
"""``{id, area, family, identity, members: [{id, fields, identity}], papers: [{id, member, fields}]}``, by old ids."""


def packed(turn: Turn, family: Record) -> Contents:
    """What goes into the package of ``family``, as it stands in this turn."""
    from server.documents.models import Document  # that subject stands on this one

    people = select(Member.id).where(Member.desa == turn.desa, Member.family == family.id)
    papers = select(Document.id).where(Document.desa == turn.desa, Document.family == family.id)
    members = list(turn.session.scalars(people.order_by(Member.position, Member.id)))
    documents = list(turn.session.scalars(papers.order_by(Document.id)))
    turn.load([*members, *documents, *(identity_id(one) for one in (family.id, *members))])
    return {
        "id": family.id,
        "area": "/".join(family.area.split("/")[:2]),
        "family": _fields(family, OF_A_FAMILY),
        "identity": _fields(turn.record(identity_id(family.id)), OF_AN_IDENTITY),
        "members": [
            {
                "id": one,
                "fields": _fields(turn.record(one), OF_A_MEMBER),
                "identity": _fields(turn.record(identity_id(one)), OF_AN_IDENTITY),
            }
            for one in members
        ],
        "papers": [
            {"id": one, "member": record.body.get("member"), "fields": _fields(record, OF_A_PAPER)}
            for one in documents
            if (record := turn.record(one)) is not None
        ],
    }


def unpacked(turn: Turn, contents: Contents, *, by: Author, area: str, building: str | None, came: Any) -> list[str]:
    """Write the records of a family out of its package; return their ids, the family's first.

    The ids follow from those of the old desa, so the same family taken twice is the same records: what is there already
    stays as it is.

    Raises:
        Erased: it was here, and was erased.
    """
    names = {one["id"]: kin(one["id"]) for one in (contents, *contents["members"], *contents["papers"])}
    family = names[contents["id"]]
    known = turn.record(family)
    if known is not None and known.gone:
        raise Erased
    if known is not None:
        return [family]
    begun: list[str] = []

    def begin(collection: str, which: str, fields: dict[str, Any]) -> None:
        turn.create(collection, which, by, area=area, **fields)
        begun.append(which)

    home = {"building": building} if building else {}
    begin("family", family, {**contents["family"], **home, "state": AKTIF, "card": False, "came": came})
    subjects = [(family, contents["identity"])]
    for one in contents["members"]:
        begin("member", names[one["id"]], {**one["fields"], "family": family})
        subjects.append((names[one["id"]], one["identity"]))
    for subject, fields in subjects:
        if fields:
            begin("identity", identity_id(subject), {**fields, "subject": subject})
    for one in contents["papers"]:
        whose = {"member": names[one["member"]]} if one["member"] in names else {}
        begin("document", names[one["id"]], {**one["fields"], **whose, "family": family})
    return begun


def _fields(record: Record | None, names: tuple[str, ...]) -> dict[str, Any]:
    body = {} if record is None or record.gone else record.body
    return {name: body[name] for name in names if body.get(name) not in (None, "")}
