"""From edits of policies to changes of a Terraform file's nodes.

A policy document is an ``aws_iam_policy_document`` with its ``statement`` blocks, the object of a
``jsonencode``, or an input of a module that makes statements of it. What goes is ``hcl_removal``'s, and new
policies are ``hcl_creation``'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.editing.hcl_attached import argument_of
from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_creation import HclCreation
from policywright.analyzers.infrastructure.editing.hcl_merge import merge_block, merge_input, merge_object
from policywright.analyzers.infrastructure.editing.hcl_removal import HclRemoval
from policywright.analyzers.infrastructure.editing.hcl_text import (
    HclData,
    Names,
    condition_data,
    input_statement,
    object_statement,
    quoted,
    statement_block,
)
from policywright.analyzers.infrastructure.editing.hcl_there import There
from policywright.analyzers.infrastructure.editing.hcl_tree import Source
from policywright.analyzers.infrastructure.editing.hcl_ways import (
    ATTACHMENT,
    DOCUMENT,
    encoded_statements,
    in_json,
    is_document_list,
    is_modelled,
    named,
)
from policywright.analyzers.infrastructure.forms import form, of_any_instance
from policywright.analyzers.infrastructure.model import HeldStatement, Path
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.values import Value, alternatives

_INPUTS = frozenset(("sid", "effect", "actions", "resources"))
_NOT_WORD = re.compile(r"\W+")


class HclPlan:
    """The changes that some edits of one file come to.

    ``there`` knows the directory's other files; ``owner_of`` finds the owner of a role,
    ``made_by`` the roles that a block makes, and ``callers`` gives the texts of other directories.
    """

    def __init__(
        self,
        changes: HclChanges,
        names: Names,
        there: There,
        owner_of: Callable[[str], Path | None],
        made_by: Callable[[Path], Sequence[str]],
        callers: Callable[[], Iterable[str]],
    ) -> None:
        self.changes = changes
        self.names = names
        self._there = there
        self._owner_of = owner_of
        self._removal = HclRemoval(changes, names.stack, there, callers)
        self._creation = HclCreation(changes, names, there, made_by)

    @property
    def source(self) -> Source:
        return self.changes.source

    def add(self, edit: Edit, held: HeldStatement | None) -> None:
        """What one edit comes to; ``held`` is the statement that it is of."""
        way = self.source.way(edit.site.path)
        self.names.at(*self._there.place(edit))
        given = (value for one in edit.statements for value in one.resources)
        if (name := self.names.unsaid_whole(given)) is not None:
            raise Refused(self.names.why_not(name))
        match edit.kind:
            case "append":
                self._append(way, edit.statements)
            case "replace" if edit.statements:
                if (name := self._unsaid(edit.statements, held)) is not None:
                    raise Refused(self.names.why_not(name))
                self._replace(way, edit, held)
            case "create":
                self._creation.create(way, edit)
            case _:
                self._removal.delete(way)

    # Appending -------------------------------------------------------------------------------------------

    def _append(self, way: list[s.Node], statements: Sequence[NewStatement]) -> None:
        node = way[-1]
        match node:
            case s.Block(type="data", labels=(label, *_)) if label == DOCUMENT:
                self._append_blocks(node, statements)
            case s.Tuple():
                self.changes.append(node, [self._value_like(way, one, node.items) for one in statements])
            case s.Object() if is_document_list(way):
                self.changes.wrapped.add(id(node))
                self.changes.append(node, [self._value(way, one) for one in statements])
            case s.Object():
                self._append_inputs(node, statements)
            case _:
                raise Refused("it is no list of statements")

    def _append_blocks(self, block: s.Block, statements: Sequence[NewStatement]) -> None:
        some = self.changes.blocks.setdefault(id(block), [])
        for one in statements:
            if (text := statement_block(one, self.names, "")) not in some:
                some.append(text)

    def _append_inputs(self, node: s.Object, statements: Sequence[NewStatement]) -> None:
        """A module's map of statements: each gets a key."""
        taken = {key for key, _ in node.items if isinstance(key, str)}
        some = self.changes.added.setdefault(id(node), [])
        taken.update(key for _, key, _ in some)
        for one in statements:
            base = key = _NOT_WORD.sub("_", one.sid).strip("_").lower() or "policywright"
            number = 2
            while key in taken:
                key, number = f"{base}_{number}", number + 1
            taken.add(key)
            if node.items:
                some.append((len(node.items) - 1, key, self._input(one)))
            else:
                held = self.changes.replaced.get(id(node))
                self.changes.replaced[id(node)] = {
                    **(held if isinstance(held, dict) else {}),
                    key: self._input(one),
                }

    def _value(self, way: list[s.Node], new: NewStatement) -> HclData:
        return object_statement(new, self.names) if in_json(way) else self._input(new)

    def _value_like(self, way: list[s.Node], new: NewStatement, others: Sequence[s.Expr]) -> HclData:
        """A statement that says its effect and its Sid only where the others do."""
        data = self._value(way, new)
        if not isinstance(data, dict):
            return data
        if in_json(way):
            encoded = any(isinstance(one, s.Call) and one.name == "jsonencode" for one in way)
            return data if encoded else _of_one_type(data, others)
        keys = [{str(key) for key, _ in one.items} for one in others if isinstance(one, s.Object)]
        if not is_modelled(way):
            every = set.intersection(*keys) if keys else set()
            if "actions" not in every:
                raise Refused("how a statement is written there can't be told from the others")
            if lacking := sorted(every - _INPUTS):
                raise Refused(f"its elements have {lacking[0]}, which a new one would lack")
        if keys and not any("effect" in names for names in keys):
            data.pop("effect", None)
        if keys and all("sid" in names for names in keys):
            data = {"sid": quoted(new.sid), **data}
        return data

    def _input(self, new: NewStatement) -> dict[str, HclData]:
        data = input_statement(new, self.names)
        data.pop("sid", None)
        conditions = condition_data(new, self.names)
        if conditions:
            data["condition"] = {f"condition_{at}": one for at, one in enumerate(conditions, 1)}
        return data

    # Replacing -------------------------------------------------------------------------------------------

    def _unsaid(self, statements: Sequence[NewStatement], held: HeldStatement | None) -> str | None:
        """A resource's name that can't be written here, and that isn't written here already."""
        known = (
            {self.names.references.canonical(one) for value in held.resources for one in alternatives(value)}
            if held is not None
            else set()
        )
        wanted = [one for new in statements for one in new.resources]
        # A wildcard in place of the region or account would grant more than the statement does.
        for kind in sorted(self.names.unplaced(known) & self.names.unplaced(wanted)):
            return f"the {kind}"
        return self.names.unsaid(
            one
            for one in map(self.names.references.canonical, wanted)
            if one not in known and not _is_any_instance(one, known)
        )

    def _replace(self, way: list[s.Node], edit: Edit, held: HeldStatement | None) -> None:
        node = way[-1]
        first, *more = edit.statements
        if isinstance(node, s.Block) and node.type == "statement" and len(way) > 1:
            merge_block(self.changes, node, first, self.names, held)
            if more:
                self._append(way[:-1], more)
        elif (
            isinstance(node, s.Block)
            and node.type == "content"
            and not more
            and self._is_the_same(way, first, held)
        ):
            merge_block(self.changes, node, first, self.names, held)
        elif isinstance(node, s.Block):
            self._replace_policy(way, edit)
        elif isinstance(node, s.Object) and in_json(way):
            merge_object(self.changes, node, first, self.names, held)
            if more and isinstance(way[-2], s.Tuple):
                self._append(way[:-1], more)
            elif more:
                self._append(way, more)
        elif isinstance(node, s.Object):
            if any(one.conditions for one in edit.statements) and not is_modelled(way):
                raise Refused("what makes the statement has no place for a condition")
            merge_input(self.changes, node, self._input(first), first, self.names, held)
            if more:
                self._append(way[:-1], more)
        else:
            self._replace_policy(way, edit)

    def _is_the_same(self, way: list[s.Node], new: NewStatement, held: HeldStatement | None) -> bool:
        """What changes in a ``dynamic`` statement says nothing of the elements that it is made for."""
        dynamic, content = way[-2], way[-1]
        if not isinstance(dynamic, s.Block) or dynamic.labels != ("statement",):
            return False
        iterator = dynamic.value("iterator")
        name = iterator.name if isinstance(iterator, s.Name) else "statement"
        alike = held is not None and held.conditions == new.conditions
        stays = alike and has_resources(held, new, self.names)
        actions = content.value("actions") if isinstance(content, s.Block) and stays else None
        return not re.search(rf"(?<![\w.-]){re.escape(name)}\.", self.source.source(actions or content))

    def _replace_policy(self, way: list[s.Node], edit: Edit) -> None:
        """A whole policy: its document's statements, or another policy in place of an attachment."""
        node = way[-1]
        if isinstance(node, s.Block) and (statements := encoded_statements(node)) is not None:
            if isinstance(statements, s.Tuple):
                self.changes.dropped.update(id(item) for item in statements.items)
                values = [object_statement(one, self.names) for one in edit.statements]
                self.changes.replaced[id(statements)] = [*values]
                return
            raise Refused("its statements are no list")
        if isinstance(node, s.Block) and (document := self._own_document(node)) is not None:
            old = [one for one in document.blocks if one.type in ("statement", "dynamic")]
            self.changes.dropped.update(id(one) for one in old)
            self._append_blocks(document, edit.statements)
            return
        is_attachment = isinstance(node, s.Block) and node.labels[:1] == (ATTACHMENT,)
        owner = self._owner_of(edit.role) if edit.role else None
        is_element = len(way) > 1 and (isinstance(way[-2], s.Tuple) or argument_of(way) is not None)
        if owner is None or not (is_attachment or is_element):
            raise Refused("statements can't take its place here")
        self._removal.delete(way)
        self._creation.create(self.source.way(owner), edit)

    def _own_document(self, block: s.Block) -> s.Block | None:
        """The ``aws_iam_policy_document`` of this file that a policy alone uses."""
        value = block.value("policy")
        if value is None:
            return None
        for one in self.source.document.blocks:
            if one.type == "data" and one.labels[:1] == (DOCUMENT,):
                address = f"data.{'.'.join(one.labels)}"
                if named(address, self.source.source(value)) and not self._removal.uses(
                    address, [one, block]
                ):
                    return one
        return None

    def finish(self) -> None:
        """Writes what roles of one block share, and removes documents that are left without statements."""
        self._creation.finish()
        self._removal.finish()


def _is_any_instance(pattern: Value, known: Iterable[Value]) -> bool:
    """With a wildcard for the key of another block's instances, it is still no more than what is there."""
    any_key = of_any_instance(pattern)
    return any_key != pattern and any(covers(form(one), form(any_key)) for one in known)


def has_resources(held: HeldStatement | None, new: NewStatement, names: Names) -> bool:
    """A statement names the resources that it has already, however these are chosen."""
    canonical = names.references.canonical
    has = {canonical(one) for value in held.resources for one in alternatives(value)} if held else set()
    return bool(has) and has == set(map(canonical, new.resources))


def _of_one_type(data: dict[str, HclData], others: Sequence[s.Expr]) -> dict[str, HclData]:
    """A statement in the form of the others: the elements of a variable's list are of one type."""
    beside = [dict(one.items) for one in others if isinstance(one, s.Object)]
    if beside and not any("Sid" in one for one in beside):
        data.pop("Sid", None)
    for key, value in data.items():
        if isinstance(value, str) and any(isinstance(one.get(key), s.Tuple) for one in beside):
            data[key] = [value]
    return data
