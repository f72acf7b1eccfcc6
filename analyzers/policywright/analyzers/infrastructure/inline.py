"""Code that stands in a template: as a file of the program, and its places as those of the template.

The program's file is called ``template.yaml#Fn.py``, which nobody can open; ``Inline.at`` gives the place in
the template that people and code scanning see.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, replace

SUFFIXES = {"python": ".py", "nodejs": ".js"}
"""Languages that CloudFormation takes inline, by how their runtimes are called."""
_BLOCK = re.compile(r"(?:\|[+-]?\d*[+-]?|<<-?\w+)\s*(?:#.*)?")
"""What begins a text whose lines are those of the file: YAML's literal block, Terraform's heredoc."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """Where a workload's inline code is."""

    name: str
    """What the program calls it."""
    span: Span
    """The text in the template."""
    indentation: int | None
    """Of each of its lines; None where they are not lines of the template."""

    def at(self, span: Span) -> Span:
        """A place in the inline code as a place of the template; any other place as it is."""
        if span.file != self.name:
            return span
        if self.indentation is None:
            return self.span
        return replace(
            span,
            file=self.span.file,
            line=self.span.line + span.line,
            column=span.column + self.indentation,
            end_line=self.span.line + span.end_line,
            end_column=span.end_column + self.indentation,
            start_byte=self.span.start_byte,
            end_byte=self.span.end_byte,
        )


def inline_of(workload: Workload, files: ProjectFiles) -> Inline:
    """The place of the inline code of a workload that has some."""
    runtime = workload.code.runtime or ""
    suffix = next((end for start, end in SUFFIXES.items() if runtime.startswith(start)), "")
    span = workload.code.inline_span or workload.span
    name = f"{workload.span.file}#{workload.id}{suffix}"
    return Inline(name=name, span=span, indentation=_indentation(span, files.text(span.file) or ""))


def _indentation(span: Span, text: str) -> int | None:
    lines = text.splitlines()[span.line - 1 :]
    if not lines or _BLOCK.fullmatch(lines[0][span.column - 1 :].strip()) is None:
        return None
    first = next((line for line in lines[1:] if line.strip()), "")
    return len(first) - len(first.lstrip(" "))
