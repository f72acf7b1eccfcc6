"""Variables of a function that say AWS and that no code of it reads: an unknown library may read them.

``CLAUDE_CODE_USE_BEDROCK=1`` is told nobody but the package that asks Bedrock for it. In come the imports of
a program (``Foreign``), entry points and the names of variables that the template sets; out goes an
``Unresolved`` for each that may be a library's. Where all that is imported is known, it is a leftover.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.foreign.imports import Foreign
from policywright.analyzers.infrastructure.foreign.tables import sounds_like_aws
from policywright.analyzers.model import Unresolved, UnresolvedCode

_NOT_OF_LIBRARIES = ("AWS_", "LAMBDA_", "_")
"""Lambda's and the SDKs' own: what they mean is known."""
_RESOURCES = "/src/main/resources/"
"""Where Java's frameworks give variables other names."""


def of_libraries(
    foreign: Foreign, entries: Iterable[str], variables: Iterable[str]
) -> tuple[Unresolved, ...]:
    """What libraries may be told by ``variables`` of the function with these entry points."""
    names = [name for name in variables if not name.startswith(_NOT_OF_LIBRARIES) and sounds_like_aws(name)]
    if not names:
        return ()
    modules = sorted(foreign.reached(entries))
    texts = [foreign.program.files[module].data for module in modules]
    unread = [name for name in names if not _is_read(name, texts)]
    if unread and any(foreign.program.languages[module].name == "java" for module in modules):
        texts = list(_resources(foreign))
        unread = [name for name in unread if not _is_read(name, texts)]
    stranger = foreign.stranger(modules) if unread else None
    if stranger is None:
        return ()
    package, span = stranger
    return tuple(
        Unresolved(
            code=UnresolvedCode.LIBRARY,
            span=span,
            detail=f"{name} is set, which no code here reads: {package} may, and call AWS then",
        )
        for name in unread
    )


def _is_read(name: str, texts: Iterable[bytes]) -> bool:
    """A text has the name, spelt as a field's (``dynamodbTable``) or without its first word, a prefix."""
    words = [re.escape(word) for word in name.encode().split(b"_") if word]
    spelt = b"[-_.]?".join(words)
    if len(words) > 2:
        spelt += b"|" + b"[-_.]?".join(words[1:])
    pattern = re.compile(rb"(?<![a-z0-9])(?:%s)(?![a-z0-9])" % spelt, re.IGNORECASE)
    return any(pattern.search(text) for text in texts)


def _resources(foreign: Foreign) -> Iterator[bytes]:
    for name in foreign.files.names if foreign.files is not None else ():
        if _RESOURCES in f"/{name}" and foreign.files is not None:
            yield (foreign.files.text(name) or "").encode()
