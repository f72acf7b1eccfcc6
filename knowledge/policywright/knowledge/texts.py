"""String operations on abstract values: ``Const`` and ``Text`` cut and joined alike, holes kept.

Used by the templates and the binder; a hole is a character of its own that no separator is found in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, OneOf, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Parts: TypeAlias = tuple[str | Hole, ...]

PARTITION = Hole(kind="partition")
REGION = Hole(kind="region")
ACCOUNT = Hole(kind="account")
_SERVICE = 2
_FIELDS = 6
"""Of an ARN: ``arn``, partition, service, region, account, resource."""
_RESOURCE = regex(r"[A-Za-z0-9]+|(?:module\.[^.\[]+(?:\[[^\]]*\])?\.)*(?:data\.)?[a-z0-9]+_\w+\.[\w-]+")
"""What CloudFormation and Terraform call a resource itself: its logical id, its address."""


def parts(value: Value) -> Parts:
    """The value as literal parts and holes; what is no string is one unknown hole."""
    match value:
        case Const(value=None | ""):
            return ()
        case Const(value=bool() as flag):
            return (str(flag).lower(),)
        case Const(value=scalar):
            return (str(scalar),)
        case Text(parts=inside):
            return _whole_arn(inside) if starts_with(inside, "arn:") else inside
        case Unknown():
            return (Hole(kind="unknown"),)
        case _:
            return (Hole(kind="unknown"),)


def _whole_arn(pieces: Parts) -> Parts:
    """An ARN with all of its six fields, where what is not known may stand for several."""
    if sum(one.count(":") for one in pieces if isinstance(one, str)) >= _FIELDS - 1:
        return pieces
    runs = split(pieces, ":")
    unknown = [at for at, run in enumerate(runs) if any(map(_is_anything, run))]
    if not unknown:
        return pieces
    if unknown[0] < _SERVICE:
        # AWS takes no ARN that does not say the service.
        return (Hole(kind="unknown"),)
    more: list[Parts] = [("*",)] * (_FIELDS - len(runs))
    return rejoin((*runs[: unknown[0] + 1], *more, *runs[unknown[0] + 1 :]), ":")


def _is_anything(piece: str | Hole) -> bool:
    return isinstance(piece, Hole) and piece.kind == "unknown" and piece.name is None


def join(pieces: Iterable[str | Hole]) -> Const | Text:
    """Parts as a value: literals merged, ``Const`` when no hole is left."""
    merged: list[str | Hole] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, str) and isinstance(last, str):
            merged[-1] = last + piece
        elif piece != "":
            merged.append(piece)
    if not merged:
        return Const("")
    if len(merged) == 1 and isinstance(merged[0], str):
        return Const(merged[0])
    return Text(tuple(merged))


def split(pieces: Parts, separator: str) -> list[Parts]:
    """Cut at every ``separator`` of the literal parts."""
    runs: list[Parts] = []
    run: list[str | Hole] = []
    for piece in pieces:
        if isinstance(piece, Hole):
            run.append(piece)
            continue
        first, *rest = piece.split(separator)
        if first:
            run.append(first)
        for text in rest:
            runs.append(tuple(run))
            run = [text] if text else []
    runs.append(tuple(run))
    return runs


def rejoin(runs: Iterable[Parts], separator: str) -> Parts:
    """The inverse of ``split``: of the beginning of an ARN nothing is made up, as ``parts`` does."""
    joined = join(_interleave(list(runs), separator))
    return joined.parts if isinstance(joined, Text) else parts(joined)


def _interleave(runs: list[Parts], separator: str) -> Iterator[str | Hole]:
    for index, run in enumerate(runs):
        if index:
            yield separator
        yield from run


def starts_with(pieces: Parts, prefix: str) -> bool:
    return bool(pieces) and isinstance(pieces[0], str) and pieces[0].startswith(prefix)


def without_prefix(pieces: Parts, prefix: str) -> Parts:
    first = pieces[0] if pieces else ""
    if isinstance(first, str) and first.startswith(prefix):
        return (first[len(prefix) :], *pieces[1:]) if len(first) > len(prefix) else pieces[1:]
    return pieces


def without_suffix(pieces: Parts, suffix: str) -> Parts:
    last = pieces[-1] if pieces else ""
    if isinstance(last, str) and last.endswith(suffix):
        return (*pieces[:-1], last[: -len(suffix)]) if len(last) > len(suffix) else pieces[:-1]
    return pieces


def is_arn(pieces: Parts) -> bool:
    """Whether the text surely is an ARN (which may have holes)."""
    if starts_with(pieces, "arn:"):
        return True
    whole = pieces[0] if len(pieces) == 1 else None
    return isinstance(whole, Hole) and whole.kind == "reference" and says_arn(whole.name or "")


def says_arn(expression: str) -> bool:
    """What a template names is an ARN by what it is called; a resource's own name is its name, whatever it
    sounds like (``SecretArn``, ``aws_sns_topic.alerts_arn``).
    """
    return expression.lower().endswith("arn") and _RESOURCE.fullmatch(expression) is None


def glob(pieces: Parts) -> str:
    """The text as a wildcard pattern."""
    return "".join(piece if isinstance(piece, str) else "*" for piece in pieces)


def _literal(pattern: str) -> int:
    """Characters before the first ``*``."""
    found = pattern.find("*")
    return found if found >= 0 else len(pattern)


def overlap(left: str, right: str) -> bool:
    """Whether some text matches both wildcard patterns (``*`` only)."""
    literal = min(_literal(left), _literal(right))
    if left[:literal] != right[:literal]:
        return False
    left, right = left[literal:], right[literal:]
    reachable = {0}
    for character in (*left, ""):
        reachable = _closure(reachable, right)
        if character == "":
            return len(right) in reachable
        if character == "*":
            reachable = {position for start in reachable for position in range(start, len(right) + 1)}
        else:
            reachable = {
                position if right[position] == "*" else position + 1
                for position in reachable
                if position < len(right) and right[position] in (character, "*")
            }
        if not reachable:
            return False
    return False


def _closure(positions: set[int], pattern: str) -> set[int]:
    """Positions reachable by letting ``*`` match nothing."""
    found = set(positions)
    for position in positions:
        after = position
        while after < len(pattern) and pattern[after] == "*":
            after += 1
            found.add(after)
    return found


def whole(text: str) -> int | None:
    """The number that a text is, if it may count something: ``str.isdigit`` is true of ``²``, too."""
    return int(text) if len(text) <= 9 and text.isascii() and text.isdigit() else None


def dead(text: str) -> str:
    """A literal in which CloudFormation finds no dynamic reference, which would put a secret in its place.

    Nothing escapes one; ``?`` is any one character to IAM, a brace as well.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    return text.replace("{{resolve:", "{?resolve:")


MARKS = "\x00\ue000\ue001"
"""Characters that stand for something while texts are put together: no text from outside may have them."""


def unmarked(value: Value) -> Value:
    """The value with any one character (``?``, to IAM) where it has a mark of those who write it."""
    match value:
        case Const(value=str() as text) if any(mark in text for mark in MARKS):
            return Const(_unmarked(text))
        case Text(parts=pieces) if any(
            mark in piece for piece in pieces if isinstance(piece, str) for mark in MARKS
        ):
            return Text(tuple(_unmarked(piece) if isinstance(piece, str) else piece for piece in pieces))
        case OneOf(options=options):
            return OneOf(tuple(map(unmarked, options)))
    return value


def _unmarked(text: str) -> str:
    for mark in MARKS:
        text = text.replace(mark, "?")
    return text
