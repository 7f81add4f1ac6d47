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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.surveys import reading, reading_child
from server.surveys.compile import compile_survey
from tests.bench import large

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
FILLINGS = int(os.environ.get("FILLINGS", "12"))
MOST = 10


def forms() -> list[tuple[str, bytes, str, dict[str, bytes]]]:
    """Name, workbook, file name and the files beside it of every form."""
    found = [HERE / "forms", HOUSE / "server" / "surveys" / "forms"]
    files = [file for folder in found for file in sorted(folder.glob("*.md"))]
    files += [HOUSE / "tests" / "surveys" / "segala.md"]
    files += [Path(name) for name in os.environ.get("FORMS", "").split(":") if name]
    tables = {file.name: file.read_bytes() for file in (HOUSE / "tests" / "surveys").glob("*.csv")}
    made = [(file.stem, file.read_bytes(), file.name, tables) for file in files]
    return [*made, ("besar (made up)", large.workbook().encode(), "besar.md", {})]


def in_this_process(_script: Path, ending: str, source: bytes) -> dict[str, Any]:
    """These forms need no limits, and no process each."""
    return reading_child.read(source, ending)


def asked(seed: int) -> list[dict[str, Any]]:
    """What the other engine says to each form."""
    reading.in_child = in_this_process
    lines = []
    for name, source, file_name, files in forms():
        survey = compile_survey(source, file_name, files)
        xform = reading_child.read(source, Path(file_name).suffix)["xform"]
        # the other engine refuses what is not meant for it
        xform = re.sub(r' entities:[\w-]+="[^"]*"| xmlns:entities="[^"]*"', "", xform)
        seeds = [seed + at for at in range(FILLINGS)]
        texts = {name: content.decode() for name, content in files.items()}
        lines.append({"name": name, "survey": survey, "xform": xform, "seeds": seeds, "files": texts})
    answers = []
    for line in lines:  # a form that ends the other engine ends only its own
        done = subprocess.run(
            ["node", "--max-old-space-size=1500", str(HERE / "oracle.mjs")],
            input=json.dumps(line) + "\n", capture_output=True, text=True, timeout=900, check=False,
            env={**os.environ, "TZ": "Asia/Jakarta"},
        )  # fmt: skip
        said = done.stdout.strip().splitlines()
        failure = {"name": line["name"], "failure": done.stderr[-400:]}
        answers.append(json.loads(said[-1]) if said else failure)
        print(line["name"], {k: v for k, v in answers[-1].items() if k in ("compared", "failure")},
              len(answers[-1].get("differences", ())), flush=True)  # fmt: skip
    return answers


def explained(name: str, one: dict[str, Any], known: list[dict[str, str]]) -> int:
    """The number of the explanation that knows a difference; 0: none does."""
    path = re.sub(r"\[\d+\]", "", one["path"])
    for number, row in enumerate(known, 1):
        fits = re.fullmatch(row.get("form", ".*"), name) and re.search(row.get("path", ""), path)
        said = all(re.fullmatch(row.get(who, ".*"), str(one[who]), re.DOTALL) for who in ("ours", "theirs"))
        if fits and said and one["what"] in row["what"].split():
            return number
    return 0


def main() -> int:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    known = json.loads((HERE / "explained.json").read_text("utf-8"))
    answers = asked(seed)
    counts: Counter[int] = Counter()
    lines, left = [], []
    for answer in answers:
        by = Counter(explained(answer["name"], one, known) for one in answer.get("differences", ()))
        counts.update(by)
        left += [
            (answer["name"], one) for one in answer.get("differences", ()) if not explained(answer["name"], one, known)
        ]
        told = ", ".join(f"{n}: {by[n]}" for n in sorted(by)) or "–"
        failed = answer.get("failure", "").replace("\n", " ")[:120]
        compared = answer.get("compared", f"not loaded: {failed}")
        lines.append(f"| {answer['name']} | {answer.get('fillings', 0)} | {compared} | {told} |")
    versions = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    write(seed, lines, known, counts, versions, left)
    for name, one in left[:40]:
        print("unexplained:", name, one)
    print(f"SEED={seed}: {sum(counts.values())} differences, {len(left)} unexplained")
    return int(len({(name, re.sub(r"\[\d+\]", "", one["path"]), one["what"]) for name, one in left}) > MOST)


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
