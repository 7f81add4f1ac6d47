"""Photos are made anew: small, upright, and nothing in them but the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFile

from server.documents import images
from server.documents.images import Unreadable, keep, sniff


def jpeg(size: tuple[int, int] = (60, 40), left: str = "red", exif: Image.Exif | None = None) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, exif=exif or Image.Exif())
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_a_photo_is_at_most_1600_pixels_and_its_thumbnail_320() -> None:
    kept = keep(jpeg((4000, 3000)))
    assert opened(kept.photo).size == (1600, 1200)
    assert opened(kept.thumb).size == (320, 240)


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(keep(jpeg((60, 40))).photo).size == (60, 40)


def test_the_turn_that_exif_asks_for_is_made_and_exif_is_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise
    exif[0x010F] = "Kamera Contoh"
    exif.get_ifd(0x8825)[1] = "S"  # where it was taken
    sent = jpeg((60, 40), exif=exif)
    assert b"Kamera Contoh" in sent
    photo = opened(keep(sent).photo)
    assert photo.size == (40, 60)
    red, white = photo.getpixel((20, 5)), photo.getpixel((20, 55))
    assert red[1] < 90 < 200 < white[1]
    assert not photo.getexif()
    assert b"Kamera Contoh" not in keep(sent).photo


def test_transparency_becomes_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(keep(out.getvalue()).photo).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan_foto", id="svg"),
        pytest.param(b"GIF89a" + b"\0" * 40, "bukan_foto", id="gif"),
        pytest.param(b"", "bukan_foto", id="nothing"),
        pytest.param(b"\xff\xd8\xff" + b"\0" * 300, "rusak", id="only the first bytes of a JPEG"),
        pytest.param(jpeg((600, 400))[:-900], "rusak", id="a JPEG without its end"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        keep(data)
    assert refusal.value.reason == reason


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    large = jpeg((60, 40))
    monkeypatch.setattr(images, "MAX_PIXELS", 2000)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was decoded"))
    with pytest.raises(Unreadable) as refusal:
        keep(large)
    assert refusal.value.reason == "terlalu_besar"


def test_a_name_or_header_does_not_make_a_picture() -> None:
    assert sniff(b"RIFF\0\0\0\0WAVE") is None
    assert sniff(b"RIFF\0\0\0\0WEBP") == "image/webp"
