"""Checks over all operations: names, and the ids that AWS assigns.

Each finds one class of mistake; what it finds is mended, or stands here with the reason."""

from __future__ import annotations

import re
from typing import Any

from tests.knowledge.checked import (
    SAMPLES,
    VARIABLE,
    anywhere,
    at,
    compared,
    filled,
    operations,
)
from tests.knowledge.requests_ import ask

from policywright.knowledge import forms
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.identities import documentation, last_name, word
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.naming import GIVEN, OTHERS, own_variable
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.store import Document, shared_store
from policywright.knowledge.texts import glob, parts

# --- A name where botocore's own pattern of the ARN has something else.

NAMES = {
    "opensearch": "names of data sources are in lower case, which only the pattern of the ARN says",
}
"""Client -> why its names differ from what the pattern of the ARN allows."""


def test_a_sample_name_in_an_arn_is_what_botocore_allows(clients: dict[str, ClientSource]) -> None:
    """Where botocore has a pattern of just this ARN, the name that a member takes fits into it."""
    found = set()
    for name, client in clients.items():
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        patterns = [pattern for pattern in map(_arn_pattern, _patterns(client.model)) if pattern]
        for operation, formats in table.items():
            for arn, variables in formats.items():
                if arn != OTHERS and _contradicts(client, operation, arn, variables, patterns):
                    found.add(name)
    compared(found, NAMES)


def _contradicts(
    client: ClientSource, operation: str, arn: str, variables: dict[str, Any], patterns: list[re.Pattern[str]]
) -> bool:
    own = own_variable(arn)
    if arn.count(":") < 5 or own is None or own not in variables:
        return False
    paths = [path for paths in variables[own][:3] for path in paths]
    for path in paths:
        if path.startswith(GIVEN) or word(last_name(path)) != "name":
            continue
        allowed = _pattern_of(client, operation, path)
        sample = next((one for one in SAMPLES if allowed is None or re.fullmatch(allowed, one)), None)
        # The pattern is of this very format if it takes the ARN with some id, whatever that looks like.
        shapes = [filled(arn, own, value) for value in ("abcdefghij0123456789"[:n] for n in (10, 12, 16, 20))]
        mine = [pattern for pattern in patterns if any(pattern.fullmatch(shape) for shape in shapes)]
        # In which case names are kept is another matter (``forms.is_lowered``).
        spelt = {sample, sample.lower()} if sample else set()
        whole = [filled(arn, own, one) for one in spelt]
        if spelt and mine and not any(pattern.fullmatch(one) for pattern in mine for one in whole):
            return True
    return False


def _patterns(model: dict[str, Any]) -> set[str]:
    return {shape["pattern"] for shape in model["shapes"].values() if "arn" in shape.get("pattern", "")}


def _arn_pattern(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _pattern_of(client: ClientSource, operation: str, path: str) -> str | None:
    for found, _, shape in client.shapes.walk(client.model["operations"][operation]):
        if found == path:
            pattern = shape.get("pattern")
            return pattern if pattern and _arn_pattern(pattern) else None
    return None


LONGER = {
    f"guardduty:{verb}Filter": "the pattern is a detector's: it wants a longer id than the sample, and takes slashes"
    for verb in ("Create", "Delete", "Get", "Update")
}
"""Operation -> why the pattern of an ARN goes on after what its format ends with."""
_NOTHING = ("zzz", "zzz/yyy", "zzz:yyy", "zzz/yyy/www")
_FURTHER = ("/abcdefgh", "/abcdefgh/abcdefgh", "/01234567-0123-0123-0123-0123456789ab", ":1", "/1")


def test_an_arn_that_goes_on_after_its_format_is_granted(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Where botocore's pattern has an id after what the catalog's format ends with, the longer ARN is granted too."""
    found = set()
    for name, client in clients.items():
        services = (client.document["prefix"], "zzz")
        nothing = [f"arn:aws:{one}:us-east-1:123456789012:{what}" for one in services for what in _NOTHING]
        patterns = [pattern for pattern in map(_arn_pattern, _patterns(client.model)) if pattern]
        patterns = [pattern for pattern in patterns if not any(map(pattern.fullmatch, nothing))]
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        for operation, formats in table.items() if patterns else ():
            for arn, variables in formats.items():
                own = own_variable(arn) if arn != OTHERS and arn.count(":") > 4 else None
                whole = filled(arn, own or "", "samplename")
                longer = [whole + end for end in _FURTHER]
                longer = [one for one in longer if any(pattern.fullmatch(one) for pattern in patterns)]
                if own not in variables or not longer or any(it.fullmatch(whole) for it in patterns):
                    continue
                names = (
                    path for paths in variables[own][:3] for path in paths if word(last_name(path)) == "name"
                )
                for path in names:
                    needs = ask(authorizer, f"{name}:{operation}", at(path, "samplename")).needs
                    granted = [glob(parts(one)) for need in needs for one in need.resources]
                    granted = [one for one in granted if "samplename" in one]
                    if granted and not any(covers(anywhere(one), anywhere(longer[0])) for one in granted):
                        found.add(f"{name}:{operation}")
    compared(found, LONGER)


# --- A name is no id.

NAMES_FOR_IDS = {
    "databrew", "forecast", "personalize", "iotfleetwise", "mediatailor", "rekognition",
    "route53-recovery-readiness", "imagebuilder", "lex-models",
}  # fmt: skip
"""Clients with rows in ``_identities.toml`` that say that the name is what stands where the format says id."""


def test_a_name_stands_for_an_id_only_by_a_row(clients: dict[str, ClientSource]) -> None:
    found = set()
    for name in clients:
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        for formats in table.values():
            for arn, variables in formats.items():
                own = own_variable(arn) if arn != OTHERS else None
                for path in (path for paths in variables.get(own or "", [])[:3] for path in paths):
                    if own and word(own) == "id" and word(last_name(path)) == "name" and GIVEN not in path:
                        found.add(name)
    assert found == NAMES_FOR_IDS, "a row of _identities.toml is missing, or this list is too long"


# --- Names that a service keeps in lower case.

LOWER_CASE = {
    "dms": "its ARNs have ids",
    "firehose": "about the columns of Redshift and Snowflake",
    "imagebuilder": "names are put in lower case (forms.py)",
    "logs": "about the keys of events",
    "waf": "about the text that is matched",
    "waf-regional": "about the text that is matched",
    "docdb-elastic": "its ARNs have ids",
    "keyspaces": "about the names of user-defined types, which are in no ARN",
}
"""Client -> why its documentation of lower case is not about ARNs."""


def test_names_that_are_kept_in_lower_case_are_granted_so(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    found = set()
    for name, client in clients.items():
        texts = (
            member.get("documentation", "")
            for shape in client.model["shapes"].values()
            for member in shape.get("members", {}).values()
        )
        kept = any(re.search(r"(stored|saved|converts?|folded)[^.]*lower-?case", one) for one in texts)
        if kept and not any(
            map(forms.is_lowered, authorizer.catalog.resource_types(client.document["prefix"]))
        ):
            found.add(name)
    compared(found, LOWER_CASE)


# --- Names in rows.

_OR_NAME = re.compile(r"\bnames? (or|and)\b|\bor (the )?names?\b", re.IGNORECASE)


def test_no_row_takes_a_name_for_an_id(authorizer: Authorizer, clients: dict[str, ClientSource]) -> None:
    """A row puts no member at the end of an ARN that has an id there, and that may be a name as well."""
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        for row in plan.resources:
            if row["operations"] and operation.name not in row["operations"]:
                continue
            for template in row["templates"]:
                tail = template.rpartition("${")[2].removesuffix("}")
                if tail.startswith("given:"):
                    # Of a name nothing is known, as it should be.
                    continue
                path = tail.rpartition(":")[2]
                said = documentation(clients[operation.service], operation.name, path)
                named = template.endswith("}") and word(last_name(path)) == "name"
                named = named or bool(_OR_NAME.search(_FULL_NAME.sub("ARN", said)))
                if named and _has_ids(authorizer, row, template):
                    found.add(f"{operation.service}:{operation.name} {path}")
    compared(found, OR_NAMES)


_FULL_NAME = re.compile(r"\(?amazon\)? resource names?", re.IGNORECASE)


def _has_ids(authorizer: Authorizer, row: Document, template: str) -> bool:
    """Whether what the template ends in is an id, to each type of this form."""
    plain = VARIABLE.sub("x", template)
    actions = [action for name in row["actions"] if (action := authorizer.catalog.action(name))]
    kinds = [
        kind
        for action in actions
        for one in action.resource_types
        if (kind := authorizer.catalog.resource_type(action.prefix, one.name))
    ]
    ends = [
        VARIABLE.findall(arn)[-1]
        for kind in kinds
        for arn in kind.arns
        if re.fullmatch("[^:/]*".join(map(re.escape, re.split(r"\$\{[^}]*\}", arn))), plain)
    ]
    return bool(ends) and all(word(end) == "id" for end in ends)


OR_NAMES = {
    "kms:ReEncrypt SourceKeyId": "a key's alias is told from its id by its form",
    "kms:ReEncrypt DestinationKeyId": "a key's alias is told from its id by its form",
    "secretsmanager:BatchGetSecretValue SecretIdList[]": "a secret's name is in its ARN, before the suffix",
}
