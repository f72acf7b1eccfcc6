"""Programs that the code starts, and code that it makes.

A program that is started has the credentials of the one that starts it. The AWS CLI is asked what its command
line requests (``aws``). Of most others it is known that they ask AWS for nothing; each that is left is said,
by its name or as one of a computed name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.analyzers import ir
from policywright.analyzers.commands.before import before, told
from policywright.analyzers.commands.launchers import Launcher, launcher_of
from policywright.analyzers.commands.programs import MAX_TOLD, is_harmless
from policywright.analyzers.commands.words import joined, literal, pieces
from policywright.analyzers.engine import order
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Ext,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    concat_all,
    is_text,
    join_all,
    options,
)
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk.requests import signers
from policywright.knowledge import texts
from policywright.knowledge import values as out
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.commands import shell
    from policywright.analyzers.engine.interpreter import Interpreter

_AWS = "aws"
_TOLD = frozenset(("eval", "trap"))
"""Those of the shell itself: what they are told is run here, or later."""
_SPEAKING = frozenset(
    ("echo", "printf", "which", "type", "command", "apt-get", "apt", "yum", "pip", "pip3", "grep")
)
"""Programs that are told words, and start nothing: ``aws`` among them is a name."""


_CODE = frozenset(
    ("builtins.eval", "builtins.exec", "eval", "Function", "vm.runInNewContext", "vm.runInThisContext")
)
_BY_NAME = ("Class.forName", ".loadClass")
"""What gives a class by a name, by the ends of paths: the classes need no import."""
_LOADERS = frozenset((
    "importlib.util.spec_from_file_location", "importlib.machinery.SourceFileLoader", "imp.load_source",
    "imp.load_module", "runpy.run_path", "runpy.run_module", "vm.Script", "vm.compileFunction",
    "vm.runInContext", "plugin.Open", "papermill.execute_notebook", "bree", "vm2.VM().run",
    "vm2.NodeVM().run",
))  # fmt: skip
"""What makes code of a file that is no module of the program, or of a text."""
_NATIVE = frozenset((
    "ctypes.CDLL", "ctypes.PyDLL", "ctypes.WinDLL", "ctypes.cdll.LoadLibrary", "ctypes.windll.LoadLibrary",
    "cffi.FFI().dlopen", "bindings", "node-gyp-build", "ffi-napi.Library", "koffi.load", "Deno.dlopen",
    "System.load", "System.loadLibrary", "java.lang.System.load", "java.lang.System.loadLibrary",
    "com.sun.jna.Native.load", "com.sun.jna.Native.loadLibrary",
))  # fmt: skip
"""What loads native code."""
_OF_SYSTEM = regex(
    r"(?i)^(?:lib)?(?:c|m|dl|pthread|rt|crypt|crypto|ssl|z|kernel32|user32|msvcrt)(?:\.so\S*|\.dll|\.dylib)?$"
)
"""Libraries of the system."""
NATIVE = "{} is native code, and what it asks AWS for is not known"


def _is_known(value: Value) -> bool:
    return isinstance(value, Known)


def _is_plain(value: Value) -> bool:
    """A text of code that calls nothing."""
    return isinstance(value, Known) and "(" not in str(value.value)


def started(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """Says what a call of a library starts, if that may ask AWS for something."""
    if path in _LOADERS:
        said = path.rpartition(".")[2]
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, "{} loads code that is not analysed", name=said)
        return
    if path in _NATIVE:
        _native(run, path, args, pos)
        return
    by_name = path.endswith(_BY_NAME)
    if by_name or path in _CODE or (path.startswith("javax.script.") and path.endswith(".eval")):
        # ``new Function("name", "code")``
        code = args.positional[-1] if path == "Function" and args.positional else args.get(0)
        if code is None or not all(map(_is_plain if path in _CODE else _is_known, options(code))):
            said = path.rpartition(".")[2]
            what = (
                "{} gives a class whose name is computed"
                if by_name
                else "{} runs code that is made at run time"
            )
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, what, name=said)
        return
    launcher, args = launcher_of(path, args)
    if launcher is None:
        return
    given = _given(run, launcher, args)
    if given is None or (not given and path.endswith("ProcessBuilder")):
        # It is told later.
        return
    # A program alone may be told its arguments later (``cmd.Args = append(cmd.Args, ...)``).
    alone = path.startswith("os/exec.Command") and len(given) == 1
    further = _further(run, pos) if args.more is not None else [_Line((), more=alone)]
    lines = [bare for line in _lines(run, given, launcher, further) for bare in _inside(line)]
    _ask(run, [line for line in lines if line.name == _AWS], args, pos)
    every = {line.name for line in lines if not line.name.startswith("-")} - {_AWS}
    names = every.intersection(line.name for line in lines if not is_harmless(line.name, line.asked))
    if len(names) == 1:
        name = names.pop()
        detail = _STARTED if name else _COMPUTED
        run.unresolved(pos, UnresolvedCode.PROGRAM, detail, name=name, cause=f"program {name}")
    elif names:
        # One place is one thing to look at, whatever it may start.
        told = sorted(name for name in names if name)
        more = [f"{len(told) - MAX_TOLD} more"] if len(told) > MAX_TOLD else []
        others = ["one whose name is computed"] if "" in names else []
        said = ", ".join((*told[:MAX_TOLD], *more, *others))
        run.unresolved(pos, UnresolvedCode.PROGRAM, f"programs are started ({said}), {_NOT_KNOWN}")


def _given(run: Interpreter, launcher: Launcher, args: Args) -> list[Value] | None:
    """What a launcher is told to start, with what follows that; None where it starts nothing."""
    given, named = list(args.positional[launcher.at :]), launcher.named
    if launcher.texts:
        first = options(given[0]) if given else ()
        file = join_all([one for one in first if is_text(one) or _is_resolved(one)])
        return [file, *given[1:]] if file is not BOTTOM else None
    if given and named is not None:
        # ``setupPrimary({ exec: "worker.js" })``
        fields = [run.heap.load(one, named) for one in options(given[0])
                  if isinstance(one, Obj) and named in run.heap.keys(one)]  # fmt: skip
        given = [join_all(fields)] if fields else given
    elif named is not None:
        value = args.get(0, named)
        given = [value] if value is not None else []
    if launcher.tagged:
        return [_filled(run, given)]
    if launcher.listed is not None and len(given) > 1:
        return [given[0], join_all([
            run.heap.load(option, launcher.listed) for option in options(given[1]) if isinstance(option, Obj)
        ])]  # fmt: skip
    return given


def _is_resolved(value: Value) -> bool:
    """``require.resolve("./worker")``"""
    return isinstance(value, Ext) and value.path.endswith("resolve()")


def _native(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """Says which native code is loaded, unless it is the system's."""
    found = options(args.get(0) or BOTTOM)
    told = [str(one.value) for one in found if isinstance(one, Known)]
    if not told or not all(map(_OF_SYSTEM.match, told)):
        said = told[0] if told else path.rpartition(".")[2]
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, NATIVE, name=said, cause=f"native {said}")


def not_known(name: str) -> str:
    """What is said of a program that is started, by its name if that is known."""
    return _STARTED.format(name) if name else _COMPUTED


_STARTED = "{} is started, and what it asks AWS for is not known"
_NOT_KNOWN = "and what they ask AWS for is not known"
_COMPUTED = "a program is started whose name is computed, and what it asks AWS for is not known"


@dataclass(frozen=True, slots=True)
class _Line:
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


_UNKNOWN = _Line((out.Unknown("program"),), more=True)


def _lines(
    run: Interpreter, given: Sequence[Value], launcher: Launcher, further: list[_Line]
) -> Iterator[_Line]:
    """The commands that a launcher is told, each alternative by itself."""
    if not given:
        yield _UNKNOWN
        return
    if launcher.twice and not isinstance(given[0], Known | Text):
        # ``LookPath(command[0])``: the name that stands in the arguments says what is meant.
        named = [line for one in options(given[1] if len(given) > 1 else BOTTOM) for line in _named(run, one)]
        if named:
            yield from named
            return
    for option in options(given[0]):
        if not isinstance(option, Known | Text):
            yield from _of_list(run, option)
            continue
        text = convert(run, option)
        if not launcher.program:
            yield from _of_shell(text)
            continue
        in_shell = any(isinstance(piece, str) and " " in piece.strip() for piece in pieces(text))
        following = given[1:]
        lists = [one for one in options(following[0]) if isinstance(one, Obj | Tup)] if following else []
        told = (one for one in lists if not isinstance(one, Obj) or _is_list(run, one))
        found = [line for one in told for line in _of_list(run, one)]
        if not found:
            words = tuple(convert(run, one) for one in following)
            there = (False,) * len(words)
            found = [_Line((*words, *one.words), one.more, (*there, *one.perhaps)) for one in further]
        for line in found:
            if in_shell:
                # ``spawn("aws s3 ls", { shell: true })``
                yield from _of_shell(joined(_spaced((text, *line.words))))
                continue
            again = 1 if launcher.twice else 0
            yield _Line((text, *line.words[again:]), line.more, (False, *line.perhaps[again:]))


def _named(run: Interpreter, value: Value) -> list[_Line]:
    """The commands of a list whose first word is always known; none if there are others."""
    if not isinstance(value, Tup) and not (isinstance(value, Obj) and _is_list(run, value)):
        return []
    found = _of_list(run, value)
    sure = all(
        line.words and isinstance(line.words[0], out.Const) and line.perhaps[:1] != (True,) for line in found
    )
    return found if sure else []


def _filled(run: Interpreter, given: Sequence[Value]) -> Value:
    """The text that a tagged template says."""
    strings = run.sequence(given[0]) if given else None
    if strings is None:
        return Unknown("template")
    between = [*given[1:], *(Known("") for _ in strings)]
    return concat_all([part for pair in zip(strings, between, strict=False) for part in pair])


def _further(run: Interpreter, pos: ir.Pos) -> list[_Line]:
    """The words of the lists that a call of the running site may pass as further arguments (``args...``)."""
    passed = [
        node.args[-1] for node in walk(run.site.node)
        if isinstance(node, ir.Call) and node.pos == pos and node.args
    ]  # fmt: skip
    last = passed[0] if passed else None
    found = options(run.evaluate(last.value)) if isinstance(last, ir.Spread) else ()
    lists = (one for one in found if isinstance(one, Obj | Tup))
    return [line for one in lists for line in _of_list(run, one)] or [_Line((), more=True)]


def of_command(command: shell.Command) -> Iterator[_Line]:
    """A command of a script, or those that it runs."""
    return _inside(_Line(command.words))


def _is_list(run: Interpreter, obj: Obj) -> bool:
    """Options of Node's functions stand where a list of arguments may be left out."""
    return run.heap.shape(obj).kind == "list"


def _of_list(run: Interpreter, value: Value) -> list[_Line]:
    """The commands that a list of words may be. What is appended to it may be anywhere in it, as far as the
    heap knows."""
    found = [row for row in order.rows(run.heap, value) if row]
    if not found:
        return [_UNKNOWN]
    if isinstance(value, Obj):
        told = {option for row in found for item in row for option in options(item.value)}
        rest = run.heap.own(value, ANY)
        others = () if rest is BOTTOM else options(rest)
        more = run.heap.shape(value).open or any(option not in told for option in others)
    else:
        more = isinstance(value, Tup) and value.open
    # Of a very long list the last words are not told.
    more = more or any(len(row) >= order.MAX_WORDS for row in found)
    return [
        _Line(tuple(convert(run, item.value) for item in row), more, tuple(item.perhaps for item in row))
        for row in found
    ]


def _of_shell(text: out.Value) -> Iterator[_Line]:
    """The commands of a text that a shell runs; of an assignment alone nothing."""
    from policywright.analyzers.commands import shell

    found = shell.commands(text)
    for command in found:
        yield _Line(command.words)
    if not found and not (isinstance(text, out.Const) and shell.is_quiet(str(text.value))):
        yield _UNKNOWN


def _inside(line: _Line) -> Iterator[_Line]:
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
    bare = _Line(words, more, line.perhaps[len(line.words) - len(words) :])
    text = _told(bare)
    if text is not None:
        for inner in _of_shell(text):
            yield from _inside(inner)
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


def _told(line: _Line) -> out.Value | None:
    """The text that a shell is told to run."""
    words = line.words
    at = told([literal(word) for word in words])
    if at is not None:
        return words[at]
    if line.name not in _TOLD:
        return None
    text = joined(_spaced(words[1:2] if line.name == "trap" else words[1:]))
    # What other commands print (``eval "$(ssh-agent)"``) mostly sets variables.
    return text if any(isinstance(one, str) and one.strip() for one in pieces(text)) else None


def _spaced(words: Sequence[out.Value]) -> Iterator[out.Value]:
    for at, word in enumerate(words):
        yield from (out.Const(" "), word) if at else (word,)


def _started_by(line: _Line) -> Iterator[_Line]:
    """The AWS CLI's command among another program's words: most that are told one start it
    (``chamber exec app -- aws s3 ls``, ``find . -exec aws s3 cp {} s3://b \\;``)."""
    if line.name in _SPEAKING:
        return
    for at, word in enumerate(line.words[1:], 1):
        following = line.words[at + 1 :]
        if isinstance(word, out.Const) and _Line((word,)).name == _AWS and following:
            end = next((at for at, one in enumerate(following) if _text(one) in (";", "+")), len(following))
            yield _Line((word, *(_with_any(one, _ITEM) for one in following[:end])), line.more)
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


def _ask(run: Interpreter, lines: Sequence[_Line], args: Args, pos: ir.Pos) -> None:
    """The requests of the AWS CLI."""
    if not lines:
        return
    from policywright.analyzers.commands import aws

    identity = _identity(run, args)
    for line in lines:
        found = aws.read(run.operations, line.words, more=line.more, perhaps=line.perhaps)
        for call in found.calls:
            who = identity if call.role is None else Identity(role=call.role)
            run.emit(
                pos, call.service, call.operation, call.parameters, via=call.via, optional=call.optional,
                identity=who if call.region is None else replace(who, region=call.region),
                actions=call.actions, resources=call.resources,
            )  # fmt: skip
        if found.said is not None:
            cause = f"program {_AWS} {found.doubt}"
            run.unresolved(pos, UnresolvedCode.PROGRAM, found.said, cause=cause)


def _identity(run: Interpreter, args: Args) -> Identity:
    """Whose credentials a program has: those in the environment that it is given, where that has keys."""
    given = [args.keyword("env")]
    given += [run.heap.load(option, "env") for value in args.positional[1:] for option in options(value)
              if isinstance(option, Obj) and "env" in run.heap.keys(option)]  # fmt: skip
    for value in given:
        for option in options(value) if value is not None else ():
            if isinstance(option, Obj) and _KEY_ID in run.heap.keys(option):
                found = [one for one in signers(run, option) if one is not None and one != AMBIENT]
                if found:
                    return found[0]
    return AMBIENT


_KEY_ID = "AWS_ACCESS_KEY_ID"
