"""What goes from a Terraform file, and what goes with it because it would be left empty.

Where a document would be left without statements, the block that is there for it alone goes too, unless
something else refers to it; where only a condition or a variable tells whether any is left, nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.editing.hcl_attached import argument_of, detach
from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_instances import FOR_EACH
from policywright.analyzers.infrastructure.editing.hcl_there import There
from policywright.analyzers.infrastructure.editing.hcl_tree import Source, children
from policywright.analyzers.infrastructure.editing.hcl_ways import (
    ATTACHMENT,
    INLINE,
    all_statements,
    in_json,
    is_document_list,
    is_each,
    is_modelled,
    maker,
    named,
)
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.knowledge.records import dataclass, field

_OTHERS = ("source_json", "override_json", "source_policy_documents", "override_policy_documents")
"""What a policy document has the statements of others by."""
_PERHAPS_NONE = "nothing would be left of the policy where a condition or a variable leaves out the others"


@dataclass(slots=True, eq=False)
class HclRemoval:
    """The removals of some edits; ``callers`` gives the texts of other directories."""

    changes: HclChanges
    stack: Stack
    there: There
    callers: Callable[[], Iterable[str]]
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

    def delete(self, way: list[s.Node]) -> None:
        """What is at the end of a way goes."""
        node, outer = way[-1], way[-2] if len(way) > 1 else None
        if isinstance(node, s.Block):
            if outer is None:
                self._drop_block(node)
                return
            if node.type == "content" and isinstance(outer, s.Block):
                # A ``dynamic`` block without its content is none.
                self.delete(way[:-1])
                return
            self.changes.dropped.add(id(node))
            if "statement" in (node.type, *node.labels[:1]):
                self.emptied[id(outer)] = way[:-1]
        elif (argument := argument_of(way)) is not None:
            self.changes.dropped.add(id(node))
            assert isinstance(way[0], s.Block)
            self.attached[id(argument)] = (way[0], argument)
        elif is_each(way):
            self.changes.dropped.add(id(node))
            self.shortened[id(outer)] = way[:-1]
        elif isinstance(outer, s.Tuple):
            self.changes.dropped.add(id(node))
            if in_json(way):
                self.emptied[id(outer)] = way[:-1]
            elif isinstance(node, s.Object):
                self.inputs[id(outer)] = way[:-1]
        elif isinstance(node, s.Object) and is_document_list(way):
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
                if one.labels[:1] == (ATTACHMENT,)
                and (arn := one.value("policy_arn")) is not None
                and named(address, self.source.source(arn))
            ]
        waits = list(self._dependencies(address))
        if self.uses(address, [block, *attachments, *(item for _, item in waits)]):
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

    def uses(self, address: str, apart: Sequence[s.Node]) -> int:
        """How often the directory's files name an address, outside the nodes given."""
        text, before = self.source.text, len(self.source.text)
        for one in sorted(apart, key=lambda one: -one.end):
            start, end = self.source.start(one), self.source.end(one)
            if end <= before:
                text, before = text[:start] + text[end:], start
        return sum(named(address, one) for one in (text, *self.there.others))

    def finish(self) -> None:
        """Removes what is left without statements."""
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
            elif not self._has_statements(every := all_statements(way)):
                self._emptied_document(way)
            elif self._has_statements(every, all, done=False, single=True) and not self._has_statements(
                every, all, single=True
            ):
                raise Refused(_PERHAPS_NONE)

    def _shortened(self, way: list[s.Node]) -> None:
        """A block that is made for each element of a list goes with the last of them."""
        block, node = maker(way), way[-1]
        assert isinstance(node, s.Tuple | s.Object) and block is not None
        items = node.items if isinstance(node, s.Tuple) else [one for _, one in node.items]
        each = block.value(FOR_EACH.argument)
        alone = each is node or (isinstance(each, s.Call) and each.args == (node,))
        if alone and all(id(one) in self.changes.dropped for one in items):
            self.delete(way[: way.index(block) + 1])

    def _emptied_local(self, way: list[s.Node]) -> bool:
        """A local without elements goes with the ``dynamic`` statement that alone goes through it."""
        block = way[0]
        own = block.attributes if isinstance(block, s.Block) and block.type == "locals" else ()
        name = next((one.name for one in own if one.value is way[-1]), None)
        for data in self.source.document.blocks if name is not None else ():
            for one in data.nested("dynamic"):
                each = one.value(FOR_EACH.argument)
                if each is not None and self.source.source(each) == f"local.{name}":
                    self.delete([data, one])
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
        if own is None or not is_modelled(way):
            raise Refused(f"no statement would be left in {'.'.join((block.type, *block.labels))}")
        attach = block.attribute(f"attach_{own.name}")
        self.changes.dropped.update(id(one) for one in (own, attach) if one is not None)

    def _has_others(self, given: s.Node) -> bool:
        """The module writes statements of its own into every document that a list is for."""
        path = given.path
        found = False
        for role in self.stack.roles:
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
            and one.labels[:1] in ((INLINE,), ("aws_iam_policy",))
            and (value := one.value("policy")) is not None
            and named(address, self.source.source(value))
        ]
        if len(users) != 1 or self.uses(address, [block, users[0]]):
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
        elif block.type == "resource" and block.labels[:1] in ((INLINE,), ("aws_iam_policy",)):
            self._drop_block(block)
        else:
            raise Refused(f"no statement would be left in {'.'.join((block.type, *block.labels))}")

    def _is_left_to_chance(self, blocks: Sequence[s.Block]) -> bool:
        """A document had a statement for certain, and has only those that a condition or a variable makes."""
        certain = [one for one in blocks if one.type == "statement" or not self._may_be_none(one)]
        return bool(certain) and all(id(one) in self.changes.dropped for one in certain)

    def _may_be_none(self, dynamic: s.Block) -> bool:
        each = dynamic.value(FOR_EACH.argument)
        if each is None or "var." in self.source.source(each):
            return not isinstance(each, s.Tuple)
        return isinstance(each, s.Conditional) and not self._has_statements(each, all)

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
