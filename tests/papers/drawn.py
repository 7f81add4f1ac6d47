"""Photos of papers, drawn: cards and A4 sheets with text on a table, each with one known fault of a known strength.

The limits of ``pwa/documents/quality.js`` were set on these (``python -m tests.papers``); they are tested on others
(``shot.py``), made another way. From one seed come the same pictures.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WIDE, HIGH = 960, 1280  # a photo as the phone keeps it, held upright
CARD, SHEET = (85.6, 54.0), (210.0, 297.0)  # mm
STRENGTHS = {  # weakest first
    "buram": (0.34, 0.55, 0.8, 1.2),  # mm on the paper, one standard deviation
    "gelap": (0.44, 0.33, 0.24, 0.16),  # of the light
    "silau": (0.10, 0.17, 0.25, 0.34),  # of the paper's long side: the spot's radius
    "terpotong": (0.02, 0.08, 0.18, 0.3),  # of the paper, beyond the photo
    "terbalik": (1, 1, 1, 1),
    "menyamping": (1, 1, 1, 1),
    "fotokopi": (1, 1, 1, 1),
    "kecil": (0.9, 0.72, 0.55, 0.4),  # of the size at which text can just be read
}

TEXT = (
    "yang bertanda tangan di bawah ini kepala desa menerangkan dengan sebenarnya bahwa warga tersebut benar penduduk "
    "desa kami dan termasuk keluarga kurang mampu surat keterangan dibuat untuk keperluan pengurusan jaminan kesehatan "
    "demikian agar dapat dipergunakan sebagaimana mestinya berlaku selama tiga bulan sejak tanggal dikeluarkan"
)
WORDS = TEXT.split()
FIELDS = "Nama;Tempat/Tgl Lahir;Jenis Kelamin;Alamat;RT/RW;Kel/Desa;Kecamatan;Agama;Status Perkawinan;Pekerjaan"
LABELS = FIELDS.split(";")
NAMES = ["NUR HASANAH", "ASEP SAEPUDIN", "ICIH", "DADAN RAMDANI", "SITI AISYAH", "UJANG KOSASIH", "EUIS KARTINI"]


@dataclass(frozen=True)
class Photo:
    """One photo and what is true of it. ``fault`` None: nothing is wrong."""

    image: Image.Image
    card: bool
    coloured: bool
    fault: str | None
    strength: int


@cache
def font(size: int, bold: bool = False, serif: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """DejaVu where the system has it, else the one that Pillow brings."""
    name = "DejaVu" + ("Serif" if serif else "Sans") + ("-Bold" if bold else "") + ".ttf"
    found = Path("/usr/share/fonts/truetype/dejavu") / name
    return ImageFont.truetype(str(found), size) if found.exists() else ImageFont.load_default(size)


def card(rng: random.Random, grey: bool) -> Image.Image:
    """A personal card, 12 pixels a millimetre."""
    width, height = 1027, 648
    paint = [(186, 214, 236), (232, 205, 214), (206, 232, 204), (240, 226, 190)][rng.randrange(4)]
    sheet = Image.new("RGB", (width, height), paint)
    draw = ImageDraw.Draw(sheet)
    for n in range(6):
        draw.arc((n * 130 - 80, 330, n * 130 + 420, 900), 180, 360, fill=tuple(c - 14 for c in paint), width=9)
    draw.text((width / 2, 46), "PROVINSI JAWA BARAT", font=font(30, True), fill=(24, 24, 30), anchor="mm")
    draw.text((width / 2, 84), "KABUPATEN BOGOR", font=font(30, True), fill=(24, 24, 30), anchor="mm")
    number = "".join(rng.choice("0123456789") for _ in range(10))
    draw.text((40, 120), f"NIK : 320199{number}", font=font(40, True), fill=(24, 24, 30))
    for n, label in enumerate(LABELS[: rng.randrange(7, 11)]):
        value = rng.choice(NAMES) if n != 4 else "002/004"
        draw.text((40, 184 + n * 42), label, font=font(25), fill=(30, 30, 36))
        draw.text(
            (300, 184 + n * 42), f": {value.title() if rng.random() < 0.3 else value}", font=font(25), fill=(30, 30, 36)
        )
    draw.rectangle((770, 190, 980, 470), fill=rng.choice([(190, 44, 40), (44, 80, 170)]))
    draw.ellipse((820, 240, 930, 370), fill=(224, 190, 160))
    draw.rectangle((800, 375, 950, 470), fill=(40, 52, 84))
    draw.text((875, 520), "BOGOR", font=font(22), fill=(30, 30, 36), anchor="mm")
    return sheet.convert("L").convert("RGB") if grey else sheet


def sheet(rng: random.Random) -> Image.Image:
    """A letter, 5 pixels a millimetre."""
    width, height = 1050, 1485
    white = rng.choice([(247, 246, 242), (236, 236, 236), (250, 248, 238)])
    page = Image.new("RGB", (width, height), white)
    draw = ImageDraw.Draw(page)
    ink = rng.choice([(20, 20, 24), (44, 44, 52), (28, 30, 70)])
    serif = rng.random() < 0.5
    draw.text((width / 2, 110), "PEMERINTAH DESA CIBADAK", font=font(32, True, serif), fill=ink, anchor="mm")
    draw.text((width / 2, 152), "Jl. Contoh No. 1, Kabupaten Bogor", font=font(20, False, serif), fill=ink, anchor="mm")
    draw.line((100, 186, 950, 186), fill=ink, width=4)
    draw.text((width / 2, 240), "SURAT KETERANGAN", font=font(26, True, serif), fill=ink, anchor="mm")
    size = rng.choice([19, 20, 22])
    y = 300
    for _ in range(rng.randrange(4, 7)):
        y = paragraph(draw, rng, y, size, serif, ink)
        if rng.random() < 0.6:
            for label in rng.sample(LABELS, 5):
                draw.text((140, y), label, font=font(size, False, serif), fill=ink)
                draw.text((380, y), f": {rng.choice(NAMES).title()}", font=font(size, False, serif), fill=ink)
                y += size * 2 - 6
        y += 20
        if y > 1080:
            break
    draw.text((640, min(y + 30, 1200)), "Cibadak, 16 November 2026", font=font(size, False, serif), fill=ink)
    draw.text((640, min(y + 62, 1232)), "Kepala Desa,", font=font(size, False, serif), fill=ink)
    draw.ellipse((560, 1250, 720, 1410), outline=(70, 80, 170), width=5)
    draw.text((640, 1400), rng.choice(NAMES).title(), font=font(size, True, serif), fill=ink)
    return page


def paragraph(
    draw: ImageDraw.ImageDraw, rng: random.Random, y: int, size: int, serif: bool, ink: tuple[int, int, int]
) -> int:
    """Some words set ragged on the right; returns where it ends."""
    used = font(size, False, serif)
    line = ""
    for word in [rng.choice(WORDS) for _ in range(rng.randrange(25, 60))]:
        if draw.textlength(f"{line} {word}", font=used) > 820:
            draw.text((110, y), line, font=used, fill=ink)
            y, line = y + size + 14, word
        else:
            line = f"{line} {word}".strip()
    draw.text((110, y), line, font=used, fill=ink)
    return y + size + 14


@cache
def ground(kind: int) -> Image.Image:
    """A table, a cloth or a floor."""
    rng = random.Random(kind)
    base = [(120, 86, 58), (70, 60, 54), (150, 150, 146), (60, 92, 84), (150, 108, 70), (96, 34, 40)][kind % 6]
    image = Image.new("RGB", (WIDE, HIGH), base)
    draw = ImageDraw.Draw(image)
    for _ in range(60):  # grain
        y = rng.randrange(HIGH)
        shade = rng.randrange(-14, 15)
        draw.line(
            (0, y, WIDE, y + rng.randrange(-30, 30)),
            fill=tuple(max(0, c + shade) for c in base),
            width=rng.randrange(2, 14),
        )
    return image.filter(ImageFilter.GaussianBlur(2))


def photograph(rng: random.Random, fault: str | None, strength: int, is_card: bool) -> Photo:
    """One photo with ``fault`` (None: without) in its ``strength`` (index into STRENGTHS)."""
    amount = STRENGTHS[fault][strength] if fault else 0.0
    coloured = is_card
    paper = card(rng, fault == "fotokopi") if is_card else sheet(rng)
    turn = rng.uniform(-4, 4)
    turn += 180 if fault == "terbalik" else rng.choice((90, 270)) if fault == "menyamping" else 0
    share = rng.uniform(0.55, 0.69) if is_card else rng.uniform(0.74, 0.9)
    if fault == "kecil":
        share = (0.33 if is_card else 0.46) * amount
    if fault == "menyamping" and not is_card:
        share = min(share, 0.7)
    long = share * HIGH
    image = placed(rng, paper, long, turn, amount if fault == "terpotong" else 0.0, is_card)
    per_mm = long / (CARD[0] if is_card else SHEET[1])
    blur = amount * per_mm if fault == "buram" else rng.uniform(0.03, 0.18) * per_mm
    image = image.filter(ImageFilter.GaussianBlur(blur))
    light = amount if fault == "gelap" else rng.uniform(0.62, 1.0)
    level = light ** (1 / 1.6)
    tint = (level * rng.uniform(0.97, 1.0), level * rng.uniform(0.95, 1.0), level * rng.uniform(0.86, 1.0))
    image = Image.merge(
        "RGB", [band.point([int(v * t) for v in range(256)]) for band, t in zip(image.split(), tint, strict=True)]
    )
    if fault == "silau":
        image = shone(rng, image, amount * long)
    noise = Image.effect_noise((WIDE, HIGH), rng.uniform(4, 9) + (6 if fault == "gelap" else 0))
    image = ImageChops.add(image, Image.merge("RGB", [noise] * 3), 1, -128)
    return Photo(packed(image, rng.randrange(70, 93)), is_card, coloured, fault, strength)


def placed(
    rng: random.Random, paper: Image.Image, long: float, turn: float, beyond: float, is_card: bool
) -> Image.Image:
    """The paper on a table, ``beyond`` of it outside the photo."""
    scale = long / max(paper.size)
    small = paper.resize((round(paper.width * scale), round(paper.height * scale)), Image.Resampling.LANCZOS)
    mask = Image.new("L", small.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, small.width - 1, small.height - 1), 22 if is_card else 0, fill=255)
    small, mask = (one.rotate(turn, Image.Resampling.BICUBIC, expand=True) for one in (small, mask))
    x, y = (WIDE - small.width) / 2, (HIGH - small.height) / 2
    free_x, free_y = max(0.0, x - 12), max(0.0, y - 12)
    x, y = x + rng.uniform(-free_x, free_x) * 0.8, y + rng.uniform(-free_y, free_y) * 0.8
    if beyond:
        side = rng.randrange(4)
        x = -beyond * small.width if side == 0 else WIDE - (1 - beyond) * small.width if side == 1 else x
        y = -beyond * small.height if side == 2 else HIGH - (1 - beyond) * small.height if side == 3 else y
    image = ground(rng.randrange(6)).copy()
    image.paste(small, (round(x), round(y)), mask)
    return image


def shone(rng: random.Random, image: Image.Image, radius: float) -> Image.Image:
    """A lamp mirrored in the paper, somewhere on it."""
    x, y = WIDE / 2 + rng.uniform(-0.15, 0.15) * WIDE, HIGH / 2 + rng.uniform(-0.1, 0.1) * HIGH
    spot = Image.new("L", (WIDE // 4, HIGH // 4), 0)
    ImageDraw.Draw(spot).ellipse(
        tuple(v / 4 for v in (x - radius, y - radius * 0.7, x + radius, y + radius * 0.7)), fill=255
    )
    spot = spot.filter(ImageFilter.GaussianBlur(radius / 40)).resize((WIDE, HIGH))
    return Image.composite(Image.new("RGB", (WIDE, HIGH), "white"), image, spot)


def packed(image: Image.Image, quality: int) -> Image.Image:
    """The image after a JPEG of ``quality``."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def calibration(each: int, seed: int = 20261121) -> Iterator[Photo]:
    """``each`` photos of every fault and strength, half of them cards, and three times as many without fault."""
    rng = random.Random(seed)
    for fault, strengths in STRENGTHS.items():
        for strength in range(len(set(strengths))):
            for n in range(each):
                yield photograph(rng, fault, strength, fault == "fotokopi" or n % 2 == 0)
    for n in range(each * 24):
        yield photograph(rng, None, 0, n % 2 == 0)
