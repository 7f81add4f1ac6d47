"""Pictures that stand for photographed papers: drawn, marked CONTOH from edge to edge, like no real card."""

from __future__ import annotations

import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

CARD, SHEET = (760, 480), (640, 905)
SHEETS = frozenset({"kk", "sktm", "surat_faskes", "surat_sekolah", "pengantar_rt_rw", "akta_lahir", "surat_kematian"})
INK, FAINT = "#26323a", "#c9d3d8"
PAPERS = ("#dbe9f4", "#f4ecd8", "#e3f1e2", "#f3e1e6")


def card(paper: str, title: str, lines: list[str], seed: int) -> bytes:
    """Draw a paper as a JPEG: its ``title``, some ``lines``, and no more likeness than that."""
    chance = Random(seed)  # noqa: S311 - the same picture every time
    size = SHEET if paper in SHEETS else CARD
    image = Image.new("RGB", size, chance.choice(PAPERS))
    draw = ImageDraw.Draw(image)
    for x in range(-size[1], size[0], 190):
        draw.text((x + size[1] // 2, chance.randrange(0, size[1] - 60)), "CONTOH", fill=FAINT, font=_font(52))
    draw.rectangle((10, 10, size[0] - 11, size[1] - 11), outline=INK, width=4)
    draw.text((40, 36), title[:38], fill=INK, font=_font(38))
    draw.text((40, 88), "Gambar contoh, bukan dokumen asli", fill=INK, font=_font(24))
    for number, line in enumerate(lines):
        draw.text((40, 150 + number * 46), line[:46], fill=INK, font=_font(30))
    if paper == "ktp_el":
        draw.rectangle((size[0] - 240, 150, size[0] - 50, 400), fill=FAINT, outline=INK, width=3)
        draw.ellipse((size[0] - 190, 185, size[0] - 100, 275), outline=INK, width=3)
        draw.arc((size[0] - 215, 285, size[0] - 75, 460), 180, 360, fill=INK, width=3)
    return _jpeg(image)


def house(number: int) -> bytes:
    """Draw the front of a house."""
    chance = Random(number)  # noqa: S311
    image = Image.new("RGB", (960, 640), "#cfe3ee")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 460, 960, 640), fill="#a9bf8f")
    wall = chance.choice(("#e8dcc3", "#d9c6a5", "#cfd8d3", "#e6c9b8"))
    draw.rectangle((230, 250, 730, 520), fill=wall, outline=INK, width=4)
    draw.polygon(((190, 260), (480, 110), (770, 260)), fill=chance.choice(("#9a5b45", "#7d7f84")), outline=INK)
    draw.rectangle((430, 350, 530, 520), fill="#6b4a35", outline=INK, width=3)
    for x in (280, 580):
        draw.rectangle((x, 330, x + 100, 410), fill="#f3f6f7", outline=INK, width=3)
    draw.text((40, 570), f"CONTOH rumah {number}", fill=INK, font=_font(36))
    return _jpeg(image)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
