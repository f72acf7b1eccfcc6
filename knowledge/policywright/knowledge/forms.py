"""What the value of an identifying member means: an ARN, a part of one, a URL, an alias, a name.

``shape`` finishes an ARN format that was filled with such a value: a table by resource type; a type that
isn't in it takes the value as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from policywright.knowledge import naming, stand_ins, templates, texts
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.templates import Filled
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Struct, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Condition: TypeAlias = tuple[str, str, tuple[Value, ...]]

MISSING = templates.OPEN

_AMBIENT = ("Partition", "Region", "Account")
_VARIABLE = regex(r"\$\{([^}]*)\}")
_SECRET_SUFFIX = regex(r"-[A-Za-z0-9]{6}$")
_ANY_SUFFIX = "-??????"
_UNUSUAL = regex(r"[^a-z0-9_/.*:-]")
_OPEN_VERSION = regex(r"/(?:\d+|x)\.(?:\d+|x)\.x$")
_CONFIGURATION_ID = regex(r"(?=.*[0-9])[a-z0-9]{7}$")


@dataclass(frozen=True, slots=True)
class Shaped:
    arns: tuple[Value, ...]
    conditions: tuple[Condition, ...] = ()


def arn_format(kind: ResourceType) -> str:
    """The catalog's format; the account in another spelling is the account all the same, but where an
    account is the resource itself."""
    head, account, resource = naming.around_account(kind.arn)
    return f"{head}{account.replace('${AccountId}', '${Account}')}{resource}"


def shape(kind: ResourceType, filled: Filled) -> Shaped:
    """The finished ARN(s) of a filled format."""
    pieces = _tidy(kind, texts.parts(filled.value))
    name = (kind.prefix, kind.name.lower())
    if name == ("secretsmanager", "secret"):
        return Shaped(secret_arns(pieces, given=filled.given))
    if kind.prefix == "iotsitewise" and not filled.given:
        return Shaped((texts.join(_without_external_ids(pieces)),))
    if kind.prefix == "imagebuilder":
        return Shaped((texts.join(_any_version(pieces) if filled.given else _normalised(pieces)),))
    special = _SHAPES.get(name)
    if special:
        return special(pieces)
    if is_lowered(kind) and not filled.given:
        return Shaped(_in_lower_case(pieces))
    return Shaped((texts.join(pieces),))


def findable(value: Value) -> Value:
    """An ARN with anything for a region or account that is none: what people put in (``<ACCOUNT>``, ``XXXX``)
    where the real one is to be filled in, and for such a name, or part of one (``<your-bucket>``,
    ``BUCKET_NAME``). Nothing has an ARN with such a word."""
    pieces = texts.parts(value)
    if not texts.starts_with(pieces, "arn:"):
        return value
    named = stand_ins.in_arn(pieces)
    runs = texts.split(named, ":")
    if len(runs) <= _ACCOUNT_AT:
        return value
    changed = [
        (Hole(kind="unknown"),)
        if at in _PLACES and _STAND_IN.search(texts.glob(run))
        else _filled_in(run)
        if at > _ACCOUNT_AT
        else run
        for at, run in enumerate(runs)
    ]
    if changed == runs:
        return value if named is pieces else texts.join(named)
    return texts.join(texts.rejoin(changed, ":"))


def _filled_in(run: Parts) -> Parts:
    """A part of an ARN's resource, with anything where a name in angle brackets is to be filled in."""
    if not any(isinstance(piece, str) and "<" in piece for piece in run):
        return run
    found: list[str | Hole] = []
    for piece in run:
        if isinstance(piece, Hole):
            found.append(piece)
            continue
        for index, text in enumerate(_IN_BRACKETS.split(piece)):
            found.extend((Hole(kind="unknown"), text) if index else (text,))
    return texts.parts(texts.join([piece for piece in found if piece]))


_IN_BRACKETS = regex(r"<[A-Za-z][^<>]*>")
_ACCOUNT_AT = 4
_PLACES = (3, _ACCOUNT_AT)
_STAND_IN = regex(r"[A-Z<>{}$ ]|x{3,}|account|region|^your")
"""What stands in an ARN for a region or account that somebody is to fill in."""


def of_aws(value: Value) -> tuple[Value, ...]:
    """What AWS itself owns, by its name, is in no account of the caller: the ARN that such a thing has.

    What has a name of which nothing is known may be the caller's or AWS's.
    """
    pieces = texts.parts(value)
    fields = texts.glob(pieces).split(":", 5)
    rows = _OF_AWS.get(fields[2]) if len(fields) > 5 else None
    if not rows:
        return (value,)
    runs = texts.split(pieces, ":")
    resource = texts.rejoin(runs[5:], ":")
    *within, name = texts.split(resource, "/")
    unknown = len(name) == 1 and isinstance(name[0], Hole) and name[0].kind != "reference"
    for pattern, region, account, kept, any_ in rows:
        place = (*runs[:3], runs[3] if region else (), (account,))
        found = pattern.fullmatch(texts.glob(resource))
        if found:
            named = (found.expand(kept),) if kept else resource
            return (texts.join(texts.rejoin((*place, named), ":")),)
        if unknown and any_ and within and texts.glob(within[0]) == any_.partition("/")[0]:
            return (value, texts.join(texts.rejoin((*place, (any_, *name)), ":")))
    return (value,)


def is_of_aws(arn: str) -> bool:
    """Whether a pattern is on what AWS itself owns, as ``of_aws`` writes that."""
    fields = arn.split(":", 5)
    rows = _OF_AWS.get(fields[2], ()) if len(fields) > 5 else ()
    return any(
        bool(fields[3]) is region
        and fields[4] == account
        and (pattern.fullmatch(fields[5]) is not None or bool(any_ and fields[5].startswith(any_)))
        for pattern, region, account, _, any_ in rows
    )


def finishes_rows(kind: ResourceType) -> bool:
    """Whether the overlay's ARNs of this type are finished too; a log group's row says what it means."""
    return is_lowered(kind) or (kind.prefix, kind.name.lower()) in _FINISHED


def own_hole(kind: ResourceType, pieces: Parts) -> tuple[Value, ...]:
    """An unknown ARN of a known type: the type's format with the value's hole in the last place."""
    if len(pieces) == 1 and isinstance(pieces[0], Hole) and pieces[0].kind == "reference":
        return (texts.join(pieces),)
    own = naming.own_variable(kind.arn)
    if own is None:
        return ()

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        return "${X}" if name == own else match.group() if name in _AMBIENT else f"${{{MISSING}}}"

    template = _VARIABLE.sub(replace, arn_format(kind))
    inner = Struct((("X", texts.join(pieces)),))
    return tuple(arn for item in templates.fill_each(template, inner) for arn in shape(kind, item).arns)


def fits(kind: ResourceType, value: Value) -> bool:
    """Whether an ARN can be of the type: its service and its resource part, field by field."""
    pieces = texts.parts(value)
    if not texts.starts_with(pieces, "arn:"):
        return True
    service, resource = _service_and_resource(texts.split(pieces, ":"))
    wanted = _VARIABLE.sub("*", arn_format(kind)).split(":")
    return texts.overlap(service, wanted[2] if len(wanted) > 5 else "*") and texts.overlap(
        resource, ":".join(wanted[5:]) or "*"
    )


def _service_and_resource(runs: list[Parts]) -> tuple[str, str]:
    fields = [texts.glob(run) for run in runs]
    return fields[2] if len(fields) > 2 else "*", ":".join(fields[5:]) or "*"


def is_everything(value: Value) -> bool:
    """A pattern without anything that is known of it; a reference is to one thing, whatever that is."""
    pieces = texts.parts(value)
    referred = any(isinstance(piece, Hole) and piece.kind == "reference" for piece in pieces)
    return not referred and texts.glob(pieces).strip("*") == ""


def _tidy(kind: ResourceType, pieces: Parts) -> Parts:
    """``alias/alias/x`` -> ``alias/x``; a whole reference instead of the format around it."""
    for literal in _VARIABLE.split(kind.arn)[0::2]:
        word = literal.rpartition(":")[2]
        if len(word) > 2 and word.endswith("/"):
            pieces = tuple(_undouble(piece, word) if isinstance(piece, str) else piece for piece in pieces)
    return pieces


def _undouble(text: str, word: str) -> str:
    return text.replace(f"{word}/{word}", word).replace(word + word, word)


def _kms_key(pieces: Parts) -> Shaped:
    """A key id, a key's ARN, an alias or an alias's ARN: permissions are on keys, never on aliases."""
    _, _, own = _cut(pieces, ":key/")
    named = own[0] if len(own) == 1 else None
    if isinstance(named, Hole) and named.kind == "reference" and texts.says_arn(named.name or ""):
        # An attribute that is an ARN (``data.aws_kms_alias.x.target_key_arn``).
        return Shaped((texts.join(own),))
    head, found, alias = _cut(pieces, "key/alias/")
    if not found:
        head, found, alias = _cut(pieces, ":alias/")
        # What is not known before it may be all that an ARN begins with.
        head = (*texts.rejoin(texts.split(head, ":")[:5], ":"), ":")
    if not found:
        return Shaped((texts.join(pieces),))
    name = texts.join(("alias/", *alias))
    # What is not known of the name becomes a wildcard, which StringEquals would take for a letter.
    operator = "StringEquals" if isinstance(name, Const) else "StringLike"
    condition = (operator, "kms:RequestAlias", (name,))
    return Shaped((texts.join((*head, "key/*")),), (condition,))


def secret_arns(pieces: Parts, *, given: bool) -> tuple[Value, ...]:
    """The ARNs that IAM may see of a secret.

    AWS appends six random characters to a secret's name. Whatever a name ends in (``app-config``,
    ``db-AbCdEf``) is part of it. An ARN that is ``given`` may lack what is appended, and then its own end may
    look like that: where it is a word, or a parameter that only a deployment knows, both are meant.
    """
    last = pieces[-1] if pieces else ""
    if given and isinstance(last, Hole) and last.kind == "parameter":
        return (texts.join((*pieces, "*")),)
    whole, appended = texts.join(pieces), texts.join((*pieces, _ANY_SUFFIX))
    if isinstance(last, Hole) or last.endswith((_ANY_SUFFIX, "*")):
        return (whole,)
    found = _SECRET_SUFFIX.search(last)
    if found is None or not (given or _begins_open(pieces)):
        return (appended,)
    if not given:
        return (whole, appended)
    return (whole, appended) if found.group()[1:].isalpha() and found.group().islower() else (whole,)


def _begins_open(pieces: Parts) -> bool:
    """Whether a secret's name begins with something unknown: all that an ARN begins with, perhaps."""
    return any(
        isinstance(piece, Hole) and piece.kind != "reference" and str(before).endswith(":secret:")
        for before, piece in pairwise(pieces)
    )


def _without_external_ids(pieces: Parts) -> Parts:
    """ARNs have the ids that IoT SiteWise assigned, requests may have ``externalId:`` and the customer's.

    https://docs.aws.amazon.com/iot-sitewise/latest/userguide/object-ids.html
    """
    runs = texts.split(pieces, "/")
    return texts.rejoin((("*",) if texts.starts_with(run, "externalId:") else run for run in runs), "/")


def _normalised(pieces: Parts) -> Parts:
    """Image Builder's ARNs have names in lower case, with hyphens for what isn't allowed in them.

    ``CreateInfrastructureConfiguration``: the pattern of names, and that of ARNs (``[a-z0-9-_]+``).
    """
    runs = texts.split(pieces, ":")
    names = texts.rejoin(runs[5:], ":")
    plain = (_UNUSUAL.sub("*", piece.lower()) if isinstance(piece, str) else piece for piece in names)
    return texts.rejoin((*runs[:5], tuple(plain)), ":")


def _any_version(pieces: Parts) -> Parts:
    """``component/update-linux/x.x.x`` is the newest: any version, and any build of it.

    https://docs.aws.amazon.com/imagebuilder/latest/userguide/ibhow-semantic-versioning.html
    """
    return tuple(
        _OPEN_VERSION.sub(lambda match: match.group().replace("x", "*"), piece)
        if isinstance(piece, str)
        else piece
        for piece in pieces
    )


def _in_lower_case(pieces: Parts) -> tuple[Value, ...]:
    """The name as the request says it, and as the service keeps it; before it stands the type's word."""
    runs = texts.split(pieces, ":")
    separator = ":" if len(runs) > _ACCOUNT_AT + 2 else "/"
    kind, *names = texts.split(texts.rejoin(runs[5:], ":"), separator)
    lowered = [tuple(one.lower() if isinstance(one, str) else one for one in name) for name in names]
    said = texts.join(pieces)
    if lowered == names:
        return (said,)
    return said, texts.join(texts.rejoin((*runs[:5], texts.rejoin((kind, *lowered), separator)), ":"))


def _policy_store(pieces: Parts) -> Shaped:
    """An id, or an alias with what it begins with, whose store is not known.

    https://docs.aws.amazon.com/verifiedpermissions/latest/apireference/API_IsAuthorized.html
    """
    head, found, _ = _cut(pieces, "policy-store/policy-store-alias/")
    return Shaped((texts.join((*head, "policy-store/*") if found else pieces),))


def _sender(pieces: Parts) -> Shaped:
    """A domain as the request says it, and as Amazon SES keeps it; addresses differ by their case.

    https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
    """
    address = any(isinstance(piece, str) and "@" in piece for piece in pieces)
    return Shaped((texts.join(pieces),) if address else _in_lower_case(pieces))


def _function(pieces: Parts) -> Shaped:
    """A name, ``account:function:name``, an ARN; each with or without ``:qualifier``."""
    head, found, partial = _cut(pieces, ":function:")
    runs = texts.split(partial, ":")
    if found and len(runs) >= 3 and runs[1] == ("function",):
        prefix = texts.split(head, ":")
        located = texts.rejoin((*prefix[:4], runs[0]), ":")
        return Shaped((texts.join((*located, ":function:", *texts.rejoin(runs[2:4], ":"))),))
    if found and len(runs) > 2:
        # What a name ends with is the qualifier that the request passes, too: Lambda takes no other one.
        return Shaped((texts.join((*head, ":function:", *texts.rejoin(runs[:2], ":"))),))
    return Shaped((texts.join(pieces),))


def _log_group(pieces: Parts) -> Shaped:
    """A log group's permissions are on ``...:log-group:NAME:*``."""
    text = texts.glob(pieces)
    if text.endswith(":*") or ":log-stream:" in text:
        return Shaped((texts.join(pieces),))
    return Shaped((texts.join((*pieces, ":*")),))


def _queue(pieces: Parts) -> Shaped:
    """The queue's URL: its last part is the name, the account stands before it."""
    head, found, url = _cut(pieces, "http")
    if not found:
        return Shaped((texts.join(pieces),))
    url = ("http", *url)
    located = templates.queue_location(tuple(texts.parts(texts.join(url))))
    runs = texts.split(head, ":")
    partition, region, account = (
        (located[name],) if name in located else runs[at]
        for name, at in (("Partition", 1), ("Region", 3), ("Account", 4))
    )
    name = texts.split(url, "/")[-1]
    return Shaped((texts.join(texts.rejoin((runs[0], partition, runs[2], region, account, name), ":")),))


def _last_of_path(pieces: Parts) -> Shaped:
    """``hostedzone//hostedzone/Z1`` -> ``hostedzone/Z1``."""
    runs = [run for run in texts.split(pieces, "/") if run]
    return (
        Shaped((texts.join(texts.rejoin((runs[0], runs[-1]), "/")),))
        if len(runs) > 2
        else Shaped((texts.join(pieces),))
    )


def _web_scope(pieces: Parts) -> Shaped:
    """A request says ``REGIONAL`` or ``CLOUDFRONT``, an ARN ``regional`` or ``global`` (WAF guide)."""
    said = tuple(
        piece.replace(":REGIONAL/", ":regional/").replace(":CLOUDFRONT/", ":global/")
        if isinstance(piece, str)
        else piece
        for piece in pieces
    )
    return Shaped((texts.join(said),))


def _configuration(pieces: Parts) -> Shaped:
    """Requests take names or ids of AppConfig's three parts, ARNs have ids: a name says nothing of its id."""
    runs = texts.split(pieces, "/")
    told = [run if at % 2 == 0 or _is_configuration_id(run) else ("*",) for at, run in enumerate(runs)]
    return Shaped((texts.join(texts.rejoin(told, "/")),))


def _is_configuration_id(run: Parts) -> bool:
    """Seven letters and digits, not letters alone (that may be a name); or what a deployment fills in."""
    (first, *rest) = run or ("",)
    return not rest and (isinstance(first, Hole) or _CONFIGURATION_ID.match(first) is not None)


def _data_catalog(pieces: Parts) -> Shaped:
    """A Glue catalog has the account for its id (it has no name then), or ``ACCOUNT:NAME`` within that."""
    head, found, name = _cut(pieces, ":catalog/")
    account, *inner = texts.split(name, ":")
    if not found or not account:
        return Shaped((texts.join(pieces),))
    if inner:
        # What is within another one needs that, too: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
        steps = texts.split(texts.rejoin(inner, ":"), "/")
        paths = [texts.rejoin(steps[: count + 1], "/") for count in range(len(steps))]
        return Shaped(tuple(texts.join((*head, ":catalog/", *path)) for path in reversed(paths)))
    whole = account[0] if len(account) == 1 else None
    said = whole.isdigit() if isinstance(whole, str) else whole == texts.ACCOUNT
    return Shaped((texts.join((*head, ":catalog")) if said else texts.join((*head, ":catalog/*")),))


def _cut(pieces: Parts, separator: str) -> tuple[Parts, bool, Parts]:
    runs = texts.split(pieces, separator)
    return (runs[0], True, texts.rejoin(runs[1:], separator)) if len(runs) > 1 else (pieces, False, ())


_SHAPES: dict[tuple[str, str], Callable[[Parts], Shaped]] = {
    ("kms", "key"): _kms_key,
    ("glue", "catalog"): _data_catalog,
    ("lambda", "function"): _function,
    ("logs", "log-group"): _log_group,
    ("sqs", "queue"): _queue,
    ("ses", "identity"): _sender,
    ("verifiedpermissions", "policy-store"): _policy_store,
    ("appconfig", "configuration"): _configuration,
    **{
        ("wafv2", name): _web_scope
        for name in ("webacl", "ipset", "rulegroup", "regexpatternset", "managedruleset")
    },
    ("route53", "hostedzone"): _last_of_path,
    ("route53", "healthcheck"): _last_of_path,
}

LOWERED = frozenset({"rds", "elasticache", "memorydb", "redshift", "dax", "sagemaker"})
"""Services that keep the names of things in lower case ("This value is stored as a lowercase string", in
botocore's models), so that their ARNs say them so. SageMaker does it for most types, and requests are checked
in either case: https://github.com/awslabs/service-workbench-on-aws/issues/1176."""
_LOWERED_TYPES = frozenset({("glue", "database"), ("glue", "table"), ("glue", "userdefinedfunction")})
"""Types that are kept so, of services that keep others as they are (names of the metastore: "folded to
lowercase when it is stored", in botocore's model)."""


def is_lowered(kind: ResourceType) -> bool:
    """Whether its service keeps the names of this type in lower case."""
    return kind.prefix in LOWERED or (kind.prefix, kind.name.lower()) in _LOWERED_TYPES


_FINISHED = frozenset({("secretsmanager", "secret"), *(name for name in _SHAPES if name[0] != "logs")})

_OF_AWS: dict[str, tuple[tuple[re.Pattern[str], bool, str, str, str], ...]] = {
    # Parameter Store, "Public parameters": they have no account. Who reads one names it.
    "ssm": ((regex(r"parameter/aws/service/.*"), True, "", "", ""),),
    # botocore's patterns: HubArn and HubContentArn, EvaluatorArn, BrowserArn, PricingPlanArn, PolicyArn.
    "sagemaker": ((regex(r"(?i)(hub(?:-content)?)/sagemakerpublichub(/.*)?"), True, "aws", "", ""),),
    "bedrock-agentcore": (
        (regex(r"evaluator/Builtin\..*"), False, "", "", "evaluator/"),
        (regex(r"(browser|code-interpreter)-custom/(aws\..*)"), True, "aws", r"\1/\2", ""),
    ),
    "billingconductor": (
        (regex(r"pricingplan/(BasicPricingPlan|Passthrough)"), False, "aws", "", "pricingplan/"),
    ),
    "organizations": (
        (regex(r"policy/o-.*/(p-(?:RCP)?FullAWSAccess)"), False, "aws", r"policy/*/\1", "policy/*/"),
    ),
    # QuickSight API reference, ListThemes: the starting themes.
    "quicksight": ((regex(r"theme/(CLASSIC|MIDNIGHT|SEASIDE|RAINIER)"), False, "aws", "", "theme/"),),
}
"""Service -> patterns of resources, whether their ARN has a region, its account, how it names them, and what
comes before a name of which nothing is known."""
