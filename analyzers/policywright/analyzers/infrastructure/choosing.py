"""What templates of any tool choose among for a function, and when what they choose stands for all of it.

Of two buckets that are one for each stage, the stage's own is what a function needs. That is told only where
its variables alone decide: none of them names one of the two whatever is chosen, no other chooses among
them, and no code has one of them written out.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial

from policywright.analyzers.file_kinds import is_code
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Choice = TypeVar("Choice")

_ANY = regex(r"[*?]")
_TOLD = regex(r"\w")
_SETTINGS = (".sh", ".properties")
"""What tells code a name, and is no code of a language."""


def sure(
    choices: Sequence[Choice], plain: Container[str], options: Callable[[Choice], Iterable[str]]
) -> list[Choice]:
    """Those that alone choose among their options, none of which is given ``plain``ly."""
    every = [{*options(one)} for one in choices]
    return [
        one
        for one, own in zip(choices, every, strict=True)
        if not any(text in plain for text in own)
        and sum(not own.isdisjoint(other) for other in every) == 1
    ]  # fmt: skip


def are_names(texts: Sequence[str]) -> bool:
    """Texts that are chosen among say something each (perhaps by being empty beside others).

    What is written as a variable that is ``*`` today is any name, or a part of one, and may be less tomorrow.
    """
    return any(map(_TOLD.search, texts)) and not any(map(_ANY.search, texts))


def named_in_code(files: ProjectFiles, names: Iterable[str]) -> bool:
    """A file of code has one of several names in it: it may be meant whatever is chosen."""
    return any(files.once(("named", one), partial(_has, files, one)) for one in names if one)


def _has(files: ProjectFiles, name: str) -> bool:
    # A resource's logical id is nothing that code says.
    code = () if name.startswith("${") else files.names
    return any(name in (files.text(one) or "") for one in code if is_code(one) or one.endswith(_SETTINGS))
