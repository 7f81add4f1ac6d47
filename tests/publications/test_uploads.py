"""A workbook that is handed in, at the door and at the command line; and a body that a phone fetches."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from werkzeug.test import TestResponse

from server import create_app
from server.settings import HOUSE, Settings
from server.surveys import publications
from tests import published
from tests.people import ANI, DEDI, DESA, Enrol, Phone

SURVEY = (HOUSE / "server" / "surveys" / "forms" / "skm.md").read_bytes()
WRONG = b"""| settings | form_title | form_id | version |
|  | Coba | coba | 1 |
| survey | type | name | label | relevant |
|  | integer | umur | Umur |  |
|  | text | nama | Nama | sumx(${umur}) > 1 |
"""
CATALOGUE = (HOUSE / "server" / "catalogue" / "workbooks" / "katalog.md").read_text("utf-8")


def send(phone: Phone, door: str, content: bytes, name: str, **form: str) -> TestResponse:
    data: dict[str, Any] = {"file": (BytesIO(content), name), **form}
    return phone.client.post(f"/api/{door}", data=data, headers=phone.headers, content_type="multipart/form-data")


@pytest.fixture
def seeded(app: Flask) -> None:
    with app.app_context():
        published.seed()


def test_a_survey_of_an_officer_holds_in_his_desa(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    answer = send(officer, "surveys", SURVEY, "skm.md", in_force="2026-01-01")
    assert answer.status_code == 201, answer.text
    made = answer.json
    assert (made["code"], made["scope"]) == ("skm", DESA)
    body = officer.get(f"/publications/{made['hash']}")
    assert json.loads(body.text)["id"] == "skm"
    listed = officer.get("/publications").json
    assert [(one["hash"], one["holds"]) for one in listed] == [(made["hash"], True)]


def test_a_check_publishes_nothing(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    answer = send(officer, "surveys", SURVEY, "skm.md", check="true")
    assert (answer.status_code, answer.json["hash"]) == (201, None)
    assert officer.get("/publications").json == []


def test_a_check_gives_what_would_be_published_and_what_is_worth_a_look(enrol: Enrol) -> None:
    long = SURVEY.replace(b"| jk | Jenis kelamin |", b"| jk | " + b"Jenis kelamin " * 12 + b"|")
    said = send(enrol(DEDI), "surveys", long, "skm.md", check="true").json
    assert (said["title"], said["body"]["id"]) == ("Survei Kepuasan Masyarakat", "skm")
    assert "Pertanyaan jk lebih dari 120 huruf, sulit dibaca di HP." in said["remarks"]


def test_a_version_that_is_taken_is_told_by_the_check(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    assert send(officer, "surveys", SURVEY, "skm.md").status_code == 201
    other = SURVEY.replace(b"Jenis kelamin", b"Kelamin")
    answer = send(officer, "surveys", other, "skm.md", check="true")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/version-taken")


def test_the_workbook_comes_back_byte_by_byte(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    made = send(officer, "surveys", SURVEY, "skm desa.md").json
    (listed,) = officer.get("/publications").json
    said = (listed["file_name"], listed["published_by_name"], listed["scope_name"])
    assert said == ("skm desa.md", DEDI.name, "Cibadak")
    answer = officer.get(f"/publications/{made['hash']}/source")
    assert answer.data == SURVEY
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert enrol(ANI).get(f"/publications/{made['hash']}/source").status_code == 403
    assert officer.get(f"/publications/{'0' * 64}/source").status_code == 404


def test_a_survey_with_mistakes_is_refused_whole(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    answer = send(officer, "surveys", WRONG, "skm.md")
    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/not-compiled"
    (one,) = answer.json["errors"]
    assert (one["sheet"], one["column"], one["position"]) == ("survey", "relevant", 1)
    assert "sumx" in one["message"]
    assert officer.get("/publications").json == []


def test_a_kader_publishes_nothing(enrol: Enrol) -> None:
    kader = enrol(ANI)
    assert send(kader, "surveys", SURVEY, "skm.md").status_code == 403
    assert send(kader, "catalogues", CATALOGUE.encode(), "katalog.md").status_code == 403


def test_an_officer_publishes_for_his_own_desa_only(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    assert send(officer, "surveys", SURVEY, "skm.md", scope="32.01.15.2009").status_code == 403
    assert send(officer, "surveys", SURVEY, "skm.md", scope="32.01").status_code == 403
    assert send(officer, "surveys", SURVEY, "skm.md", scope="").status_code == 403


@pytest.mark.usefixtures("seeded")
def test_a_desas_own_catalogue_is_completed_from_the_province(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    own = CATALOGUE.replace("|  | cakupan | 32 |", f"|  | cakupan | {DESA} |").replace(
        "| Paling lama 1 hari kerja |", "| Hari itu juga |"
    )
    answer = send(officer, "catalogues", only(own, "sktm").encode(), "katalog.md", in_force="2026-02-01")
    assert answer.status_code == 201, answer.text
    body = json.loads(officer.get(f"/publications/{answer.json['hash']}").text)
    assert len(body["services"]) == 19
    by_code = {service["code"]: service for service in body["services"]}
    assert (by_code["sktm"]["duration"], by_code["sktm"]["scope"]) == ("Hari itu juga", DESA)
    assert by_code["pkh"]["scope"] == "32"
    assert len(body["papers"]) == 27
    book = officer.get(f"/catalogues/{answer.json['hash']}/workbook").data
    again = send(officer, "catalogues", book, "katalog.xlsx", in_force="2026-02-01")
    assert again.json["hash"] == answer.json["hash"]


@pytest.mark.usefixtures("seeded")
def test_a_catalogue_with_mistakes_is_refused_whole(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    answer = send(officer, "catalogues", CATALOGUE.encode(), "katalog.md")
    assert answer.status_code == 422
    assert DESA in answer.json["errors"][0]["message"]  # it is the province's, not theirs
    wrong = CATALOGUE.replace("|  | cakupan | 32 |", f"|  | cakupan | {DESA} |").replace("= 'darurat'", "= 'gawat'")
    answer = send(officer, "catalogues", wrong.encode(), "katalog.md")
    assert answer.status_code == 422
    assert {one["column"] for one in answer.json["errors"]} == {"ekspresi"}


def only(workbook: str, service: str) -> str:
    """The workbook with the rows of one service."""
    kept = []
    sheet = ""
    for line in workbook.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0]:
            sheet = cells[0]
        elif line.startswith("|  |") and sheet in ("layanan", "syarat", "kebutuhan", "prosa") and cells[1] != service:
            continue
        kept.append(line)
    return "\n".join(kept)


def test_a_body_may_be_kept_for_ever(enrol: Enrol) -> None:
    officer = enrol(DEDI)
    name = send(officer, "surveys", SURVEY, "skm.md").json["hash"]
    packed = officer.get(f"/publications/{name}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "immutable" in packed.headers["Cache-Control"]
    assert publications.content_hash(gzip.decompress(packed.data).decode()) == name


def test_a_locked_phone_may_fetch_a_body_and_a_stranger_may_not(enrol: Enrol, app: Flask) -> None:
    officer = enrol(DEDI)
    name = send(officer, "surveys", SURVEY, "skm.md").json["hash"]
    officer.locked = True
    assert officer.get(f"/publications/{name}").status_code == 200
    assert app.test_client().get(f"/api/publications/{name}").status_code == 401


def test_an_unknown_body_is_a_problem_in_words(enrol: Enrol) -> None:
    answer = enrol(DEDI).get(f"/publications/{'0' * 64}")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")


def test_what_comes_with_the_product_is_published_once(runner: FlaskCliRunner, app: Flask) -> None:
    first = runner.invoke(args=["publications", "seed"])
    assert first.exit_code == 0, first.output
    assert first.output == runner.invoke(args=["publications", "seed"]).output
    assert sorted(line.split()[0] for line in first.output.splitlines()) == [
        "direktori:", "kelayakan", "keluhan", "layanan_puskesos", "libur:", "posyandu_balita", "skm",
    ]  # fmt: skip


def test_a_survey_is_checked_where_no_database_is_yet(tmp_path: Path) -> None:
    file = tmp_path / "skm.md"
    file.write_bytes(SURVEY)
    app = create_app(Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path}/none.sqlite3", jobs=False))
    said = app.test_cli_runner().invoke(args=["survey", "check", str(file)])
    assert said.exit_code == 0, said.output
    assert "tidak ada kesalahan" in said.output


def test_the_command_line_tells_each_mistake(runner: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "skm.md"
    file.write_bytes(SURVEY)
    assert runner.invoke(args=["survey", "check", str(file)]).exit_code == 0
    published = runner.invoke(args=["survey", "publish", str(file), "--desa", DESA])
    assert published.exit_code == 0
    assert DESA in published.output
    file.write_bytes(WRONG)
    refused = runner.invoke(args=["survey", "check", str(file)])
    assert refused.exit_code == 1
    assert "skm.md: survey, baris" in refused.output
