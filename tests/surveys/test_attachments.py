"""A form with its tables and pictures comes in one .zip; what is too much, broken or strange in it is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from server.surveys import reading, reading_child
from server.surveys.attachments import PICTURE, ROWS, picture, table, unpacked
from server.surveys.compile import compile_survey
from server.surveys.mistakes import NotCompiled

FORM = """| survey | type | name | label | calculation | media::image |
| | text | k | K | | rumah.webp |
| | calculate | n | | pulldata('desa', 'nama', 'kode', ${k}) | |
"""


def packed(**files: bytes) -> bytes:
    """A .zip; ``desa_csv`` is ``desa.csv``."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"survei/{'.'.join(name.rsplit('_', 1))}", content)
    return out.getvalue()


def test_a_form_its_table_and_its_picture_come_in_one_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "in_child", lambda _script, ending, source: reading_child.read(source, ending))
    bundle = packed(
        form_md=FORM.encode(), desa_csv="kode;nama\r\n1;Cibadak\r\n".encode("utf-8-sig"), rumah_webp=b"RIFF"
    )
    survey = compile_survey(bundle, "survei.zip")
    assert survey["tables"] == {"desa.csv": [{"kode": "1", "nama": "Cibadak"}]}
    assert survey["pictures"]["rumah.webp"].startswith("data:image/webp;base64,")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param(b"PK nothing", "rusak", id="a broken archive"),
        pytest.param(packed(a_md=b"x", b_md=b"y"), "satu formulir", id="two forms"),
        pytest.param(packed(a_csv=b"x"), "satu formulir", id="no form"),
        pytest.param(packed(a_md=b"0" * (21 * 1024 * 1024)), "20 MB", id="a bomb"),
        pytest.param(packed(**{f"f{n}_csv": b"x" for n in range(201)}), "200", id="too many files"),
    ],
)
def test_what_is_no_form_with_its_files_is_refused(source: bytes, said: str) -> None:
    with pytest.raises(NotCompiled, match=said):
        unpacked(source)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,a\n1,2\n", "kolom"),
        (b"", "kolom"),
        (b"a\xff\n", "UTF-8"),
        (b'a,b\n"1,2\n', "CSV"),
        (b"a\n" + b"1\n" * (ROWS + 1), "20000"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        table("t.csv", {"t.csv": content})


def test_a_short_row_has_empty_cells_and_a_quoted_comma_is_text() -> None:
    assert table("t.csv", {"t.csv": b'a,b\n1\n\n"x,y",2,3\n'}) == [{"a": "1", "b": ""}, {"a": "x,y", "b": "2"}]


@pytest.mark.parametrize(("content", "said"), [(b"<svg onload=alert(1)>", "PNG"), (b"RIFF" + b"0" * PICTURE, "100 KB")])
def test_a_picture_that_is_none_or_too_large_is_named(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        picture("p.svg", {"p.svg": content})
