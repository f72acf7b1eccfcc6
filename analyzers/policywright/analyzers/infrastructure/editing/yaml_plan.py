"""From edits of policies to changes of nodes: what an append, replacement, deletion or new policy touches.

A policy document lies in a ``PolicyDocument``, is an element of SAM's ``Policies``, a whole file, or a list
of statements of the Serverless Framework. Deleting goes upwards as long as something is left empty that must
not be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.conditions import UNLESS, Conditions
from policywright.analyzers.infrastructure.editing.data import (
    IF,
    LOOP,
    NO_VALUE,
    Data,
    TextOf,
    document_data,
    statement_data,
    under,
)
from policywright.analyzers.infrastructure.editing.yaml_changes import Added, Changes
from policywright.analyzers.infrastructure.editing.yaml_choices import (
    call_of,
    choice_of,
    choices,
    is_choice,
    is_nothing,
    other_branch,
)
from policywright.analyzers.infrastructure.editing.yaml_merge import (
    has_resources,
    leaves_nothing,
    merge_statement,
    same,
)
from policywright.analyzers.infrastructure.editing.yaml_policies import (
    LISTS,
    is_conditional,
    list_of,
    named_policy,
    path_of,
    references_to,
    statements_of,
    type_of,
)
from policywright.analyzers.infrastructure.editing.yaml_tree import (
    Document,
    Node,
    defines_used_anchor,
    find,
    merged_from,
)
from policywright.analyzers.infrastructure.model import HeldStatement, Path, Step
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Value

_STATEMENTS = ("Statement", "statements", "iamRoleStatements")
_POLICY_TYPES = frozenset((
    "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy",
    "AWS::IAM::GroupPolicy",
))  # fmt: skip
_SAM_OWNERS = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
_AFTER_ROLE = ("AssumeRolePolicyDocument", "ManagedPolicyArns", "RoleName", "Path", "Description")
_AFTER_FUNCTION = ("CodeUri", "Handler", "Runtime", "Environment")


def target(document: Document, edit: Edit) -> Path:
    """The edit's path with a 0 where one value stands in a list's place; an append's ends at its list."""
    path = _normal(document, edit.site.path)
    if edit.kind != "append":
        return path
    if path[-1:] == (0,) and path[-2:-1] and path[-2] in LISTS:
        return path[:-1]
    node = find(document, path)
    if node.kind == "mapping" and node.get("Statement") is not None:
        path = _normal(document, (*path, "Statement"))
        return path[:-1] if path[-1] == 0 else path
    return path


def _normal(document: Document, path: Path) -> Path:
    node, steps = document.root, list[Step]()
    for at, step in enumerate(path):
        steps.append(step)
        node = find(document, tuple(steps))
        following = path[at + 1] if at + 1 < len(path) else None
        single = step in LISTS and node.kind != "sequence" and not node.empty
        if single and not is_conditional(node) and following != 0:
            steps.append(0)
    return tuple(steps)


def needs_list(document: Document, edit: Edit, path: Path) -> Path | None:
    """The path of a single value that must be a list before the edit can be made."""
    if edit.kind == "create":
        properties = find(document, path).get("Properties")
        held = None if properties is None else properties.get("Policies")
        if held is None or held.kind in ("sequence", "alias") or held.empty or is_conditional(held):
            return None
        return (*path, "Properties", "Policies")
    if edit.kind == "append" and path[-1:] and path[-1] in LISTS:
        node = find(document, path)
        return None if node.kind == "sequence" or node.empty or is_conditional(node) else path
    if edit.kind == "replace" and len(edit.statements) > 1 and path[-1:] == (0,):
        return path[:-1]
    return None


def _is_in_a_loop(path: Path) -> bool:
    return any(isinstance(step, str) and step.startswith(LOOP) for step in path)


def _unset(value: Value) -> Data:
    raise AssertionError(f"nothing to write {value} with")


_OF_ENTRIES = frozenset(("Connectors", "Properties", "extensions"))
"""Mappings that may as well not be there."""


@dataclass(slots=True, eq=False)
class Plan:
    """The changes that some edits of one document come to."""

    changes: Changes
    serverless: bool = False
    first_version: bool = False
    """Of the Serverless Framework, which has another place for a service's statements."""
    text: TextOf = field(default=_unset)
    """What writes the patterns of the edit at hand."""
    created: dict[tuple[Node, str], list[Data]] = field(default_factory=dict)
    """The statements of new policies, by place and name: several edits may make one policy."""
    emptied: list[Node] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return self.changes.document

    def add(self, edit: Edit, path: Path, held: HeldStatement | None) -> None:
        """One more edit, at a normal path of this document."""
        if _is_in_a_loop(path) and not self._says_less(edit, held):
            raise Refused("a loop (Fn::ForEach) writes it for several, each of which may need something else")
        match edit.kind:
            case "append":
                self._append(find(self.document, path), self._data(edit))
            case "replace" if edit.statements:
                self._replace(edit, path, held)
            case "create":
                self._create(find(self.document, path), path, edit)
            case _:
                self._delete(find(self.document, path))

    def _says_less(self, edit: Edit, held: HeldStatement | None) -> bool:
        """The edit only takes away, whatever what is there names."""
        only = edit.statements[0] if edit.kind == "replace" and len(edit.statements) == 1 else None
        if only is None or held is None:
            return edit.kind == "delete"
        return (
            not only.only_if and has_resources(held, only, self.text) and held.conditions == only.conditions
        )

    def _data(self, edit: Edit) -> list[dict[str, Data]]:
        return [self._one(one) for one in edit.statements]

    def _one(self, statement: NewStatement) -> dict[str, Data]:
        return under(statement_data(statement, self.text), statement.only_if)

    # Appending -------------------------------------------------------------------------------------------

    def _append(self, node: Node, statements: Sequence[Data]) -> None:
        if node.kind == "sequence":
            if is_conditional(node):
                raise Refused("the list is chosen by a condition")
            writer = self.changes.writer(node)
            new = self.changes.appended.setdefault(node, [])
            for one in statements:
                if one not in new and not any(same(item, one, writer) for item in node.items):
                    new.append(one)
            if not new:
                del self.changes.appended[node]
            elif not node.items:
                self._fill(node, self.changes.appended.pop(node))
        elif node.empty:
            self._fill(node, statements)
        elif node.kind == "mapping" and (inner := node.get("Statement")) is not None:
            self._append(inner, statements)
        else:
            raise Refused("it is no list of statements")

    def _fill(self, node: Node, statements: Sequence[Data]) -> None:
        held = self.changes.values.get(node, [])
        self.changes.values[node] = [*(held if isinstance(held, list) else []), *statements]

    # Replacing -------------------------------------------------------------------------------------------

    def _replace(self, edit: Edit, path: Path, held: HeldStatement | None) -> None:
        node = find(self.document, path)
        holder = list_of(node)
        if node.kind == "sequence" and node.name in _STATEMENTS and not is_conditional(node):
            self._replace_all(node, edit)
        elif (statements := statements_of(self.document, node)) is not None:
            self._replace_all(statements, edit)
        elif holder == "Policies" and self._sam_resource(node):
            self._put_document(node, document_data(self._data(edit)))
        elif holder == "ManagedPolicyArns":
            self._delete(node)
            self._create_at_resource(node, path, edit)
        elif holder == "managedPolicies" and path[:1] == ("provider",):
            self._delete(node)
            self._create_serverless(find(self.document, path[:1]), path[:1], edit)
        elif self.serverless and node.kind == "scalar" and holder in _STATEMENTS:
            # A variable that other lists name as well.
            self._put(node, [*self._data(edit)])
        elif node.kind != "mapping" or holder in ("Policies", "Resources"):
            raise Refused("it is no statement, and statements can't take its place")
        else:
            self._replace_statement(node, edit, held)

    def _put_document(self, node: Node, document: dict[str, Data]) -> None:
        """A document in place of a policy of SAM's, which takes no choice between two kinds of policies."""
        chosen, several = choices(node)
        if chosen is None:
            self._put(node, [document])
            return
        if (several.parent or several).kind != "sequence":
            raise Refused("a condition chooses the policies")
        assert several.parent is not None
        other = other_branch(node)
        if is_nothing(other) or other.get("Statement") is not None:
            self._put(node, [document])
            return
        self._put(node, [NO_VALUE])
        self._append(several.parent, [under(document, chosen)])

    def _replace_statement(self, node: Node, edit: Edit, held: HeldStatement | None) -> None:
        first, *more = edit.statements
        parent = node.parent
        listed = parent is not None and parent.kind == "sequence" and not is_conditional(parent)
        if first.only_if:
            always = Conditions().always(one.only_if for one in edit.statements)
            if listed and parent is not None and len(parent.items) == 1 and not always:
                unless = first.only_if[0]
                said = (
                    f"where {unless.removeprefix(UNLESS)} holds"
                    if UNLESS in unless
                    else f"unless {unless} holds"
                )
                raise Refused(f"nothing would be left of the policy {said}")
            self._put(node, [self._one(first)])
        else:
            merge_statement(self.changes, node, first, self.text, held)
        if more:
            if not listed or parent is None:
                raise Refused("several statements can't take the place of one here")
            # The first keeps the place and what is the same; the others come at the end.
            self._append(parent, [self._one(one) for one in more])

    def _replace_all(self, statements: Node, edit: Edit) -> None:
        data = self._data(edit)
        if statements.kind == "sequence" and statements.items:
            slots = self.changes.slots.setdefault(statements, {})
            slots.update({index: () for index in range(len(statements.items))})
            slots[0] = tuple(data)
        else:
            self.changes.values[statements] = [*data]

    def _put(self, node: Node, data: list[Data]) -> None:
        if (anchor := defines_used_anchor(self.document, node)) is not None:
            raise Refused(f"it sets the anchor &{anchor}, which other places use")
        parent = node.parent
        if parent is not None and parent.kind == "sequence":
            self.changes.slots.setdefault(parent, {})[node.index] = tuple(data)
        else:
            self.changes.values[node] = [*data]

    # Deleting --------------------------------------------------------------------------------------------

    def _delete(self, node: Node) -> None:
        if (anchor := defines_used_anchor(self.document, node)) is not None:
            raise Refused(f"it sets the anchor &{anchor}, which other places use")
        parent = node.parent
        if parent is None:
            raise Refused("it is the whole file")
        if parent.kind == "sequence":
            slots = self.changes.slots.setdefault(parent, {})
            slots[node.index] = (NO_VALUE,) if is_conditional(parent) else ()
        elif is_conditional(node.parent or node) and str(node.name).startswith("Fn::"):
            raise Refused("it is chosen by a condition")
        elif node.name in LISTS:
            self.emptied.append(node)
        elif node.name == "PolicyDocument":
            self._drop_document(node)
        elif parent.name == "Resources":
            self._drop_resource(node)
        else:
            self._drop(node)

    def finish(self) -> None:
        """Removes what the edits leave empty."""
        self._settle_choices()
        done: set[Node] = set()
        while pending := [node for node in (*self.emptied, *self._empty_lists()) if node not in done]:
            for node in dict.fromkeys(pending):
                done.add(node)
                self._emptied(node)
            self._settle_choices()
        for choice in self.changes.slots:
            if is_choice(choice):
                self._keep_statements(choice)
            elif choice.name == "Statement":
                self._keep_some(choice)
        for node in list(self.changes.dropped):
            self._drop_empty(node)

    def _settle_choices(self) -> None:
        """Conditions that choose between nothing and nothing go; innermost first."""
        pending = [one for one in self.changes.slots if is_choice(one)]
        while pending:
            choice = pending.pop()
            if choice in self.changes.slots and self._is_gone(choice, 1) and self._is_gone(choice, 2):
                del self.changes.slots[choice]
                element = call_of(choice)
                self._delete(element)
                pending.extend(one for one in (element.parent,) if one is not None and is_choice(one))

    def _is_gone(self, choice: Node, index: int) -> bool:
        """Nothing is to stand in a branch."""
        slot = self.changes.slots.get(choice, {}).get(index)
        return is_nothing(choice.items[index]) if slot is None else slot == (NO_VALUE,)

    def _keep_statements(self, choice: Node) -> None:
        """A statement that is there in one case only has another one beside it, for the other case."""
        gone = [index for index in (1, 2) if self._is_gone(choice, index)]
        held = call_of(choice).parent
        if not gone or held is None or held.kind != "sequence" or held.name != "Statement":
            return
        slots = self.changes.slots.get(held, {})
        stay = [one for one in held.items if slots.get(one.index, (one,)) and choice_of(one) is None]
        new = [
            one for one in self.changes.appended.get(held, ()) if not isinstance(one, dict) or IF not in one
        ]
        if not stay and not new:
            said = "holds" if gone == [1] else "does not hold"
            raise Refused(f"nothing would be left of the policy where {choice.items[0].value} {said}")

    def _keep_some(self, statements: Node) -> None:
        """What goes leaves some statement, whatever the conditions say of the others."""
        slots = self.changes.slots[statements]
        gone = [index for index, slot in slots.items() if not slot]
        new = [*self.changes.appended.get(statements, ()), *(one for slot in slots.values() for one in slot)]
        always = any(not isinstance(one, dict) or IF not in one for one in new if one != NO_VALUE)
        if gone and not always and (leaves := leaves_nothing(statements.items, gone)):
            raise Refused(f"nothing would be left of the policy where {leaves}")

    def _empty_lists(self) -> Iterator[Node]:
        for node, slots in list(self.changes.slots.items()):
            gone = len(slots) == len(node.items) and not any(slots.values())
            if gone and not self.changes.appended.get(node):
                yield node

    def _emptied(self, node: Node) -> None:
        """A list (or its only value) of which nothing is left."""
        holder = node.parent
        if holder is not None and is_choice(holder):
            # A list that a condition chooses: nothing is chosen then.
            self.changes.slots.pop(node, None)
            self._delete(node)
            return
        if holder is None or node.key is None:
            raise Refused("nothing would be left of the list")
        self.changes.slots.pop(node, None)
        if node.name == "Statement":
            self._drop_document(holder)
            return
        if (
            node.name == "iamRoleStatements"
            and holder.parent is not None
            and holder.parent.name == "functions"
        ):
            # Without the key the function would run under the role of the others, and have what they have.
            self.changes.values[node] = []
            return
        self._drop(node)
        while self._is_emptied(holder) and holder.name in ("role", "iam") and holder.parent is not None:
            self._drop(holder)
            holder = holder.parent

    def _is_emptied(self, node: Node) -> bool:
        """Whether no entry of a mapping is left."""
        return len(self.changes.dropped.get(node, ())) == len(node.entries) and not self.changes.added.get(
            node
        )

    def _drop_empty(self, node: Node) -> None:
        """A mapping of which nothing is left goes with its key."""
        while self._is_emptied(node) and (outer := node.parent) is not None:
            if not {node.name, outer.name} & _OF_ENTRIES:
                return
            self._drop(node)
            node = outer

    def _drop(self, node: Node) -> None:
        parent = node.parent
        if parent is None or parent.kind != "mapping":
            raise Refused("it can't be taken out of its place")
        self.changes.dropped.setdefault(parent, set()).add(node.index)

    def _drop_document(self, document: Node) -> None:
        """A policy document without statements goes, with the policy that it is the document of."""
        parent = document.parent
        if parent is None:
            statements = document.get("Statement")
            if statements is None:
                raise Refused("it is the whole file")
            self.changes.values[statements] = []
        elif parent.kind == "sequence" or document.name in LISTS:
            self._delete(document)
        elif document.name == "PolicyDocument":
            outer = parent.parent
            if outer is not None and (outer.kind == "sequence" or parent.name in LISTS):
                self._delete(parent)
            elif parent.name == "Properties" and outer is not None and type_of(outer) in _POLICY_TYPES:
                self._drop_resource(outer)
            else:
                raise Refused("a policy without statements would be left")
        else:
            raise Refused("a policy without statements would be left")

    def _drop_resource(self, resource: Node) -> None:
        name = resource.name or ""
        for node, on in references_to(self.document, name):
            if not self._is_inside(node, resource):
                if on != "DependsOn":
                    raise Refused(f"{name} would be left without statements, and the template refers to it")
                self._delete(node)
        if len((resource.parent or resource).entries) == 1:
            raise Refused(f"{name} is the only resource of the template")
        self._drop(resource)

    @staticmethod
    def _is_inside(node: Node, outer: Node) -> bool:
        current: Node | None = node
        while current is not None and current is not outer:
            current = current.parent
        return current is outer

    # Creating --------------------------------------------------------------------------------------------

    def _create(self, owner: Node, path: Path, edit: Edit) -> None:
        if self.serverless and "Resources" not in path:
            self._create_serverless(owner, path, edit)
        elif not path and owner.get("Resources") is None:
            self._in_mapping(owner, "Statement", [*self._data(edit)])
        else:
            self._create_in_resource(owner, edit)

    def _create_at_resource(self, node: Node, path: Path, edit: Edit) -> None:
        if "Properties" not in path:
            raise Refused("the role that it belongs to is not known here")
        self._create_in_resource(find(self.document, path[: path.index("Properties")]), edit)

    def _create_in_resource(self, owner: Node, edit: Edit) -> None:
        kind, properties = type_of(owner), owner.get("Properties")
        if kind in _POLICY_TYPES and (existing := statements_of(self.document, owner)) is not None:
            self._append(existing, self._data(edit))
            return
        if kind not in ("AWS::IAM::Role", *_SAM_OWNERS):
            raise Refused(
                f"{owner.name or 'it'} is a {kind or 'resource'}, which takes no inline policy here"
            )
        if properties is None or properties.kind != "mapping" or not properties.entries:
            raise Refused(f"{owner.name} has no properties to add a policy to")
        held = properties.get("Policies")
        if held is None and (anchor := merged_from(self.document, properties, "Policies")) is not None:
            raise Refused(f"Policies comes from the anchor &{anchor} by a merge key")
        if held is not None and (held.kind == "alias" or is_conditional(held)):
            reason = "come from an anchor" if held.kind == "alias" else "are chosen by a condition"
            raise Refused(f"the policies of {owner.name} {reason}")
        if held is not None:
            find(self.document, path_of(held))
        if kind in _SAM_OWNERS and properties.get("Role") is not None:
            raise Refused(f"{owner.name} has a Role, so its own Policies count for nothing")
        # Without a statement that is always there, a policy has to come and go with its statements.
        always = any(not one.only_if for one in edit.statements)
        groups: dict[tuple[str, ...], list[NewStatement]] = {}
        for one in edit.statements:
            groups.setdefault(() if always else one.only_if, []).append(one)
        for only_if, some in groups.items():
            made = [self._one(one if always else replace(one, only_if=())) for one in some]
            name = "-".join((edit.name, *(one.replace(UNLESS, "not-") for one in only_if)))
            self._create_policy(properties, held, name, made, only_if)

    def _create_policy(
        self, properties: Node, held: Node | None, name: str, statements: list[dict[str, Data]],
        only_if: tuple[str, ...],
    ) -> None:  # fmt: skip
        """A new policy among a resource's ``Policies``, or more statements for the one of that name."""
        if (more := self.created.get((properties, name))) is not None:
            more.extend(one for one in statements if one not in more)
            return
        data = document_data(statements)
        owner = properties.parent
        after: tuple[str, ...] = _AFTER_FUNCTION
        if owner is None or type_of(owner) not in _SAM_OWNERS:
            after = _AFTER_ROLE
            if held is not None and (same_name := named_policy(held, name)) is not None:
                self._append(same_name, statements)
                return
            data = {"PolicyName": name, "PolicyDocument": data}
        # The very list that the new document holds: a later edit of the same policy adds to it.
        document = data.get("PolicyDocument", data)
        if isinstance(document, dict) and isinstance(made := document["Statement"], list):
            self.created[properties, name] = made
        self._in_mapping(properties, "Policies", [under(data, only_if)], after)

    def _create_serverless(self, owner: Node, path: Path, edit: Edit) -> None:
        statements: list[Data] = [*self._data(edit)]
        if path[:1] == ("functions",):
            self._in_mapping(owner, "iamRoleStatements", statements, ("handler", "role"))
            return
        after = ("runtime", "region", "stage")
        if self.first_version or owner.get("iamRoleStatements") is not None:
            self._in_mapping(owner, "iamRoleStatements", statements, after)
            return
        data: Data = statements
        place, keys = owner, ["iam", "role", "statements"]
        while len(keys) > 1 and (inner := place.get(keys[0])) is not None and not inner.empty:
            if inner.kind != "mapping" or (inner.anchor or "") in self.document.used:
                raise Refused(f"{keys[0]} names a role (or an anchor), so no statements can be added to it")
            place = inner
            keys.pop(0)
        for key in reversed(keys[1:]):
            data = {key: data}
        self._in_mapping(place, keys[0], data, after)

    def _in_mapping(self, node: Node, key: str, value: Data, after: Sequence[str] = ()) -> None:
        """A list under a key: added to the one there, or as a new entry."""
        held = node.get(key)
        if held is not None and held.kind == "alias":
            raise Refused(f"written once at the anchor &{held.value} and used in several places")
        if held is not None and isinstance(value, list):
            self._append(held, value)
        elif held is not None:
            self.changes.values[held] = value
        elif not node.entries:
            raise Refused("there is nothing to put it behind")
        else:
            place = max(
                (value.index for value in (node.get(name) for name in after) if value is not None),
                default=len(node.entries) - 1,
            )
            some = self.changes.added.setdefault(node, [])
            for at, one in enumerate(some):
                if one.key == key and isinstance(one.value, list) and isinstance(value, list):
                    new = [item for item in value if item not in one.value]
                    some[at] = Added(one.after, key, [*one.value, *new])
                    return
            some.append(Added(place, key, value))

    def _sam_resource(self, node: Node) -> bool:
        current: Node | None = node
        while current is not None:
            if current.parent is not None and current.parent.name == "Resources":
                return type_of(current) in _SAM_OWNERS
            current = current.parent
        return False


__all__ = ["Plan", "needs_list", "target"]
