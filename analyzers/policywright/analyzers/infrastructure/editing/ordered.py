"""Patterns as a policy may write them where it stands: never by what CloudFormation makes after its role, or
does not make wherever the role is.

Such a resource is written with the name that the template gives it. Without one it could only be any role or
any bucket, so that is refused.
"""

from __future__ import annotations

from functools import cached_property

from policywright.analyzers.infrastructure.changes import Edit
from policywright.analyzers.infrastructure.cloudformation.ordering import Ordering
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.editing.data import Data, TextOf, cloudformation_text
from policywright.analyzers.infrastructure.editing.waiting import waited_for
from policywright.analyzers.infrastructure.model import Resource, Site, Stack
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.yaml_nodes import parse
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value


class Ordered:
    """What writes the patterns of one template's edits; of a service of the Serverless Framework, of all."""

    def __init__(self, stack: Stack, name: str, text: str) -> None:
        self.stack = stack
        self._name, self._text = name, text
        self._made: dict[tuple[str, frozenset[str]], TextOf | None] = {}

    def text_of(self, edit: Edit) -> TextOf | None:
        """For an edit in a resource that others are made after, or of what it calls by name; None where any
        name will do."""
        top, id = (*edit.site.path, "", "")[:2]
        within = id if top == "Resources" and isinstance(id, str) else ""
        key = within, frozenset(one for statement in edit.statements for one in statement.called)
        if key not in self._made:
            self._made[key] = self._writer(*key)
        return self._made[key]

    @cached_property
    def _ordering(self) -> Ordering | None:
        template = Template.of(parse(self._name, self._text))
        if template is None:
            return None
        ordering = Ordering(template)
        ordering.wait(waited_for(self.stack, self._home, str, ordering.after))
        return ordering

    def _home(self, site: Site) -> str:
        top, id = (*site.path, "", "")[:2]
        return str(id) if site.file == self._name and top == "Resources" else ""

    def _writer(self, id: str, called: frozenset[str]) -> TextOf | None:
        later = self._ordering.after(id) if id and self._ordering is not None else frozenset[str]()
        own = [one for one in self.stack.resources if one.late or one.id in later or one.id in called]
        if not own:
            return None
        # A resource that stands for several is written by its name, which is what is wanted here.
        resources = tuple(_by_name(one) if one in own else one for one in self.stack.resources)
        references = references_of(self.stack)
        write = cloudformation_text(References(replace(self.stack, resources=resources)))
        nameless = {one.id for one in own if not (one.late or isinstance(one.name, Const | Text))}

        def text(value: Value) -> Data:
            pattern = references.canonical(value)
            for part in pattern.parts if isinstance(pattern, Text) else ():
                if isinstance(part, Hole) and part.kind == "reference" and part.name in nameless:
                    way = "name it, or grant it by an AWS::IAM::Policy of its own"
                    raise Refused(f"{part.name} is made after {id}, and has no name to write instead: {way}")
            return write(value)

        return text


def _by_name(resource: Resource) -> Resource:
    """A resource that is not referred to; one of several names is called by these, wherever it is meant."""
    named = isinstance(resource.name, Const | Text)
    return replace(resource, many=True, name=resource.name if named else None)
