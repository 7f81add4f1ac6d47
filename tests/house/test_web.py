"""What the server answers outside its subjects: files, pages of the application, failures, headers, origin."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tomllib

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from server import create_app, web
from server.guard import HEADERS
from server.settings import HOUSE
from server.shell import Shell

PROBLEM = "application/problem+json"
MAIN = """
import './desk/shared.js'
const ROUTES = [
  { path: '/a', who: 'office', from: () => import('./desk/inbox.js') },
  { path: '/c', online: true, who: 'office', from: () => import('./desk/upload.js') },
  { path: '/b', from: () => import('./families/list.js') }
]
"""


@pytest.fixture
def pwa(tmp_path):
    """A very small application."""
    (tmp_path / "text").mkdir()
    (tmp_path / "desk").mkdir()
    (tmp_path / "families").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Siaga</title>")
    (tmp_path / "main.js").write_text(MAIN)
    (tmp_path / "desk" / "inbox.js").write_text("import './shared.js'\nimport '../families/list.js'\nt('meja.judul')\n")
    (tmp_path / "desk" / "upload.js").write_text("import './inbox.js'\nt('unggah.judul')\nt('meja.judul')\n")
    (tmp_path / "desk" / "shared.js").write_text("export const two = 2\n")
    (tmp_path / "families" / "list.js").write_text("export const one = t('umum.ya') + t(`status.${two}`)\n")
    texts = {"umum.ya": "Ya", "status.siap": "Siap", "meja.judul": "Berkas masuk", "warga.judul": "Layanan Anda"}
    texts |= {"unggah.judul": "Unggah", "umum.ya@meja": "Ya, di meja"}
    (tmp_path / "text" / "id.json").write_text(json.dumps(texts))
    (tmp_path / "icon-512.png").write_bytes(b"only the system shows it")
    (tmp_path / "package.json").write_text("{}")
    worker = "const VERSION = '__VERSION__'\nconst FILES = '__FILES__'\nconst DESK = \"__DESK__\"\n"
    (tmp_path / "sw.js").write_text(worker)
    return tmp_path


@pytest.fixture
def small(client: FlaskClient, app: Flask, pwa) -> FlaskClient:
    app.extensions["shell"] = Shell(pwa, "1")
    return client


def test_the_release_has_one_name() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
    assert project["version"] == web.VERSION
    window = re.search(r"const APP = '([^']+)'", (HOUSE / "pwa/sync/exchange.js").read_text())
    assert window is not None
    assert window[1] == web.VERSION, "or MIN_VERSION would call every new window outdated"


def test_health_names_the_database_and_the_version(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/health").get_json()
    assert answer["status"] == "ok"
    assert answer["database"] in app.config["SETTINGS"].database
    assert answer["version"].startswith(f"{web.VERSION}-")


@pytest.mark.parametrize("address", ["/", "/warga", "/kunjungan/0193/3", "/apidoc", "/wilayah"])
def test_every_address_of_the_application_is_its_one_page(small: FlaskClient, address: str) -> None:
    answer = small.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert b"Siaga" in answer.data


def test_a_file_comes_packed_and_only_once(small: FlaskClient) -> None:
    first = small.get("/main.js", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.data).startswith(b"import")
    again = small.get("/main.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def listed(small: FlaskClient, name: str) -> dict[str, str]:
    """A list of the worker: path to hash."""
    text = small.get("/sw.js").get_data(as_text=True)
    found = re.search(name + r" ?= ?(.*)", text)
    assert found
    return dict(json.loads(found[1]))


def test_the_worker_keeps_what_a_kader_needs_and_for_officers_the_desk(small: FlaskClient) -> None:
    files = listed(small, "FILES")
    assert sorted(files) == ["/desk/shared.js", "/families/list.js", "/index.html", "/main.js", "/text/id.json"]
    assert files["/main.js"] == hashlib.sha256(small.get("/main.js").data).hexdigest()[:16]
    assert sorted(listed(small, "DESK")) == ["/desk/inbox.js", "/text/desk.json"]
    assert small.get("/icon-512.png").status_code == 200


def test_each_device_gets_the_texts_that_its_screens_say(small: FlaskClient) -> None:
    assert small.get("/text/id.json").get_json() == {"umum.ya": "Ya", "status.siap": "Siap"}
    assert small.get("/text/desk.json").get_json() == {"meja.judul": "Berkas masuk", "umum.ya@meja": "Ya, di meja"}


def test_what_does_nothing_without_a_network_is_kept_by_nobody_and_comes_when_it_is_opened(small: FlaskClient) -> None:
    kept = listed(small, "FILES") | listed(small, "DESK")
    assert not {"/desk/upload.js", "/text/online.json"} & kept.keys()
    assert small.get("/desk/upload.js").status_code == 200
    assert small.get("/text/online.json").get_json() == {"unggah.judul": "Unggah"}


@pytest.mark.parametrize(("pack", "name"), [("/shell.json", "FILES"), ("/shell-desk.json", "DESK")])
def test_a_new_device_gets_all_texts_in_one_answer(small: FlaskClient, pack: str, name: str) -> None:
    whole = small.get(pack).get_json()
    assert whole["version"] == small.get("/health").get_json()["version"]
    assert sorted(whole["files"]) == sorted(listed(small, name))
    for path, file in whole["files"].items():
        answer = small.get(path)
        assert (file["body"], file["type"]) == (answer.get_data(as_text=True), answer.content_type)


def test_the_version_changes_if_and_only_if_a_file_did(pwa) -> None:
    before = Shell(pwa, "1").version
    assert Shell(pwa, "1").version == before
    (pwa / "main.js").write_text("export const one = 2")
    assert Shell(pwa, "1").version != before


@pytest.mark.parametrize("address", ["/tidak-ada.png", "/desk/none.js", "/w/none/none/none"])
def test_an_unknown_file_gets_a_page_that_helps(small: FlaskClient, address: str) -> None:
    answer = small.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "href=" in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/api/none", "/api/", "/api"])
def test_an_unknown_door_of_the_api_is_a_problem(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.mimetype == PROBLEM
    assert answer.get_json(force=True)["type"] == "/problems/not-found"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/api/openapi.json")
    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
    assert "GET" in answer.headers["Allow"]


def test_a_door_that_takes_no_get_says_so(client: FlaskClient) -> None:
    answer = client.get("/api/invitations/open")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_what_marshmallow_refuses_names_the_field(client: FlaskClient) -> None:
    answer = client.post("/api/invitations/open", json={"secret": 7})
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    body = answer.get_json(force=True)
    assert body["type"] == "/problems/malformed"
    assert "secret" in str(body["errors"])


def test_a_body_that_is_no_json_is_a_problem(client: FlaskClient) -> None:
    answer = client.post("/api/invitations/open", data="{", content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)


def test_a_crash_tells_nothing_and_logs_no_values(settings, caplog) -> None:
    def crash(who: str) -> str:
        return {}[f"{who} {request.args['nik']}"]

    app = create_app(settings)
    app.add_url_rule("/api/crash/<who>", view_func=crash)
    answer = app.test_client().get("/api/crash/Suryati?nik=3201990101010001")
    assert (answer.status_code, answer.mimetype) == (500, PROBLEM)
    assert answer.get_json(force=True)["type"] == "/problems/internal-server-error"
    assert "KeyError in GET /api/crash/<who>" in caplog.text
    for secret in ("3201990101010001", "Suryati"):
        assert secret not in caplog.text
        assert secret not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/", "/api/openapi.json", "/api/docs", "/api/none", "/none.png", "/health"])
def test_every_answer_carries_the_headers(small: FlaskClient, address: str) -> None:
    answer = small.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 422, id="our own page"),
        pytest.param({"Origin": "http://localhost"}, 422, id="an old browser names our origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="a stranger's page"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403, id="a neighbour's page"),
        pytest.param({"Origin": "http://evil.example"}, 403, id="a stranger's origin"),
        pytest.param({"Origin": "null"}, 403, id="a page of no origin"),
        pytest.param({}, 403, id="nobody says anything"),
    ],
)
def test_only_our_own_pages_change_anything(app: Flask, headers: dict[str, str], status: int) -> None:
    answer = app.test_client().post("/api/invitations/open", json={}, headers=headers)
    assert answer.status_code == status


def test_the_page_of_the_api_needs_nobody_else(client: FlaskClient) -> None:
    text = client.get("/api/docs").get_data(as_text=True)
    assert "POST /api/enrolments" in text
    assert 'lang="en"' in text, "it is for who writes programs"
    assert not re.findall(r"\b(?:yang|tidak|untuk|hanya|kalau|petugas ini|tiap)\b", text), "and in one language"
    assert not re.search(r"""(?:src|href)=["']https?:|<script|style=""", text)
