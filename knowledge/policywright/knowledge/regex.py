"""``re.compile`` at the first use: a program that starts anew for every file needs few of its patterns.

To the type checker ``regex`` *is* ``re.compile``, so the methods are those of a pattern; after the first use
they also cost the same. What is no regular expression shows at its first use; a test tries all of them.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import compile as regex
else:
    _MEMBERS = (
        "flags", "groupindex", "groups", "pattern",
        "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn",
    )  # fmt: skip

    class regex:
        """A pattern that is compiled when somebody asks it for something."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._given = (pattern, flags)

        def __getattr__(self, name: str) -> object:
            if name not in _MEMBERS:
                raise AttributeError(name)
            compiled = re.compile(*self._given)
            self.__dict__.update((member, getattr(compiled, member)) for member in _MEMBERS)
            return self.__dict__[name]


__all__ = ["regex"]
