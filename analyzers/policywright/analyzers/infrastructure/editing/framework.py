"""How one file of the Serverless Framework says the stage and what CloudFormation knows.

``${sls:stage}`` is new in version 2, and before 2.3 ``${AWS::Region}`` in a text ends the deployment with an
error: services of that time use the plugin serverless-pseudo-parameters and say ``#{AWS::Region}``. What is
written says it the way the file does already; for version 1 without the plugin, as ``Fn::Join``. A service's
statements are ``iamRoleStatements`` in version 1, which does not read ``iam.role`` (new in 2.24).

Source: https://www.npmjs.com/package/serverless-pseudo-parameters
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from policywright.analyzers.infrastructure.editing.data import (
    SUB,
    Call,
    Data,
    TextOf,
    Wording,
    argument_of,
    is_framework_variable,
    texts,
    variants,
)
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.yaml_nodes import parse
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.values import Const, Value, alternatives

_STAGE = "sls:stage"
_ARN_FIELDS = 5
"""Fields of an ARN before that of what it is of."""
_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#(?!\{).*$")
_CUSTOM_STAGE = re.compile(
    r"""(?m)^custom:[ \t]*\n(?:[ \t]+.*\n|[ \t]*\n)*?[ \t]+stage:[ \t]*["']?"""
    r"\$\{(?:opt:stage|self:provider\.stage)"
)
_SPELLINGS = (
    re.compile(r"\$\{(self:custom\.stage)\}"),
    re.compile(r"\$\{(self:provider\.stage)\}"),
    re.compile(r"\$\{(opt:stage,[^{}$]*)\}"),
    re.compile(r"\$\{(opt:stage)\}"),
)
"""The ways to say the stage, the one that is most of a name first."""
_OLD = re.compile(r"""(?m)^frameworkVersion:[ \t]*["']?(?:[=^~v]?1\b|[^\n]*<[ \t]*2(?:\.0)*(?![.\d]))""")
_LATER = re.compile(r"""(?m)^frameworkVersion:[ \t]*["']?(?:[=^~v]|>=?)?[ \t]*[2-9]""")
_OTHER_SECTIONS = re.compile(r"(?m)^(?!provider:|functions:|[ \t}\]\n]).*\n(?:[ \t]+.*\n?|[ \t]*\n)*")
"""Sections in which a runtime is nobody's of Lambda."""
_SAID = re.compile(r"(?m)^frameworkVersion:")
_OLD_RUNTIME = re.compile(
    r"""(?m)^[ \t]+runtime:[ \t]*["']?(?:nodejs(?:4\.3|6\.10|8\.10)?|dotnetcore[12]\.0)["']?[ \t]*$"""
)
"""What Lambda let nobody deploy any more before version 2 was there (September 2020)."""
_FIRST = re.compile(r"[\^~=v\s]*1(?:\.|\s*\Z)|<=?\s*(?:1\b|2(?:\.0)*\s*\Z)")
"""How a ``package.json`` asks for version 1 and no later one."""
_OLD_STAGE = "opt:stage, self:provider.stage"
"""What version 1 knows in every file: it fills in the provider's stage itself."""
_NESTED = re.compile(r"\$\{![^}]*\$\{")
"""What is to stay as it is, though another variable is put into it: none of IAM's own variables."""
_INSIDE = re.compile(r"\$\{([^{}!]+)\}")


def is_for_first_version(files: ProjectFiles, service: str) -> bool:
    """The service of a file is for version 1: by what it says, else also by what its project asks for."""
    written = files.text(service) or ""
    asked = not says_its_version(written) and is_asked_for_as_first(files, service)
    return asked or _is_first_version(written)


def _is_first_version(written: str) -> bool:
    """A service is for version 1: by what it says of that, or by the runtime of its functions."""
    code = _COMMENT.sub("", written)
    if _OLD.search(code) is not None or _LATER.search(code) is not None:
        # A version that is said counts, whatever the runtimes.
        return _OLD.search(code) is not None
    return _OLD_RUNTIME.search(_OTHER_SECTIONS.sub("", code)) is not None


def says_its_version(written: str) -> bool:
    """A service says itself which version it is for."""
    return _SAID.search(_COMMENT.sub("", written)) is not None


def is_asked_for_as_first(files: ProjectFiles, service: str) -> bool:
    """A service's project asks for version 1: by the nearest ``package.json`` that names the framework."""
    directory = service
    while directory:
        directory = posixpath.dirname(directory)
        name = posixpath.join(directory, "package.json")
        package = files.json(name) if files.has(name) else {}
        for kind in ("devDependencies", "dependencies"):
            listed = package.get(kind)
            asked = listed.get("serverless") if isinstance(listed, dict) else None
            if isinstance(asked, str):
                return _FIRST.match(asked) is not None
    return False


def framework_text(text_of: TextOf, written: str, *, first: bool) -> TextOf:
    """``text_of`` with the variables spelled as in ``written``, the text of the service's file.

    ``first``: it is for version 1.
    """
    code = _COMMENT.sub("", written)
    stage = _stage(code, first)
    plugin = "#{AWS::" in code and "serverless-pseudo-parameters" in code
    joined = first and "serverless-pseudo-parameters" not in code

    def text(value: Value) -> Data:
        found = text_of(value)
        if not isinstance(found, Call) or found.function != "Sub":
            staged = _staged(found, stage)
            return _without_sub(staged) if joined else staged
        if _NESTED.search(found.argument):
            raise Refused(f"{found.argument} has a variable of a kind that is not known here")
        argument = found.argument.replace(f"${{{_STAGE}}}", f"${{{stage}}}")
        if joined and "${!" not in argument:
            return _joined(argument)
        if not plugin or "${!" in argument:
            return Call("Sub", argument)
        return _INSIDE.sub(_pseudo, argument)

    return text


def as_written(
    text: TextOf,
    stack: Stack,
    name: str,
    written: str,
    named: Callable[[Iterable[str]], bool],
    *,
    first: bool,
) -> TextOf:
    """``text`` with what a stage chooses among as the variable that does so, and resources as they stand.

    Of two tables that are one for each stage today, none is granted to the other stage; where nothing of it
    is granted today, it is said as the rest of the file says it: by the variable (``${self:custom.table}``)
    that functions are given. ``written`` is the text of the file; what of
    the names the code has itself (``named``) is not taken from it either.
    """
    root, stage = parse(name, written).root, _stage(written, first)
    # What a function is given whatever the stage is, is its own there as well.
    given = (value for one in stack.workloads for _, value in one.environment.fields)
    always = {value.value for value in given if isinstance(value, Const) and value.value}
    choices = [
        (tuple(one.replace(f"${{{_STAGE}}}", f"${{{stage}}}") for one in options), variable)
        for options, variable in stack.choices
        if len(options) == 1 or always.isdisjoint(options)
    ]
    there: list[tuple[Data, str]] = []
    listed: list[list[Data]] = []
    for statement in (one for role in stack.roles for policy in role.policies for one in policy.statements):
        if root is None or statement.site is None or statement.site.file != name:
            continue
        resource = root.get(*statement.site.path, "Resource")
        nodes = [] if resource is None else resource.items or [resource]
        listed.append(texts([one for one in statement.resources if len([*alternatives(one)]) == 1], text))
        for value, node in zip(statement.resources, nodes, strict=False):
            said = _chosen(texts([value], text), choices)
            plain = isinstance(node.value, str) and len(nodes) == len(statement.resources)
            if plain and len(said) == 1 and "${" in str(node.value):
                there.append((said[0], str(node.value)))

    def together(found: list[Data], anew: bool) -> list[Data]:
        there_too = [argument_of(one) or "" for one, _ in there]

        def may(made: Data, variable: str, several: list[Data], options: tuple[str, ...]) -> bool:
            if any(_is_in(made, variable, pattern) for pattern in there_too):
                return True
            if anew:
                return not named(_apart(several))
            return not named(options) and not any(all(one in some for one in several) for some in listed)

        # What is granted today already is no reason to say the others by their names.
        held = [one for some in listed for one in some] if anew else []
        made = _chosen(found, choices, may, held)
        spelled: list[Data] = []
        for data in made:
            plain = next((plain for one, plain in there if one == data), data)
            spelled.extend([plain] if plain not in spelled else [])
        return spelled

    return Wording(text=text, together=together)


def _chosen(
    found: list[Data],
    choices: Sequence[tuple[tuple[str, ...], str]],
    may: Callable[[Data, str, list[Data], tuple[str, ...]], bool] = lambda *_: True,
    held: Sequence[Data] = (),
) -> list[Data]:
    """The texts, of which those that differ by what a stage chooses alone are one (where they ``may`` be).

    Some of them may be ``held`` elsewhere.
    """
    for options, variable in choices:
        said: dict[int, Data] = {}
        gone: set[int] = set()
        for index, one in enumerate(found):
            text = argument_of(one) or ""
            for at, part, every in variants(text, options) if index not in gone else ():
                if len(options) == 1 and not _is_name(text, at, at + len(part)):
                    continue
                several = [_with(one, each) for each in every]
                made = _with(one, f"{text[:at]}${{{variable}}}{text[at + len(part) :]}")
                whole = all(other in found or other in held for other in several)
                if whole and may(made, variable, several, options):
                    numbers = [found.index(other) for other in several if other in found]
                    said[min(numbers)] = made
                    gone.update(numbers)
                    break
        left = (said.get(index, None if index in gone else one) for index, one in enumerate(found))
        found = [one for one in left if one is not None]
    return found


def _is_name(text: str, start: int, end: int) -> bool:
    """A part of an ARN is a name of what that is of, and not a part of a name."""
    named = text.count(":", 0, start) >= _ARN_FIELDS and text[start - 1] in ":/"
    return named and text[end : end + 1] in ("", ":", "/")


def _apart(several: Sequence[Data]) -> set[str]:
    """The names that only some of several ARNs have."""
    names = [set(re.split("[:/]", argument_of(one) or "")) for one in several]
    found = set[str]().union(*names) - set.intersection(*names)
    # What a suffix is put to the code has to say in any case.
    return {one for one in found if not any(one in other for other in found - {one})}


def _is_in(data: Data, variable: str, pattern: str) -> bool:
    """A pattern that has the variable itself grants this."""
    return f"${{{variable}}}" in pattern and covers(pattern, argument_of(data) or "")


def _with(data: Data, text: str) -> Data:
    """The same with another text."""
    return Call(data.function, text) if isinstance(data, Call) else text


def _without_sub(data: Data) -> Data:
    """The same with ``Fn::Join`` in place of each ``Fn::Sub``."""
    if isinstance(data, Call):
        plain = data.function == "Sub" and "${!" not in data.argument
        return _joined(data.argument) if plain else data
    if isinstance(data, str):
        return data
    if isinstance(data, list):
        return [_without_sub(one) for one in data]
    given = data.get(SUB)
    if isinstance(given, list) and len(given) > 1:
        text, names = given[0], given[1]
        if isinstance(text, str) and isinstance(names, dict) and "${!" not in text:
            return _joined(text, {name: _without_sub(one) for name, one in names.items()})
    return {key: _without_sub(one) for key, one in data.items()}


def _joined(text: str, given: Mapping[str, Data] = MappingProxyType({})) -> Data:
    """The text of an ``Fn::Sub`` put together by ``Fn::Join``; the framework's own variables stay in it."""
    parts: list[Data] = []
    plain = ""
    for index, piece in enumerate(_INSIDE.split(text)):
        if index % 2 == 0:
            plain += piece
        elif is_framework_variable(piece):
            plain += f"${{{piece}}}"
        else:
            parts += [plain] if plain else []
            parts.append(given.get(piece) or Call("GetAtt" if "." in piece else "Ref", piece))
            plain = ""
    return {"Fn::Join": ["", [*parts, *([plain] if plain else [])]]}


def _staged(data: Data, stage: str) -> Data:
    """What has parts of its own, with the stage spelled as the file does."""
    match data:
        case str():
            return data.replace(f"${{{_STAGE}}}", f"${{{stage}}}")
        case Call(function=function, argument=argument):
            return Call(function, argument.replace(f"${{{_STAGE}}}", f"${{{stage}}}"))
        case list():
            return [_staged(item, stage) for item in data]
    return {key: _staged(item, stage) for key, item in data.items()}


def _stage(code: str, first: bool) -> str:
    if f"${{{_STAGE}}}" in code:
        return _STAGE
    for spelling in _SPELLINGS:
        found = spelling.search(code)
        if found is not None and (found[1] != "self:custom.stage" or _CUSTOM_STAGE.search(code)):
            return found[1].strip()
    return _OLD_STAGE if first else _STAGE


def _pseudo(match: re.Match[str]) -> str:
    return match[0] if is_framework_variable(match[1]) else f"#{{{match[1]}}}"
