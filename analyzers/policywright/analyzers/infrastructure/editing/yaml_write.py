"""``Data`` as YAML or JSON text in a given style, and as the shape that the text must parse to."""

from __future__ import annotations

import json
import re
from functools import cache

import yaml

from policywright.analyzers.infrastructure.editing.data import FIND, IF, SUB, Call, Data
from policywright.analyzers.infrastructure.editing.yaml_style import Style
from policywright.analyzers.infrastructure.editing.yaml_tree import Shape, is_text, text_shape

_SAFE = re.compile(r"[A-Za-z0-9_./$](?:[A-Za-z0-9_./*@+=-]|:(?=[A-Za-z0-9_./*@+=:-]))*\Z")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_UNQUOTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_FUNCTIONS = {"Ref": "Ref", "GetAtt": "Fn::GetAtt", "Sub": "Fn::Sub", "ImportValue": "Fn::ImportValue"}

_MAX_LINE = 200
"""A list that would make a longer line has lines of its own, whatever the file does with short ones."""
_SHORT = {IF: "!If", SUB: "!Sub", FIND: "!FindInMap"}


class Writer:
    """Texts in one style. Columns count from 0; no text ends in a line break."""

    def __init__(self, style: Style) -> None:
        self.style = style

    # Block style ----------------------------------------------------------------------------------------

    def entry_lines(self, key: str, value: Data, column: int) -> list[str]:
        """A key with its value, its first line without indentation."""
        head = f"{self.key_text(key)}:"
        plain = isinstance(value, list) and not any(isinstance(item, dict) for item in value)
        on_line = (self.style.inline and plain) or not value or key == "Fn::GetAtt"
        if isinstance(value, Call) and self.style.short:
            return [f"{head} {self._short(value, flow=False)}"]
        if isinstance(value, dict) and FIND in value and self._called(value) is not None:
            return [f"{head} {self.flow_yaml(value)}"]
        if isinstance(value, list) and on_line:
            line = f"{head} {self.flow_yaml(value, '' if key == 'Fn::GetAtt' else 'Action')}"
            if len(line) <= _MAX_LINE or len(value) == 1:
                return [line]
        if isinstance(value, str) or not value:
            return [f"{head} {self.scalar(value, key) if isinstance(value, str) else '{}'}"]
        if (call := self._called(value)) is not None:
            return [f"{head} {call[0]}", *self.value_lines(call[1], column)]
        return [head, *self.value_lines(value, column)]

    def value_lines(self, value: Data, column: int) -> list[str]:
        """A collection below a key that stands at a column, every line with its indentation."""
        long = self._long(value)
        if isinstance(long, dict):
            inner = column + self.style.step
            return _indented(self.mapping_lines(long, inner), inner)
        assert isinstance(long, list)
        dash = column + self.style.dash
        lines: list[str] = []
        for item in long:
            lines.extend(_indented(self.item_lines(item, dash, self.style.gap), dash))
        return lines

    def mapping_lines(self, value: dict[str, Data], column: int) -> list[str]:
        """A mapping's entries, the first line without indentation."""
        lines: list[str] = []
        for key, item in value.items():
            entry = self.entry_lines(key, item, column)
            lines.extend([" " * column + entry[0], *entry[1:]] if lines else entry)
        return lines

    def item_lines(self, value: Data, dash: int, gap: int) -> list[str]:
        """An element of a list whose dashes stand at a column, the first line without indentation."""
        long = self._long(value)
        lead = "-" + " " * (gap - 1)
        if (call := self._called(value)) is not None:
            return [f"{lead}{call[0]}", *self.value_lines(call[1], dash + gap - self.style.dash)]
        if isinstance(long, dict) and long:
            first, *rest = self.mapping_lines(long, dash + gap)
            return [lead + first, *rest]
        if isinstance(long, list):
            return [lead + self.flow_yaml(long)]
        if isinstance(long, Call):
            return [lead + self._short(long, flow=False)]
        return [lead + (self.flow_yaml(long) if not isinstance(long, str) else self.scalar(long, "Action"))]

    # Flow style -----------------------------------------------------------------------------------------

    def flow_yaml(self, value: Data, key: str = "Action") -> str:
        """On one line, for YAML's brackets and braces, or a short form that stands alone."""
        match value:
            case str():
                return self.scalar(value, key, flow=True)
            case Call():
                return self._short(value) if self.style.short else self.flow_yaml(self._long(value))
            case list():
                pad = self.style.pad if value else ""
                return f"[{pad}{', '.join(self.flow_yaml(item, key) for item in value)}{pad}]"
        if (call := self._called(value)) is not None:
            return f"{call[0]} {self.flow_yaml(call[1])}"
        pad = self.style.brace_pad if value else ""
        entries = (
            f"{self.key_text(name, flow=True)}: {self.flow_yaml(item, name)}" for name, item in value.items()
        )
        return f"{{{pad}{', '.join(entries)}{pad}}}"

    def flow(self, value: Data, indentation: str) -> str:
        """In brackets; over several lines, of which the first stands where ``indentation`` is the line's own.

        JSON, or YAML's flow style where the file does that.
        """
        style = self.style
        if not style.json and not style.spread:
            return self.flow_yaml(value)
        if (call := self._called(value)) is not None:
            return f"{call[0]} {self.flow(call[1], indentation)}"
        long = self._long(value) if style.json or not style.short else value
        if isinstance(long, Call):
            return self.flow_yaml(long)
        if isinstance(long, str):
            return self.json_scalar(long) if style.json else self.scalar(long, "Action", flow=True)
        if self._on_one_line(value, long):
            return self._flow_line(long)
        inner = indentation + style.unit
        opening, closing = "{}" if isinstance(long, dict) else "[]"
        cells = (
            [
                f"{self.key_text(key, flow=True)}{style.colon}{self.flow(item, inner)}"
                for key, item in long.items()
            ]
            if isinstance(long, dict)
            else [self.flow(item, inner) for item in long]
        )
        break_ = style.newline
        body = f",{break_}{inner}".join(cells)
        return f"{opening}{break_}{inner}{body}{break_}{indentation}{closing}"

    def _on_one_line(self, value: Data, long: list[Data] | dict[str, Data]) -> bool:
        style = self.style
        if not long:
            return True
        if not style.spread:
            # Statements on a line each, in a file that otherwise has lines.
            return not style.broken or not _holds_statements(long)
        if isinstance(value, Call):
            return style.inline_calls
        if isinstance(long, list):
            scalars = all(
                isinstance(item, str) or (isinstance(item, Call) and style.inline_calls) for item in long
            )
            return scalars and style.inline and len(self._flow_line(value)) <= _MAX_LINE
        return style.inline_calls and set(long) in ({"Ref"}, {"Fn::GetAtt"}, {"Fn::Sub"})

    def _flow_line(self, value: Data) -> str:
        style = self.style
        if (call := self._called(value)) is not None:
            return f"{call[0]} {self._flow_line(call[1])}"
        long = self._long(value) if style.json or not style.short else value
        if isinstance(long, str):
            return self.json_scalar(long) if style.json else self.scalar(long, "Action", flow=True)
        if isinstance(long, list):
            pad = style.pad if long else ""
            return f"[{pad}{style.comma.join(self._flow_line(item) for item in long)}{pad}]"
        if isinstance(long, Call):
            return self.flow_yaml(long)
        pad = style.brace_pad if long else ""
        cells = (
            f"{self.key_text(key, flow=True)}{style.colon}{self._flow_line(item)}"
            for key, item in long.items()
        )
        return f"{{{pad}{style.comma.join(cells)}{pad}}}"

    # Scalars --------------------------------------------------------------------------------------------

    def scalar(self, value: str, key: str = "", *, flow: bool = False) -> str:
        """A text, quoted where it must be or where the file does."""
        style = self.style
        if style.json:
            return self.json_scalar(value)
        quote = {"Version": style.version_quote, "Action": style.quote, "Resource": style.quote}.get(key, "")
        if key == "Effect":
            quote = style.effect_quote
        if key in ("Action", "Resource") and value.isalnum():
            # The name of a condition that chooses it.
            quote = ""
        if not quote and _is_plain(value, flow):
            return value
        return self._quoted(value, quote or style.needed_quote)

    def json_scalar(self, value: str) -> str:
        # JSON would write what is not ASCII in UTF-16 pairs, which YAML reads as two characters.
        text = json.dumps(value, ensure_ascii=False)
        return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

    def _quoted(self, value: str, quote: str) -> str:
        if quote == "'" and not _UNQUOTABLE.search(value):
            return "'" + value.replace("'", "''") + "'"
        return self.json_scalar(value)

    def _short(self, call: Call, *, flow: bool = True) -> str:
        """``!Sub x``; outside brackets more can stand without quotes."""
        argument = call.argument
        quote = self.style.sub_quote if call.function == "Sub" else ""
        if quote or not _is_plain(argument, flow):
            argument = self._quoted(argument, quote or self.style.needed_quote)
        return f"!{call.function} {argument}"

    def key_text(self, key: str, *, flow: bool = False) -> str:
        if self.style.json:
            return self.json_scalar(key)
        return key if _is_plain(key, flow) else self._quoted(key, self.style.needed_quote)

    # Shapes ---------------------------------------------------------------------------------------------

    def shape(self, value: Data) -> Shape:
        """What the written text must parse to."""
        match self._long(value) if not self.style.short else value:
            case str(text):
                return text_shape(text)
            case Call(function=function, argument=argument):
                return ("scalar", f"!{function}", None, argument)
            case list(items):
                return ("sequence", None, None, tuple(self.shape(item) for item in items))
            case dict(entries) if (call := self._called(entries)) is not None:
                return ("sequence", call[0], None, tuple(self.shape(item) for item in call[1]))
            case dict(entries):
                pairs = tuple((text_shape(key), self.shape(item)) for key, item in entries.items())
                return ("mapping", None, None, pairs)
        raise AssertionError(value)

    def _called(self, value: Data) -> tuple[str, list[Data]] | None:
        """The tag and the arguments of a function that takes several, where it is written in short."""
        if self.style.json or not self.style.short or not isinstance(value, dict) or len(value) != 1:
            return None
        ((name, arguments),) = value.items()
        return (_SHORT[name], arguments) if name in _SHORT and isinstance(arguments, list) else None

    def _long(self, value: Data) -> Data:
        if not isinstance(value, Call) or self.style.short:
            return value
        return long_form(value)


def long_form(call: Call) -> dict[str, Data]:
    """``{"Fn::GetAtt": ["Orders", "Arn"]}``."""
    argument: Data = call.argument
    if call.function == "GetAtt":
        name, _, attribute = call.argument.partition(".")
        argument = [name, attribute]
    return {_FUNCTIONS[call.function]: argument}


def _holds_statements(value: Data) -> bool:
    """Whether there are statements in it; it is none itself."""
    inner: list[Data] = []
    match value:
        case list():
            inner = value
        case dict() if "Effect" not in value:
            inner = list(value.values())
    return any((isinstance(one, dict) and "Effect" in one) or _holds_statements(one) for one in inner)


def _indented(lines: list[str], column: int) -> list[str]:
    return [" " * column + lines[0], *lines[1:]] if lines else []


@cache
def _is_plain(value: str, flow: bool) -> bool:
    """Whether YAML reads these characters, unquoted, as this very text."""
    if _SAFE.match(value):
        return is_text(value)
    if not value or value.strip() != value or _UNQUOTABLE.search(value):
        return False
    probe = f"[{value}]" if flow else f"a: {value}"
    try:
        node = yaml.compose(probe, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    if not isinstance(node, yaml.CollectionNode) or len(node.value) != 1:
        return False
    found = node.value[0] if flow else node.value[0][1]
    return isinstance(found, yaml.ScalarNode) and found.value == value and is_text(value)
