"""Checks over all operations: tags.

Each finds one class of mistake; what it finds is mended, or stands here with the reason."""

from __future__ import annotations

import re

from tests.knowledge.checked import (
    VARIABLE,
    at,
    compared,
    operations,
    typed,
)
from tests.knowledge.requests_ import ask, text

from policywright.knowledge import forms, generic, naming
from policywright.knowledge.authorization import Authorizer, Need
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.texts import glob, parts
from policywright.knowledge.values import Const, Request, Struct, Unknown

# --- Tags.


def test_tags_of_what_is_made_are_on_what_is_made(authorizer: Authorizer) -> None:
    """With tags: the tagging action is granted on the type that the operation is called like."""
    found = set()
    for operation in operations(authorizer):
        paths = generic.tag_paths(operation, listed=True)
        if not paths or not operation.name.startswith(("Create", "Register", "Import", "Start", "Allocate")):
            continue
        plan = authorizer.planner.plan(operation)
        answer = ask(authorizer, f"{operation.service}:{operation.name}", at(paths[0], "a"))
        for need in answer.needs:
            action = authorizer.catalog.action(need.action)
            if action is None or action.prefix != operation.prefix or need.action in plan.base:
                continue
            kinds = [
                authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types
            ]
            made = naming.made([kind for kind in kinds if kind], operation.name)
            if generic.is_tag_action(need.action) and need.resources and made and not _any_is(need, made):
                found.add(f"{operation.service}:{operation.name}")
    compared(found, TAGS)


OTHERS_TAGS = {
    "imagebuilder:UpdateImagePipeline imageTags": "of images that the pipeline makes later, with its own role",
}
"""Operation and member -> why tags that are called after a type are not on one."""

_OF_WHAT = re.compile(r"(?i)_?tags?(list|set|s)?$")


def test_tags_called_after_a_type_are_on_it(authorizer: Authorizer) -> None:
    """``importedModelTags`` of a job: they are the model's, not the job's."""
    found = set()
    for operation in operations(authorizer):
        for path in generic.tag_paths(operation, listed=True):
            about = naming.stem(_OF_WHAT.sub("", path))
            answer = (
                ask(authorizer, f"{operation.service}:{operation.name}", at(path, "a")) if about else None
            )
            for need in answer.needs if answer is not None else ():
                action = authorizer.catalog.action(need.action)
                if action is None or not generic.is_tag_action(need.action) or not need.resources:
                    continue
                kinds = [
                    authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types
                ]
                meant = [kind for kind in kinds if kind and naming.stem(kind.name) == about]
                if meant and not _any_is(need, meant):
                    found.add(f"{operation.service}:{operation.name} {path}")
    compared(found, OTHERS_TAGS)


def _any_is(need: Need, kinds: list[ResourceType]) -> bool:
    depths = [
        (forms.fits(kind, one), text(one).count("/") >= kind.arn.count("/"))
        for kind in kinds
        for one in need.resources
    ]
    return any(fits and deep for fits, deep in depths)


TAGS = {
    "bedrock:CreateModelCopyJob": "its tags are those of the copy",
    "bedrock:CreateModelCustomizationJob": "the tags of the model, which the test passes, are not the job's",
    "bedrock:CreateModelImportJob": "the tags of the model, which the test passes, are not the job's",
}


def test_tags_of_what_is_made_from_something_are_not_on_that(authorizer: Authorizer) -> None:
    """An ARN in the request names what is there already: a version of a solution is another resource."""
    found = set()
    for operation in operations(authorizer):
        paths = list(generic.tag_paths(operation, listed=True))
        if not paths or not operation.name.startswith(("Create", "Start")):
            continue
        plain = typed(authorizer, operation)
        tagged = Struct((*plain.fields, (re.split(r"[.\[]", paths[0])[0], Unknown("tags"))))
        given = {text(item) for _, item in plain.fields if isinstance(item, Const)}
        request = Request(service=operation.service, operation=operation.name, parameters=tagged)
        for need in authorizer.authorize(request).needs:
            tagging = generic.is_tag_action(need.action) and bool(need.resources)
            if tagging and given.issuperset(map(text, need.resources)):
                found.add(f"{operation.service}:{operation.name}")
    assert found == set()


TAGGED_OTHERWISE = {
    "lex-models:PutBot": "tags are on the bot, whose versions the action is checked on",
    "logs:CreateLogGroup": "tags are on the group's ARN without what stands for its streams",
}
"""Operation -> why what gets the tags has another ARN than what the operation's action is checked on."""


def test_tags_are_on_the_arn_that_is_made(authorizer: Authorizer) -> None:
    """Where the operation's own action is granted on the type that the tags are set on, both are on the same
    ARNs: what a row says of one it says of the other."""
    found = set()
    for operation in operations(authorizer):
        paths = list(generic.tag_paths(operation, listed=True))
        if not paths:
            continue
        tags = (re.split(r"[.\[]", paths[0])[0], Unknown("tags"))
        plain = typed(authorizer, operation)
        request = Request(
            service=operation.service, operation=operation.name, parameters=Struct((*plain.fields, tags))
        )
        needs = authorizer.authorize(request).needs
        tagging = [need for need in needs if generic.is_tag_action(need.action)]
        own = {glob(parts(one)) for need in needs if need not in tagging for one in need.resources}
        for need in tagging:
            action = authorizer.catalog.action(need.action)
            kinds = [
                authorizer.catalog.resource_type(action.prefix, one.name)
                for one in (action.resource_types if action else ())
                if action and action.prefix == operation.prefix
            ]
            made = naming.made([kind for kind in kinds if kind], operation.name)
            types = [VARIABLE.sub("*", arn) for kind in made for arn in kind.arns]
            mine = [one for one in own if any(covers(type_, one) for type_ in types)]
            theirs = [glob(parts(one)) for one in need.resources] or ["*"]
            if mine and not any(covers(it, one) or covers(one, it) for it in theirs for one in mine):
                found.add(f"{operation.service}:{operation.name}")
    compared(found, TAGGED_OTHERWISE)


def test_tags_that_a_request_sets_are_decided_about(authorizer: Authorizer) -> None:
    """What is made with tags: a tagging action is granted, or a row says why none is asked for."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        paths = [path for path in generic.tag_paths(operation, listed=True) if "." not in path]
        action = generic.tag_action(operation, authorizer.catalog)
        if not paths or plan.layer in ("no-permission", "unknown") or not operation.name.startswith(SETTING):
            continue
        if action is None and operation.prefix != "apigateway":
            # Of services without an action for tags nothing is asked for them.
            continue
        answer = ask(authorizer, f"{operation.service}:{operation.name}", at(paths[0], "a"))
        spoken = {item.action for item in (*answer.needs, *answer.may_need)}
        ruled_out = {action for row in plan.rows if "never" in row for action in row["actions"]}
        put = any(on.endswith("::/tags/*") for need in answer.needs for on in map(text, need.resources))
        if not put and not any("Tag" in action for action in spoken | ruled_out):
            found.add(f"{operation.service}:{operation.name}")
    compared(found, UNTAGGED)


SETTING = ("Create", "Register", "Import", "Allocate", "Generate", "Publish", "Put", "Start")
UNTAGGED: dict[str, str] = {}
