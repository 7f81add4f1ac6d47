"""``python -m tests.papers``: how the photos that the limits were set on are judged now, by fault and strength."""

from __future__ import annotations

import sys
from collections import defaultdict
from statistics import quantiles
from typing import Any

from tests.papers.drawn import calibration
from tests.papers.judged import judged

SHOWN = {
    "buram": "blur",
    "gelap": "bright",
    "silau": "glare",
    "terpotong": "touching",
    "kecil": "size",
    "menyamping": "along",
    "terbalik": "upright",
    "fotokopi": "colour",
}


def main(each: int) -> None:
    found: dict[tuple[str, int, bool], list[dict[str, Any]]] = defaultdict(list)
    for photo, said in judged(calibration(each)):
        found[photo.fault or "", photo.strength, photo.card].append(said)
    for fault, measure in SHOWN.items():
        print(f"\n{fault} ({measure})")
        for key in sorted(key for key in found if key[0] in ("", fault)):
            values = [said["measures"][measure] for said in found[key]]
            named = sum(fault in said["faults"] for said in found[key])
            spread = quantiles(values, n=20) if len(values) > 1 else values
            shape = "kartu " if key[2] else "lembar"
            print(
                f"  {key[0] or 'baik':11} {key[1]} {shape} {spread[0]:8.3f} – {spread[-1]:8.3f}   {named}/{len(values)}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
