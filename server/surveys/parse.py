"""Expression text to a parse tree, or to the place where it cannot be read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

LONGEST = 20_000
"""Characters of one expression; longer ones are refused before they are read."""

_parser = Lark((Path(__file__).parent / "grammar.lark").read_text("utf-8"), parser="lalr", maybe_placeholders=False)


class ExpressionError(Exception):
    """An expression that cannot be used.

    Attributes:
        position: place in the text, from 1; 0 if the whole is at fault.
        message: Indonesian, what to do.
    """

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree[Token] | Token:
    """The parse tree of ``text``; rules and tokens are those of ``grammar.lark``.

    Raises:
        ExpressionError: at the first character that does not fit.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"Rumus terlalu panjang, paling banyak {LONGEST} huruf.")
    try:
        return _parser.parse(text)
    except UnexpectedCharacters as error:
        place = (error.pos_in_stream or 0) + 1
        raise ExpressionError(f"Tanda “{error.char}” tidak bisa dibaca di sini.", place) from None
    except (UnexpectedToken, UnexpectedEOF) as error:
        token = getattr(error, "token", None)
        if token is None or token.type == "$END":
            raise ExpressionError("Rumus belum selesai: ada kurung atau nilai yang kurang.", len(text) + 1) from None
        raise ExpressionError(f"“{token}” tidak bisa berdiri di sini.", (token.start_pos or 0) + 1) from None
