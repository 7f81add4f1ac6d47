"""Photos of papers for the test of ``pwa/documents/quality.js``: other layouts and letters than those its limits were
set on, and a camera: perspective, uneven light in linear light, focus or shake, noise of the sensor, JPEG of 40 to 95.

Nothing here is shared with ``drawn.py``, so what was learned there by heart does not help.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FRAME = (960, 1280)
FONTS = ("liberation", "noto", "dejavu")
Ink = tuple[int, int, int]


@dataclass(frozen=True)
class Grade:
    """How strong a fault is. ``name`` in words; ``sure``: beyond what two people could disagree about."""

    name: str
    card: float
    sheet: float
    sure: bool = True


GRADES: dict[str, tuple[Grade, ...]] = {
    "buram": (
        Grade("σ 0,4–0,5 mm", 0.40, 0.50, False),
        Grade("σ 0,6–0,75 mm", 0.60, 0.75),
        Grade("σ 0,9–1,1 mm", 0.9, 1.1),
    ),
    "gelap": (
        Grade("cahaya 22 %", 0.22, 0.22, False),
        Grade("cahaya 12 %", 0.12, 0.12),
        Grade("cahaya 6 %", 0.06, 0.06),
    ),
    "silau": (Grade("jari-jari 7 %", 0.07, 0.07, False), Grade("13 %", 0.13, 0.13), Grade("22 %", 0.22, 0.22)),
    "terpotong": (Grade("3 % di luar", 0.03, 0.03, False), Grade("10 %", 0.10, 0.10), Grade("25 %", 0.25, 0.25)),
    "kecil": (
        Grade("sisi panjang 30–42 %", 0.30, 0.42, False),
        Grade("23–34 %", 0.23, 0.34),
        Grade("15–22 %", 0.15, 0.22),
    ),
    "menyamping": (Grade("90°", 90, 90),),
    "terbalik": (Grade("180°", 180, 180),),
    "fotokopi": (Grade("hitam putih", 1, 1),),
}


@dataclass(frozen=True)
class Shot:
    """A photo and what is true of it; ``fault`` None: it will do."""

    image: Image.Image
    card: bool
    coloured: bool
    fault: str | None
    grade: int


@dataclass(frozen=True)
class Paper:
    """A flat paper: its picture and its long side in millimetres."""

    face: Image.Image
    long_mm: float


def letters(rng: random.Random) -> Callable[[int], ImageFont.FreeTypeFont | ImageFont.ImageFont]:
    """One typeface in any size: another than Pillow's own where the system has one."""
    folder = Path("/usr/share/fonts/truetype")
    found = [f for name in FONTS for f in folder.glob(f"{name}/*-Regular.ttf") if f.stem in KNOWN]
    if not found:
        return lambda size: ImageFont.load_default(size)
    chosen = str(rng.choice(sorted(found)))
    return lambda size: ImageFont.truetype(chosen, size)


KNOWN = {
    "LiberationSans-Regular",
    "LiberationSerif-Regular",
    "LiberationMono-Regular",
    "NotoSans-Regular",
    "NotoSerif-Regular",
    "NotoMono-Regular",
}
SENTENCES = (
    "Menerangkan bahwa nama tersebut di atas adalah benar warga yang berdomisili di kampung kami",
    "Surat pengantar ini digunakan untuk melengkapi persyaratan permohonan bantuan sosial",
    "Berdasarkan hasil pemeriksaan pasien memerlukan perawatan dan kontrol berkala di rumah sakit",
    "Apabila di kemudian hari terdapat kekeliruan akan diperbaiki sebagaimana perlunya",
    "Kepala keluarga bekerja sebagai buruh harian lepas dengan penghasilan tidak tetap setiap bulan",
)
PEOPLE = ("Yuyun Yuningsih", "Dedi Kurniadi", "Ratna Komala", "Oman Rohman", "Lilis Suryani", "Bambang Hidayat")


def insurance_card(rng: random.Random) -> Paper:
    """A green and white card without a picture of its bearer, 14 pixels a millimetre."""
    face = Image.new("RGB", (1198, 756), (244, 246, 240))
    draw, font = ImageDraw.Draw(face), letters(rng)
    tone = rng.choice([(18, 120, 70), (30, 90, 160), (200, 110, 20)])
    draw.rectangle((0, 0, 1198, 150), fill=tone)
    draw.text((50, 40), "KARTU INDONESIA SEHAT", font=font(56), fill="white")
    rows = (
        ("Nomor Kartu", digits(rng, 13)),
        ("Nama", rng.choice(PEOPLE)),
        ("Alamat", "Kp. Pasir RT 003 RW 007"),
        ("Tanggal Lahir", "12-07-1985"),
        ("NIK", "320199" + digits(rng, 10)),
        ("Faskes Tingkat I", "Puskesmas Cigudeg"),
    )
    for n, (label, value) in enumerate(rows):
        draw.text((50, 200 + n * 82), label, font=font(36), fill=(30, 34, 40))
        draw.text((420, 200 + n * 82), f": {value}", font=font(36), fill=(30, 34, 40))
    draw.polygon([(900, 756), (1198, 520), (1198, 756)], fill=tone)
    return Paper(face, 85.6)


def identity_card(rng: random.Random) -> Paper:
    """A bluish card with a portrait, 14 pixels a millimetre."""
    face = Image.new("RGB", (1198, 756), (172, 206, 226))
    draw, font = ImageDraw.Draw(face), letters(rng)
    for x in range(0, 1198, 36):
        draw.line((x, 0, x + 240, 756), fill=(158, 196, 220), width=5)
    for n, line in enumerate(("PROVINSI BANTEN", "KABUPATEN LEBAK")):
        draw.text((600, 50 + n * 46), line, font=font(38), fill=(18, 20, 26), anchor="mm")
    draw.text((46, 140), "NIK  : 320199" + digits(rng, 10), font=font(48), fill=(18, 20, 26))
    rows = (
        "Nama|" + rng.choice(PEOPLE).upper(),
        "Tempat/Tgl Lahir|LEBAK, 03-05-1979",
        "Jenis kelamin|PEREMPUAN",
        "Alamat|KP. SINDANG",
        "   RT/RW|003/011",
        "   Kel/Desa|CIKULUR",
        "   Kecamatan|CIKULUR",
        "Agama|ISLAM",
        "Pekerjaan|BURUH TANI",
    )
    for n, row in enumerate(rows):
        label, value = row.split("|")
        draw.text((46, 214 + n * 52), label, font=font(31), fill=(18, 20, 26))
        draw.text((330, 214 + n * 52), f": {value}", font=font(31), fill=(18, 20, 26))
    draw.rectangle((900, 210, 1150, 545), fill=rng.choice([(200, 30, 36), (30, 60, 150)]))
    draw.ellipse((955, 260, 1095, 420), fill=(206, 160, 130))
    draw.pieslice((930, 420, 1120, 690), 180, 360, fill=(230, 230, 232))
    return Paper(face, 85.6)


def letter(rng: random.Random) -> Paper:
    """A letter set flush on both sides, 6 pixels a millimetre."""
    face = Image.new("RGB", (1260, 1782), rng.choice([(250, 250, 250), (242, 238, 226), (232, 234, 238)]))
    draw, font = ImageDraw.Draw(face), letters(rng)
    ink = (26, 26, 32)
    draw.text(
        (630, 130),
        rng.choice(("PUSKESMAS CIKULUR", "SDN SINDANG 02", "RUKUN TETANGGA 003")),
        font=font(40),
        fill=ink,
        anchor="mm",
    )
    draw.line((130, 180, 1130, 180), fill=ink, width=3)
    draw.text(
        (630, 250),
        rng.choice(("SURAT KETERANGAN BEROBAT", "SURAT PENGANTAR", "SURAT AKTIF SEKOLAH")),
        font=font(32),
        fill=ink,
        anchor="mm",
    )
    y, size = 330, rng.choice((23, 25, 27))
    while y < 1280:
        words = " ".join(rng.sample(SENTENCES, 3)).split()
        y = flush(draw, words, y, font(size), size, ink)
        for label in ("Nama", "Tempat lahir", "Pekerjaan", "Keperluan")[: rng.randrange(0, 5)]:
            draw.text((170, y), label, font=font(size), fill=ink)
            draw.text((430, y), f": {rng.choice(PEOPLE)}", font=font(size), fill=ink)
            y += size + 20
        y += 30
    draw.text((800, y + 30), "Lebak, 2 Oktober 2026", font=font(size), fill=ink)
    draw.text((800, y + 190 if y < 1450 else y + 90), rng.choice(PEOPLE), font=font(size), fill=ink)
    return Paper(face, 297)


def flush(
    draw: ImageDraw.ImageDraw,
    words: Sequence[str],
    y: int,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    size: int,
    ink: Ink,
) -> int:
    """Words set between two margins; returns where the next line would begin."""
    lines: list[list[str]] = [[]]
    for word in words:
        if sum(draw.textlength(w + " ", font) for w in [*lines[-1], word]) > 990:
            lines.append([])
        lines[-1].append(word)
    for line in lines:
        width = sum(draw.textlength(word, font) for word in line)
        gap = (990 - width) / max(1, len(line) - 1) if line is not lines[-1] else size * 0.3
        x = 135.0
        for word in line:
            draw.text((x, y), word, font=font, fill=ink)
            x += draw.textlength(word, font) + gap
        y += size + 16
    return y


def family_card(rng: random.Random) -> Paper:
    """A sheet on its side with a table, 6 pixels a millimetre."""
    face = Image.new("RGB", (1782, 1260), (246, 247, 244))
    draw, font = ImageDraw.Draw(face), letters(rng)
    ink = (24, 24, 28)
    draw.text((891, 80), "KARTU KELUARGA", font=font(60), fill=ink, anchor="mm")
    draw.text((891, 140), "No. 320199" + digits(rng, 10), font=font(40), fill=ink, anchor="mm")
    for n, text in enumerate(
        (
            "Nama Kepala Keluarga : " + rng.choice(PEOPLE).upper(),
            "Alamat : KP. SINDANG",
            "RT/RW : 003/011",
            "Kode Pos : 42356",
        )
    ):
        draw.text((90, 190 + n * 38), text, font=font(25), fill=ink)
    for block in (370, 760):
        for column in (90, 140, 520, 860, 1010, 1180, 1430, 1692):
            draw.line((column, block, column, block + 340), fill=ink, width=2)
        for row in range(8):
            y = block + round(row * 340 / 7)
            draw.line((90, y, 1692, y), fill=ink, width=2)
            if row == 7:
                break
            cells = (
                f"{row}",
                rng.choice(PEOPLE),
                "320199" + digits(rng, 10),
                "Laki-laki",
                "Lebak",
                "12-07-1985",
                "Tamat SD",
            )
            for x, text in zip((100, 150, 530, 870, 1020, 1190, 1440), cells, strict=True):
                draw.text((x, y + 10), text, font=font(22), fill=ink)
    draw.text((1250, 1130), "Kepala Dinas", font=font(25), fill=ink)
    return Paper(face, 297)


def digits(rng: random.Random, count: int) -> str:
    """So many random figures."""
    return "".join(str(rng.randrange(10)) for _ in range(count))


def surface(rng: random.Random) -> Image.Image:
    """Where papers are put: tiles, a checked cloth, boards, a mat, bare floor."""
    kind = rng.randrange(5)
    base = ((176, 170, 160), (150, 60, 66), (134, 98, 62), (72, 110, 96), (104, 102, 100))[kind]
    image = Image.new("RGB", FRAME, base)
    draw = ImageDraw.Draw(image)
    step = rng.randrange(50, 120)
    for at in range(0, 1400, step):
        if kind == 0:
            draw.line((at * 3, 0, at * 3, 1280), fill=(130, 124, 116), width=4)
            draw.line((0, at * 3, 960, at * 3), fill=(130, 124, 116), width=4)
        elif kind == 1:
            draw.rectangle((at, 0, at + step // 3, 1280), fill=(120, 40, 48))
            draw.rectangle((0, at, 960, at + step // 4), fill=(168, 84, 88))
        elif kind == 2:
            draw.line((0, at, 960, at + 4), fill=(96, 66, 40), width=5)
        elif kind == 3:
            draw.line((at - 400, 0, at, 1280), fill=(58, 92, 80), width=12)
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 2.5)))


def corners(rng: random.Random, paper: Paper, long: float, turn: float, beyond: float) -> list[tuple[float, float]]:
    """Where the corners of the paper come to lie when a camera looks at it a little from the side."""
    width, height = (side / max(paper.face.size) * long for side in paper.face.size)
    yaw, pitch, roll = (math.radians(rng.uniform(-a, a)) for a in (11, 11, 5))
    roll += math.radians(turn)
    far = 1900.0
    points = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        px, py = x * width / 2, y * height / 2
        px, py = px * math.cos(roll) - py * math.sin(roll), px * math.sin(roll) + py * math.cos(roll)
        depth = far + px * math.sin(yaw) + py * math.sin(pitch)
        points.append((px * math.cos(yaw) * far / depth, py * math.cos(pitch) * far / depth))
    return shifted(rng, points, beyond)


def shifted(rng: random.Random, points: list[tuple[float, float]], beyond: float) -> list[tuple[float, float]]:
    """Somewhere in the frame, whole with a margin, or with the share ``beyond`` of one side outside of it."""
    xs, ys = zip(*points, strict=True)
    move = []
    for low, high, size in ((min(xs), max(xs), FRAME[0]), (min(ys), max(ys), FRAME[1])):
        room = (size - (high - low)) / 2 - 16
        move.append(size / 2 - (low + high) / 2 + (rng.uniform(-room, room) * 0.7 if room > 0 else 0))
    if beyond:
        axis, end = rng.randrange(2), rng.randrange(2)
        low, high = (min(xs), max(xs)) if axis == 0 else (min(ys), max(ys))
        over = beyond * (high - low)
        move[axis] = -low - over if end == 0 else FRAME[axis] - high + over
    return [(x + move[0], y + move[1]) for x, y in points]


def warp(face: Image.Image, quad: list[tuple[float, float]]) -> tuple[Image.Image, Image.Image]:
    """The paper seen through the camera, and where it is."""
    width, height = face.size
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(quad, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    eight = solved(rows)
    mask = Image.new("L", face.size, 255).transform(
        FRAME, Image.Transform.PERSPECTIVE, eight, Image.Resampling.BILINEAR
    )
    return face.transform(FRAME, Image.Transform.PERSPECTIVE, eight, Image.Resampling.BICUBIC), mask


def solved(rows: list[list[float]]) -> list[float]:
    """The unknowns of linear equations, by elimination."""
    size = len(rows)
    for at in range(size):
        best = max(range(at, size), key=lambda r: abs(rows[r][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(size):
            if other != at:
                rows[other] = [a - rows[other][at] * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def shake(image: Image.Image, length: float, angle: float) -> Image.Image:
    """The mean of the image along a short way."""
    steps = max(2, round(length))
    total = image
    for n in range(1, steps):
        way = length * n / (steps - 1)
        moved = image.transform(
            image.size,
            Image.Transform.AFFINE,
            (1, 0, math.cos(angle) * way, 0, 1, math.sin(angle) * way),
            Image.Resampling.BILINEAR,
        )
        total = Image.blend(total, moved, 1 / (n + 1))
    return total


def lit(rng: random.Random, image: Image.Image, light: float) -> Image.Image:
    """So much light, less towards one side, of a colour between daylight and a bulb."""
    warm = rng.uniform(0, 1)
    colour = (1.0, 1 - 0.07 * warm, 1 - 0.22 * warm)
    shade = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(FRAME)
    fall = rng.uniform(0.0, 0.3)
    shade = shade.point([round(255 * (1 - fall + fall * v / 255)) for v in range(256)])
    bands = [
        band.point([round(255 * ((v / 255) ** 2.2 * light * c) ** (1 / 2.2)) for v in range(256)])
        for band, c in zip(image.split(), colour, strict=True)
    ]
    return ImageChops.multiply(Image.merge("RGB", bands), Image.merge("RGB", [shade] * 3))


def lamp(rng: random.Random, image: Image.Image, quad: list[tuple[float, float]], radius: float) -> Image.Image:
    """A lamp in the lamination: white in the middle, fading outwards."""
    a, b = rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)
    x = sum(p[0] * w for p, w in zip(quad, ((1 - a) * (1 - b), a * (1 - b), a * b, (1 - a) * b), strict=True))
    y = sum(p[1] * w for p, w in zip(quad, ((1 - a) * (1 - b), a * (1 - b), a * b, (1 - a) * b), strict=True))
    fade = Image.radial_gradient("L").point(
        [min(255, round(255 * max(0.0, 1.75 - v / 255 * 1.75 * 1.41) ** 1.5)) for v in range(256)]
    )
    spot = fade.resize((max(2, round(radius * 3.4)), max(2, round(radius * 2.6))))
    light = Image.new("L", FRAME, 0)
    light.paste(spot, (round(x - spot.width / 2), round(y - spot.height / 2)))
    return ImageChops.add(image, Image.merge("RGB", [light] * 3))


def grain(rng: random.Random, image: Image.Image, sigma: float) -> Image.Image:
    """Noise of a sensor, each colour its own."""
    noise = [Image.effect_noise(FRAME, sigma * k) for k in (1.1, 0.9, 1.4)]
    return ImageChops.add(image, Image.merge("RGB", noise), 1, -128)


def shoot(rng: random.Random, fault: str | None, grade: int, card: bool) -> Shot:
    """One photo with ``fault`` of ``GRADES[fault][grade]``."""
    amount = getattr(GRADES[fault][grade], "card" if card else "sheet") if fault else 0.0
    paper = (rng.choice((insurance_card, identity_card)) if card else rng.choice((letter, letter, family_card)))(rng)
    if fault == "fotokopi":
        paper = Paper(
            paper.face.convert("L").point(lambda v: min(255, max(0, int((v - 30) * 1.25)))).convert("RGB"),
            paper.long_mm,
        )
    turn = 180.0 if fault == "terbalik" else rng.choice((90.0, 270.0)) if fault == "menyamping" else 0.0
    wide = paper.face.width > paper.face.height
    upright = wide == (turn % 180 == 0)  # whether its long side lies across the frame
    share = rng.uniform(0.48, 0.66) if upright else rng.uniform(0.68, 0.86)
    if card:
        share = rng.uniform(0.46, 0.66)
    share = amount if fault == "kecil" else share
    long = share * FRAME[1]
    quad = corners(rng, paper, long, turn, amount if fault == "terpotong" else 0.0)
    image = surface(rng)
    seen, mask = warp(paper.face.filter(ImageFilter.GaussianBlur(max(paper.face.size) / long * 0.45)), quad)
    image.paste(seen, (0, 0), mask)
    per_mm = long / paper.long_mm
    sigma = amount * per_mm if fault == "buram" else 0.0
    if sigma and rng.random() < 0.5:
        image = shake(image, sigma * math.sqrt(12), rng.uniform(0, math.pi))
    else:
        image = image.filter(ImageFilter.GaussianBlur(max(sigma, rng.uniform(0.4, 0.9))))
    image = lit(rng, image, amount if fault == "gelap" else rng.uniform(0.5, 0.95))
    if fault == "silau":
        image = lamp(rng, image, quad, amount * long)
    image = grain(rng, image, rng.uniform(3, 8) * (1.6 if fault == "gelap" else 1))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=rng.randrange(40, 96))
    return Shot(Image.open(io.BytesIO(out.getvalue())).convert("RGB"), card, card, fault, grade)


def shots(each: int, good: int, seed: int = 5) -> Iterator[Shot]:
    """``each`` photos of every fault and grade, and ``good`` ones without fault; half of them cards."""
    rng = random.Random(seed)
    for fault, grades in GRADES.items():
        for grade in range(len(grades)):
            for n in range(each):
                yield shoot(rng, fault, grade, fault == "fotokopi" or n % 2 == 0)
    for n in range(good):
        yield shoot(rng, None, 0, n % 2 == 0)
