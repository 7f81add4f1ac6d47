"""Takes comments and indentation out of our scripts and style sheet on their way out: a fifth of what phones fetch.

Nothing is renamed or moved, and line ends stay where they could end a statement, so what runs is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STRING = re.compile(r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*\"""", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_PLAIN = re.compile(r"[^'\"`/{}]+")
_VALUE_BEFORE = re.compile(r"[\w$)\]}]\s*$")  # after a value a slash divides; else it begins a pattern
_WORD_BEFORE = re.compile(r"(?<![\w$.])(?:return|typeof|case|in|of|do|else|void|delete|await|yield|throw)\s*$")
_AROUND = re.compile(r"[ \t]*([{}()\[\];,:=<>*%&|?!])[ \t]*")
_CSS_STRING = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", re.DOTALL)
_CSS_COMMENT = re.compile(_CSS_STRING.pattern + r"|/\*.*?\*/", re.DOTALL)


def script(text: str) -> str:
    """The module ``text`` without comments and needless space."""
    out: list[str] = []
    code: list[str] = []
    for kind, piece in _pieces(text):
        if kind == "code":
            code.append(piece)
        elif kind == "comment":
            code.append("\n" if "\n" in piece else " ")
        else:
            out += [_tightened("".join(code)), piece]
            code = []
    out.append(_tightened("".join(code)))
    return "".join(out).strip() + "\n"


def style(text: str) -> str:
    """The style sheet ``text`` without comments and needless space."""
    parts = _CSS_STRING.split(_CSS_COMMENT.sub(lambda found: found[1] or "", text))
    parts[::2] = (re.sub(r" ?([{};,]) ?", r"\1", re.sub(r"\s+", " ", part)).replace(";}", "}") for part in parts[::2])
    return "".join(parts).strip() + "\n"


def _tightened(code: str) -> str:
    lines = re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", code))
    lines = _AROUND.sub(r"\1", lines)
    return re.sub(r"\n(?=[)\]}])|(?<=[{(\[,])\n", "", lines)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Cut a module into code, comments, and what must stay letter by letter: strings, templates, patterns."""
    at, before = 0, ""
    depths: list[int] = []  # for each template that is open in code, how many braces are open inside its ``${``
    while at < len(text):
        char = text[at]
        if char == "`" or (char == "}" and depths and depths[-1] == 0):
            if char == "}":
                depths.pop()
            end, opens = _template(text, at + 1)
            if opens:
                depths.append(0)
            kind, piece = "kept", text[at:end]
        elif char in "'\"" and (string := _STRING.match(text, at)):
            kind, piece = "kept", string[0]
        elif char == "/" and (comment := _COMMENT.match(text, at)):
            kind, piece = "comment", comment[0]
        elif char == "/" and _begins_pattern(before) and (pattern := _REGEX.match(text, at)):
            kind, piece = "kept", pattern[0]
        else:
            if depths and char in "{}":
                depths[-1] += 1 if char == "{" else -1
            plain = _PLAIN.match(text, at)
            kind, piece = "code", plain[0] if plain else char
        if kind != "comment":
            before = (before + piece)[-40:]
        at += len(piece)
        yield kind, piece


def _begins_pattern(before: str) -> bool:
    return not _VALUE_BEFORE.search(before) or bool(_WORD_BEFORE.search(before))


def _template(text: str, at: int) -> tuple[int, bool]:
    """Where the literal part of a template that begins at ``at`` ends, and whether code follows in ``${``."""
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "`":
            return at + 1, False
        elif text.startswith("${", at):
            return at + 2, True
        else:
            at += 1
    return at, False
