"""What the reader of workbooks says in English reaches an author in Indonesian, whatever it is, with the place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyxform
from pyxform.errors import ErrorCode

from server.surveys import reading, reading_child
from server.surveys.compile import compile_survey
from server.surveys.mistakes import Mistake, NotCompiled
from server.surveys.sayings import CODES, WRAPPED, in_indonesian

LEFT = WRAPPED.partition("{said}")[0]
ALOUD = ("msg", "error_message")
INNER = ("xform2json.py", "xform_instance_parser.py", "instance.py", "enum.py", "element.py")
"""Files of pyxform that read XForms or answers, not workbooks."""
ENGLISH = re.compile(r"\b(must|value|invalid|should|cannot|please|supported)\b", re.IGNORECASE)


def sayings() -> Iterator[str]:
    """The words of every error that pyxform raises over a workbook without a code."""
    for file in Path(pyxform.__file__).parent.rglob("*.py"):
        if file.name in INNER:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        told = [n for n in ast.walk(tree) if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) in ALOUD]
        for found in ast.walk(tree):
            if not (isinstance(found, ast.Raise) and isinstance(found.exc, ast.Call) and found.exc.args):
                continue
            said = found.exc.args[0]
            if ast.unparse(said) in ALOUD:
                said = max((one for one in told if one.lineno < found.lineno), key=lambda one: one.lineno).value
            parts = (n.value for n in ast.walk(said) if isinstance(n, ast.Constant))
            words = " ".join(part for part in parts if isinstance(part, str))
            is_told = "Error" in ast.unparse(found.exc.func) and "ErrorCode" not in ast.unparse(said)
            if is_told and len(words.split()) > 2:
                yield words


def test_every_code_of_the_reader_has_a_sentence_of_ours() -> None:
    assert CODES.keys() == {code.name for code in ErrorCode}


@pytest.mark.parametrize("code", list(ErrorCode), ids=lambda code: code.name)
def test_a_coded_saying_is_known_by_its_words_alone(code: ErrorCode) -> None:
    context = {name: f"<{name}>" for name in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", code.value.msg)}
    error = pyxform.errors.PyXFormError(code.value.format(**context))
    known = reading_child._code(error)
    assert known["code"] == code.name
    said = in_indonesian(Mistake("survey", 5, "", 0, str(error)), known["code"], known["context"]).message
    assert "…" not in said, "everything that is put into our sentence stands in theirs"
    assert not ENGLISH.search(re.sub(r"<\w+>|“.*?”", "", said))


def test_what_has_no_code_is_translated_or_wrapped() -> None:
    found = list(sayings())
    assert len(found) > 40
    for words in found:
        said = in_indonesian(Mistake("survey", 5, "", 0, words), "", {}).message
        assert said != words
        assert said.startswith(LEFT) or not ENGLISH.search(re.sub(r"“.*?”", "", said)), (words, said)


HEAD = "| settings | form_title | form_id |\n| | T | t |\n"
ASKED = "| survey | type | name | label | parameters | trigger | calculation | save_to |\n"


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ("| | range | a | A | start=1 end=5 step=0 | | | |", ("survey", 4, "parameters"), "tidak boleh 0"),
        ("| | range | a | A | apa=1 | | | |", ("survey", 4, "parameters"), "tidak didukung"),
        ("| | text | meta | A | | | | |", ("survey", 4, "name"), "meta"),
        ("| | text | a | A | | | | nik |", ("survey", 4, "save_to"), "lembar entities"),
        ("| | calculate | a | | | | | |", ("survey", 4, "calculation"), "perlu rumus"),
        ("| | begin_group | g | G | | | | |", ("survey", 4, "type"), "belum ditutup"),
        ("| | begin_repeat | data | R | | | | |\n| | text | b | B | | | | |\n| | end_repeat | | | | | | |",
         ("survey", 4, "name"), "nama formulirnya"),
        ("| | calculate | a | | | | 1 | |\n| | text | b | B | | ${a} | ${a} | |",
         ("survey", 5, "trigger"), "tidak terlihat"),
    ],
)  # fmt: skip
def test_an_author_reads_the_place_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, rows: str, place: tuple[str, int, str], words: str
) -> None:
    monkeypatch.setattr(reading, "in_child", lambda _script, ending, source: reading_child.read(source, ending))
    with pytest.raises(NotCompiled) as refused:
        compile_survey(HEAD + ASKED + rows, "a.md")
    mistake = refused.value.mistakes[0]
    assert (mistake.sheet, mistake.row, mistake.column) == place, mistake
    assert words in mistake.message
