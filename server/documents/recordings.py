"""What a visit may carry beside photos: recordings and PDFs, told by their first bytes and kept as they came."""

from __future__ import annotations

ENDINGS = {
    "audio/ogg": "ogg", "audio/webm": "webm", "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/wav": "wav",
    "audio/amr": "amr", "application/pdf": "pdf",
}  # fmt: skip
"""Types we take, and the ending of a file of each."""
_STARTS = (
    (b"OggS", "audio/ogg"), (b"\x1a\x45\xdf\xa3", "audio/webm"), (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"), (b"#!AMR", "audio/amr"), (b"%PDF-", "application/pdf"),
)  # fmt: skip


def sniff(data: bytes) -> str | None:
    """The type that the first bytes tell, whatever a name or header says; None: no recording and no PDF."""
    if data[4:8] == b"ftyp":
        return "audio/mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    return next((kind for start, kind in _STARTS if data.startswith(start)), None)
