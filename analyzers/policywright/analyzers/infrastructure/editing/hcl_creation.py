"""New policies behind the blocks of a Terraform file that make roles: one role, all of a block's, or some."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policywright.analyzers.infrastructure.changes import Edit
from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_instances import (
    COUNT,
    FOR_EACH,
    Meta,
    Statement,
    key_of,
    shared,
)
from policywright.analyzers.infrastructure.editing.hcl_text import (
    HclData,
    HclStyle,
    Names,
    object_statement,
    policy_resource,
    quoted,
    value_text,
)
from policywright.analyzers.infrastructure.editing.hcl_there import There
from policywright.analyzers.infrastructure.editing.hcl_tree import Source
from policywright.analyzers.infrastructure.editing.hcl_ways import INLINE, encoded_statements
from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.registry import known_module
from policywright.knowledge.records import dataclass, field

_META = ("count", "for_each")
_NAMED_MAP = re.compile(r"(?:var|local)\.[\w-]+")
_EACH_OF = re.compile(r"^[ \t]*for_each[ \t]*=[ \t]*([^\n#]*)", re.MULTILINE)
_NOT_WORD = re.compile(r"\W+")
_UNNAMABLE = re.compile(r"[^A-Za-z0-9_+=,.@-]+")
_NAME_LENGTH = 128
"""What a policy's name may not have in it, and how long it may be (IAM API reference, PutRolePolicy)."""


@dataclass(slots=True, eq=False)
class HclCreation:
    """The new policies of some edits; ``made_by`` finds the roles that a block makes."""

    changes: HclChanges
    names: Names
    there: There
    made_by: Callable[[Path], Sequence[str]]
    created: dict[tuple[int, str], list[Statement]] = field(default_factory=dict)
    several: dict[int, tuple[s.Block, dict[str, list[Statement]]]] = field(default_factory=dict)
    """What is needed of blocks that make several roles, by the keys of these."""
    new_resources: dict[int, dict[str, str]] = field(default_factory=dict)
    """The resources to be put behind a block, by label."""

    @property
    def source(self) -> Source:
        return self.changes.source

    def create(self, way: list[s.Node], edit: Edit) -> None:
        """A new policy for the role at the end of a way, or its part of one for several."""
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

    def finish(self) -> None:
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
        pattern = re.compile(rf'resource\s+"{INLINE}"\s+"{re.escape(label)}"')
        if any(pattern.search(text) for text in self.there.others):
            raise Refused(f"{INLINE}.{label} exists in another file")
        existing = next((one for one in self.source.document.blocks if one.labels == (INLINE, label)), None)
        if existing is not None:
            held = encoded_statements(existing)
            if not isinstance(held, s.Tuple):
                raise Refused(f"{INLINE}.{label} exists and has no list of statements")
            written = {_squeezed(self.source.source(item)) for item in held.items}
            new = [one for one in statements if _squeezed(value_text(one, "", HclStyle())) not in written]
            if new:
                self.changes.append(held, _with_new_sids(new, held))
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


def _squeezed(text: str) -> str:
    return re.sub(r"[\s,]+", "", text)
