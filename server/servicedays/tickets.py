"""What each step at the counters does to a ticket: one family, or one person, on one service day. Pure.

Counters work without a network, so steps come late and from two places. They are facts, not proposals: none is refused
because of another, a step that was taken already changes nothing, and who was served at two counters is written down.
``pwa/queue/tickets.js`` is its twin; ``tests/vectors/tickets.json`` holds both together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

NUMBER = re.compile(r"^([AP]-[0-9]{3,5}|[BP][1-9]-[0-9]{3,5}|[BP][1-9][A-Z]{2}-[0-9]{3})$")
"""``A-014``, ``P-002`` by appointment; ``B1-003``, ``P2-001`` given at counter 1 or 2, which number apart; ``B1KM-001``
given there by a device whose place at the counter nobody had confirmed. At most 8 letters."""

HERE, CALLED, SERVED = "hadir", "dipanggil", "dilayani"
DONE, REFERRED, LEFT, UNDONE = "selesai", "dirujuk", "pulang", "batal"
ABSENT, NOT_REACHED = "tidak_hadir", "belum_dilayani"
ELSEWHERE = frozenset({CALLED, SERVED, DONE, REFERRED})  # a counter has them, or had
NOT_HERE = frozenset({LEFT, UNDONE, ABSENT, NOT_REACHED})
FINISHED = frozenset({DONE, REFERRED})

Fields = dict[str, Any]


def ticket_of(family: str, day: date) -> str:
    """The id of a family's ticket of a day, the same at every counter: its first eight digits are the date."""
    return f"{day:%Y%m%d}{family[8:14]}8{family[15:]}"


def step(ticket: Mapping[str, Any], do: str, args: Mapping[str, Any], who: str = "") -> Fields:
    """Return the fields of ``ticket`` that a step changes; none if it was taken already or came to nothing.

    Args:
        ticket: its fields as they stand; empty before anybody came.
        do: ``arrive call skip serve finish refer leave back``.
        args: ``at`` (ISO, when it happened) and ``counter``; of ``finish`` and ``refer`` also ``complete``, ``note``,
            ``agency``.
        who: name of the officer.
    """
    status, counter = ticket.get("status"), args.get("counter")
    if do in ("call", "serve", "finish", "refer") and status in ELSEWHERE and ticket.get("counter") != counter:
        return _twice(ticket, do, args, who)
    return _STEPS[do](ticket, args)


def complete_on_arrival(ticket: Mapping[str, Any]) -> bool:
    """Whether everything was there when they came: what the counter said, else what the review had found."""
    said = ticket.get("complete")
    return bool(said if said is not None else ticket.get("prepared"))


def _arrive(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    if ticket.get("status") is not None and ticket["status"] not in NOT_HERE:
        return {}
    return {"status": HERE, "came_at": args["at"], "done_at": None}


def _call(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    calls = (ticket.get("calls") or 0) + 1
    if ticket.get("status") == CALLED:
        return {"calls": calls}
    if ticket.get("status") in (SERVED, *FINISHED):
        return {}
    return {"status": CALLED, "called_at": args["at"], "calls": calls, "counter": args.get("counter")}


def _skip(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    if ticket.get("status") != CALLED or ticket.get("counter") != args.get("counter"):
        return {}
    return {"status": HERE, "skipped_at": args["at"], "counter": None}


def _serve(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    if ticket.get("status") in (SERVED, *FINISHED):
        return {}
    return {"status": SERVED, "served_at": args["at"], "counter": args.get("counter")}


def _finish(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    return _end(ticket, args, DONE)


def _refer(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    return _end(ticket, args, REFERRED) | {"agency": args.get("agency")}


def _end(ticket: Mapping[str, Any], args: Mapping[str, Any], status: str) -> Fields:
    served = {} if ticket.get("served_at") else {"served_at": args["at"]}
    said = {name: args[name] for name in ("complete", "note") if args.get(name) is not None}
    return {"status": status, "done_at": args["at"], "counter": args.get("counter"), **served, **said}


def _leave(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    if ticket.get("status") not in (HERE, CALLED):
        return {}
    return {"status": LEFT, "done_at": args["at"], "counter": None}


def _back(ticket: Mapping[str, Any], args: Mapping[str, Any]) -> Fields:
    """Take the last step back."""
    nothing = {"done_at": None, "served_at": None, "called_at": None, "counter": None}
    return {
        DONE: {"status": SERVED, "done_at": None},
        REFERRED: {"status": SERVED, "done_at": None, "agency": None},
        SERVED: {"status": CALLED, "served_at": None},
        CALLED: {"status": HERE} | nothing,
        HERE: {"status": UNDONE} | nothing,
        LEFT: {"status": HERE} | nothing,
    }.get(ticket.get("status") or "", {})


def _twice(ticket: Mapping[str, Any], do: str, args: Mapping[str, Any], who: str) -> Fields:
    """Write down that another counter has them too; what the first one did stands."""
    counter, before = args.get("counter"), ticket.get("twice") or []
    did = {"call": CALLED, "serve": SERVED}.get(do, DONE)
    mine = {"counter": counter, "name": who, "at": args["at"], "did": did}
    if any(entry["counter"] == counter and entry["did"] == did for entry in before):
        return {}
    return {"twice": [*(entry for entry in before if entry["counter"] != counter), mine]}


_STEPS = {
    "arrive": _arrive,
    "call": _call,
    "skip": _skip,
    "serve": _serve,
    "finish": _finish,
    "refer": _refer,
    "leave": _leave,
    "back": _back,
}
