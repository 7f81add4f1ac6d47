"""Expressions as syntax trees: what ``docs/expressions.md`` calls the compiled form.

A tree is a JSON list whose head names it: ``["n", 5]``, ``["t", "x"]``, ``["ref", path, k]``, ``["self"]``, an
operator or a function with its arguments. ``k`` says how many repeats around ``path`` are those of the place where
the expression stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lark import Token, Tree

from server.surveys.parse import ExpressionError, parse
from server.surveys.places import Places
from server.surveys.regexes import PatternError, program
from server.surveys.signatures import FUNCTIONS, IMPURE, MANY, REFUSED, refuse_codes
from server.surveys.tables import refuse_column, table_named

DEEPEST = 100
LARGEST = 4_000
"""Nodes of one tree; with the limit on steps this bounds the time of an evaluation."""

TOO_MUCH = f"Rumus terlalu rumit: paling banyak {DEEPEST} tingkat kurung dan {LARGEST} bagian. Bagi menjadi calculate."

Built = list[Any]


@dataclass(frozen=True)
class Context:
    """Where an expression stands.

    Attributes:
        path: template path of the question, group or repeat whose expression it is.
        columns: columns of the choice list, in a choice filter; None elsewhere.
        outer: in a predicate, the context around it: what ``current()`` means.
        impure: random(), uuid() and once() may be called.
    """

    places: Places
    path: str
    columns: frozenset[str] | None = None
    outer: Context | None = None
    impure: bool = False


@dataclass
class _Count:
    nodes: int = field(default=0)


def compile_expression(text: str, context: Context) -> Built:
    """The tree of ``text`` as it means where ``context`` stands.

    Raises:
        ExpressionError: it cannot be read, or names what is not there.
    """
    return _build(parse(text), context, 0, _Count())


def _build(tree: Tree[Token] | Token, context: Context, depth: int, count: _Count) -> Built:
    assert isinstance(tree, Tree)
    count.nodes += 1
    if depth > DEEPEST or count.nodes > LARGEST:
        raise ExpressionError(TOO_MUCH)
    match tree.data, tree.children:
        case "number", [text]:
            return ["n", _short(float(str(text)))]
        case "text", [text]:
            return ["t", str(text)[1:-1]]
        case "group", [inner]:
            return _build(_tree(inner), context, depth + 1, count)
        case "negative", [_, inner]:
            return ["neg", _build(_tree(inner), context, depth + 1, count)]
        case "binary", [left, operator, right]:
            built = [
                str(operator),
                _build(_tree(left), context, depth + 1, count),
                _build(_tree(right), context, depth + 1, count),
            ]
            _refuse_text_dates(built, operator)
            return built
        case "call", [name, *arguments]:
            return _call(name, [_tree(argument) for argument in arguments], context, depth, count)  # type: ignore[arg-type]
        case "path", [Token(type="TABLE"), *_]:
            return _item(tree, context, depth, count)
        case "path", _:
            return _path(tree, context, depth, count)
    raise AssertionError(tree.data)


def _tree(node: Any) -> Tree[Token]:
    return node  # type: ignore[no-any-return]


def _short(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _refuse_text_dates(built: Built, operator: Any) -> None:
    """``. > '2026-01-01'`` compares with a text and is never true: say so to its author."""
    if built[0] in ("<", "<=", ">", ">="):
        for side in built[1:]:
            if side[0] == "t" and len(side[1]) == 10 and side[1][4] == side[1][7] == "-":
                raise ExpressionError(f"'{side[1]}' adalah teks. Tulis date('{side[1]}').", operator.start_pos + 1)


# --- functions ----------


def _call(name: Token, arguments: list[Tree[Token]], context: Context, depth: int, count: _Count) -> Built:
    place = (name.start_pos or 0) + 1
    function = str(name)
    if function in REFUSED:
        raise ExpressionError(f"Fungsi {function}() tidak didukung: {REFUSED[function]}.", place)
    if function not in FUNCTIONS:
        raise ExpressionError(f"Fungsi {function}() tidak dikenal.", place)
    least, most = FUNCTIONS[function]
    if not least <= len(arguments) <= most:
        wanted = (
            f"{least}" if least == most else f"paling sedikit {least}" if most == MANY else f"{least} sampai {most}"
        )
        raise ExpressionError(f"{function}() perlu {wanted} isian di dalam kurung, ditemukan {len(arguments)}.", place)
    if function in IMPURE and not context.impure:
        raise ExpressionError(f"{function}() hanya boleh di calculation atau default.", place)
    if function == "position":
        return _position(arguments, context, place)

    built = [_build(argument, context, depth + 1, count) for argument in arguments]
    if function == "indexed-repeat":
        return _indexed(built, context, place)
    if function == "pulldata":
        return _pulldata(built, context, place)
    if function == "jr:choice-name":
        return _choice_name(built, context, place)
    if function == "regex":
        return _regex(built, place)
    if function in ("format-date", "format-date-time") and built[1][0] == "t":
        refuse_codes(built[1][1], place)
    if function in ("count", "count-non-empty", "sum") and built[0][0] not in ("ref", "where", "cur", "item"):
        raise ExpressionError(f"{function}() menghitung jawaban: isinya harus ${{…}}.", place)
    return [function, *built]


def _position(arguments: list[Tree[Token]], context: Context, place: int) -> Built:
    """``position(..)`` is the number of the row around; ``position()`` that of the row a predicate looks at."""
    if not arguments and context.outer is None:
        raise ExpressionError("Tulis position(..).", place)
    path = context.path
    if arguments:
        inner = arguments[0]
        while inner.data == "group":
            inner = _tree(inner.children[0])
        steps, predicates, _, _ = _steps(inner, context) if inner.data == "path" else ([], [], 0, False)
        if not steps or predicates or set(steps) != {".."}:
            raise ExpressionError("Tulis position(..).", place)
        for _ in steps:
            path = path.rpartition("/")[0]
    levels = len(context.places.levels(path))
    if not levels:
        raise ExpressionError("position(..) hanya ada di dalam repeat.", place)
    return ["position", levels]


def _indexed(built: list[Built], context: Context, place: int) -> Built:
    """``indexed-repeat(question, repeat, row, …)`` as ``["indexed-repeat", reference, row, …]``, rows outermost
    first."""
    target, pairs = built[0], built[1:]
    if len(pairs) % 2 or any(part[0] != "ref" for part in [target, *pairs[::2]]):
        raise ExpressionError("indexed-repeat() perlu pertanyaan, lalu repeat dan nomor barisnya.", place)
    wanted = list(context.places.levels(target[1]))
    given = [part[1] for part in pairs[::2]]
    if given != wanted[len(wanted) - len(given) :]:
        raise ExpressionError("indexed-repeat(): repeat yang disebut bukan yang memuat pertanyaan itu.", place)
    bound = len(wanted) - len(given)
    if context.places.common(target[1], context.path) < bound:
        raise ExpressionError("indexed-repeat(): sebut semua repeat, dari yang paling luar.", place)
    return ["indexed-repeat", ["ref", target[1], bound], *pairs[1::2]]


def _choice_name(built: list[Built], context: Context, place: int) -> Built:
    """The second argument is the question's reference, written as text; only its choice list matters."""
    of = built[1][1].strip() if built[1][0] == "t" else built[1][1] if built[1][0] == "ref" else ""
    reference = compile_expression(of, context) if built[1][0] == "t" and of else built[1]
    node = context.places.nodes.get(str(reference[1])) if reference[0] == "ref" else None
    if not node or "list" not in node:
        raise ExpressionError("jr:choice-name() perlu '${…}' dari pertanyaan pilihan.", place)
    return ["jr:choice-name", built[0], node["list"]]


def _pulldata(built: list[Built], context: Context, place: int) -> Built:
    """``pulldata('file', 'column', 'key', value)`` as ``["pulldata", table, column, key, value]``."""
    if any(part[0] != "t" for part in built[:3]):
        raise ExpressionError("pulldata(): tulis nama berkas dan kolomnya langsung di antara tanda petik.", place)
    name, column, key = (part[1] for part in built[:3])
    table = table_named(name, context.places, place)
    for wanted in (column, key):
        refuse_column(wanted, table, context.places, place)
    return ["pulldata", table, column, key, built[3]]


def _item(tree: Tree[Token], context: Context, depth: int, count: _Count) -> Built:
    """``instance('list')/root/item[…]/column`` as ``["item", table, column, condition, …]``; column "": the rows."""
    first, *steps = tree.children
    assert isinstance(first, Token)
    place = (first.start_pos or 0) + 1
    written = str(first).partition("(")[2].strip(" \t\r\n)")
    if len(written) < 2 or written[0] not in "'\"" or written[-1] != written[0]:
        raise ExpressionError("Tulis instance('nama')/root/item[…]/kolom.", place)
    table = table_named(written[1:-1], context.places, place)
    names = [str(_tree(step).children[0]) for step in steps]
    inside = [_tree(step).children[1:] for step in steps]
    if names[:2] != ["root", "item"] or len(names) > 3 or any(inside[at] for at in (0, 2) if at < len(inside)):
        raise ExpressionError("Tulis instance('nama')/root/item[…]/kolom.", place)
    if len(names) == 3:
        refuse_column(names[2], table, context.places, place)
    here = Context(context.places, context.path, context.places.columns[table], context.outer, False)
    conditions = [_build(_tree(_tree(one).children[0]), here, depth + 1, count) for one in inside[1]]
    return ["item", table, names[2] if len(names) == 3 else "", *conditions]


def _regex(built: list[Built], place: int) -> Built:
    if built[1][0] != "t":
        raise ExpressionError("Pola regex() harus ditulis langsung di antara tanda petik.", place)
    try:
        return ["regex", built[0], built[1][1], program(built[1][1])]
    except PatternError as error:
        raise ExpressionError(f"Pola regex: {error}", place) from None


# --- references ----------


def _path(tree: Tree[Token], context: Context, depth: int, count: _Count) -> Built:
    """A path expression: ``/data/a/n``, ``../n``, ``.``, ``${n}``, a column in a choice filter, each with
    predicates."""
    steps, predicates, start, current = _steps(tree, context)
    place = start + 1
    if context.columns is not None and not predicates and len(steps) == 1 and not steps[0].startswith(("/", ".", "$")):
        if steps[0] not in context.columns:
            raise ExpressionError(f"Daftar pilihan tidak punya kolom {steps[0]}.", place)
        return ["col", steps[0]]
    if steps == ["."] and not predicates:
        return ["self"]
    if steps == ["null"] and not predicates:
        return ["t", ""]  # a child that is never there: forms in the field write "nothing" so
    where = context.outer if current and context.outer else context
    path, bound = _resolve(steps, where, place)
    node = context.places.nodes.get(path)
    if node is None:
        raise ExpressionError(f"Tidak ada pertanyaan {path.rpartition('/')[2]}.", place)
    if node["kind"] == "group":
        raise ExpressionError(f"{node['name']} adalah grup, tidak punya jawaban.", place)
    head = "cur" if current and context.outer else "ref"
    if not predicates:
        return [head, path, bound]
    filtered_steps = predicates[0][0]
    if any(steps_before != filtered_steps for steps_before, _ in predicates):
        raise ExpressionError("Saringan [ ] hanya pada satu repeat.", place)
    repeat, _ = _resolve(filtered_steps, where, place)
    if context.places.nodes.get(repeat, {}).get("kind") != "repeat":
        raise ExpressionError("Saringan [ ] hanya untuk repeat.", place)
    if bound >= len(context.places.levels(repeat)):
        raise ExpressionError("Saringan [ ] pada baris ini sendiri tidak ada artinya.", place)
    inner = Context(context.places, repeat, None, context.outer or context, False)
    conditions = [_build(one, inner, depth + 1, count) for _, one in predicates]
    level = len(context.places.levels(repeat))
    if any(_asks_place(later, level) for later in conditions[1:]):
        raise ExpressionError("position() hanya bisa di saringan [ ] yang pertama.", place)
    return ["where", [head, path, bound], conditions[0], level, *conditions[1:]]


def _steps(tree: Tree[Token], context: Context) -> tuple[list[str], list[tuple[list[str], Tree[Token]]], int, bool]:
    """The steps of a path, its predicates each with the steps before it, its place, and whether it began with
    current()."""
    steps: list[str] = []
    predicates: list[tuple[list[str], Tree[Token]]] = []
    start, current = -1, False
    for child in tree.children:
        if isinstance(child, Token):
            start = (child.start_pos or 0) if start < 0 else start
            if child.type == "ROOT":
                steps = ["/"]
            elif child.type == "CURRENT":
                steps, current = ["."], True
            else:
                steps = [str(child)]
        elif child.data == "predicate":
            predicates.append((list(steps), child.children[0]))  # type: ignore[arg-type]
        else:
            token = child.children[0]
            assert isinstance(token, Token)
            start = (token.start_pos or 0) if start < 0 else start
            steps.append(str(token))
            predicates += [(list(steps), p.children[0]) for p in child.children[1:]]  # type: ignore[union-attr, misc]
    return steps, predicates, start, current


def _asks_place(tree: Built, level: int) -> bool:
    """Whether a condition asks for the number of its row: after another condition that would be another number."""
    if tree[0] in ("t", "n"):
        return False
    return tree == ["position", level] or any(_asks_place(part, level) for part in tree[1:] if isinstance(part, list))


def _resolve(steps: list[str], context: Context, place: int) -> tuple[str, int]:
    """The template path of ``steps`` and how many of its repeats are those of ``context``."""
    first = steps[0]
    if first.startswith("${"):
        return _named(first[2:-1].strip(), steps[1:], context, place)
    if first == "/":
        return "/" + "/".join(steps[1:]), 0
    path = context.path
    climbing = True
    base = path
    for step in steps:
        if step == "..":
            path = path.rpartition("/")[0]
        elif step != ".":
            path = f"{path}/{step}"
            climbing = False
        if climbing:
            base = path
    return path, len(context.places.levels(base))


def _named(name: str, rest: list[str], context: Context, place: int) -> tuple[str, int]:
    """``${name}`` as pyxform places it: the rows around both are the same rows, any other repeat means all its rows."""
    paths = context.places.named.get(name, [])
    if not paths:
        if name.startswith("last-saved#"):
            raise ExpressionError("Jawaban formulir sebelumnya (last-saved) tidak didukung. Hapus rumus ini.", place)
        raise ExpressionError(f"Tidak ada pertanyaan bernama {name}.", place)
    if len(paths) > 1:
        raise ExpressionError(f"Nama {name} dipakai lebih dari satu pertanyaan.", place)
    path = "/".join([paths[0], *rest])
    bound = context.places.common(path, context.path)
    if context.places.nodes[paths[0]]["kind"] == "repeat":
        bound = min(bound, len(context.places.levels(paths[0])) - 1)
    return path, bound
