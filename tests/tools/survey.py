"""Prints the compiled survey of an XLSForm, for tests that are written in JavaScript: ``survey.py FILE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from server.surveys.compile import compile_survey

if __name__ == "__main__":
    file = Path(sys.argv[1])
    print(json.dumps(compile_survey(file.read_bytes(), file.name)))
