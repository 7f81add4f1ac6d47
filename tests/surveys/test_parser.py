"""Whatever is written, the parser never raises anything but its own error, and is done at once."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.surveys.parse import ExpressionError
from server.surveys.places import Places
from server.surveys.regexes import PatternError, program
from server.surveys.text_functions import Machine
from server.surveys.trees import Context, compile_expression

PLACES = Places(
    [
        {"name": "n", "path": "/data/n", "kind": "question", "type": "decimal"},
        {"name": "r", "path": "/data/r", "kind": "repeat", "type": "repeat", "children": [
            {"name": "x", "path": "/data/r/x", "kind": "question", "type": "text"},
        ]},
    ],
    {"l": [{"name": "a", "label": "A"}]},
)  # fmt: skip
PIECES = [
    "${n}", "${r}", "${x}", "/data/n", "../x", "..", ".", "/", "//", "@", "[", "]", "(", ")", ",", "'", '"', "'a'", "1",
    "1.5.2", ".5", "1e3", "+", "-", "*", " div ", " mod ", "=", "!=", "<", ">", " and ", " or ", "|", "::", "$", "{",
    "}", "\\", "\n", "\u00a0",
    "if(", "count(", "position(", "regex(", "instance('l')/root/item", "pulldata(", "jr:choice-name(",
    "indexed-repeat(", "current()", "selected(", "null", "name", "é", "😀", "\ud800",
]  # fmt: skip
WRITTEN = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
STANDS = st.sampled_from(["/data", "/data/n", "/data/r", "/data/r/x"])


@given(WRITTEN, STANDS)
def test_an_expression_is_a_tree_or_an_error_with_its_place(text: str, stands: str) -> None:
    found: Any = None
    try:
        found = compile_expression(text, Context(PLACES, stands, impure=True))
    except ExpressionError as error:
        found = error
    if isinstance(found, ExpressionError):
        assert 0 <= found.position <= len(text) + 1
        assert found.message
    else:
        assert isinstance(found, list)


@given(st.text(alphabet="ab01^$.|()[]{}*+?\\dws,-:=\n", max_size=40), st.text(max_size=60))
def test_a_pattern_is_a_program_that_ends_or_an_error(pattern: str, text: str) -> None:
    found: Any = None
    try:
        found = program(pattern)
    except PatternError as error:
        found = error
    if isinstance(found, PatternError):
        assert str(found)
    else:
        _, steps = Machine(found).matches(text)
        assert steps <= (len(text) + 1) * (len(found) + 1)


HEAVY = {
    "ten thousand brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "as many as are read": "(" * 9_990 + "1" + ")" * 9_990,
    "brackets that stay open": "(" * 19_000,
    "calls in calls": "not(" * 3_900 + "1" + ")" * 3_900,
    "signs before signs": "-" * 19_000 + "1",
    "a sum without end": "1" + "+1" * 9_900,
    "a path without end": "/data" + "/a" * 9_000,
    "conditions in conditions": "${r}[" * 3_000 + "1" + "]" * 3_000,
    "climbing in brackets": "position(" + "(" * 5_000 + ".." + ")" * 5_000 + ")",
    "a long text": "'" + "a" * 30_000 + "'",
    "a pattern of patterns": "regex(${n}, '" + "(" * 9_000 + ")" * 9_000 + "')",
    "a pattern that counts": "regex(${n}, '(((a{1000}){1000}){1000}){1000}')",
}


@pytest.mark.parametrize("what", HEAVY)
def test_what_is_too_heavy_is_refused_at_once_with_its_limit(what: str) -> None:
    begun = time.process_time()
    with pytest.raises(ExpressionError) as refused:
        compile_expression(HEAVY[what], Context(PLACES, "/data", impure=True))
    assert time.process_time() - begun < 2
    assert refused.value.message


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(a*)*c", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)(.*)(.*)(.*)x"])
def test_a_catastrophic_pattern_is_followed_in_few_steps(pattern: str) -> None:
    begun = time.process_time()
    found, steps = Machine(program(pattern)).matches("a" * 5_000 + "!")
    assert (found, steps < 5_001 * 60) == (False, True)
    assert time.process_time() - begun < 2
