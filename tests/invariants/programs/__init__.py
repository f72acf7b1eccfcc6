"""Programs that are made: each says which requests it makes, on which lines, and which it only seems to make.

``make(language, shape, n, seed)`` always gives the same program for the same arguments. The shapes:

=========== ===================================================================================================
decorated   N functions with a request each behind one wrapper, and the data functions around them
undecorated the same without the wrapper
sessions    N services through one class that stores how a service is called and makes clients in two methods
generics    N services behind a generic repository, most of them with the same operation
factory     N callers of a few factories
registry    N clients made in a loop over a table and looked up by name; handlers that register themselves
middleware  N handlers behind the same layers
retry       N methods that are handed to helpers
paginated   (Python) N lists through one helper that is given the operation's name
evaluator   an interpreter of N kinds of expressions without AWS, beside a few requests
mutual      N pairs of functions that call each other through two modules
application N functions over many modules, some of them dead
=========== ===================================================================================================

``model`` is what a program is and how it is changed into another form of itself, ``services`` where the names
come from, ``python``, ``typescript``, ``go`` and ``java`` have the shapes that differ by language,
``application`` (over ``dialects``) those that don't.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType

from tests.invariants.programs import go, java, python, typescript
from tests.invariants.programs.application import application, evaluator, mutual
from tests.invariants.programs.model import Linked, Program, Site, Unit

LANGUAGES: Mapping[str, ModuleType] = {"python": python, "typescript": typescript, "go": go, "java": java}
_OWN = (
    "decorated",
    "undecorated",
    "sessions",
    "generics",
    "factory",
    "registry",
    "middleware",
    "retry",
    "paginated",
)
_COMMON = {"evaluator": evaluator, "mutual": mutual, "application": application}


def shapes(language: str) -> Mapping[str, Callable[[int, int], Program]]:
    """The shapes of a language: each takes a size and a seed."""
    module = LANGUAGES[language]
    own = {name: getattr(module, name) for name in _OWN if hasattr(module, name)}
    return {**own, **{name: partial(make, language) for name, make in _COMMON.items()}}


ALL = [(language, shape) for language in LANGUAGES for shape in shapes(language)]


def make(language: str, shape: str, n: int, seed: int) -> Program:
    return shapes(language)[shape](n, seed)


__all__ = ["ALL", "LANGUAGES", "Linked", "Program", "Site", "Unit", "make", "shapes"]
