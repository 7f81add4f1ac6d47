"""Draws ``docs/pictures/antrean.svg``: a year of Wednesdays by the rules beside first come, first served.

``python -m tests.tools.queue_picture``; the same numbers as the rows of ``make bench``.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench.wednesday import LOADS, years

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "antrean.svg"
SHOWN = (
    ("median", "Menunggu, nilai tengah (menit)", 1),
    ("p90", "Menunggu, sembilan dari sepuluh orang (menit)", 1),
    ("idle_share", "Petugas menganggur (%)", 4),
    ("overtime_a_day", "Lembur sehari, kedua petugas (menit)", 4),
    ("turned_away_a_day", "Pulang tanpa dilayani, sehari (orang)", 30),
)
OURS, THEIRS = "#1B3C73", "#F6B91A"
LEFT, BAR, GAP = 64, 15, 5
WIDTH = 720


def main() -> None:
    parts, top = [], 74
    for name, title, scale in SHOWN:
        parts.append(f'<text x="24" y="{top}" class="h">{escape(title)}</text>')
        top += 12
        for load in LOADS:
            ours, theirs = (sorted(getattr(one, name) for one in side) for side in zip(*years(load), strict=True))
            parts.append(f'<text x="24" y="{top + 19}">{load * 100:.0f} %</text>')
            parts += [_bar(top, ours, OURS, scale), _bar(top + BAR, theirs, THEIRS, scale)]
            top += 2 * BAR + GAP
        top += 26
    legend = (
        f'<rect x="24" y="34" width="14" height="14" fill="{OURS}"/><text x="44" y="46">dengan janji dan urutan</text>'
        f'<rect x="230" y="34" width="14" height="14" fill="{THEIRS}"/><text x="250" y="46">siapa datang dulu</text>'
    )
    title = '<text x="24" y="22" class="h">Setahun hari Rabu, beban 70, 90 dan 110 %; tak hadir 10 sampai 30 %</text>'
    style = "text{font:13px Roboto,Arial,sans-serif;fill:#1A1B1E}.h{font-weight:700}"
    sheet = '<rect width="100%" height="100%" fill="#fff"/>'
    body = "\n".join([f"<style>{style}</style>", sheet, title, legend, *parts])
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}">'
    PICTURE.write_text(f"{svg}\n{body}\n</svg>\n")
    print(PICTURE)


def _bar(y: int, values: list[float], colour: str, scale: float) -> str:
    """The middle one of three years as a bar, the least and the greatest as a line over its end."""
    low, value, high = (max(one, 0) * scale * 1.6 for one in values)
    bar = f'<rect x="{LEFT + 20}" y="{y}" width="{max(value, 1):.1f}" height="{BAR - 2}" fill="{colour}"/>'
    spread = (
        f'<line x1="{LEFT + 20 + low:.1f}" x2="{LEFT + 20 + high:.1f}" y1="{y + 6.5}" y2="{y + 6.5}" stroke="#1A1B1E"/>'
    )
    said = f'<text x="{LEFT + 28 + max(value, high):.1f}" y="{y + 11}">{_number(values[1])}</text>'
    return bar + spread + said


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}".replace(".", ",")


if __name__ == "__main__":
    main()
