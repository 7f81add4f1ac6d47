"""What phones run is what was written, without comments and indentation."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from server import slim
from server.settings import HOUSE


@pytest.mark.parametrize(
    ("written", "served"),
    [
        pytest.param("const a = 1 // one\n/* two */ const b = 2\n", "const a=1\nconst b=2\n", id="comments go"),
        pytest.param("const u = 'http://x' // y\n", "const u='http://x'\n", id="slashes in a string stay"),
        pytest.param(
            'const q = "it\'s /* no */ comment"\n', 'const q="it\'s /* no */ comment"\n', id="so do its stars"
        ),
        pytest.param("s.replace(/[/'\"]+/g, '')\n", "s.replace(/[/'\"]+/g,'')\n", id="a pattern with quotes stays"),
        pytest.param("return /\\/\\// .test(x)\n", "return /\\/\\// .test(x)\n", id="a pattern after a word"),
        pytest.param(
            "const half = (a + b) / 2 / c // ok\n", "const half=(a + b)/ 2 / c\n", id="divisions are no pattern"
        ),
        pytest.param("x = a + +b - -c\n", "x=a + +b - -c\n", id="signs do not grow together"),
        pytest.param(
            "const t = `a  ${ {b: '}'} }  // c\n  d`\n", "const t=`a  ${{b:'}'}}  // c\n  d`\n", id="templates stay"
        ),
        pytest.param(
            "h`<p>${x.map(y => h`<b>  ${y}</b>`)}  </p>`\n",
            "h`<p>${x.map(y=>h`<b>  ${y}</b>`)}  </p>`\n",
            id="nested too",
        ),
        pytest.param("f()\n\n\n  g()\n", "f()\ng()\n", id="line ends that may end a statement stay"),
    ],
)
def test_a_script_is_the_same_but_shorter(written: str, served: str) -> None:
    assert slim.script(written) == served


def test_a_style_sheet_is_the_same_but_shorter() -> None:
    written = (
        "a , b {\n  color : red ; /* w */\n content: ' , /* k */ ';\n}\n@media (x: 1) { a { top: calc(1px + 2px)}}\n"
    )
    served = "a,b{color : red;content: ' , /* k */ '}@media (x: 1){a{top: calc(1px + 2px)}}\n"
    assert slim.style(written) == served


def test_every_script_as_served_still_parses() -> None:
    files = sorted((HOUSE / "pwa").rglob("*.js"))
    assert files
    served = {str(file): slim.script(file.read_text()) for file in files}
    parse = """
      const files = JSON.parse(require('fs').readFileSync(0))
      for (const [identifier, text] of Object.entries(files)) new (require('vm').SourceTextModule)(text, { identifier })
    """
    node = shutil.which("node")
    assert node
    done = subprocess.run(
        [node, "--experimental-vm-modules", "--no-warnings", "-e", parse],
        input=json.dumps(served),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
