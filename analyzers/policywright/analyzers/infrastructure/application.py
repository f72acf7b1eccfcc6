"""A project as it is deployed: its stacks, what each role needs and has, and the patches of its templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from policywright.analyzers import ir
from policywright.analyzers.discovery import Discovered
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.narrowing import GIVEN, NO, NOT_SET, SET
from policywright.analyzers.findings import WITHOUT, Separate, analyse_separately
from policywright.analyzers.infrastructure import packaged
from policywright.analyzers.infrastructure.beside import beside
from policywright.analyzers.infrastructure.changes import Edit, FilePatch
from policywright.analyzers.infrastructure.comparison import compare
from policywright.analyzers.infrastructure.foreign import Foreign, named_unseen, of_libraries
from policywright.analyzers.infrastructure.go_programs import is_told, likely_program
from policywright.analyzers.infrastructure.handlers import entry_points, is_built
from policywright.analyzers.infrastructure.images.commands import SCRIPTS
from policywright.analyzers.infrastructure.images.likely import likely_image
from policywright.analyzers.infrastructure.inline import SUFFIXES, Inline, Marked, inline_of
from policywright.analyzers.infrastructure.links import is_where_it_is_said
from policywright.analyzers.infrastructure.model import Problem, ProblemCode, Stack, Workload
from policywright.analyzers.infrastructure.named import attached_by_name, run_by_name
from policywright.analyzers.infrastructure.needs import Ran, RoleNeeds, needs_of
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_on
from policywright.analyzers.infrastructure.readers import read_stacks
from policywright.analyzers.infrastructure.role_diff import RoleDiff
from policywright.analyzers.infrastructure.shared import bounded, settled, with_untold
from policywright.analyzers.infrastructure.sharing import together
from policywright.analyzers.model import CodeFindings, Span, Unresolved
from policywright.analyzers.parts import LOCAL, Settings
from policywright.analyzers.program import Program
from policywright.analyzers.source import SourceFile
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.isolation import attempt
from policywright.knowledge.lookup import shown_by_calls
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Hole, OneOf, Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Infrastructure:
    """What a project's templates say, and what comes of it.

    ``roles`` are in the order of the stacks; a role of a called module stands for what its callers get of it,
    which is ``covered``. ``problems`` is everything that could not be told about the templates; ``patches``
    change the files so that the roles have what they need.
    """

    stacks: tuple[Stack, ...] = ()
    roles: tuple[RoleDiff, ...] = ()
    covered: tuple[RoleDiff, ...] = ()
    patches: tuple[FilePatch, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: ProjectFiles | None = field(default=None, compare=False, repr=False)
    """The files that the patches are of; None where the patches come from elsewhere."""

    @property
    def unread(self) -> tuple[Problem, ...]:
        """What could not be read of the templates themselves, and not of any other file.

        An application of the CDK that is not synthesised has none that could be read.
        """
        templates = {file for stack in self.stacks for file in stack.files}
        return tuple(
            one for one in self.problems
            if one.code in (ProblemCode.UNREADABLE, ProblemCode.NOT_SYNTHESISED)
            and one.span.file in templates
        )  # fmt: skip

    def of(self, roles: tuple[RoleDiff, ...]) -> Infrastructure:
        """The part that is about some of the roles, with the patches for them alone."""
        files = {file for diff in roles for file in diff.needs.stack.files}
        patches = self.patches
        if roles != self.roles and self.files is not None:
            patches = patches_for(self.files, roles)
        elif roles != self.roles:
            patches = tuple(patch for patch in self.patches if patch.file in files)
        problems = dict.fromkeys(problem for diff in roles for problem in diff.needs.problems)
        return replace(self, roles=roles, patches=patches, problems=tuple(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The outcome for a project: its infrastructure, and the findings of code that no function reaches."""

    infrastructure: Infrastructure
    rest: CodeFindings


def stacks_of(files: ProjectFiles, idle: list[str] | None = None) -> tuple[Stack, ...]:
    """The stacks of a project that deploy something that runs; ``idle`` gets the names of all others."""
    found = read_stacks(files, modules=True)
    if idle is not None:
        idle.extend(stack.name for stack in found if not stack.workloads and not stack.callers)
    used = bounded([stack for stack in found if stack.workloads or stack.problems])
    return run_by_name(attached_by_name(used, files), found)


def analyse_application(
    found: Discovered, files: ProjectFiles, stacks: Sequence[Stack], authorizer: Authorizer, *,
    include_optional: bool = False, keep_templates: bool | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None, parallel: bool = False,
) -> Application:  # fmt: skip
    """Evaluates the code once, and derives what every role of every stack needs.

    With ``parallel`` a second process may do half of it. Raises ``Cancelled`` when ``cancelled`` says so.
    """
    local = tuple(
        name for name in sorted(LOCAL) if any(name.encode() in source.data for source, _ in found.files)
    )
    located = [replace(one, local=local) for stack in stacks for one in located_of(stack, found, files)]
    groups = tuple(dict.fromkeys(one.group for one in located if one.entries))
    separate = analyse_separately(
        found, authorizer.operations, [entries for entries, _ in groups], layers=_layers(located),
        settings=[settings for _, settings in groups], progress=progress, cancelled=cancelled,
        parallel=parallel,
    )  # fmt: skip
    numbers = {group: number for number, group in enumerate(groups)}
    foreign = Foreign(separate.program, files)
    needs: list[RoleNeeds] = []
    visible = shown_by_calls(shared_store())
    problems = [*files.problems]
    for stack in stacks:
        own = {workload.id for workload in stack.workloads}
        ran = [
            attempt(
                partial(_ran, one, separate, numbers.get(one.group), authorizer, foreign),
                partial(_not_run, one),
            )
            for one in located
            if one.workload.id in own and any(one.workload is workload for workload in stack.workloads)
        ]
        lost: list[Problem] = []
        needs.extend(attempt(
            partial(needs_of, stack, ran, authorizer, include_optional=include_optional),
            partial(_without, stack, lost),
        ))  # fmt: skip
        problems.extend((*lost, *stack.problems))
        if not stack.callers:
            problems.extend(problem for one in ran for problem in one.problems)
    against = partial(compare, visible=visible, keep_templates=keep_templates)
    known: dict[int, tuple[RoleNeeds, RoleDiff]] = {}

    def compared(one: RoleNeeds) -> RoleDiff:
        """Once for the same needs: what roles share is asked about again and again."""
        if id(one) not in known:
            known[id(one)] = one, attempt(partial(against, one), partial(_not_compared, one))
        return known[id(one)][1]

    diffs = settled(together(with_untold(needs, stacks), compared), compared)
    problems.extend(problem for diff in diffs.roles for problem in diff.needs.problems)
    patches = patches_for(files, diffs.roles, problems)
    infrastructure = Infrastructure(
        stacks=tuple(stacks),
        roles=diffs.roles,
        covered=diffs.covered,
        patches=patches,
        problems=_once(problems),
        files=files,
    )
    unseen = foreign.unseen(separate.rest.given)
    rest = replace(separate.rest, unresolved=(*separate.rest.unresolved, *unseen))
    return Application(infrastructure=infrastructure, rest=rest)


# --- what fails ---


def _without(stack: Stack, lost: list[Problem], why: str) -> tuple[RoleNeeds, ...]:
    lost.append(failed_on(stack.name, f"what its roles need is not known: {why}"))
    return ()


def _not_compared(needs: RoleNeeds, why: str) -> RoleDiff:
    """A role's needs without a comparison."""
    said = failed_on(needs.stack.name, f"{needs.id}: not compared: {why}")
    return RoleDiff(needs=replace(needs, problems=(*needs.problems, said)), changes=(), notes=(said.detail,))


def _not_located(workload: Workload, why: str) -> _Located:
    return _Located(workload=workload, problems=(_problem(workload, ProblemCode.INTERNAL, why),))


def _not_run(one: _Located, why: str) -> Ran:
    said = _problem(
        one.workload, ProblemCode.INTERNAL, f"{one.workload.id}: what it does is not known: {why}"
    )
    return Ran(workload=one.workload, needs=one.workload.needs, problems=(*one.problems, said))


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is said of several instances of one block, once."""
    found: dict[tuple[ProblemCode, Span, str], Problem] = {}
    for problem in dict.fromkeys(problems):
        what = problem.detail.partition(": ")[2] or problem.detail
        found.setdefault((problem.code, problem.span, what), problem)
    return tuple(found.values())


# --- from workloads to entry points ---


_PROGRAM = ".go:main"
"""The entry of a Go program."""
_SWITCH = re.compile(r"[\w ./-]{1,40}")
"""What a variable that code is compared with looks like: no ARN, and no address."""
_THERE = frozenset(("account", "partition", "reference", "region"))
"""What is no empty text, whatever it is; parameters may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What is known of the parameters of a template, as far as code may ask for it."""

    given: frozenset[str] = frozenset()
    """Those that a variable is set to in any case, be it to the empty text."""
    there: frozenset[str] = frozenset()
    """Those that are no empty text."""

    def setting(self, value: Value) -> str | None:
        """What code that asks for a variable is told: its text where that may choose, or that it is set."""
        if isinstance(value, OneOf):
            return self._among([self.setting(one) for one in value.options])
        if isinstance(value, Const) and isinstance(value.value, str):
            return value.value if _SWITCH.fullmatch(value.value) else SET if value.value else None
        parts = value.parts if isinstance(value, Text) else ()
        if any(isinstance(part, str) or part.kind in _THERE for part in parts):
            return SET
        names = {part.name for part in parts if isinstance(part, Hole) and part.kind == "parameter"}
        return SET if names & self.there else GIVEN if names & self.given else None

    def _among(self, settings: Sequence[str | None]) -> str | None:
        """What is told where the template chooses one of several."""
        if None in settings:
            return None
        return GIVEN if any(one == GIVEN or (one or "").lower() in NO for one in settings) else SET


def _parameters(stack: Stack) -> Parameters:
    given = frozenset(stack.parameters).difference(stack.nullable)
    told = given - stack.perhaps_empty - set(stack.unset)
    return Parameters(given=given, there=told.union(stack.there))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Located:
    workload: Workload
    entries: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    inline: Inline | None = None
    scripts: tuple[SourceFile, ...] = ()
    """Shell scripts that run before, or instead of, the code."""
    beside: Callable[[str], SourceFile | None] | None = None
    """Other files of the project, by their names."""
    guessed: str | None = None
    """In which case the entries are those of the workload, where that is not known."""
    local: tuple[str, ...] = ()
    """Variables that nothing sets where it is deployed, if the template does not."""
    parameters: Parameters = Parameters()
    read: bool = False
    """The package that is deployed is read."""

    @property
    def group(self) -> tuple[tuple[str, ...], Settings]:
        """What is evaluated: the entry points, under the variables that choose among what they do.

        Who starts a task may set its variables anew.
        """
        if self.workload.kind != "lambda":
            return self.entries, ()
        variables = self.workload.environment.fields
        given = {name for name, _ in variables}
        sure = [(name, value) for name, value in variables if name not in self.workload.environment.maybe]
        settings = [
            (name, setting) for name, value in sure if (setting := self.parameters.setting(value)) is not None
        ]
        if not self.workload.environment.open:
            settings.extend((name, NOT_SET) for name in self.local if name not in given)
        return self.entries, tuple(sorted(settings))


def locate(workload: Workload, found: Discovered, files: ProjectFiles) -> _Located:
    """The entry points of a workload; where its handler isn't found, all the code it is deployed with."""
    if workload.kind == "state-machine":
        return _Located(workload=workload)
    if workload.kind == "agent":
        why = workload.code.opaque
        unread = (
            () if why is None else (_problem(workload, ProblemCode.OPAQUE_CODE, f"{workload.id}: {why}"),)
        )
        return _Located(workload=workload, problems=unread)
    more, unknown = beside(workload, files)
    analysed = {source.name for source, _ in found.files}
    if workload.code.inline is not None:
        made = _inline(workload, found, files)
        around = tuple(entry for entry in more if _exists(entry, analysed))
        return replace(made, entries=(*made.entries, *around), problems=(*made.problems, *unknown))
    entries, problems = entry_points(workload, files)
    if workload.code.guessed is not None:
        problems = (*problems, workload.code.guessed)
    package = packaged.package_of(workload, entries, files)
    opened = packaged.opened(workload, files) if not entries else package.opened if package else None
    if package is not None:
        problems = (package.problem,) if package.problem is not None else ()
    if opened is not None:
        problems = problems if entries else ()
        entries = (*opened.entries, *entries)
        _add(found, opened)
        analysed = {source.name for source, _ in found.files}
    there = tuple(entry for entry in entries if _exists(entry, analysed))

    def script(name: str) -> SourceFile | None:
        text = files.text(name) if files.has(name) else None
        return SourceFile(name, Path(name), text.encode()) if text is not None else None

    started = [script(entry) for entry in (*entries, *more) if entry.endswith(SCRIPTS)]
    scripts = tuple(one for one in started if one is not None)
    if entries and not there and not scripts:
        detail = f"{workload.id}: {entries[0].partition(':')[0]} is not among the files analysed"
        problems = (*problems, _problem(workload, ProblemCode.CODE_NOT_FOUND, detail))
    guessed = None
    if not there and workload.code.directory is not None and not workload.code.opaque:
        directory = f"{workload.code.directory}/" if workload.code.directory else ""
        if directory and any(name.startswith(directory) for name in analysed):
            there = (directory,)
            guessed = f"the handler of {workload.id}, which is not found, is what calls it in {directory}"
    if not there and workload.code.opaque:
        program = likely_program(workload, files)
        if program is not None and program in analysed:
            there = (f"{program}:main",)
            guessed = f"{program}, which Lambda starts, is the code of {workload.id}"
    around = tuple(entry for entry in more if entry not in there and _exists(entry, analysed))
    return _Located(
        workload=workload, entries=(*there, *around), problems=(*problems, *unknown), scripts=scripts,
        beside=script, guessed=guessed, read=opened is not None or (package is not None and package.agrees),
    )  # fmt: skip


def located_of(stack: Stack, found: Discovered, files: ProjectFiles) -> list[_Located]:
    """The workloads of a stack; where one place would be the source of several packages that are not here, it
    is certainly that of none."""
    parameters = _parameters(stack)
    located = [
        replace(
            attempt(partial(locate, workload, found, files), partial(_not_located, workload)),
            parameters=parameters,
        )
        for workload in stack.workloads
    ]
    packages: dict[tuple[str, ...], dict[str, str]] = {}
    for one in located:
        if one.workload.code.directory is not None:
            packages.setdefault(one.entries, {}).setdefault(_package(one), one.workload.id)

    def doubted(one: _Located) -> _Located:
        others = packages.get(one.entries, {}) if one.entries and one.guessed is None else {}
        ids = [id for package, id in others.items() if package != _package(one)]
        return _doubted(one, ids[0]) if ids and not one.read and _is_guess(one, files) else one

    return _with_only_image(list(map(doubted, located)), found, files)


def _with_only_image(located: list[_Located], found: Discovered, files: ProjectFiles) -> list[_Located]:
    """The only task whose image nothing names, with what the only Dockerfile makes: a guess."""
    unread = [one for one in located if not one.entries and likely_image(one.workload, files) is not None]
    likely = likely_image(unread[0].workload, files) if len(unread) == 1 else None
    if likely is None:
        return located
    dockerfile, made = likely
    directory = f"{made.directory}/" if made.directory else ""
    analysed = {source.name for source, _ in found.files}
    tops = dict.fromkeys(f"{one.partition('/')[0]}/" for one in sorted(analysed) if "/" in one)
    entries = made.entries or ((directory,) if directory else tuple(tops))
    there = tuple(entry for entry in entries if _exists(entry, analysed))
    taken = {entry for one in located for entry in one.entries}
    if not there or not taken.isdisjoint(there):
        return located
    why = f"{dockerfile}, the only one here, makes the image of {unread[0].workload.id}"
    return [replace(one, entries=there, guessed=why) if one is unread[0] else one for one in located]


def _package(one: _Located) -> str:
    """What tells the package of a function: where it is; of a program also which of those that are there."""
    code = one.workload.code
    place = code.directory or ""
    return " ".join((code.archive or place if _programs(one) else place, code.handler or ""))


def _programs(one: _Located) -> list[str]:
    return [entry.partition(":")[0] for entry in one.entries if entry.endswith(_PROGRAM)]


def _is_guess(one: _Located, files: ProjectFiles) -> bool:
    """Whether only that there is no other code says that it is the function's."""
    programs = _programs(one)
    if programs:
        return not is_told(one.workload, programs[0], files)
    return is_built(one.workload.code, files) or not is_where_it_is_said(one.workload, one.entries[0])


def _doubted(one: _Located, other: str) -> _Located:
    """A function whose code may be that of another one alone; that a class is the code, its name tells."""
    file = one.entries[0].partition(":")[0]
    if file.endswith((".java", "/")):
        return one
    code, id = one.workload.code, one.workload.id
    place = code.handler if one.entries[0].endswith(_PROGRAM) and code.handler else code.directory
    why = f"{id}: {place} is not here, and {file} may be the code of {other} alone"
    problem = _problem(one.workload, ProblemCode.CODE_NOT_FOUND, why)
    return replace(one, problems=(problem,), guessed=f"{file}, where its handler is, is the code of {id}")


def _layers(located: Iterable[_Located]) -> dict[str, tuple[str, ...]]:
    """Directories with code to those of its functions' layers; layers find each other too."""
    found: dict[str, dict[str, None]] = {}
    for one in located:
        layers = [layer.strip("/") for layer in one.workload.code.layers]
        if not layers:
            continue
        places = [one.workload.code.directory or "", *layers]
        places += [entry.partition(":")[0].rpartition("/")[0] for entry in one.entries]
        for place in places:
            found.setdefault(place.strip("/"), {}).update(dict.fromkeys(layers))
    return {place: tuple(layers) for place, layers in found.items()}


def _exists(entry: str, analysed: Iterable[str]) -> bool:
    entry = entry.removeprefix(WITHOUT)
    file = entry if entry.endswith("/") else entry.partition(":")[0]
    if file.endswith("/"):
        return any(name.startswith(file) for name in analysed)
    return file in analysed


def _problem(workload: Workload, code: ProblemCode, detail: str) -> Problem:
    return Problem(code=code, span=workload.span, detail=detail)


def _inline(workload: Workload, found: Discovered, files: ProjectFiles) -> _Located:
    """Source text that stands in a template becomes a file of the program."""
    from policywright.analyzers import languages

    code, place = workload.code, inline_of(workload, files)
    name = place.name
    language = languages.for_path(name) if name.endswith(tuple(SUFFIXES.values())) else None
    if language is None:
        detail = (
            f"{workload.id}: inline code of the runtime {code.runtime or 'it does not name'} can't be read"
        )
        return _Located(workload=workload, problems=(_problem(workload, ProblemCode.OPAQUE_CODE, detail),))
    found.files.append((SourceFile(name, Path(name), (code.inline or "").encode()), language))
    function = (code.handler or "index.handler").rpartition(".")[2]
    return _Located(workload=workload, entries=(f"{name}:{function}",), inline=place)


def _add(found: Discovered, inside: packaged.Opened) -> None:
    """Puts the sources of a package among the files of the program."""
    known = {source.name for source, _ in found.files}
    found.files.extend(one for one in inside.sources if one[0].name not in known)


def _ran(
    one: _Located, separate: Separate, number: int | None, authorizer: Authorizer, foreign: Foreign
) -> Ran:
    """A workload with what its entry points were seen to do, and the scripts that it starts with."""
    made = _of_code(one, separate, number, authorizer, foreign)
    if not one.scripts or one.beside is None:
        return made
    from policywright.analyzers.commands import scripts

    beside = scripts.Files(one.beside, lambda path: ())
    calls, unresolved, _ = scripts.read(one.scripts, authorizer.operations, beside)
    return replace(
        made, calls=(*made.calls, *calls), unresolved=(*made.unresolved, *unresolved)
    )  # fmt: skip


def _of_code(
    one: _Located, separate: Separate, number: int | None, authorizer: Authorizer, foreign: Foreign
) -> Ran:
    """A workload with what its entry points were seen to do."""
    workload = one.workload
    if workload.kind == "state-machine":
        from policywright.analyzers.infrastructure import states

        machine = states.calls(workload, authorizer.operations)
        return Ran(
            workload=workload,
            calls=machine.calls,
            unresolved=machine.unresolved,
            needs=(*workload.needs, *machine.needs),
            problems=one.problems,
        )
    if number is None:
        return Ran(workload=workload, needs=workload.needs, problems=one.problems)
    code = separate.groups[number]
    at = one.inline.at if one.inline is not None else lambda span: span
    put_in = Marked(workload.code.inline_values)
    unresolved = put_in.restored(code.unresolved) if put_in.values else code.unresolved
    lost = tuple(
        _problem(workload, ProblemCode.CODE_NOT_FOUND, f"{workload.id}: there is no {entry}")
        for entry in separate.missing[number]
    )
    hidden = tuple(
        _problem(
            workload,
            ProblemCode.OPAQUE_CODE,
            f"{workload.id}: a library makes {entry}; what it calls can't be told",
        )
        for entry in separate.opaque[number]
    )
    variables = dict(workload.environment.fields)
    told = of_libraries(foreign, one.entries, variables)
    named = (*foreign.told(one.entries, code.given), *named_unseen(foreign, one.entries, variables))
    return Ran(
        workload=workload,
        calls=tuple(
            replace(call, span=at(call.span), optional=call.optional or one.guessed) for call in code.calls
        ),
        unresolved=tuple(_moved(item, at) for item in unresolved),
        foreign=tuple(_moved(item, at) for item in (*foreign.of(one.entries, code.given), *told)),
        named=tuple((value, _moved(item, at)) for value, item in named),
        needs=workload.needs,
        problems=(*one.problems, *lost, *hidden, *(() if code.calls else _stand_in(one, foreign))),
        guessed=one.guessed,
    )


_STANDS_IN = regex(
    r"(?i)\b(?:placeholder|dummy|stub|(?:to be )?deployed (?:later|by)|not (?:yet |been )?deployed)\b"
)
"""What people write into code that is there until other code is deployed."""


_ANSWERING = frozenset(("JSON", "console", "json", "log", "logger", "logging", "print", "str"))
"""What code calls that does nothing but give an answer that is written out, and says so in its log."""


def _stand_in(one: _Located, foreign: Foreign) -> Iterator[Problem]:
    """That code which asks AWS for nothing only stands in for what is deployed, where anything says so."""
    workload, code = one.workload, one.workload.code
    detail = f"{workload.id}: its code is deployed by something else, and what is here asks AWS for nothing"
    if code.replaced:
        yield _problem(workload, ProblemCode.OPAQUE_CODE, detail)
    elif code.inline is not None and _STANDS_IN.search(code.inline):
        detail = f"{workload.id}: what the template has of its code says that it stands in for other code"
        yield _problem(workload, ProblemCode.OPAQUE_CODE, detail)
    elif code.inline is not None and _only_answers(foreign.program, foreign.reached(one.entries)):
        detail = (
            f"{workload.id}: what the template has of its code does nothing but answer: "
            "it may stand in for other code"
        )
        yield _problem(workload, ProblemCode.OPAQUE_CODE, detail)


def _only_answers(program: Program, modules: Iterable[str]) -> bool:
    """Whether code imports and calls nothing by which it could do anything."""
    for module in modules:
        lowered = program.lowered(module)
        if any(name not in _ANSWERING for name, _ in program.outline(module).imports):
            return False
        statements = [*lowered.body, *(one for function in lowered.functions for one in function.body)]
        called = [node.fn for one in statements for node in walk(one) if isinstance(node, ir.Call)]
        if any(_beginning(one) not in _ANSWERING for one in called):
            return False
    return True


def _beginning(node: ir.Expr) -> str:
    while isinstance(node, ir.Attr):
        node = node.obj
    return node.name if isinstance(node, ir.Name) else ""


def _moved(item: Unresolved, at: Callable[[Span], Span]) -> Unresolved:
    cause = item.cause
    if cause is not None and cause.span is not None:
        cause = replace(cause, span=at(cause.span))
    return replace(item, span=at(item.span), cause=cause)


# --- patches ---


def patches_for(
    files: ProjectFiles, roles: Sequence[RoleDiff], lost: list[Problem] | None = None
) -> tuple[FilePatch, ...]:
    """The edits of all roles, applied stack by stack, each on what the ones before it made of a file.

    Defects of ours go to ``lost``, too.
    """
    if not any(role.edits for role in roles):
        return ()
    edited = files.overlaid()
    first: dict[str, FilePatch] = {}
    for stack in {id(role.needs.stack): role.needs.stack for role in roles}.values():
        own = [role for role in roles if role.needs.stack is stack and role.edits]
        beside = [edit for role in roles if role.needs.stack is not stack for edit in role.edits]
        for patch in _stack_patches(edited, stack, own, [] if lost is None else lost, beside):
            before = first.get(patch.file)
            edited.put(patch.file, patch.after)
            first[patch.file] = (
                patch
                if before is None
                else replace(
                    before,
                    after=patch.after,
                    refused=(*before.refused, *patch.refused),
                    said=tuple(dict.fromkeys((*before.said, *patch.said))),
                )
            )
    from policywright.analyzers.infrastructure.editing.comments import gone

    made = (first[name] for name in sorted(first))
    return tuple(replace(one, said=(*one.said, *gone(one.before, one.after, one.file))) for one in made)


_GIVING = ("append", "create")


def _alone(line: str) -> str:
    """An edit that was refused beside what is taken away, which stays now."""
    return f"{line}; it is added, and what would go with it stays" if _adds(line) else line


def _adds(line: str) -> bool:
    return ": append at " in line or ": create at " in line


def _stack_patches(
    files: ProjectFiles, stack: Stack, roles: Sequence[RoleDiff], lost: list[Problem], beside: Sequence[Edit]
) -> tuple[FilePatch, ...]:
    """The patches of one stack. Where an edit of a role is refused, nothing is taken from that role either.

    What an edit takes away, another one may have been meant to grant again.
    """
    patches = _applied(files, stack, [edit for role in roles for edit in role.edits], lost, beside)
    refused = tuple(line for patch in patches for line in patch.refused)
    if all(": delete at " in line for line in refused) or stack.synthesised:
        # What was to go and stays lets nothing be lacking. And the editor of the CDK's sources takes nothing
        # away before what is needed of it is given.
        return patches
    edits: list[Edit] = []
    withheld: list[str] = []
    for role in roles:
        alone = _applied(files, stack, role.edits, lost)
        whole = not any(patch.refused for patch in alone)
        edits.extend(edit for edit in role.edits if whole or edit.kind in _GIVING)
        taking = [] if whole else [edit for edit in role.edits if edit.kind not in _GIVING]
        lines = [line for patch in alone for line in patch.refused if line in refused]
        if len(taking) > sum(not _adds(line) for line in lines):
            withheld.append(
                f"{taking[0].site.file}: what {role.needs.id} has stays for that where it could go, too"
            )
    again = _applied(files, stack, edits, lost) if edits else ()
    said = {line for patch in again for line in patch.refused}
    left = (*(_alone(line) for line in refused if line not in said), *withheld)
    if not again:
        first, *others = (replace(patch, after=patch.before) for patch in patches if patch.refused)
        return (replace(first, refused=(*first.refused, *withheld)), *others)
    return (replace(again[0], refused=(*left, *again[0].refused)), *again[1:])


def _applied(
    files: ProjectFiles, stack: Stack, edits: Sequence[Edit], lost: list[Problem], beside: Sequence[Edit] = ()
) -> tuple[FilePatch, ...]:
    """The edits made; where that fails, all of them are refused."""
    from policywright.analyzers.infrastructure.editing import apply

    def refused(why: str) -> tuple[FilePatch, ...]:
        names = sorted({edit.site.file for edit in edits})
        lost.extend(failed_on(name, f"no patch: {why}") for name in names)
        texts = ((name, files.text(name) or "") for name in names)
        return tuple(
            FilePatch(file=name, before=text, after=text, refused=(f"{name}: no patch: {why}",))
            for name, text in texts
        )

    return attempt(partial(apply, files, stack, edits, beside), refused)
