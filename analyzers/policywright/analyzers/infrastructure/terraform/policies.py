"""Policy documents as statements, each with the node it is written at.

A document is the JSON of ``jsonencode``, of a heredoc or of a file, or an ``aws_iam_policy_document``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from itertools import repeat
from typing import Literal

from policywright.analyzers.infrastructure.model import Chosen, HeldStatement, Site
from policywright.analyzers.infrastructure.statements import EITHER, all_of, chosen
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.expansion import conditions
from policywright.analyzers.infrastructure.terraform.jsontext import QUOTED_STEP
from policywright.analyzers.infrastructure.terraform.parse import MODEL_STEP
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import (
    Choice,
    Env,
    Handle,
    Instance,
    Listing,
    Mapping,
    Scalar,
    Traced,
    is_null,
    options,
    plain,
    string,
)
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Items, Text, Unknown, Value, alternatives, one_of

UNKNOWN_ITEM = Unknown("unknown-template-value")
"""Stands in a list for the items that are not known."""
_MAX_DEPTH = 20
_PEOPLE = ("AWS", "Federated", "*")
"""Types of principals that are no services."""
_INPUTS = frozenset(("sid", "effect", "actions", "resources"))
"""Keys of an element that a statement is made of as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """What a policy document says.

    ``services`` are the services among its principals, ``people`` the others: accounts, identity providers.
    """

    statements: tuple[HeldStatement, ...] = ()
    opaque: str | None = None
    may: tuple[HeldStatement, ...] | None = None
    """See ``HeldPolicy``."""
    statements_site: Site | None = None
    services: tuple[str, ...] = ()
    people: tuple[Value, ...] = ()
    only_if: tuple[str, ...] = ()
    """What decides whether there is such a document."""


def _only_if(text: PolicyText, condition: str) -> PolicyText:
    """A document that may not apply: what it grants is no reason to take that from another one."""
    return replace(text, statements=tuple(_perhaps(one, condition) for one in text.statements))


def _is_counted(resource: Value) -> bool:
    """What a block makes that there may be several of, or none: ``aws_s3_bucket.archive[0]``."""
    parts = resource.parts if isinstance(resource, Text) else ()
    return any(isinstance(part, Hole) and "[" in (part.name or "") for part in parts)


def _perhaps(statement: HeldStatement, condition: str) -> HeldStatement:
    """A statement that may not be there."""
    return replace(statement, only_if=(*statement.only_if, condition))


def site_of(node: s.Node | None) -> Site | None:
    """The site of a node; None where there is nothing to edit."""
    if node is None or not node.path or QUOTED_STEP in node.path or MODEL_STEP in node.path:
        return None
    return Site(file=node.file, dialect="terraform", path=node.path)


def given_in_call(expr: s.Expr, instance: Instance) -> s.Expr:
    """What a module's call gives, where an expression is a variable of it."""
    match expr:
        case s.Call(args=(only,)):
            return given_in_call(only, instance)
        case s.GetAttr(target=s.Name(name="var"), name=name):
            return instance.inputs.get(name, expr)
    return expr


def holds(expr: s.Expr, node: s.Expr) -> bool:
    """A list or map that is written out, perhaps put together of several, has an element."""
    match expr:
        case s.Tuple(items=items):
            return any(one is node for one in items)
        case s.Object(items=items):
            return any(one is node for _, one in items)
        case s.Call(args=args):
            return any(holds(one, node) for one in args)
    return False


class PolicyReader:
    """Reads the documents of one root module."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.modules = evaluator.modules
        self._read: dict[tuple[str, bool], PolicyText] = {}

    def document(self, value: Traced, place: Span, depth: int = 0) -> PolicyText:
        """The statements of a document; ``place`` is where it is used."""
        if is_null(value) or depth > _MAX_DEPTH:
            return PolicyText()
        if isinstance(value, Choice):
            return self._either(value, place, depth)
        document = value.document if isinstance(value, Scalar) else value
        if isinstance(document, Handle):
            return self._data(document, depth)
        if isinstance(document, Mapping):
            return self._json(document, place)
        return PolicyText(opaque="its document can't be read from the files here")

    def _either(self, value: Choice, place: Span, depth: int) -> PolicyText:
        """Alternatives: all of their statements, but none of them for certain."""
        found = [
            _only_if(self.document(one, place, depth + 1), f"{place.file}:{place.line} {number}")
            for number, one in enumerate(value.options)
        ]
        several = merged(found)
        unsure = "which of its documents applies depends on a condition"
        return PolicyText(
            statements=several.statements,
            opaque=several.opaque or unsure,
            may=several.may if several.opaque else (),
            services=several.services,
            people=several.people,
        )

    # aws_iam_policy_document

    def _data(self, handle: Handle, depth: int) -> PolicyText:
        key = (handle.address, handle.key is None)
        if key not in self._read:
            self._read[key] = PolicyText()  # what a cycle sees
            found = self._data_document(handle, depth)
            made = conditions(self.evaluator, handle.instance, handle.block)
            self._read[key] = replace(found, only_if=made)
        return self._read[key]

    def _data_document(self, handle: Handle, depth: int) -> PolicyText:
        block, env = handle.block, self.evaluator.env_of(handle)
        place = self.modules.head(block)
        sources = self._documents(block, ("source_json", "source_policy_documents"), env, place, depth)
        overrides = self._documents(block, ("override_json", "override_policy_documents"), env, place, depth)
        services: list[str] = []
        people: list[Value] = []
        own: list[HeldStatement] = []
        may: list[HeldStatement] = []
        dynamic = {id(inner): one for one in block.blocks if one.type == "dynamic" for inner in one.blocks}
        made = nested(self.evaluator, block, "statement", env, assumed=True, chosen=True)
        by_default: list[tuple[s.Block, Env]] = []
        if dynamic:
            defaults = env.with_defaults()
            by_default = nested(self.evaluator, block, "statement", defaults, assumed=True, chosen=True)
        for number, (one, at) in enumerate(made):
            made_by = dynamic.get(id(one))
            found = self._made_by(made_by, one, at, self._statement_block(one, at))
            if made_by is not None and len(made) == len(by_default):
                found = self._as_set(found, self._statement_block(*by_default[number]))
            unsure = made_by is not None and not self._is_made(made_by, env)
            if made_by is not None and unsure and self._hides(made_by, env, found):
                continue
            own.append(_perhaps(found, f"{place.file}:{place.line} {len(own)}") if unsure else found)
            may.extend([replace(found, effect="Allow")] if self._is_either(one, at) else [])
            services.extend(self._services(one, at))
            people.extend(self._people(one, at))
        before = merged(sources)
        statements = list(before.statements)
        for statement in (*own, *(one for override in overrides for one in override.statements)):
            _put(statements, statement)
        either = any(map(self._is_either, block.nested("statement"), repeat(env)))
        its_own = PolicyText(opaque=EITHER if either else None, may=tuple(may))
        several = merged((before, replace(merged(overrides), statements=()), its_own))
        return PolicyText(
            statements=tuple(statements),
            opaque=several.opaque,
            may=several.may,
            statements_site=self._given_site(block, env) or site_of(block) or self._modelled_site(block, env),
            services=tuple(dict.fromkeys((*before.services, *services))),
            people=tuple(dict.fromkeys((*before.people, *people))),
        )

    def _as_set(self, found: HeldStatement, assumed: HeldStatement) -> HeldStatement:
        """A statement whose actions are variables: it has those of their defaults, and stays as it is.

        That it may have more must not hide what is lacking; nor is what it has by default always there.
        """
        written, known = (
            [option for action in one.actions for option in alternatives(action)] for one in (found, assumed)
        )
        told = all(isinstance(one, Const) for one in written)
        if told or found.not_actions or not all(isinstance(one, Const) for one in known):
            return found
        place = f"{found.span.file}:{found.span.line}"
        fixed = f"what {place} grants stays as it is, since variables decide on its actions"
        return _perhaps(
            replace(found, actions=assumed.actions, sometimes=assumed.sometimes, fixed=fixed),
            f"{place} variables",
        )

    def _is_either(self, statement: s.Block, env: Env) -> bool:
        return _is_either(self.evaluator.attribute(statement, "effect", env))

    def _is_made(self, dynamic: s.Block, env: Env) -> bool:
        """It is known which blocks a ``dynamic`` one makes."""
        value = self.evaluator.attribute(dynamic, "for_each", env)
        return not isinstance(value, Choice) and not self.evaluator.pairs(value)[1]

    def _hides(self, dynamic: s.Block, env: Env, found: HeldStatement) -> bool:
        """What by default is not made, and may well be lacking: nothing would be said to be, beside it.

        Not where it is on what is not always there either, of actions that are known.
        """
        value = self.evaluator.attribute(dynamic, "for_each", env.with_defaults())
        actions = [one for action in found.actions for one in alternatives(action)]
        resources = [one for resource in found.resources for one in alternatives(resource)]
        told = actions and resources and all(isinstance(one, Const) for one in actions)
        return not self.evaluator.pairs(value)[0] and not (told and all(map(_is_counted, resources)))

    def _made_by(
        self, dynamic: s.Block | None, content: s.Block, env: Env, found: HeldStatement
    ) -> HeldStatement:
        """A statement of a ``dynamic`` block stands where its element does, if that is written out."""
        made = env.names.get("statement")
        value = made.fields.get("value") if isinstance(made, Mapping) else None
        node = getattr(value, "node", None)
        if dynamic is None or node is None or MODEL_STEP in content.path:
            return found
        each = dynamic.value("for_each")
        each = given_in_call(each, env.instance) if each is not None else None
        each = self._kept(each, env.instance) if each is not None else None
        site = site_of(node) if each is not None and holds(each, node) else None
        if site is None:
            return found
        plain = isinstance(node, s.Object) and {key for key, _ in node.items} <= _INPUTS
        several = not (plain and self._says_the_same(content))
        return replace(found, site=site, span=self.modules.span(node), made=several)

    def _kept(self, each: s.Expr, instance: Instance) -> s.Expr:
        """What a local is that nothing else uses."""
        match each:
            case s.GetAttr(target=s.Name(name="local"), name=name):
                used = re.compile(rf"\blocal\.{re.escape(name)}(?![\w-])")
                texts = (self.modules.files.text(file) or "" for file in instance.module.files)
                if sum(len(used.findall(text)) for text in texts) == 1:
                    return instance.module.locals.get(name, each)
        return each

    def _says_the_same(self, content: s.Block) -> bool:
        """A statement of a ``dynamic`` block says what its element does, and nothing else but its name."""
        said = {one.name: self.modules.slice(one.value) for one in content.attributes}
        if not re.search(r"\bstatement\.value\b", said.get("sid", "")):
            said.pop("sid", None)
        keys = {"actions", "resources", *said}
        return (
            not content.blocks
            and keys <= _INPUTS
            and said == {name: f"statement.value.{name}" for name in keys}
        )

    def _given_site(self, block: s.Block, env: Env) -> Site | None:
        """The list that a module's caller writes out, where the document's statements are just those."""
        made = [one for one in block.blocks if one.type in ("statement", "dynamic")]
        content = next(iter(made[0].nested("content")), None) if len(made) == 1 else None
        each = made[0].value("for_each") if content is not None else None
        if content is None or each is None or not self._says_the_same(content):
            return None
        given = given_in_call(each, env.instance)
        return site_of(given) if given is not each and isinstance(given, s.Tuple) and given.items else None

    def _modelled_site(self, block: s.Block, env: Env) -> Site | None:
        """The input of a module that a model makes statements of: a list or map of objects."""
        for one in block.blocks:
            if one.type == "dynamic" and MODEL_STEP in block.path:
                value = self.evaluator.attribute(one, "for_each", env)
                return site_of(value.node) if isinstance(value, Mapping | Listing) else None
        return None

    def _documents(
        self, block: s.Block, names: tuple[str, ...], env: Env, place: Span, depth: int
    ) -> list[PolicyText]:
        found: list[PolicyText] = []
        for name in names:
            value = self.evaluator.attribute(block, name, env)
            if is_null(value):
                continue
            if isinstance(value, Scalar) and not isinstance(value.value, Unknown):
                found.append(self.document(value, place, depth + 1))
                continue
            items, more = self.evaluator.elements(value)
            for number, item in enumerate(items or ()):
                one = self.document(item, place, depth + 1)
                found.append(_only_if(one, f"{place.file}:{place.line} {name} {number}") if more else one)
            if more or items is None:
                found.append(
                    PolicyText(opaque=f"{name} has documents that can't be read from the files here")
                )
        return found

    def _statement_block(self, block: s.Block, env: Env) -> HeldStatement:
        def listed(name: str) -> tuple[Value, ...]:
            return self.values(self.evaluator.attribute(block, name, env))

        conditions: list[Condition] = []
        for one, at in nested(self.evaluator, block, "condition", env):
            test = string(self.evaluator.attribute(one, "test", at))
            key = string(self.evaluator.attribute(one, "variable", at))
            values = self.values(self.evaluator.attribute(one, "values", at))
            conditions.append((test or "?", key or "?", values))
        given = env.names.get("statement") if MODEL_STEP in block.path else None
        node = (
            given.fields["value"].node
            if isinstance(given, Mapping) and isinstance(given.fields["value"], Mapping)
            else None
        )
        return HeldStatement(
            effect=_effect(self.evaluator.attribute(block, "effect", env)),
            sometimes=self._sometimes(
                (self.evaluator.attribute(block, name, env) for name in ("actions", "resources")),
                self.modules.span(node or block),
            ),
            actions=listed("actions") if _says(block, "actions") else (UNKNOWN_ITEM,),
            not_actions=listed("not_actions"),
            resources=_said(listed("resources")) if _says(block, "resources") else (UNKNOWN_ITEM,),
            not_resources=listed("not_resources"),
            conditions=tuple(conditions),
            sid=string(self.evaluator.attribute(block, "sid", env)) or None,
            span=self.modules.span(node or block),
            site=site_of(node or block),
            principals=tuple(self._named(block, "AWS", env)) or tuple(self._named(block, "*", env)),
        )

    def _services(self, block: s.Block, env: Env) -> Iterable[str]:
        found = self._named(block, "Service", env)
        return (str(value.value) for value in found if isinstance(value, Const))

    def _people(self, block: s.Block, env: Env) -> Iterable[Value]:
        if _effects(self.evaluator.attribute(block, "effect", env)) != ["Deny"]:
            for type in _PEOPLE:
                yield from self._named(block, type, env)

    def _named(self, block: s.Block, type: str, env: Env) -> Iterable[Value]:
        """The principals of a type."""
        for one, at in nested(self.evaluator, block, "principals", env, assumed=True):
            if string(self.evaluator.attribute(one, "type", at)) == type:
                yield from self.values(self.evaluator.attribute(one, "identifiers", at))

    # JSON

    def _json(self, document: Mapping, place: Span) -> PolicyText:
        value = document.fields.get("Statement")
        if value is None:
            opaque = "its statements can't be read from the files here" if document.open else None
            return PolicyText(opaque=opaque)
        if isinstance(value, Mapping):
            items: tuple[Traced, ...] = (value,)
            more, site = value.open and not value.fields, site_of(value.node)
        else:
            found, more = self.evaluator.elements(value)
            more = more or found is None
            items = found or ()
            site = site_of(value.node or value.end) if isinstance(value, Listing) else None
        statements: list[HeldStatement] = []
        services: list[str] = []
        people: list[Value] = []
        unsure, told = "parts of it depend on a condition" if document.open else None, not document.open
        may: list[HeldStatement] = []
        for number, item in enumerate(items):
            several = options(item)
            there = not more or (isinstance(value, Listing) and number in value.always)
            always = len(several) == 1 and there and not document.open
            for one in several:
                if isinstance(one, Mapping):
                    statement = self._statement(one, place)
                    # Alternatives: what one of them grants is no reason to take that from another one.
                    mark = f"{place.file}:{place.line} {number}.{len(statements)}"
                    statements.append(statement if always else _perhaps(statement, mark))
                    services.extend(_principals(one))
                    people.extend(self._others(one))
                    if _is_either(one.fields.get("Effect")):
                        unsure = unsure or EITHER
                        may.append(replace(statement, effect="Allow"))
                elif not is_null(one):
                    unsure, told = "a statement can't be read from the files here", False
            if len(several) > 1:
                unsure = unsure or "which of its statements apply depends on a condition"
        if more:
            unsure, told = "it has statements that can't be read from the files here", False
        return PolicyText(
            statements=tuple(statements),
            opaque=unsure,
            may=tuple(may) if told else None,
            statements_site=site,
            services=tuple(dict.fromkeys(services)),
            people=tuple(dict.fromkeys(people)),
        )

    def _statement(self, value: Mapping, place: Span) -> HeldStatement:
        def listed(name: str) -> tuple[Value, ...]:
            return self.values(value.fields[name]) if name in value.fields else ()

        return HeldStatement(
            effect=_effect(value.fields.get("Effect")),
            sometimes=self._sometimes(
                (value.fields[name] for name in ("Action", "Resource") if name in value.fields),
                self.modules.span(value.node) if value.node is not None else place,
            ),
            actions=listed("Action"),
            not_actions=listed("NotAction"),
            resources=_said(listed("Resource")),
            not_resources=listed("NotResource"),
            conditions=tuple(self._conditions(value.fields.get("Condition"))),
            sid=(string(value.fields["Sid"]) if "Sid" in value.fields else None) or None,
            span=self.modules.span(value.node) if value.node is not None else place,
            site=site_of(value.node),
            principals=self._allowed(value.fields.get("Principal")),
        )

    def _others(self, statement: Mapping) -> Iterable[Value]:
        """The principals of a statement that are no services."""
        principal = statement.fields.get("Principal")
        if _effects(statement.fields.get("Effect")) == ["Deny"]:
            return
        if not isinstance(principal, Mapping):
            yield from self.values(principal) if principal is not None else ()
            return
        for type in _PEOPLE:
            if type in principal.fields:
                yield from self.values(principal.fields[type])

    def _allowed(self, principal: Traced | None) -> tuple[Value, ...]:
        """The AWS principals of a statement of a resource's own policy."""
        named = principal.fields.get("AWS") if isinstance(principal, Mapping) else principal
        return self.values(named) if named is not None else ()

    def _conditions(self, value: Traced | None) -> Iterable[Condition]:
        if value is None or is_null(value):
            return
        if not isinstance(value, Mapping):
            yield ("?", "?", (UNKNOWN_ITEM,))
            return
        for operator, keys in value.fields.items():
            if not isinstance(keys, Mapping):
                yield (operator, "?", (UNKNOWN_ITEM,))
                continue
            for key, values in keys.fields.items():
                yield (operator, key, self.values(values))
            if keys.open:
                yield (operator, "?", (UNKNOWN_ITEM,))

    def values(self, value: Traced) -> tuple[Value, ...]:
        """A string or a list of strings as values; with ``UNKNOWN_ITEM`` when there may be more."""
        if is_null(value):
            return ()
        if isinstance(value, Choice):
            found = tuple(one for option in value.options for one in self.values(option))
            return tuple(dict.fromkeys((*found, UNKNOWN_ITEM))) if _differs(value) else found
        items, more = self.evaluator.elements(value)
        if items is None:
            return (plain(value),)
        found = tuple(one for item in items for one in self._item(item))
        return (*found, UNKNOWN_ITEM) if more else found

    def _sometimes(self, lists: Iterable[Traced], place: Span) -> tuple[Chosen, ...]:
        """What is one of several texts that a condition chooses among."""
        found: list[Chosen] = []
        for number, value in enumerate(lists):
            if isinstance(value, Choice) and not _differs(value):
                several = [each for one in value.options for each in alternatives(plain(one))]
                found.extend(chosen(one_of(several), place, str(number)))
            else:
                items = self.evaluator.elements(value)[0] or ()
                each = (tuple(x for one in options(item) for x in alternatives(plain(one))) for item in items)
                found.extend(chosen(Items(tuple(map(one_of, each))), place, str(number)))
        return tuple(found)

    def _item(self, value: Traced) -> tuple[Value, ...]:
        """An element of a list; a list in it is taken for its elements."""
        items, _ = self.evaluator.elements(value)
        return (plain(value),) if items is None else self.values(value)


def _differs(value: Choice) -> bool:
    """Whether the alternatives are lists of their own, of which only one applies."""
    return not all(isinstance(option, Scalar) for option in value.options)


def _says(statement: s.Block, what: str) -> bool:
    """AWS takes no policy whose statements lack this: one without is not read to its end."""
    return statement.attribute(what) is not None or statement.attribute(f"not_{what}") is not None


def _said(resources: tuple[Value, ...]) -> tuple[Value, ...]:
    """Resources without the empty text that stands for one that is not made (``var.on ? x.arn : ""``)."""
    found = [[one for one in alternatives(value) if one != Const("")] for value in resources]
    return tuple(one_of(some) for some in found if some) or resources


def _put(statements: list[HeldStatement], new: HeldStatement) -> None:
    """One more statement, in place of one with its Sid.

    Source: the provider's ``aws_iam_policy_document``: its own statements override those of its sources, and
    are overridden by ``override_policy_documents``.
    """
    same = next((i for i, old in enumerate(statements) if new.sid and old.sid == new.sid), None)
    if same is None or new.only_if:
        # Whether one that a condition makes overrides another is not known: both may count.
        statements.append(new)
        return
    hidden = statements[same].span
    statements[same] = replace(new, hides=f"the statement {new.sid} at {hidden.file}:{hidden.line}")


def _effect(value: Traced | None) -> Literal["Allow", "Deny"]:
    """What may deny grants nothing that counts on it."""
    return "Deny" if any(one != "Allow" for one in _effects(value)) else "Allow"


def _effects(value: Traced | None) -> list[str | None]:
    """What an effect may be: None where that is not known; nothing written allows."""
    found = [*options(value)] if value is not None else []
    return [string(one) for one in found if not is_null(one)]


def _is_either(value: Traced | None) -> bool:
    found = _effects(value)
    return len(found) > 1 or None in found


def _principals(statement: Mapping) -> Iterable[str]:
    principal = statement.fields.get("Principal")
    service = principal.fields.get("Service") if isinstance(principal, Mapping) else None
    if service is None:
        return
    for item in service.items if isinstance(service, Listing) else (service,):
        for one in options(item):
            name = string(one)
            if name is not None:
                yield name


def merged(texts: Iterable[PolicyText]) -> PolicyText:
    """Several documents as one that can't be appended to."""
    several = [reduce(_only_if, one.only_if, one) for one in texts]
    return PolicyText(
        statements=tuple(statement for one in several for statement in one.statements),
        opaque=next((one.opaque for one in several if one.opaque), None),
        may=all_of([one.may for one in several if one.opaque]),
        services=tuple(dict.fromkeys(name for one in several for name in one.services)),
        people=tuple(dict.fromkeys(one for text in several for one in text.people)),
    )
