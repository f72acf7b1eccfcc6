"""What a command line of the AWS CLI asks AWS for.

Most commands are an API's operations, with its members as options (AWS CLI user guide, "Command structure");
the others have a row in ``commands.toml``, or are S3's own (``objects``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from policywright.analyzers.commands import objects, table
from policywright.analyzers.commands.model import Call, Line, Reading
from policywright.analyzers.commands.words import ANYTHING, literal, pieces, structured, ways
from policywright.analyzers.sdk.requests import with_member
from policywright.knowledge import texts
from policywright.knowledge.operations import Operation, Operations
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Struct, Value

_FLAGS = frozenset((
    "debug", "no-verify-ssl", "no-paginate", "no-sign-request", "no-cli-pager", "no-cli-auto-prompt",
    "cli-auto-prompt", "version", "v2-debug",
))  # fmt: skip
_SETTINGS = frozenset((
    "endpoint-url", "output", "query", "profile", "region", "color", "ca-bundle", "cli-read-timeout",
    "cli-connect-timeout", "cli-binary-format", "cli-error-format", "max-items", "page-size",
    "starting-token", "cli-input-json", "cli-input-yaml", "generate-cli-skeleton",
))  # fmt: skip
"""Options of all commands (AWS CLI user guide, "Command line options"), and those of all that list or that
call an operation."""
_ALONE = frozenset(
    ("dryrun", "generate-cli-skeleton", "no-execute-changeset", "no-sign-request", "recursive")
)
_LIMITING = _ALONE | {"endpoint-url", "region", "version-id"}
"""Options without which a command asks for more, for something else, or elsewhere; those that are alone take
no value."""
_MAX_LIMITING = 4
"""Such options of which each is there or not; all others are there together, or none of them."""
_INPUT = ("cli-input-json", "cli-input-yaml")
_LEADING = 3
"""Words in which alternatives are other commands: ``aws``, the service, the command."""
_PLURAL = "list"
_RECORDS = frozenset(("list", "map", "structure"))
_LOCAL = regex(
    r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[\w-]+)(:\d+)?(/.*)?"
)
"""An endpoint on this machine, or on one that is called by a single name: no address of AWS's has one."""
_NUMBER = regex(r"-?\d+(\.\d+)?")


def read(
    operations: Operations, words: Sequence[Value], *, more: bool = False, perhaps: Sequence[bool] = ()
) -> Reading:
    """The requests of a command whose first word is ``aws``.

    With ``more``, others may be among the words; ``perhaps`` says of each whether it may be missing.
    """
    calls: dict[Call, None] = {}
    doubts: dict[str, None] = {}
    for way in ways(words, _leading(words)):
        for line in _without_some(way, perhaps):
            found = _Reader(operations, line[1:], more).reading()
            calls.update(dict.fromkeys(found.calls))
            doubts.update({} if found.doubt is None else {found.doubt: None})
    return Reading(tuple(calls), next(iter(doubts), None))


def _leading(words: Sequence[Value]) -> int:
    """How many words there are up to the command, or what is waited for, with the options before it."""
    found = at = 0
    while at < len(words) and found < _LEADING:
        name = literal(words[at]) or ""
        at += 2 if name[2:] in _SETTINGS else 1
        found += not name.startswith("-")
    return at


def _without_some(words: tuple[Value, ...], perhaps: Sequence[bool]) -> Iterator[tuple[Value, ...]]:
    """The command with and without each option that may be missing and then asks for something else."""
    found = [
        (at, at + (1 if name in _ALONE or equals else 2))
        for at, (word, missing) in enumerate(zip(words, perhaps, strict=False))
        for name, equals, _ in ((literal(word) or "").removeprefix("--").partition("="),)
        if missing and name in _LIMITING and literal(word) != name
    ]
    apart, others = found[:_MAX_LIMITING], found[_MAX_LIMITING:]
    for gone in product(*(((), (span,)) for span in apart), ((), others) if others else ((),)):
        spans = [span for group in gone for span in group]
        yield tuple(
            word for at, word in enumerate(words) if not any(first <= at < last for first, last in spans)
        )


@dataclass(frozen=True, slots=True)
class _Takes:
    """How many words an option takes: none, one, or all up to the next option."""

    flags: frozenset[str]
    lists: frozenset[str]


class _Reader:
    """One command line, in which each word has one alternative where it matters."""

    def __init__(self, operations: Operations, words: tuple[Value, ...], more: bool) -> None:
        self._operations = operations
        self._words = words
        self._more = more

    def reading(self) -> Reading:
        names = self._names()
        if not names:
            return (
                Reading(doubt="with a command that is computed") if self._words or self._more else Reading()
            )
        service, command, waiter = names
        if service is None:
            return Reading(doubt="for a service that is computed")
        via = " ".join(("aws", service, *(name for name in (command, waiter) if name is not None)))
        found = self._of_command(service, command, waiter, via)
        return self._without_local(found)

    def _of_command(self, service: str, command: str | None, waiter: str | None, via: str) -> Reading:
        row = table.row(service, command)
        if row is not None:
            line = self._line(_Takes(row.flags, row.lists), 1 if row.name == service else 2)
            return table.read(row, line, via)
        if service == "s3":
            if command not in objects.COMMANDS:
                return Reading(doubt=_unknown(service, command))
            line = self._line(_Takes(objects.FLAGS, objects.LISTS), 2, objects.paths(command))
            return objects.read(command, line, via)
        client = self._operations.by_command(service)
        if client is None:
            return Reading(doubt=f"for a service that is not known ({service})")
        if command == "help" or (command is None and not self._more and not self._is_computed()):
            return Reading()
        operation = self._operation(client, command, waiter)
        if operation is None:
            return Reading(doubt=_unknown(service, command))
        return self._of_operation(service, command or "", operation, via)

    def _operation(self, client: str, command: str | None, waiter: str | None) -> Operation | None:
        if command is None:
            return None
        if command == "wait":
            name = self._operations.waiters(client).get((waiter or "").replace("-", "_"))
            return self._operations.get(client, name) if name is not None else None
        return self._operations.by_method(client, command.replace("-", "_"))

    def _of_operation(self, service: str, command: str, operation: Operation, via: str) -> Reading:
        members = {member.name.lower(): member for member in operation.members}
        flags = frozenset(name for name, member in members.items() if member.type == "boolean")
        lists = frozenset(name for name, member in members.items() if member.type == _PLURAL)
        named = {name: table.member(service, command, name) for name in self._options()}

        def target(name: str) -> str | None:
            renamed = named.get(name)
            return name.replace("-", "").lower() if renamed is None else renamed

        takes = _Takes(
            frozenset(name for name in named if _among(target(name), flags)),
            frozenset(name for name in named if _among(target(name), lists) or "[]" in (named[name] or "")),
        )
        line = self._line(takes, 3 if command == "wait" else 2)
        if "generate-cli-skeleton" in line.options:
            return Reading()
        struct = Struct(())
        opened = line.loose or any(name in line.options for name in _INPUT)
        for name, given in line.options.items():
            if name in _FLAGS or name in _SETTINGS:
                continue
            path = target(name)
            member = members.get(path.lower()) if path else None
            negated = members.get(path.removeprefix("no")) if path and member is None else None
            if member is not None:
                value = _value(given, member.type)
                struct = with_member(struct, member.name, value)
            elif negated is not None and negated.type == "boolean":
                struct = with_member(struct, negated.name, Const(False))
            elif named.get(name) is not None:
                if path:
                    struct = with_member(struct, path, structured(given, many=False))
            else:
                opened = True
        call = Call(
            service=operation.service, operation=operation.name, via=via,
            parameters=replace(struct, open=opened),
        )  # fmt: skip
        return Reading((call,))

    def _is_computed(self) -> bool:
        """Some word may be the command, and is not known."""
        return any(literal(word) is None for word in self._words)

    # --- cutting the line ---

    def _names(self) -> tuple[str | None, str | None, str | None] | None:
        """Service, command and what is waited for, past the options of all commands; None for no words."""
        found: list[str | None] = []
        at = 0
        while at < len(self._words) and len(found) < _LEADING:
            word = literal(self._words[at])
            at += 1
            if word is None or not word.startswith("-"):
                found.append(word)
                if word is None:
                    break
            elif word[2:] in _SETTINGS:
                at += 1
            elif word[2:].partition("=")[0] not in _FLAGS | _SETTINGS:
                break
        if not found:
            return None
        service = found[0]
        command = found[1] if len(found) > 1 else None
        return service, command, found[2] if command == "wait" and len(found) > 2 else None

    def _options(self) -> Iterable[str]:
        """The names of all options."""
        for word in self._words:
            text = literal(word)
            if text is not None and text.startswith("--"):
                yield text[2:].partition("=")[0]
            elif text is None:
                # ``--cli-input-json=file://$NAME``: the name of an option with what follows it.
                first = next(iter(pieces(word)), "")
                if isinstance(first, str) and first.startswith("--") and "=" in first:
                    yield first[2:].partition("=")[0]

    def _line(self, takes: _Takes, leading: int, further: int = 0) -> Line:
        """The line by its options, of which each takes as many words as it is known to.

        After ``leading`` names the command takes ``further`` words by position; what else is not known
        (``$ARGUMENTS``, a list put in) may be anything, options too.
        """
        positional: list[Value] = []
        options: dict[str, list[Value]] = {}
        loose = self._more
        words = list(self._words)
        while words:
            word = words.pop(0)
            name, value = _option(word)
            if name is None:
                loose |= len(positional) >= leading + further and _is_open(word)
                positional.append(word)
                continue
            given = options.setdefault(name, [])
            if value is not None:
                given.append(value)
            elif name in takes.flags or name in _FLAGS:
                continue
            elif name in takes.lists:
                while words and _option(words[0])[0] is None:
                    given.append(words.pop(0))
            elif words and _takes_next(words[0]):
                given.append(words.pop(0))
        return Line(
            positional=tuple(positional[leading:]), loose=loose,
            options={name: tuple(given) for name, given in options.items()},
        )  # fmt: skip

    def _without_local(self, found: Reading) -> Reading:
        """With an endpoint that is not AWS's, or without a signature, nothing is asked of IAM."""
        line = self._line(_Takes(frozenset(), frozenset()), 0)
        if "no-sign-request" in line.options:
            return Reading()
        endpoint = line.option("endpoint-url")
        address = literal(endpoint) if endpoint is not None else None
        if address is not None and _LOCAL.fullmatch(address):
            return Reading()
        region = line.option("region")
        if region is None:
            return found
        calls = tuple(replace(call, region=region) for call in found.calls)
        return Reading(calls, found.doubt)


def _is_open(word: Value) -> bool:
    """Nothing is known of how a word begins."""
    first = next(iter(pieces(word)), "")
    return not isinstance(first, str)


def _unknown(service: str, command: str | None) -> str:
    return (
        f"with {service} {command}, which is not known"
        if command
        else f"with a computed command of {service}"
    )


def _among(name: str | None, names: frozenset[str]) -> bool:
    return name is not None and (name.lower() in names or name.removeprefix("no") in names)


def _option(word: Value) -> tuple[str | None, Value | None]:
    """The name of an option that a word is, and the value behind its ``=``."""
    parts = pieces(word)
    first = parts[0] if parts else None
    if not isinstance(first, str) or not first.startswith("--") or len(first) < 3:
        return None, None
    name, equals, rest = first[2:].partition("=")
    if not equals:
        # A text with holes behind the name would be the name of something else.
        return (name, None) if len(parts) == 1 else (None, None)
    return name, texts.join((rest, *parts[1:]))


def _takes_next(word: Value) -> bool:
    text = literal(word)
    return text is None or not text.startswith("--") or bool(_NUMBER.fullmatch(text))


def _value(given: tuple[Value, ...], kind: str) -> Value:
    """What an option passes for a member of a type."""
    if kind == "boolean":
        return given[0] if given else Const(True)
    if kind in _RECORDS:
        return structured(given, many=kind == _PLURAL)
    if not given:
        return ANYTHING
    text = literal(given[0])
    if text is not None and text.startswith(("file://", "fileb://")):
        return ANYTHING
    if kind in ("integer", "long") and text is not None:
        number = texts.whole(text.removeprefix("-"))
        return given[0] if number is None else Const(-number if text.startswith("-") else number)
    return given[0]
