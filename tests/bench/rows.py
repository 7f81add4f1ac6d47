"""The rows: what each measures and what it must reach (docs/targets.md)."""

from __future__ import annotations

import gzip
import json
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

from server import slim
from server.surveys import service as surveys
from server.surveys.compile import compile_survey
from tests.bench import advice, crowd, desk, large, nation, papers, roster, screens, wednesday
from tests.bench.house import Bench, bench, envelope, packed
from tests.bench.row import Result, Row
from tests.bench.wire import Changes, home_visit, new_id, once_more, plain_survey

SURVEYS = 50  # in one exchange
ROUNDS = 9
KB = 1000


def taken(receipts: list[dict[str, Any]]) -> None:
    """Stop unless everything was accepted: what is refused costs nothing."""
    wrong = [receipt for receipt in receipts if receipt["status"] not in ("accepted", "merged")]
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {len(receipts)} not taken: {json.dumps(wrong[0])[:200]}")


def per_survey(kind: str) -> Result:
    """Processor milliseconds for each of 50 plain surveys in one exchange."""
    with bench(kind) as house:
        line = house.phone()
        taken(line.exchange([plain_survey(n) for n in range(SURVEYS)], reading=False)["receipts"])
        samples = []
        for turn in range(ROUNDS):
            changes = [plain_survey(turn * SURVEYS + n) for n in range(SURVEYS)]
            before = house.used()
            told = line.exchange(changes, reading=False)
            samples.append((house.used() - before) * 1000 / SURVEYS)
            taken(told["receipts"])
    return Result(samples, "waktu prosesor, tanpa menarik; 80 nilai satu perubahan")


def home_visits(kind: str) -> Result:
    """Processor milliseconds for a whole home visit of four members, its rules run, and what it made pulled."""
    with bench(kind) as house:
        changes = visit_of(house, 4)
        line = house.phone()
        line.exchange([])
        samples = []
        for turn in range(ROUNDS * 3 + 2):
            sent = once_more(changes)
            before = house.used()
            told = line.exchange(sent)
            used = (house.used() - before) * 1000
            taken(told["receipts"])
            if turn >= 2:
                samples.append(used)
    return Result(samples, f"{len(changes)} perubahan, termasuk menarik hasilnya")


def visit_of(house: Bench, members: int) -> Changes:
    with house.app.app_context():
        return home_visit(members)[1]


def empty_exchange() -> Result:
    """Processor milliseconds of an exchange that brings nothing and is told nothing."""
    with bench("sqlite") as house:
        line = house.phone()
        for _ in range(20):
            line.exchange([])
        samples = []
        for _ in range(ROUNDS):
            before = house.used()
            for _ in range(50):
                line.exchange([])
            samples.append((house.used() - before) * 1000 / 50)
    return Result(samples, "waktu prosesor, rata-rata 50")


def pulled_record() -> Result:
    """Processor milliseconds for each record of a first pull by an officer."""
    with bench("sqlite") as house:
        line = house.phone()
        for batch in range(20):
            taken(line.exchange([plain_survey(batch * 50 + n) for n in range(50)], reading=False)["receipts"])
        officer = house.officer()
        samples = []
        for _ in range(ROUNDS):
            officer.cursor, count, more = {}, 0, True
            before = house.used()
            while more:
                told = officer.exchange([])
                desa = next(iter(told["desas"].values()))
                count, more = count + len(desa["records"]), desa["more"]
            samples.append((house.used() - before) * 1000 / count)
            if count < 1000:
                raise RuntimeError(f"only {count} records came")
    return Result(samples, f"{count} catatan @ 80 nilai, 500 sekali tarik")


def wire_of_survey() -> Result:
    """Kilobytes, gzip, of one survey in its request."""
    return on_the_wire([plain_survey(7)], "satu permintaan utuh berisi satu survei")


def wire_of_visit() -> Result:
    """Kilobytes, gzip, of one whole home visit of four members in its request."""
    with bench("sqlite") as house:
        changes = visit_of(house, 4)
    return on_the_wire(changes, f"{len(changes)} perubahan dalam satu permintaan utuh")


def on_the_wire(changes: Changes, note: str) -> Result:
    """Kilobytes, gzip, of a whole request with these changes, from a phone that has heard something before."""
    cursor = {"epoch": new_id(), "seq": 4711, "tag": 3417228970573836, "scope": "e0240bfb63eaaeb8"}
    body = envelope(cursor, "3f1c9a64be1d20c7") | {"changes": [one | {"n": n} for n, one in enumerate(changes, 1)]}
    return Result([len(gzip.compress(packed(body), 6)) / KB], note)


@cache
def shell() -> dict[str, dict[str, int]]:
    """Bytes on the wire: what each device fetches at its first visit, and every file of its list asked for alone."""
    with bench("sqlite") as house:
        from server.web import shell as files

        with house.app.app_context():
            lists = {"kader": [file.path for file in files().kader], "desk": [file.path for file in files().desk]}
        line = house.phone()

        def size(path: str) -> int:
            line.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            return len(line.connection.getresponse().read())

        once = {"kader": size("/sw.js") + size("/shell.json"), "desk": size("/shell-desk.json")}
        return {
            who: {"once": once[who], "n": len(paths), "each": sum(map(size, paths))} for who, paths in lists.items()
        }


def engine_size() -> Result:
    """Kilobytes, gzip, of the modules in ``pwa/survey/engine`` as they are served, in one pack."""
    files = sorted((Path(__file__).parents[2] / "pwa" / "survey" / "engine").glob("*.js"))
    served = "".join(slim.script(file.read_text("utf-8")) for file in files)
    return Result([len(gzip.compress(served.encode(), 9)) / KB], f"{len(files)} berkas, tanpa komentar")


def shell_of(who: str) -> Result:
    found = shell()[who]
    note = f"satu kemasan, gzip, dengan ikon, CSS, teks; {found['n']} berkas satu per satu: {found['each'] / KB:.0f} KB"
    return Result([found["once"] / KB], note)


def survey_rules(members: int) -> Result:
    """Milliseconds to run the rules of ``kelayakan`` over one visit, as the server does for each that comes in."""
    with bench("sqlite") as house, house.app.app_context():
        sent = next(change for change in home_visit(members)[1] if change.get("collection") == "visit")
        fields = {name: wish["to"] for name, wish in sent["set"].items()}
        survey = surveys.survey(fields["survey"])
        samples = []
        for _ in range(20 + ROUNDS * 10):
            begun = time.process_time_ns()
            surveys.run(survey, fields["answers"], fields["evaluated_at"])
            samples.append((time.process_time_ns() - begun) / 1e6)
    return Result(samples[20:], "waktu prosesor, di dalam proses")


def rules_of_large() -> Result:
    """The same over the large form, every question of it answered."""

    def answered(nodes: list[dict[str, Any]]) -> dict[str, Any]:
        values = {"integer": 5, "text": "ya"}
        return {
            node["name"]: answered(node["children"]) if node["kind"] == "group" else values.get(node["type"], "ya")
            for node in nodes
            if node["type"] not in ("calculate", "note")
        }

    source, name = large.form()
    survey = compile_survey(source, name)
    answers, samples = answered(survey["nodes"]), []
    for _ in range(20 + ROUNDS * 5):
        begun = time.process_time_ns()
        surveys.run(survey, answers, "2026-11-21T10:00:00.000+07:00")
        samples.append((time.process_time_ns() - begun) / 1e6)
    return Result(samples[20:], f"{name}, waktu prosesor, di dalam proses")


SIX = "6×"
ROWS = [
    Row("kerangka kader seperti dilayani (gzip)", "KB", 80, lambda: shell_of("kader")),
    Row("mesin survei sendiri seperti dilayani (gzip)", "KB", 15, engine_size),
    Row("tambahan kerangka meja petugas (gzip)", "KB", 60, lambda: shell_of("desk")),
    Row(f"formulir besar: ketuk → pertanyaan pertama, p50, {SIX}", "ms", 200, lambda: screens.large_form()["open"]),
    Row(
        f"jawaban → tergambar dan tersimpan, formulir yang sama, p95, {SIX}",
        "ms",
        50,
        lambda: screens.large_form()["answer"],
    ),
    Row("heap JS dengan formulir itu terbuka", "MB", 7, lambda: screens.large_form()["heap"]),
    Row(f"buka dingin tanpa sinyal → layar pertama, {SIX}", "s", 1.5, lambda: screens.cold_start()["first"]),
    Row(f"daftar 150 keluarga, {SIX}", "s", 1.0, lambda: screens.cold_start()["list"]),
    Row(
        "50 survei (80 jawaban, 4 anggota) satu pertukaran, tiap survei, SQLite",
        "ms",
        0.6,
        lambda: per_survey("sqlite"),
    ),
    Row("50 survei, tiap survei, PostgreSQL", "ms", 0.6, lambda: per_survey("postgresql")),
    Row("satu kunjungan nyata (aturan dijalankan), SQLite", "ms", 8, lambda: home_visits("sqlite")),
    Row("satu kunjungan nyata (aturan dijalankan), PostgreSQL", "ms", 12, lambda: home_visits("postgresql")),
    Row("aturan survei kelayakan, enam anggota", "ms", 1.5, lambda: survey_rules(6)),
    Row("aturan survei, formulir besar", "ms", 6, rules_of_large),
    *roster.rows(),
    Row("pertukaran kosong", "ms", 1.5, empty_exchange),
    Row("di kabel, gzip: survei 80 jawaban", "KB", 0.8, wire_of_survey),
    Row("di kabel, gzip: kunjungan nyata 4 anggota", "KB", 2.6, wire_of_visit),
    Row("tarik, tiap catatan", "ms", 0.05, pulled_record),
    Row(f"sinkron pertama petugas (1.500 keluarga, 1,6 Mbit/s), {SIX}", "s", 20, screens.officer_sync),
    Row(f"sinkron pertama kader (RW, 150 keluarga), {SIX}", "s", 5, lambda: screens.kader_syncs()["fast"]),
    Row(f"sinkron pertama kader pada 120 kbit/s, {SIX}", "s", 30, lambda: screens.kader_syncs()["slow"]),
    *nation.rows(),
    *crowd.rows(),
    *papers.rows(),
    *wednesday.rows(),
    *desk.rows(),
    Row("aturan berubah: 10.000 keluarga dinilai ulang", "s", 60, advice.all_again),
]


def chosen(words: str) -> list[Row]:
    """Rows whose name has one of ``words`` (separated by commas); all without."""
    wanted = [word.strip().lower() for word in words.split(",") if word.strip()]
    return [row for row in ROWS if not wanted or any(re.search(re.escape(word), row.name.lower()) for word in wanted)]
