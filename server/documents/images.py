"""Photos as they come and as they are kept: sniffed, bounded, decoded, upright, written anew without the rest."""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000  # 40 megapixels decode to 120 MB; phones of the field make 12
KEPT_SIDE = 1600  # pixels; a printed KK is readable at this
THUMB_SIDE = 320
KEPT_QUALITY, THUMB_QUALITY = 85, 70
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class Unreadable(Exception):
    """No picture, or not one we take. ``reason``: ``bukan_foto``, ``terlalu_besar``, ``rusak``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Kept(NamedTuple):
    """What is stored of a photo, both JPEG."""

    photo: bytes
    thumb: bytes


def sniff(head: bytes) -> str | None:
    """The type that the first bytes tell, whatever a name or header says; None: none of ours."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)


def keep(data: bytes) -> Kept:
    """Return ``data`` as it will be kept: at most 1600 px, upright, JPEG, nothing in it but the picture.

    Raises:
        Unreadable: it is no photo, has too many pixels, or does not decode to its end.
    """
    kind = sniff(data[:16])
    if kind is None:
        raise Unreadable("bukan_foto")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise Unreadable("terlalu_besar")
                if kind == "image/jpeg":
                    image.draft("RGB", (2 * KEPT_SIDE, 2 * KEPT_SIDE))  # decodes smaller where it can
                image.load()
                upright = ImageOps.exif_transpose(image) or image
                photo = _flat(upright)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unreadable("terlalu_besar") from None
    except Unreadable:
        raise
    except Exception:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error and more
        raise Unreadable("rusak") from None
    photo.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    thumb = photo.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Kept(_jpeg(photo, KEPT_QUALITY), _jpeg(thumb, THUMB_QUALITY))


def _flat(image: Image.Image) -> Image.Image:
    """A new image of the pixels alone: no EXIF, no profile, no comment; transparency becomes white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGB", rgba.size, "white")
        paper.paste(rgba, mask=rgba.getchannel("A"))
        return paper
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
