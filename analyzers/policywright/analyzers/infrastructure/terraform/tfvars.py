"""Values of a root module's variables: ``terraform.tfvars`` and ``*.auto.tfvars`` of its directory.

What a file that is only read when somebody names it (``-var-file=production.tfvars``) sets otherwise is open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.jsontext import json_of_text
from policywright.analyzers.infrastructure.terraform.modules import Module, Modules, join, parent_of
from policywright.analyzers.infrastructure.terraform.parse import parse

_SETTING = re.compile(r"[A-Z][A-Z0-9_]*")
"""Keys of the environment, and such: no argument of Terraform and of IAM is called so."""
_WORD = re.compile(r"[A-Za-z]+")
"""A value that chooses something; names are mostly put together, and those of a stage always are."""
_NO_NAME = re.compile(r"\A\Z|:|\Aalias/")
"""What is more than a name to put into an ARN, or is none: an ARN, an address, a version, a key's alias."""
_OF_STAGES = re.compile(r"env|stage|workspace", re.IGNORECASE)
"""Variables that are a stage, of which code may put names together."""


def values_of(modules: Modules, directory: str) -> dict[str, s.Expr]:
    """The last file that sets a variable wins, in the order in which Terraform reads them."""
    found: dict[str, s.Expr] = {}
    fixed = [join(directory, "terraform.tfvars"), join(directory, "terraform.tfvars.json")]
    automatic = [
        name
        for name in modules.files.inside(directory)
        if parent_of(name) == directory and name.endswith((".auto.tfvars", ".auto.tfvars.json"))
    ]
    texts: dict[str, str] = {}
    for name in [*fixed, *automatic]:
        for key, (value, text) in _settings(modules, name).items():
            found[key], texts[key] = value, text
    for name in modules.files.names if found else ():
        if name.endswith((".tfvars", ".tfvars.json")) and not _is_read(name):
            for key, (_, text) in _settings(modules, name).items():
                if texts.get(key) not in (None, text):
                    found.pop(key, None)
    return found


def usual_in(modules: Modules, directory: str, values: dict[str, s.Expr]) -> dict[str, s.Expr]:
    """The texts among ``values`` that names are made of: another file, or ``-var``, sets them for a stage.

    So a name is written with the variable, as its author did, and what it is here is seen as a default. One
    word that is only handed on to code is a setting, which has the value that is set. So has what is no name:
    the ARN of something in another account says of itself where that is, which no variable does.
    """
    module = modules.modules[directory]
    texts = [modules.files.text(name) or "" for name in module.files]
    handed = Counter(_handed_on(module))
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, s.Literal)
        and isinstance(value.value, str)
        and not _NO_NAME.search(value.value)
        and not (_WORD.fullmatch(value.value) and _is_handed_on(name, handed[name], texts))
    }


def _is_handed_on(name: str, handed: int, texts: list[str]) -> bool:
    """A variable only stands where it is handed on, ``handed`` times."""
    used = re.compile(rf"\bvar\.{re.escape(name)}\b")
    return not _OF_STAGES.search(name) and handed == sum(len(used.findall(text)) for text in texts)


def _handed_on(module: Module) -> Iterator[str]:
    """The variables that are the values of settings, once for each place."""
    places = (
        module.resources, module.data, module.ephemeral, module.actions, module.calls, module.outputs,
        module.providers,
    )  # fmt: skip
    values = list(module.locals.values())
    blocks = [block for place in places for block in place.values()]
    while blocks:
        block = blocks.pop()
        blocks += block.blocks
        values += (one.value for one in block.attributes)
    while values:
        value = values.pop()
        match value:
            case s.Object(items=items):
                for key, one in items:
                    if isinstance(key, str) and _SETTING.fullmatch(key):
                        yield from _variables(one)
                values += (one for _, one in items)
            case s.Tuple(items=several) | s.Call(args=several):
                values += several
            case s.Conditional(yes=yes, no=no):
                values += (yes, no)
            case s.For(value=inner):
                values.append(inner)


def _variables(value: s.Expr) -> Iterator[str]:
    """The variables that a value is one of."""
    match value:
        case s.GetAttr(target=s.Name(name="var"), name=name):
            yield name
        case s.Template(parts=(s.GetAttr() as only,)):
            yield from _variables(only)
        case s.Conditional(yes=yes, no=no):
            yield from _variables(yes)
            yield from _variables(no)


def attributes_in(modules: Modules, name: str) -> tuple[s.Attribute, ...]:
    """What a file that a command names sets (``-var-file``, ``-backend-config``)."""
    text = modules.files.text(name) if modules.files.has(name) else None
    if text is None or name.endswith(".json"):
        return ()
    return parse(name, text).attributes


def attribute_of(name: str, value: str) -> tuple[s.Attribute, ...]:
    """What a command sets by itself: ``-var name=value``."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("\n", " ")
    return parse("command", f'{name} = "{quoted}"\n').attributes


def _is_read(name: str) -> bool:
    """Terraform reads it by itself where it runs in its directory."""
    file = name.rpartition("/")[2].removesuffix(".json")
    return file == "terraform.tfvars" or file.endswith(".auto.tfvars")


def _settings(modules: Modules, name: str) -> dict[str, tuple[s.Expr, str]]:
    """What a file sets: values, and how they are written."""
    text = modules.files.text(name) if modules.files.has(name) else None
    if text is None:
        return {}
    if name.endswith(".json"):
        data = json_of_text(name, text)
        items = data.items if isinstance(data, s.Object) else ()
        found = [(key, value) for key, value in items if isinstance(key, str)]
    else:
        found = [(one.name, one.value) for one in parse(name, text).attributes]
    plain = text.encode("utf-8", "surrogatepass")
    return {key: (value, plain[value.start : value.end].decode("utf-8", "replace")) for key, value in found}
