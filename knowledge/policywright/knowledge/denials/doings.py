"""What a tool says it was doing when it was denied: Terraform's, the controllers' and the SDKs' own words.

*launching source instance*, *could not attach volume*, *error listing*: a verb and a thing. The operations of
the service whose name is about this thing are known, and the verb picks one. Nothing here knows any tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.normalise import BORDER
from policywright.knowledge.denials.several import of_all
from policywright.knowledge.denials.things import PULL, PUSH, done_to_things
from policywright.knowledge.denials.verbs import (
    CREATE,
    DELETE,
    DESCRIBE,
    ENDS,
    READ,
    SYNONYMS,
    UPDATE,
    verbs_of,
)

_TAKEN = re.compile(r"snapshots?|backups?|images?|dumps?|copy|copies", re.IGNORECASE)
"""What one takes that was not there before: a role, a parameter or a table is taken as it is."""
_STOP = re.compile(
    r"\b(?:for|in|of|from|to|on|with|by|at|as|that|which|using|failed|because|error|errors|due|via|is|was|and|since"
    r"|after|before|although|though|until|who|where|even|despite|returned|api|access|sure|have|has|had|whether|if|it|you|we|I|am|are|they|so|but|or|when|while|then|be|not"
    r"|permission|permissions|UnauthorizedOperation|AccessDenied\w*)\b"
)
_NO_NOUN = frozenset(("the", "a", "an", "my", "your", "this", "that", "new", "our", "all", "any", "its", "s"))
_ALIASES = {
    "ami": "image",
    "amis": "image",
    "asg": "autoscalinggroup",
    "lambda": "function",
    "lambdas": "function",
    "az": "availabilityzone",
    "eni": "networkinterface",
    "enis": "networkinterface",
    "sg": "securitygroup",
    "eip": "address",
}
_OWN_THINGS = {"s3": ("bucket", "objects"), "rds": ("db",)}
"""What a service's names of things begin with that people leave out."""
_REACH = 200
"""How far in front of the answer the words may stand."""
_SOMETHING = (
    r"(?=\s(?:an?|the|my|our|its|some|data|(?!(?:i|wa|get|fail|return|work|die|ha|do|become|seem|doe|stop|throw|as|thi)s\b"
    r"|ours\b)[a-z]+[^\Ws]s|file|object)\b)"
)
"""Behind a verb that is a noun, too: *uploads a file*, *uploads images*, and not *the uploads*."""
_NO_ADJECTIVE = "".join(
    rf"(?<!\b{word} )" for word in ("an", "the", "my", "our", "newly", "recently", "just")
)
"""In front of a participle: *I uploaded a file*, and not *an uploaded file*."""
_NO_SETTING = (
    r"(?!\s(?:[\w'\u2019-]+\s){0,3}?(?:values?|credentials?|tokens?|settings?|config\w*|polic(?:y|ies)|permissions?|roles?"
    r"|variables?|names?|secrets?|access keys?|statements?|together|in place|up with)\b)"
)
"""Behind a verb: what is put into a form, not into a bucket."""
_OBJECTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), operation)
    for words, operation in (
        (
            rf"upload(?:ing)?|{_NO_ADJECTIVE}uploaded|(?:putting|put){_NO_SETTING}|writ(?:e|ing)|sav(?:e|ing)|storing"
            rf"|(?:upload|write|save|store)s{_SOMETHING}",
            "PutObject",
        ),
        (
            rf"download(?:ing)?|reading(?!\s\d+\sbytes)|read|fetch(?:ing)?|(?:download|read|fetche)s{_SOMETHING}"
            r"|connect(?:ing)? to(?: the)? URL|load(?:ing)?(?=[\w ]{0,30}[\"'`]?\Z)"
            r"|open(?:ing)?(?! (?:an?|the|another|my|new) (?:\w+ )?(?:server|issue|connection|ticket))"
            r"|access(?:ing)? (?:it|them|(?:the|that) (?:uploaded )?(?:file|image|object)s?)",
            "GetObject",
        ),
        (r"stat|head(?:ing)?|StatObject", "HeadObject"),
        (r"(?:if|whether|that) (?:the )?(?:\w+ )?bucket\b[^\n]{0,80}? exists", "HeadBucket"),
        (r"list(?! of)(?:ing)?|ls|iterat(?:e|ing)|iter", "ListObjectsV2"),
        (rf"delet(?:e|ing)|remov(?:e|ing)|(?:delete|remove)s{_SOMETHING}", "DeleteObject"),
    )
)
"""S3's tools do not say of objects that they are objects."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a word begins in the name of a step or a function."""


def actions_of_creating(window: str, facts: Facts, service: str | None = None) -> tuple[str, ...]:
    """``creating EC2 Subnet`` is ``ec2:CreateSubnet``: the last words that name an operation of ``service``.

    Without it the words must name the service as well, or a thing that no other has.
    """
    for verbs, words in reversed(list(_phrases(window))):
        for name, nouns in _of_service(words, service, facts):
            if (operation := _operation(name, _of_one(verbs, nouns), nouns, facts)) is not None:
                return facts.actions_of(name, operation) or _same(name, operation, facts)
        if service is None and (told := _of_anybody(verbs, words, facts)) is not None:
            return facts.actions_of(*told)
    return ()


def _of_one(verbs: tuple[str, ...], thing: list[str]) -> tuple[str, ...]:
    """What is read of one thing is never the list of all of its kind: *reading S3 Bucket (ledger)*."""
    several = any(_is_several(word) or word.lower() in ("list", "all") for word in thing)
    return verbs if verbs != READ or several else tuple(verb for verb in verbs if verb != "List")


def _is_several(word: str) -> bool:
    """Whether a word is a plural: SQS is none, nor is an address."""
    return len(word) > _ACRONYM and re.search(r"[^s]s\Z", word.lower()) is not None


_ACRONYM = 3


def _of_anybody(verbs: tuple[str, ...], words: list[str], facts: Facts) -> tuple[str, str] | None:
    """The one service that does so to such a thing, which has two words or more: *create a backup vault*.

    What is read may be anything of that name.
    """
    if verbs == READ:
        return None
    thing = [word.strip(".") for word in words if word.lower() not in _NO_NOUN]
    for end in range(len(thing), 1, -1):
        noun = "".join(thing[:end])
        about = facts.services_about(noun)
        known = ((service, facts.operations_on(service, noun)) for service in about)
        told = [(service, operations[verbs[0]]) for service, operations in known if verbs[0] in operations]
        # Others may have it, too, who don't make it; what is updated there may be called otherwise.
        if len(told) == 1 and (len(about) == 1 or verbs == CREATE):
            return told[0]
    # Its last word is the thing itself: *purge the audit queue*.
    for start in range(len(thing) if len(verbs) == 1 else 0):
        operation = verbs[0] + "".join(word.capitalize() for word in thing[start:])
        services = facts.services_with(operation)
        if services:
            return (services[0], operation) if len(services) == 1 else None
    return None


def actions_of_doing(text: str, end: int, facts: Facts, service: str = "ec2") -> tuple[str, ...]:
    """The same for words right in front of the answer, of which the service is known."""
    begin = max(0, end - _REACH, text.rfind(BORDER, 0, end), text.rfind("\n\n", 0, end))
    found = actions_of_creating(text[begin:end], facts, service)
    if found or service != "s3":
        return found
    return actions_on_objects(text[max(begin, text.rfind("\n", 0, end)) : end], facts)


_ABSENT = re.compile(
    r"\b(?P<thing>[A-Za-z]{3,20})(?:\s+[\"'`]?[\w./:-]{1,80}[\"'`]?)?"
    r"\s+(?i:does(?:\s+not|n['\u2019]t)\s+exist|(?:(?:was|is|could)\s+)?not\s+(?:be\s+)?found|is\s+missing)"
    r"[\s.,;:!\u2014-]{1,8}(?:\w+\s){0,2}?(?P<verb>[Cc]reating)(?:\s+(?:it|one|now|new))?\b[\s.\u2026]{0,6}"
)
_SOON = 80
"""How far in front of the answer the last of it may end."""


def actions_of_absent(text: str, end: int, facts: Facts, service: str) -> tuple[str, ...]:
    """What is made because it is not there: *Bucket ledger does not exist. Creating...*."""
    told = [match for match in _ABSENT.finditer(text, max(0, end - 2 * _REACH), end)]
    if not told or end - told[-1].end() > _SOON:
        return ()
    behind = text[told[-1].end() : end]
    if actions_on_objects(behind, facts) or any(True for _ in _phrases(behind)):
        return ()  # it goes on
    return actions_of_creating(f"{told[-1]['verb']} {told[-1]['thing']}", facts, service)


def actions_wholly_told(window: str, facts: Facts, service: str) -> tuple[str, ...]:
    """The actions of all that is told to be done, where each verb and its thing are an operation."""
    found: list[str] = []
    for verbs, words in _phrases(window):
        things = [words[start:] for start in range(len(words)) if words[start].lower() not in _NO_NOUN]
        named = (_operation(service, verbs, thing, facts, whole=True) for thing in things)
        operation = next((name for name in named if name is not None), None)
        if operation is None:
            return ()
        found += facts.actions_of(service, operation) or _same(service, operation, facts)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=512)
def sole_doing(words: str, facts: Facts, said: str = "") -> tuple[str, tuple[str, ...]] | None:
    """The service and the actions of the one thing in a sentence that only this service has.

    ``said``: what is said beside it, which may tell that it was at AWS.
    """
    found = of_all(words, lambda one: _sole(one, facts, said))
    return found[0] if len(found) == 1 else None


def _sole(words: str, facts: Facts, said: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each such thing."""
    phrases = (_of_anybody(verbs, rest, facts) for verbs, rest in _phrases(words))
    found = dict.fromkeys(filter(None, phrases))
    if found:
        return tuple((service, facts.actions_of(service, operation)) for service, operation in found)
    told = done_to_things(words, said=said)
    if not told and _OF_AWS.search(words) is not None:
        return tuple(("ecr", actions) for pattern, actions in _IMAGES if pattern.search(words))
    return told


_OF_AWS = re.compile(r"\b(?:IAM|AWS|ECS|EKS|Fargate|(?:execution|task|node|instance) role)\b", re.IGNORECASE)
"""Whose permission it takes to pull an image: no other registry asks IAM."""


_IMAGES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(
            r"\bpull\w*\b[^.;]{0,40}?\b(?:image|container)s?\b|\bimage pulls?\b"
            r"|\b(?:CannotPull\w*|ErrImagePull|ImagePullBackOff)\b",
            re.IGNORECASE,
        ),
        PULL,
    ),
    (re.compile(r"\bpush\w*\b[^.;]{0,40}?\b(?:image|container)s?\b|\bimage push\w*\b", re.IGNORECASE), PUSH),
)


def doings_in(words: str, service: str, facts: Facts) -> tuple[tuple[str, ...], ...]:
    """The actions of each thing that a sentence says is done to things of a service, or to objects of S3."""
    return of_all(words, lambda one: _doings(one, service, facts))


def _doings(words: str, service: str, facts: Facts) -> tuple[tuple[str, ...], ...]:
    if service == "ecr":
        images = tuple(actions for pattern, actions in _IMAGES if pattern.search(words))
        if images:
            return images
    for name in (service, *facts.parts_of(service)):
        found: list[tuple[str, ...]] = []
        whole = tuple(_whole_verbs(words, name, facts))
        for verbs, rest in _phrases(words):
            thing = [word.rstrip(".") for word in rest if word.lower() not in _NO_NOUN]
            if name == "s3" and any(map(_OBJECT.fullmatch, thing[-1:])):
                continue
            operation = _meant(name, verbs, thing, facts)
            if operation is not None and (operation.startswith(verbs) or not whole):
                found.append(facts.actions_of(name, operation) or _same(name, operation, facts))
        if service == "s3":
            found = [actions for actions in found if all(map(_of_s3, actions))]
        found = found or [facts.actions_of(name, verb) for verb in whole]
        if found:
            return tuple(dict.fromkeys(found))
    if service != "s3":
        return tuple(dict.fromkeys(actions for _, actions in done_to_things(words, service)))
    line = _TWO_HUMPS.sub(r"\1 \2", words)
    named = (
        operation
        for pattern, operation in _OBJECTS
        if any(_OF_OTHERS.match(line, match.end()) is None for match in pattern.finditer(line))
    )
    return tuple(facts.actions_of("s3", operation) for operation in named)


_OF_OTHERS = re.compile(
    r"\s+(?:(?:in|to|into|from|on)\s+)?(?:(?!bucket)[\w-]+\s+){0,2}?"
    r"(?:tables?|queues?|topics?|streams?|databases?|secrets?|parameters?)\b",
    re.IGNORECASE,
)
"""Behind a verb: things that S3 has none of."""


def _of_s3(action: str) -> bool:
    """Whether an action is of S3 itself, not of what has buckets as well: Outposts, vectors, tables."""
    return action.startswith("s3:")


def _whole_verbs(words: str, service: str, facts: Facts) -> Iterator[str]:
    """The verbs that are operations by themselves: *publish*, *decrypt*, *invoke*."""
    for match in re.finditer(r"\b[A-Za-z]{4,14}\b", words):
        low = match[0].lower()
        stem = ENDS.sub("", low)
        single = stem[:-1] if stem[-2:-1] == stem[-1:] else stem  # scanning
        for verb in dict.fromkeys(
            (low, stem, f"{stem}e", single, f"{stem[:-1]}y" if stem[-1:] == "i" else stem)
        ):
            name = verb.capitalize()
            if name not in _NO_DOING and service in facts.services_with(name):
                yield name
                break


_NO_DOING = ("Sign", "Verify")
"""Operations of KMS that are also said of other things."""
_OBJECT = re.compile(r"objects?|files?|images?|data", re.IGNORECASE)
_TWO_HUMPS = re.compile(r"\b([a-z]+)([A-Z][a-z]+)\b")
_CONTENTS = {"secret": "secretvalue", "log": "logevent"}
"""What is read of a thing that holds something: not what is told about it."""
_HOLDERS = ("table", "tables", "bucket", "buckets")


def _meant(service: str, verbs: tuple[str, ...], thing: list[str], facts: Facts) -> str | None:
    """The operation that people mean: one thing that is read is got, several are listed or described."""
    if verbs == UPDATE and thing and thing[-1].lower() in _HOLDERS:
        return None  # what is in it, mostly
    several = any(map(_is_several, thing[:2]))
    if verbs == READ and thing:
        held = next((held for word in thing if (held := _CONTENTS.get(word.lower().removesuffix("s")))), None)
        found = _operation(service, ("Get",), [held], facts) if held else None
        if found is not None:
            return found
        verbs = ("Describe", "List", "Get", "Receive") if several else ("Get", "Receive")
    operation = _operation(service, verbs, thing, facts) or _of_label(service, verbs, thing, facts)
    counted = operation is not None and verbs != DESCRIBE and operation.startswith(READ)
    return operation if not counted or (operation or "").endswith("s") == several else None


def _of_label(service: str, verbs: tuple[str, ...], thing: list[str], facts: Facts) -> str | None:
    """Of a thing that is called by its service: *the CodeArtifact token* is the one token that it has."""
    if len(thing) != _LABELLED or facts.service_named(thing[0]) != service:
        return None
    about = facts.operations_about(service, thing[-1])
    return next((about[verb] for verb in verbs if verb in about), None)


_LABELLED = 2


def actions_on_objects(line: str, facts: Facts) -> tuple[str, ...]:
    """What the last verb of a line does to objects of S3."""
    line = _HUMP.sub(" ", line)
    hits = [(match.end(), name) for pattern, name in _OBJECTS for match in pattern.finditer(line)]
    return facts.actions_of("s3", max(hits)[1]) if hits else ()


_ADDRESS = re.compile(
    r"\bwith (?:module\.[^\s,]{1,120}\.)?(?P<type>(?:data\.)?aws_\w+)\."
    r"|\bin (?P<kind>data|resource) \"(?P<named>aws_\w+)\""
    r"|\* (?:module\.[^\s,:]{1,120}\.)?(?P<old>(?:data\.)?aws_\w+)\."
)
_TYPE_OR_SERVICE = re.compile(r"\bAWS::(\w+)::\w+|\(Service: ([\w ]{2,60}?)[;,]")
_TAGGING = ("PutBucketTagging", "TagResource", "AddTagsToResource", "CreateTags")
"""What services call it that something is tagged; the first that one has is for what is deployed."""
_PHASES = (("c", "creat"), ("u", "updat|modif"), ("d", "delet|destroy"), ("r", "read|describ|fetch|refresh"))
_ABOUT = 700
"""How far around an answer Terraform names the resource."""


def calls_of_resource(
    text: str, start: int, end: int, facts: Facts, usual: str = ""
) -> tuple[str, str] | None:
    """The one call that Terraform or Pulumi makes for the resource around an answer, in the phase told.

    ``usual``: the phase where none is.
    """
    address = _ADDRESS.search(text, end, end + _ABOUT)
    if address is None:
        before = list(_ADDRESS.finditer(text, max(0, start - _ABOUT), start))
        address = before[-1] if before else None
    if address is None:
        return _call_of_pulumi(text, start, end, facts, usual)
    type_ = address["type"] or address["old"] or address["named"]
    if address["kind"] == "data":
        type_ = f"data.{type_}"
    phase = "r" if type_.startswith("data.") else _phase(text, start, usual)
    calls = facts.terraform_calls(type_, phase) if phase else ()
    told = [call for call in calls if phase == "r" or not call[1].startswith(READ)]
    return _own_call(type_, [call for call in told if _TAGS.search(call[1]) is None] or told)


def _phase(text: str, start: int, usual: str) -> str:
    said = text[max(0, start - _REACH) : start].lower()
    return next((key for key, words in _PHASES if re.search(words, said)), usual)


_URN_TYPE = re.compile(
    r"(?<![\w:])aws(?:-native)?:(?P<svc>[a-z]\w{1,40})(?:/\w{1,60})?:(?P<thing>[A-Z]\w{1,60})\b"
)
_VERBS = {"c": CREATE, "u": UPDATE, "d": DELETE, "r": READ}


def _call_of_pulumi(text: str, start: int, end: int, facts: Facts, usual: str) -> tuple[str, str] | None:
    """The same for a type of Pulumi's: ``aws:apigateway/restApi:RestApi`` is a thing of a service."""
    told = list(_URN_TYPE.finditer(text, max(0, start - _ABOUT), start))
    phase = _phase(text, start, usual)
    label = facts.service_named(told[-1]["svc"]) if told else None
    if label is None or not phase:
        return None
    for service in (label, *facts.parts_of(label)):
        known = facts.operations_on(service, told[-1]["thing"].lower())
        operation = next((known[verb] for verb in _VERBS[phase] if verb in known), None)
        if operation is not None:
            return service, operation
    return None


_TAGS = re.compile(r"Tags?(?:For|Of|\Z)")
_VERB_OF = re.compile(r"\A[A-Z][a-z]+")


def _own_call(type_: str, calls: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The one call, or that whose thing is the resource itself: ``DescribeKey`` for ``aws_kms_key``."""
    if len(calls) == 1:
        return calls[0]
    name = type_.removeprefix("data.").removeprefix("aws_").replace("_", "")
    about = [(_VERB_OF.sub("", operation).lower(), (service, operation)) for service, operation in calls]
    own = [call for thing, call in about if thing and name.endswith((thing, thing.removesuffix("s")))]
    return own[0] if len(own) == 1 else None


def actions_of_tagging(text: str, start: int, end: int, facts: Facts) -> tuple[str, ...]:
    """What tags a thing of the service whose type or answer stands around CloudFormation's words."""
    told = [match for match in _TYPE_OR_SERVICE.finditer(text, max(0, start - _REACH), end + _ABOUT)]
    named = {facts.service_named(match[1] or match[2]) for match in told}
    service = named.pop() if len(named) == 1 else None
    names = (facts.canonical(f"{facts.prefix_of(service)}:{verb}") for verb in _TAGGING if service)
    found = next((name for name in names if name is not None), None)
    return (found,) if found else ()


def _phrases(window: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The verbs of operations and the words of the thing, for every verb in the text."""
    for match in re.finditer(r"\b[A-Za-z]{2,14}\b", window):
        verbs = verbs_of(match[0])
        if (
            not verbs
            or _is_done(window, match)
            or _RELATIVE.search(window, max(0, match.start() - 7), match.start())
        ):
            continue
        rest = window[match.end() : match.end() + 90]
        words = _nouns(rest)
        taken = verbs != SYNONYMS["tak"] or any(map(_TAKEN.fullmatch, words))
        if words and taken:
            yield verbs, words
    for match in _UNDONE.finditer(window):
        if verbs := _NOUNS_OF.get(match["noun"] or "") or verbs_of(match["verb"] or ""):
            yield verbs, match["thing"].split()


_UNDONE = re.compile(
    r"(?P<thing>(?:[A-Za-z][\w-]*\s+){1,4}?)(?:(?P<noun>creation|deletion)\b"
    r"|(?:could|can|was|were)(?:n['\u2019]?t|\s?not)\s+(?:be\s+)?(?P<verb>[a-z]{2,12}(?:ed|en|ad)|put|set|sent|found)\b)"
)
"""What was to be done to something, told of the thing: *the bucket could not be created*, *role creation*."""
_NOUNS_OF = {"creation": CREATE, "deletion": DELETE}


_RELATIVE = re.compile(r"\b(?:that|which|who)\s\Z")
"""In front of what a thing does, not what is done to it: *use the key that encrypts the queue*."""
_DONE = re.compile(
    r"(?:\b(?:[Ii]|[Ww]e|[Tt]hey|[Yy]ou)(?:['\u2019](?:ve|d)|\s(?:have|had))(?:\s[a-z]{3,14}){0,2}?"
    r"|\b(?i:successfully|already|just))\s\Z"
)
_LET = re.compile(r"\b(?:I|[Ww]e)\s(?:also\s|then\s)?\Z")
_LETS = re.compile(r"polic(?:y|ies)|permissions?|roles?|statements?", re.IGNORECASE)
"""What somebody set so that it should be allowed, in the past: it went well."""
_PERFECT = re.compile(r"[a-z]{2,12}ed|made|set|put|run|sent", re.IGNORECASE)
_BEFORE_VERB = 50


def _is_done(window: str, verb: re.Match[str]) -> bool:
    """Whether somebody says that they have done it: *I've created a bucket and get this when ...*."""
    if _PERFECT.fullmatch(verb[0]) is None:
        return False
    before = window[max(0, verb.start() - _BEFORE_VERB) : verb.start()]
    lets = any(map(_LETS.fullmatch, _nouns(window[verb.end() : verb.end() + 90])))
    return _DONE.search(before) is not None or (lets and _LET.search(before) is not None)


def _nouns(rest: str) -> list[str]:
    """The words of the thing that stands at the start, up to what it is for."""
    head = re.match(r"[ \t:]{0,3}(?:(?:[\"']?[A-Za-z][\w.-]*[\"']?|\([^()\n]{0,80}\))[ \t]*){1,9}", rest)
    words: list[str] = []
    told = re.sub(r"\([^()]*\)", " ", head[0]).split() if head else []
    for word in told[1:] if told[:1] == ["that"] and told[1:2] and told[1][0].isupper() else told:
        bare = word.strip("\"':")
        if _STOP.fullmatch(bare) or not re.fullmatch(r"[A-Za-z][\w.-]*", bare):
            break
        words.append(bare)
        if word.endswith((".", ":")):
            break
    return words


def _of_service(words: list[str], service: str | None, facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """Whose thing it may be, and the words for it."""
    plain = [word.rstrip(".") for word in words if word.lower() not in _NO_NOUN]
    if service is not None:
        yield service, plain
        return
    rest = plain[1:] if plain and plain[0] in ("AWS", "Amazon") else plain
    for length in (2, 1):
        label = " ".join(rest[:length])
        named = facts.service_named(label) if len(rest) > length and label[:1].isupper() else None
        if named is not None:
            yield named, rest[length:]


def _operation(
    service: str, verbs: tuple[str, ...], words: list[str], facts: Facts, *, whole: bool = False
) -> str | None:
    """The operation of the service that does this to the thing; the words in front may qualify it.

    ``whole``: all the words are the thing.
    """
    if verbs == SYNONYMS["tag"] and words:
        own = "PutObjectTagging" if "object" in words[-1].lower() else None
        named = (own, *_TAGGING)
        return next((name for name in named if name and service in facts.services_with(name)), None)
    for end in range(len(words), len(words) - 1 if whole else 0, -1):
        for start in range(1 if whole else end):
            thing = "".join(_ALIASES.get(word.lower(), word.lower()) for word in words[start:end])
            more = (f"{thing}configuration",) if end - start > 1 else ()
            for name in (thing, *(f"{own}{thing}" for own in _OWN_THINGS.get(service, ())), *more):
                operations = facts.operations_on(service, name)
                if not operations and end - start > 1:
                    operations = facts.operations_about(service, name)
                for verb in verbs:
                    if (found := operations.get(verb)) is not None:
                        return found
                if len(operations) == 1 and end - start > 1:
                    return next(iter(operations.values()))  # whatever a tool calls it
    return None


def _same(service: str, name: str, facts: Facts) -> tuple[str, ...]:
    found = facts.canonical(f"{service}:{name}")
    return (found,) if found else ()
