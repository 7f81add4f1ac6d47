"""Which texts of the one table (pwa/text/id.json) which modules say: phones keep only those they can show."""

from __future__ import annotations

import re
from collections.abc import Iterable

KEY = re.compile(r"""['"`]([a-z_0-9]+(?:\.[A-Za-z_0-9]+)+)['"`]""")
BEGUN = re.compile(r"""['"`]([a-z_0-9]+\.[A-Za-z_0-9.]*)(?:\$\{|['"] ?\+)""")  # `status.${…}`, 'tanya.chip_' + …


def said(table: dict[str, str], modules: Iterable[str]) -> dict[str, str]:
    """The texts of ``table`` whose key stands whole in one of ``modules``, or begins as one that is put together there.

    A key that is put together from its beginning on would be missed: tests/house/test_phrases.py forbids it.
    """
    source = "\n".join(modules)
    whole = set(KEY.findall(source))
    begun = tuple(set(BEGUN.findall(source)))
    return {key: text for key, text in table.items() if key in whole or key.startswith(begun)}
