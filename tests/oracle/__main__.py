"""``make oracle``: what another engine of XForms says to random fillings of our forms; who is right where it differs.

Writes ``docs/oracle.md``. ``FORMS`` names more workbooks, separated by ``:``. More than ten differences that
``explained.json`` does not know are a failure.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from server.surveys import reading, reading_child
from server.surveys.compile import compile_survey
from tests.bench import large
from tests.oracle import packages

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
FILLINGS = int(os.environ.get("FILLINGS", "12"))
MOST = 10


@dataclass(frozen=True)
class Form:
    """A workbook with what stands beside it, and where it is from."""

    name: str
    workbook: bytes
    file_name: str
    files: tuple[tuple[str, bytes], ...]
    source: str
    version: str = ""
    mended: tuple[str, ...] = ()


def forms() -> Iterator[Form]:
    """The surveys of this house, those of packages, then what was made for testing."""
    tables = tuple((file.name, file.read_bytes()) for file in (HOUSE / "tests" / "surveys").glob("*.csv"))
    for file in sorted((HOUSE / "server" / "surveys" / "forms").glob("*.md")):
        yield Form(file.stem, file.read_bytes(), file.name, (), "this house")
    for name in filter(None, os.environ.get("FORMS", "").split(":")):
        yield Form(Path(name).stem, Path(name).read_bytes(), Path(name).name, (), "a file by `FORMS`")
    for package, carried in packages.carried():
        for one in carried:
            source = f"{package['package']} {package['version']}"
            yield Form(one.name, one.workbook, f"{one.name}.xlsx", (), source, one.version, one.mended)
    for file in [*sorted((HERE / "forms").glob("*.md")), HOUSE / "tests" / "surveys" / "segala.md"]:
        yield Form(file.stem, file.read_bytes(), file.name, tables, "made up")
    yield Form("besar", large.workbook().encode(), "besar.md", (), "made up")


def in_this_process(_script: Path, ending: str, source: bytes) -> dict[str, Any]:
    """These forms need no limits, and no process each."""
    return reading_child.read(source, ending)


def asked(form: Form, seed: int) -> dict[str, Any]:
    """What the other engine says to a form; half of the time it is in Jakarta, half in Greenwich."""
    half = FILLINGS // 2
    zones = {"Asia/Jakarta": range(seed, seed + FILLINGS - half), "UTC": range(seed + FILLINGS - half, seed + FILLINGS)}
    answer: dict[str, Any] = {"differences": []}
    for zone, seeds in zones.items():
        said = asked_there(form, list(seeds), zone)
        if "failure" in said:
            return said
        answer["differences"] += [one | {"zone": zone} for one in said["differences"]]
        for key in ("fillings", "told", "compared"):
            answer[key] = answer.get(key, 0) + said[key]
    return answer


def asked_there(form: Form, seeds: list[int], zone: str) -> dict[str, Any]:
    """In a process of its own: a form may end the other engine."""
    survey = survey_of(form)
    xform = reading_child.read(form.workbook, Path(form.file_name).suffix)["xform"]
    # the other engine refuses what is not meant for it
    xform = re.sub(r' entities:[\w-]+="[^"]*"| xmlns:entities="[^"]*"', "", xform)
    line = {
        "name": form.name, "survey": survey, "xform": xform, "seeds": seeds,
        "files": {name: content.decode() for name, content in form.files},
    }  # fmt: skip
    done = subprocess.run(
        ["node", "--max-old-space-size=1500", str(HERE / "oracle.mjs")],
        input=json.dumps(line) + "\n", capture_output=True, text=True, timeout=900, check=False,
        env={**os.environ, "TZ": zone},
    )  # fmt: skip
    said = done.stdout.strip().splitlines()
    answer: dict[str, Any] = json.loads(said[-1]) if said else {"failure": done.stderr[-400:]}
    told = {key: answer[key] for key in ("told", "compared", "failure") if key in answer}
    print(form.name, zone, told, len(answer.get("differences", ())), flush=True)
    return answer


@cache
def survey_of(form: Form) -> dict[str, Any]:
    return compile_survey(form.workbook, form.file_name, dict(form.files))


def explained(name: str, one: dict[str, Any], known: list[dict[str, str]]) -> int:
    """The number of the explanation that knows a difference; 0: none does."""
    path = re.sub(r"\[\d+\]", "", one["path"])
    for number, row in enumerate(known, 1):
        fits = re.fullmatch(row.get("form", ".*"), name) and re.search(row.get("path", ""), path)
        fits = fits and one["zone"] == row.get("zone", one["zone"])
        said = all(re.fullmatch(row.get(who, ".*"), str(one[who]), re.DOTALL) for who in ("ours", "theirs"))
        if fits and said and one["what"] in row["what"].split():
            return number
    return 0


def main() -> int:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    known = json.loads((HERE / "explained.json").read_text("utf-8"))
    reading.in_child = in_this_process
    counts: Counter[int] = Counter()
    lines, left = [], []
    only = os.environ.get("ONLY", "").split()
    for form in (form for form in forms() if not only or form.name in only):
        answer = asked(form, seed)
        differences = answer.get("differences", [])
        by = Counter(explained(form.name, one, known) for one in differences)
        counts.update(by)
        left += [(form.name, one) for one in differences if not explained(form.name, one, known)]
        lines.append(line_of(form, answer, by))
    versions = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    if not only:
        write(seed, lines, known, counts, versions, left)
    for name, one in left[:40]:
        print("unexplained:", name, one)
    print(f"SEED={seed}: {sum(counts.values())} differences, {len(left)} unexplained")
    return int(len({(name, re.sub(r"\[\d+\]", "", one["path"]), one["what"]) for name, one in left}) > MOST)


def line_of(form: Form, answer: dict[str, Any], by: Counter[int]) -> str:
    """A form's row of the table."""
    told = ", ".join(f"{n}: {by[n]}" for n in sorted(by)) or "–"
    failed = answer.get("failure", "").replace("\n", " ")[:120]
    counted = answer.get("compared", f"not loaded: {failed}")
    source = "; without ".join(filter(None, [form.source, ", ".join(form.mended)]))
    version = form.version or str(survey_of(form)["version"])
    cells = (form.name, version, source, answer.get("fillings", 0), answer.get("told", 0), counted, told)
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def write(
    seed: int,
    lines: list[str],
    known: list[dict[str, str]],
    counts: Counter[int],
    versions: dict[str, str],
    left: list[Any],
) -> None:
    """The table of ``docs/oracle.md``."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    page = (HERE / "page.md").read_text("utf-8")
    reasons = [
        f"| {n} | {row['what']} | {row['says']} | {row['right']} | {counts[n]} |" for n, row in enumerate(known, 1)
    ]
    said = f"{day}, SEED={seed}, " + ", ".join(f"{name} {version}" for name, version in versions.items())
    table = "\n".join(lines)
    page = page.replace("{said}", said).replace("{forms}", table).replace("{reasons}", "\n".join(reasons))
    (HOUSE / "docs" / "oracle.md").write_text(page.replace("{left}", str(len(left))), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
