"""Rows of photos judged on the phone: what is found of each fault, how often wrongly, how long it takes."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import cache, partial
from random import Random

from tests.bench.house import bench
from tests.bench.phone import chromium, slow_page
from tests.bench.row import Result, Row
from tests.papers.judged import judged
from tests.papers.score import Score, scores
from tests.papers.shot import GRADES, shoot, shots

EACH, GOOD = 12, 240  # photos of each fault and strength, and without fault
LOOKED = 15
JUDGE = """async encoded => {
  const { judge } = await import('/documents/quality.js')
  const bytes = Uint8Array.from(atob(encoded), letter => letter.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const begun = performance.now()
  context.drawImage(bitmap, 0, 0)
  judge(context.getImageData(0, 0, bitmap.width, bitmap.height), { card: false, coloured: false })
  return performance.now() - begun
}"""


@cache
def found() -> list[Score]:
    """The scores of every fault and strength, on photos that no limit was set on."""
    return scores(judged(shots(EACH, GOOD)))


def of(fault: str, what: str) -> Result:
    """The worst ``what`` (recall or precision) of ``fault`` beyond borderline; the note has every strength."""
    mine = [score for score in found() if score.fault == fault]
    sure = [getattr(score, what) for score in mine if GRADES[fault][score.grade].sure]
    said = "; ".join(
        f"{GRADES[fault][score.grade].name}{'' if GRADES[fault][score.grade].sure else ' (batas)'}: "
        f"{getattr(score, what):.2f}"
        for score in mine
    )
    return Result(
        [min(sure)],
        f"{said}; {mine[0].photos} foto tiap kekuatan, {GOOD} tanpa cacat, "
        f"salah sebut di antaranya {mine[0].wrong:.1%}",
    )


def time_taken() -> Result:
    """Milliseconds to judge an A4 sheet of 960 × 1280 pixels, on the page's own thread: only that is slowed down."""
    out = io.BytesIO()
    shoot(Random(1), None, 0, card=False).image.save(out, "JPEG", quality=85)
    encoded = b64encode(out.getvalue()).decode()
    with bench("sqlite") as house, chromium() as context:
        page, _ = slow_page(context)
        page.goto(house.server.url + "/")
        page.wait_for_timeout(3000)
        first = [page.evaluate(JUDGE, encoded) for _ in range(4)]  # the worker warms up while the camera is open
        samples = [page.evaluate(JUDGE, encoded) for _ in range(LOOKED)]
    return Result(samples, f"yang pertama sekali {first[0]:.0f} ms; dengan membaca gambarnya dari kanvas")


def rows() -> list[Row]:
    """The rows of this subject."""
    named = [
        Row(f"foto {fault}: {word}, di luar garis batas", "bagian", 0.9, partial(of, fault, what), at_least=True)
        for fault in GRADES
        for what, word in (("recall", "dikenali"), ("precision", "presisi pada prevalensi 10 %"))
    ]
    return [*named, Row("foto satu lembar dinilai, 6×", "ms", 150, time_taken)]
