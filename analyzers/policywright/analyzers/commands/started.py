"""Programs that the code starts, and code that it makes.

A program that is started has the credentials of the one that starts it. The AWS CLI is asked what its command
line requests (``aws``). Of most others it is known that they ask AWS for nothing; each that is left is said,
by its name or as one of a computed name.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from policywright.analyzers import ir
from policywright.analyzers.commands import members
from policywright.analyzers.commands.launchers import LOADED, PROGRAM, Launcher, launcher_of
from policywright.analyzers.commands.launches import (
    AWS,
    COMPUTED,
    MOVING,
    STARTED,
    UNKNOWN,
    Launch,
    inside,
    of_shell,
    spaced,
)
from policywright.analyzers.commands.model import Call
from policywright.analyzers.commands.programs import MAX_TOLD
from policywright.analyzers.commands.variables import SET, Variables, put_in, set_in, together
from policywright.analyzers.commands.words import joined, pieces
from policywright.analyzers.engine import order
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Ext,
    Handle,
    Known,
    Method,
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
from policywright.knowledge import values as out
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.commands import scripts
    from policywright.analyzers.engine.interpreter import Interpreter


RUN = "run"
"""The kind of the cells that say of modules that the program starts them as programs."""
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
_MOVES = regex(rb"\bchdir\b|\.Dir\b|\bDir:|\.directory\(")
"""How a program gets another directory, or (Go, Java) one that it starts, in a statement of its own."""
NATIVE = "{} is native code, and what it asks AWS for is not known"


def _is_known(value: Value) -> bool:
    return isinstance(value, Known)


def _is_plain(value: Value) -> bool:
    """A text of code that calls nothing."""
    return isinstance(value, Known) and "(" not in str(value.value)


def starts(function: Ext | Handle | Method, args: Args) -> bool:
    """Whether something of a library starts a program: what follows is the program's, in that order."""
    return isinstance(function, Ext) and launcher_of(function.path, args)[0] is not None


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
    if launcher.member is not None:
        told = list(members.told(run, launcher, args))
        launcher = PROGRAM
    else:
        given = _given(run, launcher, args)
        told = [given] if given is not None else []
    given = told[0] if told else None
    if given is None or (not given and path.endswith("ProcessBuilder")):
        # It is told later.
        return
    # A program alone may be told its arguments later (``cmd.Args = append(cmd.Args, ...)``).
    alone = path.startswith("os/exec.Command") and len(given) == 1
    further = _further(run, pos) if args.more is not None else [Launch((), more=alone)]
    started_by = (line for one in told for line in _lines(run, one, launcher, further))
    lines = [bare for line in started_by for bare in inside(line)]
    variables = _variables(run, args)
    lines = [replace(line, words=tuple(map(variables.put_in, line.words))) for line in lines]
    _ask(run, [line for line in lines if line.name == AWS], args, pos)
    moved = _moves(run, args) or any(line.name in MOVING for line in lines)
    rest = (line for line in lines if line.name != AWS)
    lines = [
        line for line in rest
        if not _runs_scripts(run, line, variables, args, pos, moved=moved)
        and not (_runs_code(run, line, args, moved=moved) and path not in LOADED)
    ]  # fmt: skip
    names = {line.name for line in lines if not line.is_harmless and not line.name.startswith("-")}
    if len(names) == 1:
        name = names.pop()
        detail = STARTED if name else COMPUTED
        run.unresolved(pos, UnresolvedCode.PROGRAM, detail, name=name, cause=f"program {name}")
    elif names:
        # One place is one thing to look at, whatever it may start.
        known = sorted(name for name in names if name)
        more = [f"{len(known) - MAX_TOLD} more"] if len(known) > MAX_TOLD else []
        others = ["one whose name is computed"] if "" in names else []
        said = ", ".join((*known[:MAX_TOLD], *more, *others))
        run.unresolved(pos, UnresolvedCode.PROGRAM, f"programs are started ({said}), {_NOT_KNOWN}")


def _given(run: Interpreter, launcher: Launcher, args: Args) -> list[Value] | None:
    """What a launcher is told to start, with what follows that; None where it starts nothing."""
    given, named = list(args.positional[launcher.at :]), launcher.named
    if launcher.fixed is not None:
        return [Known(launcher.fixed)]
    if launcher.texts:
        first = options(given[0]) if given else ()
        file = join_all([one for one in first if is_text(one) or _is_resolved(one)])
        return [file, *given[1:]] if file is not BOTTOM else None
    if given and named is not None:
        # ``setupPrimary({ exec: "worker.js" })``
        fields = [run.heap.load(one, named) for one in options(given[0])
                  if isinstance(one, Obj) and run.heap.has_key(one, named)]  # fmt: skip
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


_NOT_KNOWN = "and what they ask AWS for is not known"


def _lines(
    run: Interpreter, given: Sequence[Value], launcher: Launcher, further: list[Launch]
) -> Iterator[Launch]:
    """The commands that a launcher is told, each alternative by itself."""
    if not given:
        yield UNKNOWN
        return
    if launcher.twice and not isinstance(given[0], Known | Text):
        # ``LookPath(command[0])``: the name that stands in the arguments says what is meant.
        named = [line for one in options(given[1] if len(given) > 1 else BOTTOM) for line in _named(run, one)]
        if named:
            yield from named
            return
    for option in map(_named_itself, options(given[0])):
        if not isinstance(option, Known | Text):
            yield from _of_list(run, option)
            continue
        text = convert(run, option)
        if not launcher.program:
            yield from of_shell(text)
            continue
        in_shell = any(isinstance(piece, str) and " " in piece.strip() for piece in pieces(text))
        following = given[1:]
        lists = [one for one in options(following[0]) if isinstance(one, Obj | Tup)] if following else []
        told = (one for one in lists if not isinstance(one, Obj) or _is_list(run, one))
        found = [line for one in told for line in _of_list(run, one)]
        if not found:
            words = tuple(convert(run, _named_itself(one)) for one in following)
            there = (False,) * len(words)
            found = [Launch((*words, *one.words), one.more, (*there, *one.perhaps)) for one in further]
        for line in found:
            if in_shell:
                # ``spawn("aws s3 ls", { shell: true })``
                yield from of_shell(joined(spaced((text, *line.words))))
                continue
            again = 1 if launcher.twice else 0
            yield Launch((text, *line.words[again:]), line.more, (False, *line.perhaps[again:]))


def _named(run: Interpreter, value: Value) -> list[Launch]:
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


def _further(run: Interpreter, pos: ir.Pos) -> list[Launch]:
    """The words of the lists that a call of the running site may pass as further arguments (``args...``)."""
    passed = [
        node.args[-1] for node in walk(run.site.node)
        if isinstance(node, ir.Call) and node.pos == pos and node.args
    ]  # fmt: skip
    last = passed[0] if passed else None
    found = options(run.evaluate(last.value)) if isinstance(last, ir.Spread) else ()
    lists = (one for one in found if isinstance(one, Obj | Tup))
    return [line for one in lists for line in _of_list(run, one)] or [Launch((), more=True)]


def _is_list(run: Interpreter, obj: Obj) -> bool:
    """Options of Node's functions stand where a list of arguments may be left out."""
    return run.heap.shape(obj).kind == "list"


def _of_list(run: Interpreter, value: Value) -> list[Launch]:
    """The commands that a list of words may be. What is appended to it may be anywhere in it, as far as the
    heap knows."""
    found = [row for row in order.rows(run.heap, value) if row]
    if not found:
        return [UNKNOWN]
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
        Launch(
            tuple(convert(run, _named_itself(item.value)) for item in row), more,
            tuple(item.perhaps for item in row),
        )
        for row in found
    ]  # fmt: skip


_ITSELF = {"sys.executable": "python3", "process.execPath": "node", "process.argv0": "node"}
"""What runs the code itself, by the paths under which it is told that."""


def _named_itself(value: Value) -> Value:
    name = _ITSELF.get(value.path) if isinstance(value, Ext) else None
    return Known(name) if name is not None else value


def _ask(run: Interpreter, lines: Sequence[Launch], args: Args, pos: ir.Pos) -> None:
    """The requests of the AWS CLI."""
    if not lines:
        return
    from policywright.analyzers.commands import aws

    identity = _identity(run, args)
    for line in lines:
        found = aws.read(run.operations, line.words, more=line.more, perhaps=line.perhaps)
        for call in found.calls:
            _emit(run, call, identity, pos)
        if found.said is not None:
            cause = f"program {AWS} {found.doubt}"
            run.unresolved(pos, UnresolvedCode.PROGRAM, found.said, cause=cause)


def _emit(run: Interpreter, call: Call, identity: Identity, pos: ir.Pos, script: str = "") -> None:
    """Records a request, with the place in a ``script`` that makes it."""
    who = identity if call.role is None else Identity(role=call.role)
    via = f"{call.via} ({script})" if script else call.via
    region = who if call.region is None else replace(who, region=call.region)
    run.emit(
        pos, call.service, call.operation, call.parameters, via=via, optional=call.optional, identity=region,
        actions=call.actions, resources=call.resources,
    )  # fmt: skip


def _moves(run: Interpreter, args: Args) -> bool:
    """A program may be started in another directory than that of the one that starts it."""
    source = run.program.files.get(run.frame.module)
    text = source is not None and _MOVES.search(source.data) is not None
    return text or bool(_passed(run, args, "cwd"))


def _runs_scripts(
    run: Interpreter, line: Launch, variables: Variables, args: Args, pos: ir.Pos, *, moved: bool
) -> bool:
    """What the project's shell scripts ask for that a command runs, if any; whether that is all it may do."""
    source = run.program.files.get(run.frame.module)
    shells, told = run.program.shells, list(line.scripts())
    if not told or source is None:
        return False
    from policywright.analyzers.commands import scripts

    files = scripts.Files(shells.at, shells.ending)
    here = posixpath.dirname(source.place or source.name)
    sure = True
    for word, arguments in told:
        found, certain = scripts.located(files, word, here, moved=moved)
        sure = sure and certain and bool(found)
        for one in found:
            _script(run, scripts.Start(one, arguments, variables), files, args, pos)
    return sure


def _runs_code(run: Interpreter, line: Launch, args: Args, *, moved: bool) -> bool:
    """What code of the project asks for that a command runs is the caller's; whether that is all it may do.

    With an environment of its own, it may do something else.
    """
    if _identity(run, args) != AMBIENT:
        return False
    from policywright.analyzers.commands import own_code

    modules, sure = own_code.modules_of(run, line, moved=moved)
    for module in modules:
        run.engine.write((RUN, module), Known(value=True))
        run.ensure(module)
    return sure and not _passed(run, args, "env")


def _script(run: Interpreter, start: scripts.Start, files: scripts.Files, args: Args, pos: ir.Pos) -> None:
    """What one script asks for, read once however often it is started in the same way."""
    from policywright.analyzers.commands import scripts

    read: dict[object, list[scripts.Said]] = run.program.once("scripts", dict)
    if start.key not in read:
        read[start.key] = scripts.Reader(run.operations, files).read([start])
    identity = _identity(run, args)
    for said in read[start.key]:
        if said.call is not None:
            _emit(run, said.call, identity, pos, said.place)
        else:
            detail = f"{said.doubt} ({said.place})"
            run.unresolved(pos, UnresolvedCode.PROGRAM, detail, cause=f"script {said.place} {said.doubt}")


def _variables(run: Interpreter, args: Args) -> Variables:
    """The variables of a program that is started, where they are not those that the code is started with."""
    program = run.program
    source = program.files.get(run.frame.module)
    found: Variables = program.once("variables set", lambda: together(
        set_in(program.files[name].data) for name in program.scope if name in program.files
    ))  # fmt: skip
    for value in _passed(run, args, "env"):
        told = [one for one in options(value) if one != Known(None)]
        dicts = [one for one in told if isinstance(one, Obj) and run.heap.shape(one).kind == "dict"]
        names = {str(key) for one in dicts for key in run.heap.keys(one)}
        if len(told) == len(dicts) == 1:
            only = dicts[0]
            found = found.with_given({name: convert(run, run.heap.load(only, name)) for name in names})
        elif told:
            copied = all(one in dicts or (isinstance(one, Ext) and "environ" in one.path) for one in told)
            items = put_in(source.data) if source is not None else set[str]()
            found = found.with_set(names | items) if copied else Variables(others=SET)
    return found


def _passed(run: Interpreter, args: Args, name: str) -> list[Value]:
    """What a launcher is told by a name, or among options."""
    given = [args.keyword(name)]
    given += [run.heap.load(option, name) for value in args.positional[1:] for option in options(value)
              if isinstance(option, Obj) and run.heap.has_key(option, name)]  # fmt: skip
    return [value for value in given if value is not None]


def _identity(run: Interpreter, args: Args) -> Identity:
    """Whose credentials a program has: those in the environment that it is given, where that has keys."""
    for value in _passed(run, args, "env"):
        for option in options(value):
            if isinstance(option, Obj) and run.heap.has_key(option, _KEY_ID):
                found = [one for one in signers(run, option) if one is not None and one != AMBIENT]
                if found:
                    return found[0]
    return AMBIENT


_KEY_ID = "AWS_ACCESS_KEY_ID"
