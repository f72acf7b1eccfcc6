"""Terraform's functions of JSON, YAML and files; files are those of the project."""

from __future__ import annotations

import json
import re

from policywright.analyzers.infrastructure.inline import Marked
from policywright.analyzers.infrastructure.project import relative_to_file
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Args, Evaluator
from policywright.analyzers.infrastructure.terraform.jsontext import json_of_text
from policywright.analyzers.infrastructure.terraform.modules import join
from policywright.analyzers.infrastructure.terraform.parse import parse_template
from policywright.analyzers.infrastructure.terraform.traced import (
    Choice,
    Env,
    Listing,
    Mapping,
    Scalar,
    Traced,
    Whole,
    choice,
    concatenated,
    const,
    from_value,
    hole,
    options,
    plain,
    string,
    unknown,
)
from policywright.analyzers.infrastructure.types import parts_of
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Items, Struct, Text, Value

_DOCUMENTS = Scalar | Mapping | Listing | Choice | Whole
"""What the text of a document can be said to hold."""


def jsonencode(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    text = concatenated(_json_pieces(args[0]), node)
    value = text.value if isinstance(text, Scalar) else unknown().value
    return Scalar(value=value, node=node, document=args[0])


def _json_pieces(value: Traced) -> list[Traced | str]:
    match value:
        case Mapping(fields=fields):
            found: list[Traced | str] = ["{"]
            for index, (key, one) in enumerate(sorted(fields.items())):
                found.append(("," if index else "") + json.dumps(key) + ":")
                found.extend(_json_pieces(one))
            return [*found, "}"]
        case Listing(items=items):
            found = ["["]
            for index, one in enumerate(items):
                found.extend(([","] if index else []) + _json_pieces(one))
            return [*found, "]"]
        case Scalar(value=Const(value=known)):
            return [json.dumps(known)]
        case Scalar(value=Text(parts=parts)):
            return [
                '"',
                *(
                    json.dumps(part)[1:-1] if isinstance(part, str) else hole(part.kind, part.name)
                    for part in parts
                ),
                '"',
            ]
    return [hole("unknown")]


def jsondecode(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    value = args[0]
    if isinstance(value, Scalar) and isinstance(value.document, _DOCUMENTS):
        return value.document
    text = string(value)
    return unknown(node=node) if text is None else from_value(_from_json(json.loads(text)))


def yamldecode(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    place = _file_read(evaluator, node.args[0], env) or node
    return choice(_of_yaml(one, place) for one in options(args[0]))


def _file_read(evaluator: Evaluator, text: s.Expr, env: Env) -> s.Expr | None:
    """The file that a call reads, as the place of what is in it."""
    if not isinstance(text, s.Call) or text.name not in ("file", "templatefile") or not text.args:
        return None
    name = local_name(env, evaluator.evaluate(text.args[0], env))
    if name is None or not evaluator.modules.files.has(name):
        return None
    return s.Literal(file=name, start=0, end=0, path=(), value=None)


def _of_yaml(text: Traced, node: s.Expr) -> Traced:
    """What a text of YAML holds, of which parts may not be known; JSON is YAML, too."""
    if isinstance(text, Scalar) and isinstance(text.document, _DOCUMENTS):
        return text.document
    known = plain(text)
    if not isinstance(known, Const | Text) or not any(isinstance(one, str) for one in parts_of(known)):
        return unknown(node=node)
    marked = Marked()
    root = parse("", marked.text(known)).root
    found = from_value(marked.restored(_from_yaml(root))) if root is not None else unknown(node=node)
    return replace(found, node=node) if isinstance(found, Scalar | Mapping | Listing) else found


def _from_yaml(node: Node) -> Value:
    if isinstance(node.value, dict):
        return Struct(tuple((key, _from_yaml(one)) for key, one in node.value.items()))
    if isinstance(node.value, list):
        return Items(tuple(map(_from_yaml, node.value)))
    return Const(node.value)


def inserted(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    """What an interpolation between JSON's own characters says: the document of its text, if known."""
    return choice(
        one.document if isinstance(one, Scalar) and isinstance(one.document, _DOCUMENTS) else one
        for one in options(args[0])
    )


def _from_json(value: object) -> Value:
    if isinstance(value, dict):
        return Struct(tuple((str(key), _from_json(one)) for key, one in value.items()))
    if isinstance(value, list):
        return Items(tuple(_from_json(one) for one in value))
    return Const(value if isinstance(value, str | int | float | bool) else None)


def local_name(env: Env, path: Traced) -> str | None:
    """A path relative to the root module as a name of the project; None when unknown or outside."""
    text = string(path)
    if text is None or text.startswith("/"):
        return None
    return relative_to_file(join(env.instance.root, "x"), text)


def file(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    return choice(replace(read_file(evaluator, one, env), node=node) for one in options(args[0]))


def read_file(evaluator: Evaluator, path: Traced, env: Env) -> Scalar:
    """The text of a file of the project, with the document that it is."""
    name = local_name(env, path)
    text = evaluator.modules.files.text(name) if name is not None else None
    if name is None or text is None:
        return hole("unknown")
    document = None
    if text.lstrip()[:1] in ("{", "["):
        data = json_of_text(name, text)
        document = (
            evaluator.evaluate(data, Env(instance=env.instance, only_names=True))
            if data is not None
            else None
        )
    return Scalar(value=Const(text), document=document)


def templatefile(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    found = [render(evaluator, one, args[1] if len(args) > 1 else Mapping(), env) for one in options(args[0])]
    return choice(found)


def render(evaluator: Evaluator, path: Traced, variables: Traced, env: Env) -> Traced:
    """The text of a template file with its variables."""
    name = local_name(env, path)
    text = evaluator.modules.files.text(name) if name is not None else None
    if name is None or text is None:
        return hole("unknown")
    names = variables.fields if isinstance(variables, Mapping) else {}
    return evaluator.evaluate(
        parse_template(name, text),
        Env(instance=env.instance, names=names, only_names=True, defaults=env.defaults),
    )


def fileexists(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    name = local_name(env, args[0])
    return unknown(node=node) if name is None else const(evaluator.modules.files.has(name), node)


def fileset(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    directory, pattern = local_name(env, args[0]), string(args[1])
    if directory is None or pattern is None:
        return Listing(open=True)
    wanted = re.compile(_glob(pattern))
    start = len(directory) + 1 if directory else 0
    names = [name[start:] for name in evaluator.modules.files.inside(directory)]
    return Listing(items=tuple(const(name) for name in names if wanted.fullmatch(name)))


def _glob(pattern: str) -> str:
    """A glob of ``fileset`` as a regular expression."""
    rules = (
        ("**/", "(?:.*/)?"),
        ("**", ".*"),
        ("*", "[^/]*"),
        ("?", "[^/]"),
        ("{", "(?:"),
        ("}", ")"),
        (",", "|"),
    )
    found, at = [], 0
    while at < len(pattern):
        rule = next((rule for rule in rules if pattern.startswith(rule[0], at)), None)
        found.append(rule[1] if rule is not None else re.escape(pattern[at]))
        at += len(rule[0]) if rule is not None else 1
    return "".join(found)


def hash_(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    return hole("unknown", node=node)
