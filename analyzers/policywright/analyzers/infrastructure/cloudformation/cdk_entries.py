"""The entry point that a CDK application's own source names for a construct, as far as it is written out.

A bundle that is minified without a source map tells nothing of what it was made of, and a file need not be
called like the construct. ``entry: path.join(__dirname, "../src/orders.ts")`` beside its id says it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.grammar import parser_of
from policywright.analyzers.infrastructure.project import ProjectFiles, inside_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_SOURCES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".py")
_CALLS = ("new_expression", "call_expression", "call")
_HERE = "\0"
"""What a path begins with that is not relative to the application: then comes the source's directory."""
_DIRECTORIES = ("__dirname", "import.meta.dirname", "os.path.dirname(__file__)")
_JOINING = re.compile(r"(?:(?:os\.)?path\.)?(?:posix\.)?(join|resolve)\Z")
_SCOPES = ("this", "identifier", "member_expression", "attribute")
_PLAIN = ("string_fragment", "string_content")
_QUOTES = ("string_start", "string_end", '"', "'", "`")
_TEXTS = ("string", "template_string")


def written_entry(files: ProjectFiles, names: list[str], project: str, construct: str) -> str | None:
    """The file that every construct of that id in these sources names as its entry."""
    id = construct.removesuffix("/Resource").rpartition("/")[2]
    written = re.compile(rf"[\"'`]{re.escape(id)}[\"'`]")
    found: set[str | None] = set()
    for name in names if id else ():
        text = files.text(name) if name.endswith(_SOURCES) else None
        if text is None or written.search(text) is None:
            continue
        try:
            found.update(_entry(files, name, project, made) for made in _made(_parsed(name, text), id))
        except RecursionError:
            return None
    return found.pop() if len(found) == 1 else None


def _parsed(name: str, text: str) -> Node:
    if name.endswith(".py"):
        parser = parser_of("tree_sitter_python")
    else:
        typed = name.endswith((".ts", ".mts", ".cts"))
        parser = parser_of("tree_sitter_typescript", "language_typescript" if typed else "language_tsx")
    return parser.parse(text.encode("utf-8", "replace")).root_node


def _made(root: Node, id: str) -> Iterator[list[Node]]:
    """The arguments of whatever is made in a scope with that id."""
    pending = [root]
    while pending:
        node = pending.pop()
        pending.extend(reversed(node.named_children))
        given = node.child_by_field_name("arguments") if node.type in _CALLS else None
        arguments = _inside(given) if given is not None else []
        if len(arguments) > 1 and arguments[0].type in _SCOPES:
            said = _named(arguments[1], "id") or arguments[1]
            if said.type in _TEXTS and _pieces(said, _HERE) == id:
                yield arguments


def _inside(node: Node) -> list[Node]:
    return [one for one in node.named_children if not one.is_extra]


def _named(argument: Node, name: str) -> Node | None:
    """The value of a property, or of an argument that is passed by its name."""
    return argument.child_by_field_name("value") if _key(argument) == name else None


def _key(part: Node) -> str | None:
    """What a property is called, or an argument; None where that can't be told, or it has no name."""
    key = part.child_by_field_name("key") or part.child_by_field_name("name")
    if key is None:
        return _text(part) if part.type == "shorthand_property_identifier" else None
    if key.type == "computed_property_name":
        return None
    return _pieces(key, _HERE) if key.type in _TEXTS else _text(key)


def _entry(files: ProjectFiles, source: str, project: str, arguments: list[Node]) -> str | None:
    """The file of an ``entry`` that is written out."""
    value = _given(arguments)
    path = _path(value, _HERE + posixpath.dirname(source)) if value is not None else None
    if path is None or path.startswith("/") or _HERE in path[1:]:
        return None
    whole = path[1:].lstrip("/") if path.startswith(_HERE) else posixpath.join(project, path)
    name = inside_root(whole)
    return name if name is not None and files.has(name) else None


def _given(arguments: list[Node]) -> Node | None:
    """What is given as the entry: the last word of an object has it, so nothing unseen may follow."""
    found: Node | None = None
    for one in arguments[2:]:
        for part in _inside(one) if one.type == "object" else (one,):
            key = _key(part)
            if key == "entry":
                found = part.child_by_field_name("value")
            elif key is None and part.type != "dictionary_splat":
                # Python takes no argument twice.
                found = None
    return found


def _path(node: Node, here: str) -> str | None:
    """The path that an expression writes out; what is relative is so to where the application runs."""
    if _text(node) in _DIRECTORIES:
        return here
    match node.type:
        case "string" | "template_string":
            return _pieces(node, here)
        case "binary_expression" | "binary_operator" if node.children[1].type == "+":
            return _put_together([_path(node.children[0], here), _path(node.children[2], here)])
        case "call_expression" | "call":
            called, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
            if called is not None and given is not None:
                return _joined(_text(called), [_path(one, here) for one in _inside(given)])
    return None


def _joined(called: str, parts: list[str | None]) -> str | None:
    """Parts of a path put together by a function of that name."""
    if called == "process.cwd" and not parts:
        return "."
    how = _JOINING.match(called)
    known = [part for part in parts if part is not None]
    if how is None or not known or len(known) < len(parts):
        return None
    later = known[1:]
    if any(part.startswith("/") for part in later) and (how[1] == "resolve" or called.startswith("os.")):
        return None
    return posixpath.join(known[0], *(part.lstrip("/") for part in later))


def _pieces(node: Node, here: str) -> str | None:
    """A text, with the source's directory where it begins with that; None with anything else in it."""
    if _text(node)[:1] not in _QUOTES:
        # A prefix may mean anything (Python's ``f""``, ``b""``).
        return None
    found: list[str | None] = []
    for at, one in enumerate(node.children):
        if one.type in _PLAIN:
            found.append(None if "\\" in _text(one) else _text(one))
        elif one.type == "template_substitution" and at == 1:
            held = _inside(one)
            found.append(_path(held[0], here) if len(held) == 1 else None)
        elif one.type not in _QUOTES:
            found.append(None)
    return _put_together(found)


def _put_together(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
