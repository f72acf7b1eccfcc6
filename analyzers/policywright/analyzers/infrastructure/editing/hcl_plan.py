"""From edits of policies to changes of a Terraform file's nodes.

A policy document is an ``aws_iam_policy_document`` with its ``statement`` blocks, the object of a
``jsonencode``, or an input of a module that makes statements of it. Where a document would be left without
statements, the block that is there for it alone goes too, unless something else refers to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.editing.hcl_attached import argument_of, detach
from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_instances import (
    COUNT,
    FOR_EACH,
    Meta,
    Statement,
    key_of,
    shared,
)
from policywright.analyzers.infrastructure.editing.hcl_merge import (
    merge_block,
    merge_input,
    merge_object,
)
from policywright.analyzers.infrastructure.editing.hcl_text import (
    HclData,
    HclStyle,
    Names,
    condition_data,
    input_statement,
    object_statement,
    policy_resource,
    quoted,
    statement_block,
    value_text,
)
from policywright.analyzers.infrastructure.editing.hcl_there import There
from policywright.analyzers.infrastructure.editing.hcl_tree import Source, children
from policywright.analyzers.infrastructure.forms import form, of_any_instance
from policywright.analyzers.infrastructure.model import HeldStatement, Path
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.registry import known_module, modelled
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Value, alternatives

_DOCUMENT = "aws_iam_policy_document"
_INLINE = "aws_iam_role_policy"
_ATTACHMENT = "aws_iam_role_policy_attachment"
_META = ("count", "for_each")
_NAMED_MAP = re.compile(r"(?:var|local)\.[\w-]+")
_EACH_OF = re.compile(r"^[ \t]*for_each[ \t]*=[ \t]*([^\n#]*)", re.MULTILINE)
_INPUTS = frozenset(("sid", "effect", "actions", "resources"))
_OTHERS = ("source_json", "override_json", "source_policy_documents", "override_policy_documents")
"""What a policy document has the statements of others by."""
_PERHAPS_NONE = "nothing would be left of the policy where a condition or a variable leaves out the others"
_KEYS_OF_IAM = frozenset(("Statement", "Effect", "Action", "NotAction", "Resource", "NotResource"))
_NOT_WORD = re.compile(r"\W+")
_UNNAMABLE = re.compile(r"[^A-Za-z0-9_+=,.@-]+")
_NAME_LENGTH = 128
"""What a policy's name may not have in it, and how long it may be (IAM API reference, PutRolePolicy)."""


@dataclass(slots=True, eq=False)
class HclPlan:
    """The changes that some edits of one file come to.

    ``there`` knows the directory's other files; ``owner_of`` finds the owner of a role,
    ``made_by`` the roles that a block makes, and ``callers`` gives the texts of other directories.
    """

    changes: HclChanges
    names: Names
    there: There
    owner_of: Callable[[str], Path | None]
    made_by: Callable[[Path], Sequence[str]]
    callers: Callable[[], Iterable[str]]
    created: dict[tuple[int, str], list[Statement]] = field(default_factory=dict)
    several: dict[int, tuple[s.Block, dict[str, list[Statement]]]] = field(default_factory=dict)
    """What is needed of blocks that make several roles, by the keys of these."""
    new_resources: dict[int, dict[str, str]] = field(default_factory=dict)
    """The resources to be put behind a block, by label."""
    inputs: dict[int, list[s.Node]] = field(default_factory=dict)
    """Modules' maps of statements that lost one, by their node: the way to them."""
    shortened: dict[int, list[s.Node]] = field(default_factory=dict)
    """Lists of ``for_each`` that lost an element, by their node: the way to them."""
    attached: dict[int, tuple[s.Block, s.Attribute]] = field(default_factory=dict)
    """Arguments of modules' calls that attach less from now on."""
    emptied: dict[int, list[s.Node]] = field(default_factory=dict)
    """Documents that lost a statement, by their node: the way to them."""

    @property
    def source(self) -> Source:
        return self.changes.source

    def add(self, edit: Edit, held: HeldStatement | None) -> None:
        way = self.source.way(edit.site.path)
        self.names.at(*self.there.place(edit))
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
                self._create(way, edit)
            case _:
                self._delete(way)

    # Appending -------------------------------------------------------------------------------------------

    def _append(self, way: list[s.Node], statements: Sequence[NewStatement]) -> None:
        node = way[-1]
        match node:
            case s.Block(type="data", labels=(label, *_)) if label == _DOCUMENT:
                self._append_blocks(node, statements)
            case s.Tuple():
                self._append_values(node, [self._value_like(way, one, node.items) for one in statements])
            case s.Object() if _is_document_list(way):
                self.changes.wrapped.add(id(node))
                self._append_values(node, [self._value(way, one) for one in statements])
            case s.Object():
                self._append_inputs(node, statements)
            case _:
                raise Refused("it is no list of statements")

    def _append_blocks(self, block: s.Block, statements: Sequence[NewStatement]) -> None:
        some = self.changes.blocks.setdefault(id(block), [])
        for one in statements:
            if (text := statement_block(one, self.names, "")) not in some:
                some.append(text)

    def _append_values(self, node: s.Node, values: Sequence[HclData]) -> None:
        some = self.changes.appended.setdefault(id(node), [])
        some.extend(one for one in values if one not in some)

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
        return object_statement(new, self.names) if _in_json(way) else self._input(new)

    def _value_like(self, way: list[s.Node], new: NewStatement, others: Sequence[s.Expr]) -> HclData:
        """A statement that says its effect and its Sid only where the others do."""
        data = self._value(way, new)
        if not isinstance(data, dict):
            return data
        if _in_json(way):
            encoded = any(isinstance(one, s.Call) and one.name == "jsonencode" for one in way)
            return data if encoded else _of_one_type(data, others)
        keys = [{str(key) for key, _ in one.items} for one in others if isinstance(one, s.Object)]
        if not _is_modelled(way):
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
        elif isinstance(node, s.Object) and _in_json(way):
            merge_object(self.changes, node, first, self.names, held)
            if more and isinstance(way[-2], s.Tuple):
                self._append(way[:-1], more)
            elif more:
                self._append(way, more)
        elif isinstance(node, s.Object):
            if any(one.conditions for one in edit.statements) and not _is_modelled(way):
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
        if isinstance(node, s.Block) and (statements := _encoded_statements(node)) is not None:
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
        is_attachment = isinstance(node, s.Block) and node.labels[:1] == (_ATTACHMENT,)
        owner = self.owner_of(edit.role) if edit.role else None
        is_element = len(way) > 1 and (isinstance(way[-2], s.Tuple) or argument_of(way) is not None)
        if owner is None or not (is_attachment or is_element):
            raise Refused("statements can't take its place here")
        self._delete(way)
        self._create(self.source.way(owner), edit)

    def _own_document(self, block: s.Block) -> s.Block | None:
        """The ``aws_iam_policy_document`` of this file that a policy alone uses."""
        value = block.value("policy")
        if value is None:
            return None
        for one in self.source.document.blocks:
            if one.type == "data" and one.labels[:1] == (_DOCUMENT,):
                address = f"data.{'.'.join(one.labels)}"
                if _named(address, self.source.source(value)) and not self._uses(address, [one, block]):
                    return one
        return None

    # Deleting --------------------------------------------------------------------------------------------

    def _delete(self, way: list[s.Node]) -> None:
        node, outer = way[-1], way[-2] if len(way) > 1 else None
        if isinstance(node, s.Block):
            if outer is None:
                self._drop_block(node)
                return
            if node.type == "content" and isinstance(outer, s.Block):
                # A ``dynamic`` block without its content is none.
                self._delete(way[:-1])
                return
            self.changes.dropped.add(id(node))
            if "statement" in (node.type, *node.labels[:1]):
                self.emptied[id(outer)] = way[:-1]
        elif (argument := argument_of(way)) is not None:
            self.changes.dropped.add(id(node))
            assert isinstance(way[0], s.Block)
            self.attached[id(argument)] = (way[0], argument)
        elif _is_each(way):
            self.changes.dropped.add(id(node))
            self.shortened[id(outer)] = way[:-1]
        elif isinstance(outer, s.Tuple):
            self.changes.dropped.add(id(node))
            if _in_json(way):
                self.emptied[id(outer)] = way[:-1]
            elif isinstance(node, s.Object):
                self.inputs[id(outer)] = way[:-1]
        elif isinstance(node, s.Object) and _is_document_list(way):
            self.emptied[id(node)] = way
            self.changes.dropped.add(id(node))
        elif isinstance(outer, s.Object):
            self.changes.dropped.add(id(node))
            self.inputs[id(outer)] = way[:-1]
        else:
            raise Refused("it can't be taken out of its place")

    def _drop_block(self, block: s.Block) -> None:
        """A block goes, with what is there for it alone: attachments, and its place in ``depends_on``."""
        address = ".".join(block.labels)
        labels = (f'"{re.escape(one)}"' for one in block.labels)
        header = re.compile(r"\s+".join((rf"\b{block.type}", *labels, "{")))
        if any(header.search(text) for text in self.there.others):
            raise Refused(f"{address} is written in another file as well, which overrides it")
        attachments: list[s.Block] = []
        if block.labels[:1] == ("aws_iam_policy",):
            attachments = [
                one
                for one in self.source.document.blocks
                if one.labels[:1] == (_ATTACHMENT,)
                and (arn := one.value("policy_arn")) is not None
                and _named(address, self.source.source(arn))
            ]
        waits = list(self._dependencies(address))
        if self._uses(address, [block, *attachments, *(item for _, item in waits)]):
            raise Refused(f"{address} is used in other places")
        inside = re.compile(rf"\bmodule\.[\w.\-\[\]\"]+\.{re.escape(address)}(?![\w-])")
        if any(inside.search(text) for text in self.callers()):
            # What is imported or moved has to be there.
            raise Refused(f"{address} is named by who calls the module")
        for attachment in attachments:
            self._drop_block(attachment)
        for attribute, item in waits:
            self.changes.dropped.add(id(item))
            assert isinstance(attribute.value, s.Tuple)
            if all(id(one) in self.changes.dropped for one in attribute.value.items):
                self.changes.dropped.add(id(attribute))
        self.changes.dropped.add(id(block))

    def _dependencies(self, address: str) -> Iterator[tuple[s.Attribute, s.Expr]]:
        """Where blocks of the file wait for one."""
        for block in self.source.document.blocks:
            attribute = block.attribute("depends_on")
            if attribute is not None and isinstance(attribute.value, s.Tuple):
                for item in attribute.value.items:
                    if self.source.source(item) == address:
                        yield attribute, item

    def _uses(self, address: str, apart: Sequence[s.Node]) -> int:
        """How often the directory's files name an address, outside the nodes given."""
        text, before = self.source.text, len(self.source.text)
        for one in sorted(apart, key=lambda one: -one.end):
            start, end = self.source.start(one), self.source.end(one)
            if end <= before:
                text, before = text[:start] + text[end:], start
        return sum(_named(address, one) for one in (text, *self.there.others))

    def finish(self) -> None:
        """Writes what roles of one block share, and removes documents that are left without statements."""
        self._create_for_several()
        for key, way in self.inputs.items():
            node = way[-1]
            items = [one for _, one in node.items] if isinstance(node, s.Object) else children(node)
            gone = all(id(item) in self.changes.dropped for item in items)
            gone = gone and not (self.changes.added.get(key) or self.changes.appended.get(key))
            if gone and not self._emptied_local(way):
                self._emptied_input(way)
        for way in self.shortened.values():
            self._shortened(way)
        for block, argument in self.attached.values():
            detach(self.changes, block, argument)
        for key, way in self.emptied.items():
            node = way[-1]
            if self.changes.appended.get(key) or self.changes.blocks.get(key):
                if isinstance(node, s.Object):
                    self.changes.dropped.discard(key)
                continue
            if isinstance(node, s.Block):
                left = [one for one in node.blocks if one.type in ("statement", "dynamic")]
                if all(id(one) in self.changes.dropped for one in left):
                    self._emptied_data(node)
                elif self._is_left_to_chance(left):
                    raise Refused(_PERHAPS_NONE)
            elif not self._has_statements(every := _all_statements(way)):
                self._emptied_document(way)
            elif self._has_statements(every, all, done=False, single=True) and not self._has_statements(
                every, all, single=True
            ):
                raise Refused(_PERHAPS_NONE)

    def _has_statements(
        self,
        expr: s.Node,
        either: Callable[[Iterable[bool]], bool] = any,
        *,
        done: bool = True,
        single: bool = False,
        through: tuple[str, ...] = (),
    ) -> bool:
        """Whether a list of statements, perhaps put together of several, may have any when all is ``done``.

        Otherwise as it stands; with ``all``, whether it has, whatever its conditions and variables come to.
        A ``single`` one is an element of a list: a statement, whatever says it. ``through`` are the locals
        that are looked through.
        """

        def has(one: s.Node, single: bool = False) -> bool:
            return self._has_statements(one, either, done=done, single=single, through=through)

        match expr:
            case s.Tuple(items=items):
                return (done and bool(self.changes.appended.get(id(expr)))) or any(
                    has(one, single) for one in items
                )
            case s.Call(name="concat", args=args):
                return any(has(one, single=isinstance(one, s.Tuple)) for one in args)
            case s.Call(name="flatten", args=args):
                return any(map(has, args))
            case s.Conditional(yes=yes, no=no):
                return either(has(one, single) for one in (yes, no))
            case s.GetAttr(target=s.Name(name="local"), name=name) if not single and name not in through:
                told = self.there.local(name)
                if told is not None and not (done and id(expr) in self.changes.dropped):
                    return self._has_statements(told, either, done=done, through=(*through, name))
        if either is all and not single and self._may_be_empty(expr):
            return False
        return not (done and id(expr) in self.changes.dropped)

    def _may_be_empty(self, expr: s.Node) -> bool:
        """What gives a list that somebody else fills, or that is made for each of something."""
        if isinstance(expr, s.For | s.Splat | s.Call):
            return True
        return (
            not isinstance(expr, s.Object)
            and re.search(r"\b(?:var|each)\.", self.source.source(expr)) is not None
        )

    def _is_left_to_chance(self, blocks: Sequence[s.Block]) -> bool:
        """A document had a statement for certain, and has only those that a condition or a variable makes."""
        certain = [one for one in blocks if one.type == "statement" or not self._may_be_none(one)]
        return bool(certain) and all(id(one) in self.changes.dropped for one in certain)

    def _may_be_none(self, dynamic: s.Block) -> bool:
        each = dynamic.value(FOR_EACH.argument)
        if each is None or "var." in self.source.source(each):
            return not isinstance(each, s.Tuple)
        return isinstance(each, s.Conditional) and not self._has_statements(each, all)

    def _shortened(self, way: list[s.Node]) -> None:
        """A block that is made for each element of a list goes with the last of them."""
        block, node = _maker(way), way[-1]
        assert isinstance(node, s.Tuple | s.Object) and block is not None
        items = node.items if isinstance(node, s.Tuple) else [one for _, one in node.items]
        each = block.value(FOR_EACH.argument)
        alone = each is node or (isinstance(each, s.Call) and each.args == (node,))
        if alone and all(id(one) in self.changes.dropped for one in items):
            self._delete(way[: way.index(block) + 1])

    def _emptied_local(self, way: list[s.Node]) -> bool:
        """A local without elements goes with the ``dynamic`` statement that alone goes through it."""
        block = way[0]
        own = block.attributes if isinstance(block, s.Block) and block.type == "locals" else ()
        name = next((one.name for one in own if one.value is way[-1]), None)
        for data in self.source.document.blocks if name is not None else ():
            for one in data.nested("dynamic"):
                each = one.value(FOR_EACH.argument)
                if each is not None and self.source.source(each) == f"local.{name}":
                    self._delete([data, one])
                    alone = all(each.name == name for each in own)
                    gone = [block] if alone else [each for each in own if each.name == name]
                    self.changes.dropped.update(id(each) for each in gone)
                    return True
        return False

    def _emptied_input(self, way: list[s.Node]) -> None:
        """A module's map without statements goes, with the argument that says that it is to be attached.

        A policy document without statements, as the module would make, is none that AWS takes.
        """
        block = way[0]
        if not isinstance(block, s.Block):
            raise Refused("no statement would be left")
        own = next((one for one in block.attributes if one.value is way[-1]), None)
        if self._has_others(way[-1]):
            return
        if own is None or not _is_modelled(way):
            raise Refused(f"no statement would be left in {'.'.join((block.type, *block.labels))}")
        attach = block.attribute(f"attach_{own.name}")
        self.changes.dropped.update(id(one) for one in (own, attach) if one is not None)

    def _has_others(self, given: s.Node) -> bool:
        """The module writes statements of its own into every document that a list is for."""
        path = given.path
        found = False
        for role in self.names.stack.roles:
            every = [(policy.span, one) for policy in role.policies for one in policy.statements]
            inside = {
                span for span, one in every
                if one.site is not None and one.site.path[: len(path)] == path
            }  # fmt: skip
            own = {
                span for span, one in every
                if one.site is not None and not one.only_if and "dynamic" not in one.site.path
                and one.site.path[: len(path)] != path
            }  # fmt: skip
            if not inside <= own:
                return False
            found = found or bool(inside)
        return found

    def _emptied_data(self, block: s.Block) -> None:
        """A policy document without statements goes with the inline policy that it was for."""
        address = f"data.{'.'.join(block.labels)}"
        others = [one.value for one in block.attributes if one.name in _OTHERS]
        if others and not any(self._has_statements(one, all) for one in others):
            raise Refused(_PERHAPS_NONE)
        if others:
            return
        users = [
            one
            for one in self.source.document.blocks
            if one.type == "resource"
            and one.labels[:1] in ((_INLINE,), ("aws_iam_policy",))
            and (value := one.value("policy")) is not None
            and _named(address, self.source.source(value))
        ]
        if len(users) != 1 or self._uses(address, [block, users[0]]):
            raise Refused(f"no statement would be left in {address}, which other places use")
        self._drop_block(users[0])
        self.changes.dropped.add(id(block))

    def _emptied_document(self, way: list[s.Node]) -> None:
        inner = [one for one in way if isinstance(one, s.Block)]
        if not inner:
            raise Refused("a policy without statements would be left")
        block = inner[-1]
        if block.type == "inline_policy":
            self.changes.dropped.add(id(block))
        elif block.type == "resource" and block.labels[:1] in ((_INLINE,), ("aws_iam_policy",)):
            self._drop_block(block)
        else:
            raise Refused(f"no statement would be left in {'.'.join((block.type, *block.labels))}")

    # Creating --------------------------------------------------------------------------------------------

    def _create(self, way: list[s.Node], edit: Edit) -> None:
        block = way[-1]
        if not isinstance(block, s.Block) or len(way) > 1:
            raise Refused("it is no role")
        each = self._for_each(block)
        self.names.each = each is not None
        statements = [object_statement(one, self.names) for one in edit.statements]
        self.names.each = False
        if block.type == "module":
            label, role, extra = self._module_role(block, edit.role)
            self._put(block, label, role, extra, edit.name, statements)
        elif block.labels[:1] != ("aws_iam_role",):
            raise Refused(f"{'.'.join(block.labels)} is no role that is made here")
        elif _meta(block) is not None and key_of(edit.role) is not None:
            _, needed = self.several.setdefault(id(block), (block, {}))
            mine = needed.setdefault(edit.role, [])
            mine.extend(one for one in statements if one not in mine)
        else:
            label, role, extra = self._all_roles(block)
            if each is not None and any("each." in value_text(one, "", HclStyle()) for one in statements):
                role, extra = f"{'.'.join(block.labels)}[each.key].id", {"for_each": each}
            self._put(block, label, role, extra, edit.name, statements)

    def _for_each(self, block: s.Block) -> str | None:
        """What a block and all others of the directory are made for each of, if it has a name.

        What one of them calls ``each.value.name`` another one can call so, too.
        """
        each = block.value(FOR_EACH.argument)
        written = self.source.source(each) if each is not None else ""
        if not _NAMED_MAP.fullmatch(written):
            return None
        every = {
            found[1].strip()
            for text in (self.source.text, *self.there.others)
            for found in _EACH_OF.finditer(text)
        }
        return written if every == {written} else None

    def _create_for_several(self) -> None:
        """New policies for the roles of one block: of what all of them need, and of what each one does."""
        for block, needed in self.several.values():
            meta, address = _meta(block), ".".join(block.labels)
            assert meta is not None
            made = self.made_by(block.path)
            if meta is COUNT and len(made) < 2:
                # ``count = var.enabled ? 1 : 0``: where there is none, there is no first one.
                self._put_for_all(block, [one for several in needed.values() for one in several])
                continue
            by_key = {key: needed[id] for id in needed if (key := key_of(id)) is not None}
            common: list[Statement] = []
            if len(needed) > 1 and set(needed) == set(made):
                common, by_key = shared(by_key, meta)
            if common:
                self._put_for_all(block, common)
            for key, statements in by_key.items():
                label = f"{block.label}_{_NOT_WORD.sub('_', key)}"
                role = f"{address}{meta.index(key)}"
                self._put(block, label, f"{role}.id", {}, f"policywright-{role}", statements)

    def _put_for_all(self, block: s.Block, statements: list[Statement]) -> None:
        label, role, extra = self._all_roles(block)
        self._put(block, label, role, extra, f"policywright-{'.'.join(block.labels)}", statements)

    def _put(
        self, block: s.Block, label: str, role: str, extra: dict[str, HclData], name: str,
        statements: Sequence[Statement],
    ) -> None:  # fmt: skip
        """A new policy behind a block, or more statements in the one that was put there before."""
        label = f"{label}_policywright"
        pattern = re.compile(rf'resource\s+"{_INLINE}"\s+"{re.escape(label)}"')
        if any(pattern.search(text) for text in self.there.others):
            raise Refused(f"{_INLINE}.{label} exists in another file")
        existing = next((one for one in self.source.document.blocks if one.labels == (_INLINE, label)), None)
        if existing is not None:
            held = _encoded_statements(existing)
            if not isinstance(held, s.Tuple):
                raise Refused(f"{_INLINE}.{label} exists and has no list of statements")
            written = {_squeezed(self.source.source(item)) for item in held.items}
            new = [one for one in statements if _squeezed(value_text(one, "", HclStyle())) not in written]
            if new:
                self._append_values(held, _with_new_sids(new, held))
            return
        key = (id(block), name)
        so_far = self.created.setdefault(key, [])
        first = not so_far
        so_far.extend(one for one in statements if one not in so_far)
        name = _UNNAMABLE.sub("-", name).strip("-")[:_NAME_LENGTH]
        made = self.new_resources.setdefault(id(block), {})
        if first and label in made:
            raise Refused(f"{label} has a new policy of another name already")
        made[label] = policy_resource(label, name, role, extra, so_far)
        self.changes.after[id(block)] = list(made.values())

    def _all_roles(self, block: s.Block) -> tuple[str, str, dict[str, HclData]]:
        """Label, role and meta-arguments of a new policy for the roles of a block, however many."""
        address = ".".join(block.labels)
        if block.attribute("for_each") is not None:
            return block.label, "each.value.id", {"for_each": address}
        if block.attribute("count") is not None:
            return block.label, f"{address}[count.index].id", {"count": f"length({address})"}
        return block.label, f"{address}.id", {}

    def _module_role(self, block: s.Block, id: str) -> tuple[str, str, dict[str, HclData]]:
        known = known_module(block)
        if known is not None and known.role:
            if any(block.attribute(name) is not None for name in _META):
                raise Refused(f"module.{block.label} stands for several roles")
            return block.label, f"module.{block.label}.{known.role}", {}
        for attribute in ("name", "id"):
            if (output := self.names.spelled.get((id, attribute))) is not None:
                # The key of the call and the role's own label tell the roles of modules apart.
                inner = id.removeprefix(f"module.{block.label}").replace("module.", "")
                label = _NOT_WORD.sub("_", f"{block.label}_{inner}").replace("_aws_iam_role_", "_")
                return re.sub("_+", "_", label).strip("_"), output, {}
        raise Refused(f"module.{block.label} makes its role itself")


def _is_any_instance(pattern: Value, known: Iterable[Value]) -> bool:
    """With a wildcard for the key of another block's instances, it is still no more than what is there."""
    any_key = of_any_instance(pattern)
    return any_key != pattern and any(covers(form(one), form(any_key)) for one in known)


def _meta(block: s.Block) -> Meta | None:
    """How the instances of a block are told apart, if it has several."""
    if block.attribute("for_each") is not None:
        return FOR_EACH
    return COUNT if block.attribute("count") is not None else None


def _with_new_sids(statements: Sequence[Statement], held: s.Tuple) -> list[Statement]:
    """Statements with Sids that no statement of a list has: within a policy they have to be unique."""
    written = [one.value for item in held.items if isinstance(item, s.Object)
               for key, one in item.items if key == "Sid" and isinstance(one, s.Literal)]  # fmt: skip
    taken = {quoted(str(value)) for value in written}
    found: list[Statement] = []
    for statement in statements:
        sid, number = statement.get("Sid"), 2
        if isinstance(sid, str):
            base = sid
            while sid in taken:
                sid, number = f'{base[:-1]}{number}"', number + 1
            taken.add(sid)
            found.append({**statement, "Sid": sid})
        else:
            found.append(statement)
    return found


def _is_modelled(way: Sequence[s.Node]) -> bool:
    """An input of a module whose statements are known."""
    return isinstance(way[0], s.Block) and way[0].type == "module" and modelled(way[0]) is not None


def _is_each(way: Sequence[s.Node]) -> bool:
    """An element of the list or map in a block's ``for_each``."""
    return isinstance(way[-2], s.Tuple | s.Object) and _maker(way) is not None


def _maker(way: Sequence[s.Node]) -> s.Block | None:
    """The resource or ``dynamic`` block in whose ``for_each`` a node is."""
    for block in way:
        each = block.value(FOR_EACH.argument) if isinstance(block, s.Block) else None
        if each is not None and each.path == way[-1].path[: len(each.path)]:
            assert isinstance(block, s.Block)
            return block if block.type in ("resource", "dynamic") else None
    return None


def _all_statements(way: Sequence[s.Node]) -> s.Node:
    """All statements of the document whose list, a part of the list, or single statement is at the end."""
    return next((one for one in reversed(way) if one.path[-1:] == ("Statement",)), way[-1])


def _named(address: str, text: str) -> int:
    """How often a text names an address."""
    return len(re.findall(rf"(?<![\w.-]){re.escape(address)}(?![\w-])", text))


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


def _in_json(way: Sequence[s.Node]) -> bool:
    """Inside a ``jsonencode``, or what one is given (``locals``, a module's input): keys are those of IAM."""
    last = way[-1]
    beside = last.items if isinstance(last, s.Tuple) else ()
    return any(
        (isinstance(one, s.Call) and one.name == "jsonencode")
        or (isinstance(one, s.Object) and any(key in _KEYS_OF_IAM for key, _ in one.items))
        for one in (*way, *beside)
    )


def _is_document_list(way: Sequence[s.Node]) -> bool:
    """A single object as the ``Statement`` of a document."""
    return _in_json(way) and way[-1].path[-1] == "Statement"


def _encoded_statements(block: s.Block) -> s.Expr | None:
    """The ``Statement`` of the ``jsonencode`` in a block's ``policy``."""
    value = block.value("policy")
    if isinstance(value, s.Call) and value.name == "jsonencode" and value.args:
        document = value.args[0]
        if isinstance(document, s.Object):
            return next((item for key, item in document.items if key == "Statement"), None)
    return None


def _squeezed(text: str) -> str:
    return re.sub(r"[\s,]+", "", text)


__all__ = ["HclPlan"]
