"""Statements and ARNs as a CDK source says them: ``iam.PolicyStatement(...)``, ``orders.tableArn``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from policywright.analyzers.infrastructure.cdk.values import ARNS
from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.references import Attribute, Dynamic, Piece, Pseudo, references_of
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.texts import dead
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

WIDTH = 88
"""Longer calls go over several lines, as black lays them out."""
_BUCKET = "AWS::S3::Bucket"
_STARS = re.compile(r"\*{2,}")
_FIELD = r"(?:\$?\{[^{}]*\}|[^:{}$\"'`\s])*"
_HEAD = re.compile(rf"\barn:{_FIELD}:{_FIELD}:{_FIELD}:{_FIELD}:")
"""An ARN in a source up to its resource; an expression may stand for each part."""
_FIELDS = slice(2, 5)
"""Service, region and account among the parts of an ARN."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLACES = {"region": "region", "account": "account", "partition": "partition"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a source is written: its language, quotes, step of indentation, and what ends a statement."""

    python: bool
    quote: str = '"'
    step: str = "    "
    end: str = ""

    @classmethod
    def of(cls, text: str, *, python: bool) -> Style:
        if python:
            return cls(python=True)
        # A line of a comment (" * text") is not indented by a step.
        indented = re.search(r"^( +|\t)[^\s*]", text, re.MULTILINE)
        return cls(
            python=False,
            quote="'" if text.count("'") >= text.count('"') else '"',
            step=indented.group(1) if indented is not None else "  ",
            end=";" if re.search(r";\s*$", text, re.MULTILINE) else "",
        )

    def name(self, camel: str) -> str:
        """A member's name in the language."""
        return _CAPITAL.sub("_", camel).lower() if self.python else camel

    def key_of(self, property: str) -> str:
        """The property of a construct that may have no key, where it has one."""
        return f"{self.name(property)}{'' if self.python else '!'}"

    def text(self, value: str) -> str:
        """A string literal."""
        body = repr(value)
        body = body[1:-1].replace("\\'", "'") if body[0] == "'" else body[1:-1]
        return f"{self.quote}{body.replace(self.quote, chr(92) + self.quote)}{self.quote}"

    def key(self, name: str) -> str:
        """A key of an object."""
        return name if name.isidentifier() and not self.python else self.text(name)

    def put_together(self, parts: Sequence[tuple[bool, str]]) -> str:
        """A string of texts and expressions."""
        if self.python:
            body = "".join(
                f"{{{text}}}" if is_code else self.text(text)[1:-1].replace("{", "{{").replace("}", "}}")
                for is_code, text in parts
            )
            return f'f"{_STARS.sub("*", body)}"'
        body = "".join(
            f"${{{text}}}" if is_code else repr(text)[1:-1].replace("`", "\\`").replace("${", "\\${")
            for is_code, text in parts
        )
        return f"`{_STARS.sub('*', body)}`"


@dataclass(slots=True, eq=False, kw_only=True)
class Scope:
    """What a place in the source can name. ``variables``: logical id to variable, class, line."""

    stack: Stack
    style: Style
    iam: str
    """How the source says ``PolicyStatement``."""
    place: str
    """What has the stack's region and account."""
    of_stack: bool
    """It is said with the class ``Stack``."""
    variables: Mapping[str, tuple[str, str, int]]
    line: int = 0
    """The last line that makes something named so far."""
    needs_stack: bool = False
    environment: str = ""
    """``:region:account:`` of what was synthesised, where no source says that account."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Service, region and account as a template has them, to how the source says an ARN up to there."""


def call_text(target: str, new: NewStatement, scope: Scope, indentation: str) -> tuple[str, int]:
    """The lines of a call, and the line that they can't stand before."""
    arguments: list[tuple[str, list[str] | str]] = []
    style = scope.style
    if new.sid:
        arguments.append(("sid", style.text(new.sid)))
    arguments.append(("actions", [style.text(action) for action in new.actions]))
    arguments.append(("resources", resource_texts(new.resources, scope)))
    conditions: dict[str, list[str]] = {}
    for operator, key, values in new.conditions:
        some = resource_texts(values, scope)
        value = some[0] if len(some) == 1 else f"[{', '.join(some)}]"
        conditions.setdefault(operator, []).append(f"{style.key(key)}: {value}")
    if conditions:
        inner = ", ".join(f"{style.key(name)}: {_object(some, style)}" for name, some in conditions.items())
        arguments.append(("conditions", _object([inner], style)))
    step = style.step
    if style.python:
        lines = [f"{indentation}{target}(", f"{indentation}{step}{scope.iam}("]
        end, last = [f"{indentation}{step})", f"{indentation})"], indentation + 2 * step
    else:
        lines = [f"{indentation}{target}(new {scope.iam}({{"]
        end, last = [f"{indentation}}})){style.end}"], indentation + step
    for name, given in arguments:
        lines.extend(_argument(name, given, last, style))
    return "\n".join([*lines, *end]) + "\n", scope.line


def _object(pairs: Sequence[str], style: Style) -> str:
    return f"{{{', '.join(pairs)}}}" if style.python else f"{{ {', '.join(pairs)} }}"


def _argument(name: str, value: list[str] | str, indentation: str, style: Style) -> list[str]:
    between = "=" if style.python else ": "
    if isinstance(value, str):
        return [f"{indentation}{name}{between}{value},"]
    first, *more = list_text(value, indentation, style)
    return [f"{indentation}{name}{between}{first}", *more]


def list_text(values: Sequence[str], indentation: str, style: Style, last: str = ",") -> list[str]:
    """The lines of a list, the first without its indentation."""
    line = f"[{', '.join(values)}]{last}"
    if len(indentation) + len("resources=") + len(line) <= WIDTH:
        return [line]
    return ["[", *(f"{indentation}{style.step}{one}," for one in values), f"{indentation}]{last}"]


def resource_texts(values: Sequence[Value], scope: Scope) -> list[str]:
    """Patterns as expressions, none within another; anything, where there is none."""
    found = dict.fromkeys(_written(option, scope) for value in values for option in alternatives(value))
    # What can't be named here is any, and may be all of the others.
    arns = {one: one[one.index("arn:") : -1] for one in found if "arn:" in one}
    within = {
        one for one in arns if any(arns[one] != arn and covers(arn, arns[one]) for arn in arns.values())
    }
    return [one for one in found if one not in within] or [*found] or [scope.style.text("*")]


def heads_of(written: Sequence[str], held: Collection[str]) -> dict[str, str]:
    """How a statement's source says the beginning of its ARNs, where it says all of them alike.

    What the source computes (``${region}:${account}``) may be one account's in what was synthesised.
    """
    said = [_HEAD.search(one) for one in written]
    heads = {one[0] for one in said if one is not None}
    places = {_place_in(one) for one in held}
    return {places.pop(): heads.pop()} if all(said) and len(heads) == len(places) == 1 else {}


def _place_in(arn: str) -> str:
    return ":".join(arn.split(":")[_FIELDS])


def _written(pattern: Value, scope: Scope) -> str:
    """An expression for a pattern, which begins as the source says it."""
    needed = scope.needs_stack
    text = _source(pattern, scope)
    head = scope.heads.get(_place_in(form(references_of(scope.stack).canonical(pattern))))
    found = _HEAD.search(text)
    if head is None or found is None or (text[0] == scope.style.quote and "\\" in text):
        return text
    body = head + text[found.end() : -1]
    is_computed = "{" in body
    if is_computed:
        text = f'f"{body}"' if scope.style.python else f"`{body}`"
    else:
        text = f"{scope.style.quote}{body}{scope.style.quote}"
    scope.needs_stack = needed or (scope.needs_stack and f"{scope.place}." in text)
    return text


def _source(pattern: Value, scope: Scope) -> str:
    """An expression for a pattern: a property of a variable, or a text."""
    references = references_of(scope.stack)
    pattern = references.canonical(pattern)
    pieces: Sequence[Piece] = references.native(pattern)
    first = pieces[0] if pieces else "*"
    if isinstance(first, Attribute) and _named(first, scope) is None and isinstance(pattern, Text):
        plain: list[Piece] = []
        for part in pattern.parts:
            piece, before = _plain(part, scope), plain[-1] if plain else ""
            # SSM's names may begin with the slash that their ARN already has.
            rooted = isinstance(before, str) and before.endswith("/") and isinstance(piece, str)
            plain.append(piece.removeprefix("/") if rooted and isinstance(piece, str) else piece)
        pieces = plain
    parts: list[tuple[bool, str]] = []
    for piece in pieces:
        match piece:
            case str():
                parts.extend(_in_its_environment(dead(piece), scope))
            case Dynamic(text=text) if "${" not in text:
                parts.append((False, text))
            case Attribute():
                name = _named(piece, scope)
                parts.append((False, "*") if name is None else (True, name))
            case Pseudo(kind=kind):
                scope.needs_stack = scope.needs_stack or scope.of_stack
                parts.append((True, f"{scope.place}.{_PLACES[kind]}"))
            case _:
                parts.append((False, "*"))
    parts = _joined(parts)
    if len(parts) == 1 and parts[0][0]:
        return parts[0][1]
    if not any(is_code for is_code, _ in parts):
        return scope.style.text(_STARS.sub("*", "".join(text for _, text in parts)))
    objects = _objects(first, parts, scope)
    return objects if objects is not None else scope.style.put_together(parts)


def _in_its_environment(text: str, scope: Scope) -> list[tuple[bool, str]]:
    """A text; where it says the environment that the stack was synthesised for, it is the stack's."""
    before, between, after = text.partition(scope.environment) if scope.environment else (text, "", "")
    if not between:
        return [(False, text)]
    scope.needs_stack = scope.needs_stack or scope.of_stack
    region, account = f"{scope.place}.region", f"{scope.place}.account"
    return [(False, f"{before}:"), (True, region), (False, ":"), (True, account), (False, f":{after}")]


def _joined(parts: Sequence[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """The same with neighbouring texts as one."""
    found: list[tuple[bool, str]] = []
    for is_code, text in parts:
        if found and not is_code and not found[-1][0]:
            found[-1] = (False, found[-1][1] + text)
        else:
            found.append((is_code, text))
    return found


def _objects(first: Piece, parts: Sequence[tuple[bool, str]], scope: Scope) -> str | None:
    """``bucket.arnForObjects("reports/*")``."""
    if (
        len(parts) != 2
        or not isinstance(first, Attribute)
        or not parts[0][0]
        or not parts[1][1].startswith("/")
    ):
        return None
    resource, known = scope.stack.resource(first.id), scope.variables.get(first.id)
    if resource is None or known is None or resource.type != _BUCKET or known[1].startswith("Cfn"):
        return None
    if parts[1][0]:
        return None
    below = _STARS.sub("*", parts[1][1][1:])
    return f"{known[0]}.{scope.style.name('arnForObjects')}({scope.style.text(below)})"


def _named(piece: Attribute, scope: Scope) -> str | None:
    """A property of a construct's variable that is this ARN."""
    known = scope.variables.get(piece.id)
    resource = scope.stack.resource(piece.id)
    if known is None or resource is None:
        return None
    variable, kind, line = known
    row = references_of(scope.stack).types.get(piece.id)
    if row is None or piece.attribute != row.arn_from:
        return None
    if kind.startswith("Cfn"):
        # ``DBClusterArn`` is ``attrDbClusterArn``.
        words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", piece.attribute)
        property = "ref" if piece.attribute == "Ref" else f"attr{''.join(map(str.capitalize, words))}"
    else:
        property = ARNS.get(resource.type, "")
    if not property:
        return None
    scope.line = max(scope.line, line)
    return f"{variable}.{scope.style.name(property)}"


def _plain(part: str | Hole, scope: Scope) -> Piece:
    if isinstance(part, str):
        return part
    if part.kind in _PLACES:
        return Pseudo(kind=part.kind)
    resource = scope.stack.resource(part.name) if part.name else None
    if resource is not None and isinstance(resource.name, Const) and resource.name.value is not None:
        return str(resource.name.value)
    return "*"
