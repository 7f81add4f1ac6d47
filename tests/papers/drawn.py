"""Photos of papers, drawn: cards and A4 sheets with text on a table, each with one known fault of a known strength.

The limits of ``pwa/documents/quality.js`` were set on these (``python -m tests.papers``); they are tested on others
(``shot.py``), made another way. From one seed come the same pictures. A blurred photo is out of focus or was shaken;
tables are grained, woven, printed or laid with slabs, some hardly darker than paper; light falls off to one side; every
colour has noise of its own.
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


def register(rng: random.Random) -> Image.Image:
    """A list on its side, ruled under each line, 5 pixels a millimetre."""
    page = Image.new("RGB", (1485, 1050), rng.choice([(247, 246, 242), (238, 240, 242)]))
    draw = ImageDraw.Draw(page)
    ink, serif = (30, 30, 36), rng.random() < 0.5
    draw.text((110, 60), "DAFTAR ANGGOTA KELUARGA", font=font(34, True, serif), fill=ink)
    draw.text((110, 112), f"Nomor 3201{rng.randrange(10**11, 10**12)}", font=font(24, False, serif), fill=ink)
    size = rng.choice((17, 19, 21))
    for row in range(rng.randrange(12, 21)):
        y = 190 + row * 40
        words = (str(row + 1), rng.choice(NAMES).title(), str(rng.randrange(10**15, 10**16)), *rng.sample(WORDS, 3))
        for x, word in zip((110, 160, 470, 800, 1010, 1220), words, strict=True):
            draw.text((x, y), word, font=font(size, False, serif), fill=ink)
        draw.line((110, y + 32, 1390, y + 32), fill=(120, 120, 126), width=1 + row % 2)
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


GROUNDS = 9


@cache
def ground(kind: int) -> Image.Image:
    """A table, a cloth or a floor."""
    rng = random.Random(kind)
    image = Image.new("RGB", (WIDE, HIGH), base := BASES[kind])
    draw = ImageDraw.Draw(image)
    if kind >= 6:
        return pattern(draw, rng, kind, image)
    for _ in range(60):  # grain
        y = rng.randrange(HIGH)
        shade = rng.randrange(-14, 15)
        draw.line(
            (0, y, WIDE, y + rng.randrange(-30, 30)),
            fill=tuple(max(0, c + shade) for c in base),
            width=rng.randrange(2, 14),
        )
    return image.filter(ImageFilter.GaussianBlur(2))


BASES = (
    *((120, 86, 58), (70, 60, 54), (150, 150, 146), (60, 92, 84), (150, 108, 70), (96, 34, 40)),
    *((186, 182, 170), (138, 62, 40), (186, 164, 118)),
)


def pattern(draw: ImageDraw.ImageDraw, rng: random.Random, kind: int, image: Image.Image) -> Image.Image:
    """Slabs laid in rows that do not meet, a printed cloth, or a mat of palm leaf."""
    if kind == 6:
        for row, y in enumerate(range(0, HIGH, 210)):
            draw.line((0, y, WIDE, y), fill=(140, 136, 126), width=5)
            for x in range(-60 + row % 2 * 150, WIDE, 300):
                draw.line((x, y, x, y + 210), fill=(140, 136, 126), width=5)
    elif kind == 7:
        for y in range(0, HIGH, 74):
            for x in range(y // 74 % 2 * 40, WIDE, 80):
                draw.ellipse((x, y, x + 34, y + 30), fill=rng.choice(((206, 170, 90), (80, 30, 30))))
    else:
        for y in range(0, HIGH, 24):
            for x in range(0, WIDE, 48):
                shade = rng.randrange(-22, 4)
                draw.rectangle((x + y % 48, y, x + y % 48 + 44, y + 21), fill=(186 + shade, 164 + shade, 118 + shade))
    return image.filter(ImageFilter.GaussianBlur(1.2))


def photograph(rng: random.Random, fault: str | None, strength: int, is_card: bool) -> Photo:
    """One photo with ``fault`` (None: without) in its ``strength`` (index into STRENGTHS)."""
    amount = STRENGTHS[fault][strength] if fault else 0.0
    coloured = is_card
    paper = card(rng, fault == "fotokopi") if is_card else register(rng) if rng.random() < 0.3 else sheet(rng)
    lies = paper.width > paper.height
    turn = rng.uniform(-4, 4)
    turn += 180 if fault == "terbalik" else rng.choice((90, 270)) if fault == "menyamping" else 0
    share = rng.uniform(0.5, 0.69) if lies else rng.uniform(0.74, 0.9)
    if fault == "kecil":
        share = (0.33 if is_card else 0.46) * amount
    if fault == "menyamping" and not lies:
        share = min(share, 0.7)
    long = share * HIGH
    image, middle = placed(rng, paper, long, turn, amount if fault == "terpotong" else 0.0, is_card)
    per_mm = long / (CARD[0] if is_card else SHEET[1])
    if fault == "buram" and rng.random() < 0.5:
        image = shaken(image, amount * per_mm, rng.uniform(0, 180))
    else:
        usual = max(rng.uniform(0.03, 0.18) * per_mm, rng.uniform(0.3, 1.0))  # no lens is quite sharp
        blur = amount * per_mm if fault == "buram" else usual
        image = image.filter(ImageFilter.GaussianBlur(blur))
    image = uneven(rng, image)
    light = amount if fault == "gelap" else rng.uniform(0.62, 1.0)
    level = light ** (1 / 1.6)
    tint = (level * rng.uniform(0.97, 1.0), level * rng.uniform(0.95, 1.0), level * rng.uniform(0.86, 1.0))
    image = Image.merge(
        "RGB", [band.point([int(v * t) for v in range(256)]) for band, t in zip(image.split(), tint, strict=True)]
    )
    if fault == "silau":
        image = shone(rng, image, middle, amount * long)
    grain = rng.uniform(3, 9) + (6 if fault == "gelap" else 0)
    noise = [Image.effect_noise((WIDE, HIGH), grain * more) for more in (1, 0.85, 1.3)]
    image = ImageChops.add(image, Image.merge("RGB", noise), 1, -128)
    return Photo(packed(image, rng.randrange(38, 95)), is_card, coloured, fault, strength)


def shaken(image: Image.Image, sigma: float, way: float) -> Image.Image:
    """Moved by ``sigma`` pixels (one standard deviation) along ``way`` degrees: turned, drawn out, turned back."""
    out = image.rotate(way, Image.Resampling.BICUBIC, expand=True)
    out = out.filter(ImageFilter.BoxBlur((sigma * 3**0.5 - 0.5, 0))).rotate(-way, Image.Resampling.BICUBIC, expand=True)
    left, top = (out.width - WIDE) // 2, (out.height - HIGH) // 2
    return out.crop((left, top, left + WIDE, top + HIGH)).filter(ImageFilter.GaussianBlur(0.6))


def uneven(rng: random.Random, image: Image.Image) -> Image.Image:
    """Light from a window or a bulb to one side: less and less away from it, and a little less in a corner."""
    small = Image.new("L", (3, 4))
    fall, (right, down) = rng.uniform(0, 0.32), (rng.uniform(-1, 1), rng.uniform(-1, 1))
    for x in range(3):
        for y in range(4):
            away = (right * (x - 1) + down * (y - 1.5) / 1.5) / (abs(right) + abs(down)) / 2 + 0.5
            small.putpixel((x, y), round(255 * (1 - fall * away - rng.uniform(0, 0.04))))
    light = small.resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", [light] * 3))


def placed(
    rng: random.Random, paper: Image.Image, long: float, turn: float, beyond: float, is_card: bool
) -> tuple[Image.Image, tuple[float, float]]:
    """The paper on a table, ``beyond`` of it outside the photo; and where its middle lies."""
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
    image = ground(rng.randrange(GROUNDS)).copy()
    image.paste(small, (round(x), round(y)), mask)
    return image, (x + small.width / 2, y + small.height / 2)


def shone(rng: random.Random, image: Image.Image, middle: tuple[float, float], radius: float) -> Image.Image:
    """A lamp mirrored in the paper, near its middle."""
    x, y = middle[0] + rng.uniform(-0.12, 0.12) * WIDE, middle[1] + rng.uniform(-0.06, 0.06) * HIGH
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
