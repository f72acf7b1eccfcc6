"""A statement of a Terraform file that becomes another one, keeping all that is the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.editing.hcl_changes import HclChanges
from policywright.analyzers.infrastructure.editing.hcl_text import (
    HclData,
    HclStyle,
    Names,
    condition_block,
    condition_data,
    input_statement,
    object_statement,
    quoted,
    value_text,
)
from policywright.analyzers.infrastructure.editing.hcl_tree import expression_shape, shape
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Unknown, alternatives, one_of

_ORDER = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
_CHOSEN = {True: "an action", False: "a resource"}
_INPUT_ORDER = ("sid", "effect", "actions", "not_actions", "resources", "not_resources", "condition")


def merge_object(
    changes: HclChanges, node: s.Object, new: NewStatement, names: Names, held: HeldStatement | None
) -> None:
    """An object of ``jsonencode``; it keeps having no Sid, or one that is computed."""
    _merge(changes, node, object_statement(new, names, held), _ORDER, new, names, held)


def merge_input(
    changes: HclChanges,
    node: s.Object,
    data: dict[str, HclData],
    new: NewStatement,
    names: Names,
    held: HeldStatement | None,
) -> None:
    """A statement in an input of a module; ``data`` is the new one. It allows where it says nothing else."""
    if not any(key == "effect" for key, _ in node.items):
        data = {key: value for key, value in data.items() if key != "effect"}
    _merge(changes, node, data, _INPUT_ORDER, new, names, held)


def _merge(
    changes: HclChanges,
    node: s.Object,
    data: dict[str, HclData],
    order: Sequence[str],
    new: NewStatement,
    names: Names,
    held: HeldStatement | None,
) -> None:
    if not _says_sid(next((value for key, value in node.items if key == order[0]), None), held):
        data = {key: value for key, value in data.items() if key != order[0]}
    same_conditions = held is not None and held.conditions == new.conditions
    entries = {key: (index, value) for index, (key, value) in enumerate(node.items) if isinstance(key, str)}
    if len(entries) != len(node.items):
        raise Refused("the statement has keys that are computed")
    for key, (_, given) in entries.items():
        if key in order[1:] and key not in data and not (same_conditions and key == order[-1]):
            changes.dropped.add(id(given))
    for key, value in data.items():
        if key in entries:
            if (key == order[-1] and same_conditions) or _stays(key, new, names, held):
                continue
            _value(changes, key, entries[key][1], value, _Was(names, held, new.plain))
            continue
        places = [entries[name][0] for name in order[: order.index(key)] if name in entries]
        if not places:
            raise Refused("the statement has no effect, actions or resources")
        changes.added.setdefault(id(node), []).append((max(places), key, value))


def merge_block(
    changes: HclChanges, block: s.Block, new: NewStatement, names: Names, held: HeldStatement | None
) -> None:
    """A ``statement`` block; it keeps having no sid, or one that is computed."""
    if any(one.type == "dynamic" for one in block.blocks):
        raise Refused("parts of the statement are computed")
    data = input_statement(new, names, held)
    sid = block.attribute("sid")
    if not _says_sid(sid.value if sid is not None else None, held):
        data.pop("sid", None)
    for name in ("not_actions", "not_resources"):
        if (attribute := block.attribute(name)) is not None:
            changes.dropped.add(id(attribute))
    for key, value in data.items():
        attribute = block.attribute(key)
        if attribute is not None and _stays(key, new, names, held):
            continue
        if attribute is not None:
            _value(changes, key, attribute.value, value, _Was(names, held, new.plain))
        elif key != "effect":
            if not block.attributes:
                raise Refused("the statement has no arguments")
            changes.added.setdefault(id(block), []).append((len(block.attributes) - 1, key, value))
    wanted = condition_data(new, names)
    old = [one for one in block.blocks if one.type == "condition"]
    same_conditions = held is not None and held.conditions == new.conditions
    if not same_conditions and not has_condition(old, wanted):
        changes.dropped.update(id(one) for one in old)
        if wanted:
            changes.blocks[id(block)] = [condition_block(one, "") for one in wanted]


def _says_sid(given: s.Expr | None, held: HeldStatement | None) -> bool:
    """The Sid is written out, and so can be another one."""
    return held is not None and isinstance(given, s.Literal) and bool(held.sid) and given.value == held.sid


def has_condition(old: Sequence[s.Block], wanted: Sequence[dict[str, HclData]]) -> bool:
    """Whether ``condition`` blocks say what is wanted."""
    have = [{one.name: shape(one.value) for one in block.attributes} for block in old]
    want = [
        {key: expression_shape(value_text(value, "", HclStyle())) for key, value in one.items()}
        for one in wanted
    ]
    return have == want


def _stays(key: str, new: NewStatement, names: Names, held: HeldStatement | None) -> bool:
    """The resources are those that the statement has: however it computes them, that is kept."""
    if key.lower().rstrip("s") != "resource" or held is None or held.not_resources:
        return False
    has = [option for value in held.resources for option in alternatives(value)]
    wanted = [option for value in new.resources for option in alternatives(value)]
    canonical = names.references.canonical
    known = not any(isinstance(option, Unknown) for option in has)
    return known and set(map(canonical, has)) == set(map(canonical, wanted))


@dataclass(frozen=True, slots=True)
class _Was:
    """What the reader made of the statement, and whether a condition in it need not choose any longer."""

    names: Names
    held: HeldStatement | None
    plain: bool

    def options(self, key: str, count: int) -> list[list[str]]:
        return _meanings(key, count, self.names, self.held)


def _value(changes: HclChanges, key: str, old: s.Expr, new: HclData, was: _Was) -> None:
    is_list = key.lower().rstrip("s") in ("action", "resource")
    if is_list and isinstance(old, s.Tuple) and old.items:
        _tuple(changes, key, old, new if isinstance(new, list) else [new], was)
        return
    if is_list and not isinstance(old, s.Tuple):
        is_action = key.lower().startswith("action")
        options = was.options(key, 1)[0]
        wanted = new if isinstance(new, list) else [new]
        if (meant := _meant(key, old, wanted, options, plain=was.plain)) == wanted:
            return
        if len(meant) > 1:
            raise Refused(f"a condition chooses {_CHOSEN[is_action]}, beside which nothing can stand")
        _keep_choice(key, [options], was)
    if shape(old) != expression_shape(value_text(new, "", HclStyle())):
        changes.replaced[id(old)] = new


def _tuple(
    changes: HclChanges,
    key: str,
    old: s.Tuple,
    wanted: Sequence[HclData],
    was: _Was,
) -> None:
    left = list(wanted)
    gone: list[s.Expr] = []
    replaced: list[list[str]] = []
    for item, options in zip(old.items, was.options(key, len(old.items)), strict=True):
        # An expression that chooses says each in one of its branches: another one may say the same.
        meant = _meant(key, item, wanted if len(options) > 1 else left, options, plain=was.plain)
        if not meant:
            gone.append(item)
            replaced.append(options)
        left = [one for one in left if one not in meant]
    if left:
        _keep_choice(key, replaced, was)
    if (gone or left) and not _is_regular(changes, old):
        changes.replaced[id(old)] = [*wanted]
        return
    if len(gone) == len(old.items):
        if "\n" not in changes.source.source(old) or not left:
            changes.replaced[id(old)] = [*wanted]
            return
        # One stands where one stood.
        changes.replaced[id(gone.pop(0))] = left.pop(0)
    changes.dropped.update(id(item) for item in gone)
    if left:
        changes.appended[id(old)] = left


def _is_regular(changes: HclChanges, node: s.Tuple) -> bool:
    """Whether a tuple stands on one line, or each element on lines of its own."""
    source = changes.source
    places = [(source.start(item), source.end(item)) for item in node.items]
    return "\n" not in source.source(node) or all(source.lines(*place) for place in places)


def _keep_choice(key: str, gone: Iterable[Sequence[str]], was: _Was) -> None:
    """What is in the place of something that is chosen would be there in each case."""
    if not was.plain and any(len(options) > 1 for options in gone):
        chosen = _CHOSEN[key.lower().startswith("action")]
        raise Refused(f"a condition chooses {chosen}, and each case may need its own")


def _meant(
    key: str, old: s.Expr, wanted: Sequence[HclData], options: Sequence[str], *, plain: bool
) -> list[HclData]:
    """Those wanted that an expression says already: several where it chooses among them (``options``)."""
    is_action = key.lower().startswith("action")
    if len(options) < 2:
        same: Iterable[HclData] = (
            one for one in wanted if isinstance(one, str) and (one in options or _same(old, one, is_action))
        )
        return [*same][:1]
    meant: list[HclData] = [
        one for one in wanted if isinstance(one, str) and (one.lower() if is_action else one) in options
    ]
    if meant and len(meant) < len(options):
        if plain:
            return []
        raise Refused(f"a condition chooses {_CHOSEN[is_action]}, of which not all are needed")
    return meant


def _same(old: s.Expr, new: str, is_action: bool) -> bool:
    if is_action and isinstance(old, s.Literal) and isinstance(old.value, str):
        return old.value.lower() == new.strip('"').lower()
    return bool(shape(old) == expression_shape(new))


def _meanings(key: str, count: int, names: Names, held: HeldStatement | None) -> list[list[str]]:
    """How we would write what each of so many elements may be; nothing when the reader saw another number."""
    is_action = key.lower().startswith("action")
    values = () if held is None else held.actions if is_action else held.resources
    if (
        held is not None
        and count == 1
        and len(values) > 1
        and {*values} <= {one.value for one in held.sometimes}
    ):
        # One expression that chooses among all of them.
        values = (one_of(values),)
    if len(values) != count:
        return [[] for _ in range(count)]
    if is_action:
        return [
            [quoted(str(one.value)).lower() for one in alternatives(value) if isinstance(one, Const)]
            for value in values
        ]
    return [names.expressions([value]) for value in values]
