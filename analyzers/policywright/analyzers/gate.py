"""Which files can have to do with AWS, by what they import, name and call; ``parts.reaching`` joins them.

Nothing here is a list of words: an SDK's names are those that its model goes by, a library opens the gate
when its table has requests, and a method when botocore has an operation of that name. What is looked for in a
file's text is found by substring search and two regular expressions of its language (``GATE``), and botocore
is asked only about what they find, so that a file without AWS costs less than reading it did.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache

from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.store import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

NOTHING, OPENS, DEALS = range(3)
"""What a file says by itself: nothing; that it has to be looked at; that it plainly deals with AWS, so that
what is called there may be guessed by its name."""

NONE, UNSET, ANY = range(3)
"""Which environment variables a file may set: none; those that are not set; any."""

DISTINCTIVE = 4
"""Words that a method's name has at least when it tells an operation by itself (``batch_get_secret_value``).
In 120 MB of Python without AWS, 420 files call something that has an operation's name of two words, 9 of
three (``get_current_user``), none of four; and none passes such a method anything named like its input."""

_COMMAND = regex(
    rb"""["'`\s/(|&;]aws(?:\.exe)?["'`]?(?:[\s,(\[]{1,9}["'`]?--[a-z-]{1,30}["'`]?[=\s,]{1,9}[^\s,]{1,99}){0,4}"""
    rb"""[\s,(\[]{1,9}["'`]?([a-z0-9][a-z0-9-]{1,40})["'`\s]"""
)
"""A command line of the AWS CLI, as a text or as a list of texts: the service."""
_PROGRAM = regex(rb"""["'`](?:[^\s"'`]{0,99}/)?aws(?:\.exe)?(?:["'`]|\s{1,9}["'`$%{-])""")
"""The AWS CLI as a program: a text by itself, or the beginning of one whose command is put in."""

_SETTING = regex(
    rb"\benviron(?:\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\s*=[^=]|\.(?:update|setdefault|pop|popitem|clear)\b|\s*\|?=[^=])"
    rb"|\bdel\s+(?:os\.)?environ\b|\bputenv\b|\b(?:S|Uns)etenv\b|\bpatch\.dict\("
    # Under another name, and handed to something
    rb"|(?<!\benv)\s?=\s*(?:os\.)?environ[ \t]*(?:#[^\n]*)?(?=[;\n]|$)"
    rb"|(?<!\bdict)(?<!copy)(?<!\blen)(?<!\blist)(?<!\bsorted)(?<!\bprint)\((?:[^()\n]*,\s*)?(?:os\.)?environ\s*[,)]"
    rb"|\bprocess\.env(?:\.\w+|\[[^\]\n]*\])?\s*(?:\?\?|\|\|)?=[^=>]|\bassign\(\s*process\.env\b"
    rb"|\bdelete\s+process\.env\b"
    # What a file says, over what is set: gotenv, ``override`` of environs, ``overwrite`` of django-environ
    rb"|\bgotenv\.Over|\bread_env\((?:[^()]|\([^()]*\))*?(?:over|\*)"
    # What reads it says so by its name: ``Object.keys``, ``JSON.stringify``, schemas that check it.
    rb"|(?<!\bkeys)(?<!\bentries)(?<!\bvalues)(?<!stringify)(?<!\blog)(?<!\bdebug)(?<!\binfo)(?<!arse)(?<!arseAsync)"
    rb"(?<!validate)(?<!decode)(?<!cleanEnv)(?<!\bpick)(?<!\bomit)(?<!\bget)(?<!\bhas)(?<!\bif)(?<!\bin)"
    rb"(?<![\s,=(:?&|;{}!])\((?:(?:[^(){}\n]|\([^(){}\n]*\))*,\s*)?process\.env\s*[,)]"
    rb"|\b(?:const|let|var)\s+\w+(?:\s*:[^=\n]+)?\s*=\s*process\.env[ \t]*(?:as\b[^\n]*)?(?=[;,\n]|$)"
)
"""How programs set environment variables, or may where it is not seen."""
_NAME = rb"""(?:"(\w+)"|'(\w+)')"""
_SET_BY_NAME = regex(
    rb"\benviron(?:\[\s*%(name)s\s*\](?=\s*=[^=])|\.(?:setdefault|pop)\(\s*%(name)s(?=\s*[,)]))"
    rb"|\bdel\s+(?:os\.)?environ\[\s*%(name)s\s*\]|\b(?:S|Uns)etenv\(\s*%(name)s(?=\s*[,)])"
    rb"|\bprocess\.env(?:\.(\w+)|\[\s*%(name)s\s*\])(?=\s*(?:\?\?|\|\|)?=[^=>])"
    rb"|\bdelete\s+process\.env(?:\.(\w+)|\[\s*%(name)s\s*\])" % {b"name": _NAME}
)
"""How they set one that is told."""
_SETTING_WORDS = (b"environ", b"putenv", b"etenv", b"process.env", b"patch.dict(", b"read_env", b"gotenv.")
"""What is in each of these: that is looked for in a hundredth of the time."""
_FILLING = b"dotenv"
"""What is in the names of libraries that set what a file says."""
_TEXT = rb"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
_IN = rb"""(?:%s|[^()\[\]{}"'`/#]|/(?![/*]))""" % _TEXT
_WITHIN = rb"[(\[]%s*[)\]]" % _IN
for _ in range(2):
    _WITHIN = rb"[(\[](?:%s|%s)*[)\]]" % (_IN, _WITHIN)
_ONE = rb"(?:(?![,=*])%s|%s)+" % (_IN, _WITHIN)
"""An argument, or what a member is set to: no assignment, no star, and no comment, which may hide either."""
_NAMED = rb"\s*(?:(?:dotenv_path|stream|verbose|interpolate|encoding)\s*=%s|override\s*=\s*False\s*)" % _ONE
_SET = rb"\s*(?:(?:path|encoding|debug|quiet)(?:\s*:%s)?|override\s*:\s*false\s*)" % _ONE
_PLAIN_IMPORT = regex(
    rb"(?m)^[ \t]*import\s+dotenv[ \t\r]*%(end)s"
    rb"|^[ \t]*from\s+dotenv\s+import(?:\s+%(names)s[ \t\r]*|\s*\(\s*%(names)s\s*,?\s*\)[ \t\r]*)%(end)s"
    rb"""|(?<!export )\bimport\s+(?:\*\s*as\s+)?dotenv\s+from\s*["']dotenv["']"""
    rb"""|(?<!export )\b(?:import|const|let|var)\s+dotenv\s*=\s*require\(["']dotenv["']\)"""
    rb"""|["']dotenv/config(?:\.js)?["']"""
    rb"""|^[ \t]*(?:import\s+)?(?:_ )?"github\.com/joho/godotenv(?:/autoload)?"[ \t\r]*$"""
    # No import: a comment that names them in a sentence
    rb"|^[ \t]*(?:#|//)[ \t][^(){}=\n]*$" % {
        b"end": rb"(?=;|#|$)",
        b"names": rb"%(one)s(?:\s*,\s*%(one)s)*" % {b"one": rb"(?:load_dotenv|find_dotenv|dotenv_values)"},
    }
)  # fmt: skip
"""What such libraries are imported by under no other name."""
_PLAIN_CALLS = tuple(
    regex(rb"(?<![\w.$])(?<!def )%s\((%s\s*)\)" % call)
    for call in (
        (rb"(?:dotenv\.)?load_dotenv", rb"(?:(?:%s|%s)(?:,%s)*,?)?" % (_NAMED, _ONE, _NAMED)),
        (rb"(?:dotenv\.)?(?:find_dotenv|dotenv_values)", rb"(?:%s|[,=])*" % _ONE),
        (
            rb"""(?:(?:dotenv|require\(["']dotenv["']\))\.)?config""",
            rb"\s*(?:\{(?:%s(?:,%s)*,?)?\s*\})?" % (_SET, _SET),
        ),
        (rb"godotenv\.(?:Load|Read)", rb"(?:%s|,)*" % _ONE),
    )
)
"""How they are called to leave what is set as it is, with the arguments: those may have another call.
Sources: the READMEs of dotenv, python-dotenv and godotenv."""
_CONFIG = regex(
    rb"""(?<!export )\b(?:import|const|let|var)\s*\{\s*config\s*,?\s*\}\s*"""
    rb"""(?:from\s*|=\s*require\(\s*)["']dotenv["']"""
)
"""``config`` of dotenv by itself: there is no other in the file then."""
_OTHERWISE = regex(rb"(?i:dotenv)(?!_path\b)")
_OR_CONFIG = regex(rb"\bconfig\b|(?i:dotenv)")
"""Any other mention may be of one that sets the others, too."""

_MEMBER = regex(rb"""[.'"]([a-z]\w*)\b""")
"""A member, or a text by which one may be asked for."""
_WORDS = regex(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What opens the gate in one language."""

    sdk: tuple[bytes, ...]
    """What is in every file that names an SDK: the file deals with AWS."""
    signs: Callable[[], tuple[bytes, ...]] = lambda: ()
    """What says so without an import of a library: an address's scheme, a name that is there without one."""
    library: Callable[[str], int] = lambda _name: NOTHING
    """What importing something by a name says."""
    named: re.Pattern[bytes]
    """Finds names of methods that have ``DISTINCTIVE`` words, called or handed on, or given as text."""
    passed: re.Pattern[bytes]
    """Finds calls that pass something by name: the method, and the first of these names."""
    spelled: Callable[[str], tuple[str, ...]]
    """What operations a method's name can mean, as ``api`` says."""
    clients: re.Pattern[bytes] | None = None
    """Finds what something makes of a service (``client``, ``resource``), and the names of those."""
    api: bool = True
    """``spelled`` gives names of the API; otherwise of boto3's methods."""
    cased: bool = True
    """Members of inputs are spelt as the API spells them."""
    opens: Callable[[bytes], bool] = lambda _data: False
    """Whether a text has anything else that has to be looked at."""
    launching: tuple[bytes, ...] = ()
    """What is in every file that starts a program, or makes code at run time."""
    telling: Callable[[str], bool] = lambda _name: False
    """Whether something passed is spelt like members of inputs are, and hardly anything else."""


def evidence(gate: Gate, data: bytes, imports: Callable[[], Iterable[tuple[str, int]]]) -> int:
    """What a file says by itself; ``imports`` (names, relative levels) are asked for when needed."""
    if any(word in data for word in gate.sdk) or any(word in data for word in gate.signs()):
        return DEALS
    found = max(
        OPENS if commanded(data) or _starts_cli(gate, data) else NOTHING,
        *(gate.library(name) for name, level in imports() if not level),
        NOTHING,
    )
    if found < DEALS:
        found = max(found, _passed(gate, data))
    if found < DEALS and gate.clients is not None and _made(gate.clients, data):
        found = DEALS
    return OPENS if not found and (_named(gate, data) or gate.opens(data)) else found


def commanded(data: bytes) -> bool:
    """Whether a text has a command line of the AWS CLI."""
    services = {name.decode() for name in _COMMAND.findall(data)} if b"aws" in data else set[str]()
    return bool(services) and any(map(_operations(os.getpid()).by_command, sorted(services)))


def sets_variables(data: bytes) -> int:
    """Which environment variables code may set."""
    if any(word in data for word in _SETTING_WORDS) and _SETTING.search(data) is not None:
        return ANY
    if _FILLING not in data:
        return NONE
    rest = _PLAIN_IMPORT.sub(b" ", data)
    for call in _PLAIN_CALLS:
        rest = call.sub(rb" \1", rest)
    rest, alone = _CONFIG.subn(b" ", rest)
    return ANY if (_OR_CONFIG if alone else _OTHERWISE).search(rest) else UNSET


def set_by_name(data: bytes) -> tuple[int, frozenset[str]]:
    """Which environment variables code may set beside some that it sets by their names; and those."""
    if not any(word in data for word in _SETTING_WORDS):
        return sets_variables(data), frozenset()
    names = {name.decode() for found in _SET_BY_NAME.findall(data) for name in found if name}
    return sets_variables(_SET_BY_NAME.sub(b"set", data)), frozenset(names)


def _starts_cli(gate: Gate, data: bytes) -> bool:
    """Whether a file that starts programs names the AWS CLI, with a command that comes from elsewhere."""
    return b"aws" in data and any(word in data for word in gate.launching) and bool(_PROGRAM.search(data))


def distinctive(name: str) -> bool:
    """Whether a method's name has so many words that it tells an operation by itself, if it is one's."""
    return words(name) >= DISTINCTIVE


def words(name: str) -> int:
    """How many words a name is made of."""
    return len(_WORDS.findall(name))


def _named(gate: Gate, data: bytes) -> bool:
    """A method is named that is an operation's, and can hardly be anything else."""
    found = {name.decode("ascii", "replace") for name in gate.named.findall(data)}
    spelled = {name for one in found if distinctive(one) for name in gate.spelled(one)}
    return bool(spelled) and bool(_operations(os.getpid()).known(spelled, api=gate.api))


def _passed(gate: Gate, data: bytes) -> int:
    """What calls say of methods that are operations' and get a member of the operation's input."""
    pairs = {
        (method, passed)
        for found in gate.passed.findall(data)
        for method, passed in ((found[0].decode("ascii", "replace"), found[1].decode("ascii", "replace")),)
        if gate.telling(passed) or words(method) > 1
    }
    if not pairs:
        return NOTHING
    operations = _operations(os.getpid())
    meant = operations.known({name for method, _ in pairs for name in gate.spelled(method)}, api=gate.api)
    for method, passed in sorted(pairs, key=lambda pair: not gate.telling(pair[1])):
        found = [one for name in gate.spelled(method) for one in meant.get(name, ())]
        if any(_takes(operations, service, api, passed, gate.cased) for service, api in found):
            return DEALS if gate.telling(passed) else OPENS
    return NOTHING


def _made(clients: re.Pattern[bytes], data: bytes) -> bool:
    """Something makes clients of a service, and something has the name of one of its operations; or what is
    made has models that no other SDK has."""
    operations = _operations(os.getpid())
    made = {(name.decode("ascii", "replace"), kind) for kind, name in clients.findall(data)}
    named = {name for name, _ in made}.intersection(operations.services())
    if not named:
        return False
    if any(kind == b"resource" and operations.resource_model(name) is not None for name, kind in made):
        return True
    members = {name.decode("ascii", "replace") for name in _MEMBER.findall(data)}
    known = operations.known(members, api=False)
    return any(service in named for found in known.values() for service, _ in found)


def _takes(operations: Operations, service: str, api: str, passed: str, cased: bool) -> bool:
    """An operation has an input member of a name."""
    operation = operations.get(service, api)
    members = () if operation is None else operation.members
    return any(one.name == passed if cased else one.name.lower() == passed.lower() for one in members)


@lru_cache(maxsize=1)
def _operations(process: int) -> Operations:
    """botocore's operations; a forked process opens the store anew."""
    return Operations(open_store())
