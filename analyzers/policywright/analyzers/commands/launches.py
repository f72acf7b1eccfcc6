"""Commands as their words, and those that they have others run: ``sudo``, ``sh -c``, ``xargs``, ``find``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.analyzers.commands.before import SHELLS, before, told
from policywright.analyzers.commands.programs import is_harmless
from policywright.analyzers.commands.words import joined, literal, pieces
from policywright.analyzers.shells import ENDINGS
from policywright.knowledge import texts
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass, replace

AWS = "aws"
MOVING = ("cd", "pushd")
_TOLD = frozenset(("eval", "trap"))
"""Those of the shell itself: what they are told is run here, or later."""
_CALLING = frozenset(("mapfile", "readarray"))
"""Those that call a command for what they read, which ``-C`` says
(https://www.gnu.org/software/bash/manual/bash.html#index-mapfile)."""
_SPEAKING = frozenset(
    ("echo", "printf", "which", "type", "command", "apt-get", "apt", "yum", "pip", "pip3", "grep")
)
"""Programs that are told words, and start nothing: ``aws`` among them is a name."""
_READING = SHELLS - {"su", "runuser"}
"""Shells that run the file that they are told."""
_WITH_A_WORD = ("--rcfile", "--init-file")
_PLACES = ("/", "node_modules/", "venv/", ".venv/")
"""Where what is installed is started from."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A command that is started; with ``more``, others are among the words. ``perhaps``
    says of each whether it may be missing."""

    words: tuple[out.Value, ...]
    more: bool = False
    perhaps: tuple[bool, ...] = ()

    @property
    def name(self) -> str:
        """The name of the program; empty for one that is not known."""
        first = self.words[0] if self.words else None
        text = first.value if isinstance(first, out.Const) and isinstance(first.value, str) else None
        parts = first.parts if isinstance(first, out.Text) else (text,)
        last = parts[-1] if isinstance(parts[-1], str) else ""
        _, slash, name = last.strip("\"'").replace("\\", "/").rpartition("/")
        return name.removesuffix(".exe") if slash or text is not None else ""

    @property
    def asked(self) -> str | None:
        """The word after the program's name; None for one that is not known."""
        second = self.words[1] if len(self.words) > 1 else None
        return second.value if isinstance(second, out.Const) and isinstance(second.value, str) else None

    @property
    def is_harmless(self) -> bool:
        """Whether it asks AWS for nothing, as its name says. A path from here leads to the project's own."""
        first = literal(self.words[0]) if self.words else None
        own = first is not None and "/" in first and not first.removeprefix("./").startswith(_PLACES)
        return not own and is_harmless(self.name, self.asked)

    def scripts(self) -> Iterator[tuple[out.Value, tuple[out.Value, ...] | None]]:
        """The files that may be shell scripts which this runs, and what they are passed, if that is known."""
        if not self.words:
            return
        at = 0 if self.name not in _READING else _file(self.words)
        if at is None or (at == 0 and not _is_path(self.words[0])):
            return
        passed = None if self.more or any(self.perhaps) else self.words[at + 1 :]
        for one in out.alternatives(self.words[at]):
            yield one, passed


def _file(words: Sequence[out.Value]) -> int | None:
    """Which word is the file that a shell runs; none where that is told its commands in another way."""
    at = 1
    while at < len(words):
        word = literal(words[at])
        if word is None or word[:1] not in ("-", "+") or word == "-":
            return at if word != "-" else None
        if word == "--":
            return at + 1 if at + 1 < len(words) else None
        if not word.startswith("--") and ("c" in word or "s" in word):
            return None
        at += 2 if word in _WITH_A_WORD or (word[:2] != "--" and word[-1:] in ("o", "O")) else 1
    return None


def _is_path(word: out.Value) -> bool:
    """A file by its place, or a shell script by its name."""
    last = pieces(word)[-1:]
    return any(isinstance(one, str) and ("/" in one or one.endswith(ENDINGS)) for one in last)


STARTED = "{} is started, and what it asks AWS for is not known"
COMPUTED = "a program is started whose name is computed, and what it asks AWS for is not known"


def not_known(name: str) -> str:
    """What is said of a program that is started, by its name if that is known."""
    return STARTED.format(name) if name else COMPUTED


UNKNOWN = Launch((out.Unknown("program"),), more=True)


def of_command(words: tuple[out.Value, ...]) -> Iterator[Launch]:
    """A command of a script, or those that it runs."""
    return inside(Launch(words))


def of_shell(text: out.Value) -> Iterator[Launch]:
    """The commands of a text that a shell runs; of an assignment alone nothing."""
    from policywright.analyzers.commands import shell

    found = shell.commands(text)
    for command in found:
        yield Launch(command.words)
    if not found and not (isinstance(text, out.Const) and shell.is_quiet(str(text.value))):
        yield UNKNOWN


def inside(line: Launch) -> Iterator[Launch]:
    """The command that others run (``sudo``, ``timeout 5``, ``sh -c``), or the command itself."""
    written = [literal(word) for word in line.words]
    passed = before(written)
    words = line.words[passed.count :]
    item = _item(written[: passed.count]) if "xargs" in passed.names else ""
    if item:
        words = tuple(_with_any(word, item) for word in words)
    more = line.more or ("xargs" in passed.names and not item)
    if not words:
        return
    bare = Launch(words, more, line.perhaps[len(line.words) - len(words) :])
    text = _told(bare)
    if text is not None:
        for inner in of_shell(text):
            yield from inside(inner)
        return
    first = words[0]
    for one in out.alternatives(first):
        yield replace(bare, words=(one, *words[1:]))
    yield from _started_by(bare)


def _item(words: Sequence[str | None]) -> str:
    """What ``xargs -I`` puts its items in place of."""
    for at, word in enumerate(words):
        if word is not None and word[:2] in ("-I", "-i"):
            following = words[at + 1] if at + 1 < len(words) else None
            return word[2:] or (following if word == "-I" and following else _ITEM)
    return ""


def _told(line: Launch) -> out.Value | None:
    """The text that a shell is told to run."""
    words = line.words
    at = told([literal(word) for word in words])
    if at is not None:
        return words[at]
    if line.name in _CALLING:
        return _called_back(words)
    if line.name not in _TOLD:
        return None
    text = joined(spaced(words[1:2] if line.name == "trap" else words[1:]))
    # What other commands print (``eval "$(ssh-agent)"``) mostly sets variables.
    return text if any(isinstance(one, str) and one.strip() for one in pieces(text)) else None


def _called_back(words: Sequence[out.Value]) -> out.Value | None:
    for at, word in enumerate(words):
        option, _, rest = (literal(word) or "").partition("C")
        if option[:1] == "-" and option != literal(word):
            return out.Const(rest) if rest else words[at + 1] if at + 1 < len(words) else None
    return None


def spaced(words: Sequence[out.Value]) -> Iterator[out.Value]:
    for at, word in enumerate(words):
        yield from (out.Const(" "), word) if at else (word,)


def _started_by(line: Launch) -> Iterator[Launch]:
    """The AWS CLI's command among another program's words: most that are told one start it
    (``chamber exec app -- aws s3 ls``, ``find . -exec aws s3 cp {} s3://b \\;``)."""
    if line.name in _SPEAKING:
        return
    for at, word in enumerate(line.words[1:], 1):
        following = line.words[at + 1 :]
        if isinstance(word, out.Const) and Launch((word,)).name == AWS and following:
            end = next((at for at, one in enumerate(following) if _text(one) in (";", "+")), len(following))
            yield Launch((word, *(_with_any(one, _ITEM) for one in following[:end])), line.more)
            return


_ITEM = "{}"
"""What ``xargs``, ``find`` and ``parallel`` put their items in place of."""


def _with_any(word: out.Value, named: str) -> out.Value:
    """A word with anything in place of a name."""
    if not any(isinstance(piece, str) and named in piece for piece in pieces(word)):
        return word
    runs = texts.split(pieces(word), named)
    return texts.join(piece for at, run in enumerate(runs) for piece in ((_ANYTHING, *run) if at else run))


_ANYTHING = out.Hole(kind="unknown")


def _text(word: out.Value) -> str:
    return literal(word) or ""
