"""Terraform's functions by name. One that is not in the table is unknown, and says which it was."""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers.infrastructure.terraform import collection_functions as collections
from policywright.analyzers.infrastructure.terraform import file_functions as files
from policywright.analyzers.infrastructure.terraform import string_functions as strings
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Args, Evaluator, Function
from policywright.analyzers.infrastructure.terraform.jsontext import INSERTED
from policywright.analyzers.infrastructure.terraform.regular import Refused
from policywright.analyzers.infrastructure.terraform.traced import (
    MISSING,
    Env,
    Listing,
    Scalar,
    Traced,
    const,
    is_missing,
    string,
    unknown,
)
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.values import Hole, Text


def call(evaluator: Evaluator, expr: s.Call, env: Env) -> Traced:
    """The value of a call."""
    if expr.name == "try":
        return _try(evaluator, expr, env)
    name = expr.name.removeprefix("core::")
    function = _TABLE.get(name)
    args = [evaluator.evaluate(arg, env) for arg in expr.args]
    if expr.expand and args:
        items, more = evaluator.elements(args[-1])
        if items is None or more:
            return unknown(node=expr)
        args = [*args[:-1], *items]
    if function is None:
        return unknown(f"unknown-function: {expr.name}", expr)
    try:
        return function(evaluator, args, expr, env)
    except Refused:
        return evaluator.over("a regular expression that may take too long, or is not the same to RE2", expr)
    except (IndexError, ValueError, TypeError, AttributeError, re.error, OverflowError):
        return unknown(MISSING, expr)  # a call that Terraform would refuse


def _try(evaluator: Evaluator, expr: s.Call, env: Env) -> Traced:
    for arg in expr.args:
        value = evaluator.evaluate(arg, env)
        if not is_missing(value):
            return value
    return unknown(MISSING, expr)


def _part_of_path(plain: Function) -> Function:
    """A function that takes a path apart.

    Of an absolute one only what is below the project is known: paths here are relative to the root module.
    """

    def apply(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
        path = node.args[-1]
        if not _is_absolute(path):
            return plain(evaluator, args, node, env)
        relative = string(args[-1])
        whole = posixpath.normpath(posixpath.join(env.instance.root or ".", relative or ".."))
        known = relative is not None and not whole.startswith(".") and not _says(path, "cwd")
        if node.name != "basename" or not known:
            return evaluator.expression_hole(node, env)
        return const(posixpath.basename(whole), node)

    return apply


def _part_of_arn(plain: Function) -> Function:
    """A function that takes a text apart: an ARN of which the name alone is open has its fields."""

    def apply(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
        match args[-1]:
            case Scalar(value=Text(parts=parts)) if _is_arn(parts):
                found = _fields(parts, string(args[0]) or "" if len(args) > 1 else "/")
                if found and len(args) == 1:
                    return found[-1]
                if found:
                    return Listing(items=found)
        return plain(evaluator, args, node, env)

    return apply


def _is_arn(parts: tuple[str | Hole, ...]) -> bool:
    """Whether a text is an ARN of which nothing is open but whose it is and the name at its end."""
    *before, last = parts
    return parts[0] == "arn:" and all(
        isinstance(one, str) or one.kind in ("partition", "region", "account") for one in before
    ) and (isinstance(last, str) or last.kind == "reference")  # fmt: skip


def _fields(parts: tuple[str | Hole, ...], separator: str) -> tuple[Scalar, ...]:
    """What is between the separators of such an ARN; a name of AWS's has none of them."""
    if separator not in ("/", ":"):
        return ()
    found: list[list[str | Hole]] = [[]]
    for part in parts:
        first, *more = part.split(separator) if isinstance(part, str) else [part]
        found[-1].append(first)
        found.extend([one] for one in more)
    return tuple(Scalar(value=text_of(one)) for one in found)


def _is_absolute(path: s.Expr) -> bool:
    """Whether a path is ``path.cwd``, ``abspath(...)``, or the directory that one of them is in."""
    if isinstance(path, s.Call):
        return path.name == "abspath" or (path.name == "dirname" and any(map(_is_absolute, path.args)))
    return _says(path, "cwd")


def _says(path: s.Expr, name: str) -> bool:
    """Whether ``path.name`` is in an expression."""
    match path:
        case s.GetAttr(target=s.Name(name="path"), name=said):
            return said == name
        case s.Call(args=args):
            return any(_says(one, name) for one in args)
    return False


_OPAQUE = (
    "filebase64sha256", "filebase64sha512", "filemd5", "filesha256", "filesha1", "filesha512", "filebase64",
    "base64sha256", "base64sha512", "md5", "sha1", "sha256", "sha512", "base64encode", "timestamp", "uuid",
)  # fmt: skip
"""Functions whose result nobody reads anything from."""
_TABLE: dict[str, Function] = {
    "format": strings.format_call,
    "formatlist": strings.formatlist,
    "join": strings.join_,
    "lower": strings.mapped(str.lower),
    "upper": strings.mapped(str.upper),
    "replace": strings.replace_,
    "trimspace": strings.known(lambda text: text.strip()),
    "trim": strings.known(lambda text, cut: text.strip(cut)),
    "trimprefix": strings.known(lambda text, cut: text.removeprefix(cut)),
    "trimsuffix": strings.known(lambda text, cut: text.removesuffix(cut)),
    "chomp": strings.known(lambda text: text.rstrip("\r\n")),
    "title": strings.known(strings.title),
    "substr": strings.known(strings.substr),
    "split": _part_of_arn(_part_of_path(strings.known(strings.split))),
    "startswith": strings.known(lambda text, start: text.startswith(start)),
    "endswith": strings.known(lambda text, end: text.endswith(end)),
    "strcontains": strings.known(lambda text, part: part in text),
    "regex": strings.known(strings.regex),
    "regexall": strings.known(strings.regexall),
    "basename": _part_of_arn(_part_of_path(strings.known(lambda path: posixpath.basename(path.rstrip("/"))))),
    "dirname": strings.known(lambda path: posixpath.dirname(path) or "."),
    "abspath": collections.same,
    "pathexpand": collections.same,
    "tostring": strings.tostring,
    "tonumber": strings.known(lambda text: const(float(text) if "." in text else int(text))),
    "tobool": strings.tobool,
    "tolist": collections.same,
    "tomap": collections.same,
    "toset": collections.set_,
    "distinct": collections.set_,
    "setunion": collections.setunion,
    "sort": collections.set_,
    "nonsensitive": collections.same,
    "sensitive": collections.same,
    "ephemeralasnull": collections.same,
    "concat": collections.concat,
    "flatten": collections.flatten,
    "merge": collections.merge,
    "keys": collections.keys,
    "values": collections.keys,
    "lookup": collections.lookup,
    "element": collections.element,
    "coalesce": collections.coalesce,
    "coalescelist": collections.coalesce,
    "compact": collections.compact,
    "one": collections.one,
    "length": collections.length,
    "contains": collections.contains,
    "zipmap": collections.zipmap,
    "setproduct": collections.setproduct,
    "slice": collections.slice_,
    "reverse": collections.reverse,
    "range": strings.known(collections.range_),
    "max": collections.arithmetic(max),
    "min": collections.arithmetic(min),
    "abs": collections.arithmetic(abs),
    "can": strings.can,
    "jsonencode": files.jsonencode,
    "jsondecode": files.jsondecode,
    "yamldecode": files.yamldecode,
    INSERTED: files.inserted,
    "file": files.file,
    "templatefile": files.templatefile,
    "fileexists": files.fileexists,
    "fileset": files.fileset,
} | dict.fromkeys(_OPAQUE, files.hash_)  # fmt: skip
