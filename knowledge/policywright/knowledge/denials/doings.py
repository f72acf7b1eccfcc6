"""What a tool says it was doing when it was denied: Terraform's and the controllers' own words."""

from __future__ import annotations

import re

from policywright.knowledge.denials.facts import Facts

_CREATING = re.compile(
    r"\b([Cc]reat(?:ing|e)|reading|updating|modifying|deleting|describing"
    r"|listing|getting|putting|tagging|attaching|detaching) (?:the |an? )?"
    r"(?:Amazon |AWS )?([A-Z][\w.]+(?: [A-Z][\w.]+)?) "
    r"((?:[A-Z][\w.]*|[a-z]\w{2,30}(?: [a-z]\w{2,30})?)(?:(?: \([^()\n]{1,100}\))? [A-Z]\w*){0,4})"
)
_DOING = 90
_DOINGS = re.compile(
    r"\b(create|describe|list|get|delete|update|modify|tag|attach|detach|(?:creat|describ|list|gett|delet|updat"
    r"|modify|tagg|attach|detach)ing) (?:the |an? |new |AWS |EC2 ){0,2}([A-Za-z]{2,20}(?: [a-z]{2,20}){0,2})"
    r"(?: (?:in|on|from) (?:EC2|AWS))?(?:[:,]? ?[\"'(]{0,2}(?:api error )?)$"
)
"""What stands right in front of the code."""
_CONFIGURATION = re.compile(r"configuration\Z", re.IGNORECASE)
_NAMED = re.compile(r"\([^()]*\)")
_VERBS = {
    "creat": ("Create", "Put", "Run"),
    "read": ("Describe", "Get", "List"),
    "describ": ("Describe", "Get", "List"),
    "list": ("List", "Describe"),
    "get": ("Get", "Describe"),
    "put": ("Put",),
    "updat": ("Update", "Modify", "Put"),
    "modify": ("Modify", "Update"),
    "delet": ("Delete", "Terminate"),
    "tag": ("Tag", "Create"),
    "attach": ("Attach",),
    "detach": ("Detach",),
}
"""By the stems of what is told: *creating* and *create*, *getting* and *get*."""


def actions_of_creating(window: str, facts: Facts) -> tuple[str, ...]:
    """Terraform says what it was making: ``creating EC2 Subnet`` is ``ec2:CreateSubnet``."""
    for match in _CREATING.finditer(window):
        label, thing = match[2], "".join(_NAMED.sub("", match[3]).split())
        service = facts.service_named(label)
        if service is None and " " in label:
            label, thing = label.split()[0], label.split()[1] + thing
            service = facts.service_named(label)
        bare = _CONFIGURATION.sub("", thing)
        things = dict.fromkeys((thing, bare, match[3].split()[0]))  # "log group", or "role" of "role failed"
        for verb in _VERBS[_stem(match[1])] if service else ():
            for name in (f"{verb}{one}{end}" for one in things for end in ("", "s")):
                if service and (found := facts.actions_of(service, name) or _same(service, name, facts)):
                    return found
            if service and (found := facts.actions_of(service, f"{verb}Bucket{thing}")):
                return found
    return ()


def actions_of_doing(text: str, end: int, facts: Facts) -> tuple[str, ...]:
    """Controllers say what they were doing: ``creating fleet UnauthorizedOperation``, which is EC2's code."""
    match = _DOINGS.search(text[max(0, end - _DOING) : end])
    if match is None:
        return ()
    thing = "".join(match[2].split())
    for verb in _VERBS[_stem(match[1])]:
        for name in (f"{verb}{thing}", f"{verb}{thing}s"):
            if found := facts.actions_of("ec2", name):
                return found
    return ()


def _stem(doing: str) -> str:
    stem = doing.lower().removesuffix("ing").removesuffix("e")
    return stem[:-1] if stem.endswith(("tt", "gg")) else stem


def _same(service: str, name: str, facts: Facts) -> tuple[str, ...]:
    found = facts.canonical(f"{service}:{name}")
    return (found,) if found else ()
