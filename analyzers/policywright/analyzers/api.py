"""The analyzers' one entry point: paths in, an ``Analysis`` out. Nothing here prints or opens a socket."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place, assemble
from policywright.analyzers.discovery import (
    Discovered,
    InputError,
    discover,
    excluding,
    ignored_by_git,
    unread,
)
from policywright.analyzers.findings import OfProgram, analyse_code
from policywright.analyzers.grants import grants_for
from policywright.analyzers.ignoring import Ignores, ignored
from policywright.analyzers.model import (
    Cancelled,
    CodeFindings,
    OutOfTime,
    SkipCode,
    Skipped,
    Unresolved,
)
from policywright.analyzers.principals import told_apart
from policywright.analyzers.source import SourceError, SourceFile, read_source
from policywright.analyzers.unresolved import by_cause
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.store import StrPath, shared_store

_CONSTRUCT = "aws:cdk:path"
"""What the CDK says beside each resource that it writes."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Stack
    from policywright.analyzers.infrastructure.project import ProjectFiles
    from policywright.analyzers.kept import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an analysis is asked for; see the command line's help for each."""

    entries: tuple[str, ...] = ()
    region: str | None = None
    account: str | None = None
    partition: str | None = None
    include_optional: bool = False
    root: StrPath | None = None
    infrastructure: bool = True
    """Look for templates in the directories, and give a policy per role where there are some."""
    infra: tuple[StrPath, ...] = ()
    """Further files or directories with templates."""
    borrowed: tuple[StrPath, ...] = ()
    """Directories among the paths that are read and never changed: Terraform modules that others may call."""
    keep_templates: bool | None = None
    """Policies that are given by name and grant more of the same access stay: SAM's templates on the
    resources that are needed (None), those and AWS's managed policies on any (True), none (False)."""
    parallel: bool = False
    """A second process may do half of the work: the caller has nothing that minds a fork."""
    exclude: tuple[str, ...] = ()
    """What walks leave out, as patterns of ``.gitignore``, relative to ``base``."""
    base: StrPath = ""
    kept: Kept | None = None
    """What a process that stays keeps of the files between its analyses."""

    @property
    def place(self) -> Place:
        return Place(region=self.region, account=self.account, partition=self.partition)


def analyse(
    paths: Sequence[StrPath],
    options: Options,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Analysis:
    """The policies that the code under the paths needs.

    Raises ``InputError`` for a path or entry that doesn't exist or may not be read, ``Cancelled`` when
    ``cancelled`` returns true. Broken files are reported in the result instead.
    """
    excluded = excluding(options.exclude, options.base) if options.exclude else ()
    found = discover(
        paths, options.root, beside=options.infra, excluded=excluded, cancelled=cancelled,
        is_public=_is_public,
    )  # fmt: skip
    found.kept = options.kept
    authorizer = Authorizer(shared_store())
    if options.infrastructure and not options.entries:
        deployed = _deployed(paths, found, authorizer, options, excluded, progress, cancelled)
        if deployed is not None:
            return replace(
                deployed, skipped=_with_unread(deployed.skipped, found, needed=bool(deployed.policies))
            )
    code = analyse_code(
        found, authorizer, entries=options.entries, progress=progress, cancelled=cancelled,
        parallel=options.parallel,
    )  # fmt: skip
    scripts = CodeFindings() if options.entries else _of_scripts(found, authorizer)
    calls = (*code.calls, *scripts.calls)
    grants = grants_for(calls, authorizer, include_optional=options.include_optional)
    needed, may_need = told_apart(grants.needed, grants.optional, options.place)
    policies, notes = assemble(needed, options.place)
    unseen = _unseen(code, options.entries)
    return Analysis(
        policies=policies,
        may_need=tuple(may_need),
        not_granted=tuple(dict.fromkeys(grants.not_granted)),
        unresolved=by_cause((*code.unresolved, *scripts.unresolved, *grants.unresolved, *unseen)),
        files_analysed=code.files_analysed + scripts.files_analysed,
        skipped=code.skipped if options.entries else _with_unread(code.skipped, found, needed=bool(policies)),
        notes=notes,
        idle=tuple(found.idle),
    )


def _is_public(package: str) -> bool:
    """Whether a package of Python is in the tables of libraries, by its import's name."""
    from policywright.analyzers import languages
    from policywright.analyzers.infrastructure.foreign.tables import tables

    known = tables()["pypi"]
    return (
        languages.load("python").modelled(package)
        or known.quiet.has(package)
        or known.reaching.has(package)
        or known.sdk.has(package)
    )


def _with_unread(skipped: Sequence[Skipped], found: Discovered, *, needed: bool) -> tuple[Skipped, ...]:
    """What was left out, with what is of no language that is read.

    "No permission is needed" is said of all that there is, shell scripts among it.
    """
    others = unread(found, scripts=not needed) if found.files else ()
    return tuple(sorted((*skipped, *others), key=lambda item: (item.file, item.code.value, item.detail)))


def _of_scripts(found: Discovered, authorizer: Authorizer) -> CodeFindings:
    """What the named shell scripts, and those that they take in, ask for."""
    if not found.scripts:
        return CodeFindings()
    from policywright.analyzers.commands import scripts

    def find(name: str) -> SourceFile | None:
        path = os.path.join(found.root, name)
        if name.startswith("../") or os.path.islink(path) or not os.path.isfile(path):
            return None
        try:
            return read_source(path, name)
        except SourceError:
            return None

    files = scripts.Files(find, found.started().ending)
    calls, unresolved, count = scripts.read(found.scripts, authorizer.operations, files)
    return CodeFindings(calls=calls, unresolved=unresolved, files_analysed=count)


_PLAIN = (
    "boto3.", "botocore.", "@aws-sdk/", "aws-sdk.", "aws-sdk/", "github.com/aws/aws-sdk-go/",
    "github.com/aws/aws-sdk-go-v2", "software.amazon.awssdk.", "java.",
)  # fmt: skip


def _unseen(code: OfProgram, entries: Sequence[str]) -> tuple[Unresolved, ...]:
    """What libraries and missing files may do; libraries of a language and SDKs are no question, and need no
    table."""
    program = code.program
    for module in program.files:
        for name, level in program.outline(module).imports:
            if (not level and _is_plain(name)) or program.resolve(module, name, level) is not None:
                continue
            from policywright.analyzers.infrastructure.foreign import Foreign

            return Foreign(program).unseen(code.given, entries)
    return ()


def _is_plain(name: str) -> bool:
    """A name of the SDKs or of a language's own library."""
    first = name.partition("/")[0]
    return f"{name}.".startswith(_PLAIN) or first.partition(".")[0] in sys.stdlib_module_names or not first


def _deployed(
    paths: Sequence[StrPath],
    found: Discovered,
    authorizer: Authorizer,
    options: Options,
    excluded: Ignores,
    progress: Callable[[int, int, str], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Analysis | None:
    """The analysis by role of what the templates of the project deploy; None when there are none."""
    every = (*paths, *options.infra)
    named = [path for path in every if os.path.isdir(path) or path in options.infra]
    if not named:
        return None
    from pathlib import Path

    from policywright.analyzers.infrastructure.project import ProjectFiles
    from policywright.analyzers.infrastructure.readers import may_have_stacks

    files = ProjectFiles.below(Path(found.root), [Path(path).resolve() for path in named])
    if excluded:
        files = files.without(lambda name: ignored(os.path.join(found.root, name), excluded))
    if not may_have_stacks(files):
        return None
    files = files.borrowing([Path(path).resolve() for path in options.borrowed])
    from policywright.analyzers.infrastructure.application import analyse_application, stacks_of
    from policywright.analyzers.policies import analysis_of

    named_themselves = [os.path.realpath(path) for path in every]
    stacks = _once(stacks_of(files, found.idle), found, files, named_themselves)
    stacks = _of_sources(stacks, found, named_themselves)
    stacks = [one for one in stacks if one.callers or not files.is_borrowed(f"{one.name}/")]
    if not stacks:
        return None
    application = analyse_application(
        found,
        files,
        stacks,
        authorizer,
        include_optional=options.include_optional,
        keep_templates=options.keep_templates,
        progress=progress,
        cancelled=cancelled,
        parallel=options.parallel,
    )
    return analysis_of(application, authorizer, options.place, include_optional=options.include_optional)


def _of_sources(stacks: Sequence[Stack], found: Discovered, named: Sequence[str]) -> Sequence[Stack]:
    """The stacks but those of templates that git ignores beside others: something made them from those."""
    own = [one.name for one in stacks if one.dialect == "cloudformation" and not one.synthesised]
    if len(own) < 2:
        return stacks
    places = {name: os.path.realpath(os.path.join(found.root, name)) for name in ignored_by_git(own, found)}
    built = [name for name, place in places.items() if place not in named]
    if len(built) in (0, len(own)):
        return stacks
    detail = ".gitignore names it, so it is taken for made from another template; name it to read it"
    found.skipped.extend(
        Skipped(file=name, code=SkipCode.GENERATED, detail=detail) for name in dict.fromkeys(built)
    )
    return [one for one in stacks if one.name not in built or one.dialect != "cloudformation"]


def _once(
    stacks: Sequence[Stack], found: Discovered, files: ProjectFiles, named: Sequence[str]
) -> Sequence[Stack]:
    """The stacks without templates that a CDK application wrote whose source is read here itself."""
    read = [one.name.rpartition("/")[0] for one in stacks if _is_source(one) and one.workloads]
    written = [
        one for one in stacks
        if one.dialect == "cloudformation" and not one.synthesised
        and any(not place or one.name.startswith(f"{place}/") for place in read)
        and _CONSTRUCT in (files.text(one.name) or "")
        and os.path.realpath(os.path.join(found.root, one.name)) not in named
    ]  # fmt: skip
    detail = "the CDK wrote it for the application beside it, whose source is read; name it to read it"
    found.skipped.extend(Skipped(file=one.name, code=SkipCode.GENERATED, detail=detail) for one in written)
    return [one for one in stacks if one not in written] if written else stacks


def _is_source(stack: Stack) -> bool:
    return stack.name.rpartition("/")[2] == "cdk.json"


__all__ = ["Analysis", "Cancelled", "InputError", "Options", "OutOfTime", "analyse"]
