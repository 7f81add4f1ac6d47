"""The versions of a record's fields, said shortly.

Most records were written once, so one number says nearly all of them: a survey of 80 answers spells out 80 times the
same. Under the name ``""`` stands the version of every field of the body that is not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import KeysView, Mapping
from typing import Any

REST = ""


def shortened(versions: dict[str, int], body: Mapping[str, Any]) -> dict[str, int]:
    """Return ``versions`` with the commonest of them once; as they are if they are not those of the body's fields."""
    if len(versions) < 2 or versions.keys() != fields_of(body):
        return versions
    if len(set(versions.values())) == 1:
        return {REST: next(iter(versions.values()))}
    rest, _ = Counter(versions.values()).most_common(1)[0]
    return {REST: rest} | {name: version for name, version in versions.items() if version != rest}


def lengthened(versions: dict[str, int], body: Mapping[str, Any]) -> dict[str, int]:
    """Return ``versions`` with every field named."""
    if REST not in versions:
        return versions
    named = dict.fromkeys(fields_of(body), versions[REST]) | versions
    del named[REST]
    return named


def fields_of(body: Mapping[str, Any]) -> KeysView[str]:
    """The fields of a body; those outside the white list lie under ``extra``."""
    fields = {**body, **body.get("extra", {})}
    fields.pop("extra", None)
    return fields.keys()
