"""The code of a Lambda function that is an image: its handler, and what is put where Lambda looks for that.

In: a Dockerfile and its context, by whatever template they were told. ``dockerfile`` reads the instructions.
"""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers.infrastructure.images.dockerfile import extensions_in, image, in_image
from policywright.analyzers.infrastructure.model import Code
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import replace

_COMMAND = re.compile(r"""^\s*CMD\s+\[\s*["']([\w./:-]*\w\.\w+|[\w.]+::\w+)["']\s*\]""", re.MULTILINE)
_SUFFIXES = (".py", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
_TASK_ROOT = "/var/task"
"""Where Lambda looks for a handler: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html"""


def function_code(files: ProjectFiles, code: Code, dockerfile: str, context: str) -> Code:
    """The code of an image's function; ``code`` has the handler that the template says, if it does."""
    text = files.text(dockerfile) or ""
    code = replace(code, extensions=(*code.extensions, *extensions_in(text)))
    named = _COMMAND.findall(text)
    if code.handler is not None or named:
        # Lambda's base images take a handler as their command.
        handler = code.handler or named[-1]
        module, _, function = handler.rpartition(".")
        for path in dict.fromkeys((module, module.replace(".", "/"))):
            for suffix in _SUFFIXES if module else ():
                found = in_image(files, dockerfile, context, f"{_TASK_ROOT}/{path}{suffix}")
                if found is not None:
                    entries = (f"{found}:{function}",)
                    return replace(code, directory=context, handler=handler, entries=entries)
        beside = posixpath.dirname(dockerfile)
        stem = f"{beside}/{module}" if beside else module
        is_beside = any(files.has(stem + suffix) for suffix in _SUFFIXES)
        return replace(code, directory=beside if is_beside else context, handler=handler)
    built = image(files, dockerfile, context)
    if built is None:
        return replace(code, directory=context, opaque=f"there is no {dockerfile} to read its command from")
    return replace(code, directory=built.directory, entries=built.entries)


__all__ = ["function_code"]
