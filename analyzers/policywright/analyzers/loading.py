"""Reads all of a program, and of the project around it what imports lead to (``surroundings``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from policywright.analyzers.model import Cancelled, OutOfTime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import FrontEnd, Program
    from policywright.analyzers.source import SourceFile
    from policywright.analyzers.surroundings import Surroundings


def lower_all(
    program: Program, names: Iterable[str] | None = None, cancelled: Callable[[], bool] | None = None
) -> None:
    """Lowers every file, so that what the whole program assigns is known before anything is evaluated.

    Only those in ``names`` where another process has the others. Raises ``Cancelled`` when ``cancelled``
    says so.
    """
    pending = list(program.files if names is None else names)[::-1]
    try:
        while pending:
            if cancelled is not None and cancelled():
                raise Cancelled
            program.lowered(pending.pop())
        if names is None:
            load_context(program, cancelled)
    except OutOfTime:
        for name in pending:
            program.give_up(name)
        program.around = None


def load_context(program: Program, cancelled: Callable[[], bool] | None = None) -> None:
    """Adds the files around what was asked about that imports lead to, and what those import in turn.

    To be called before anything is evaluated, when all files' imports are known; a second time nothing is
    left to add.
    """
    around, program.around = program.around, None
    pending = list(program.files) if around is not None else []
    while around is not None and pending:
        if cancelled is not None and cancelled():
            raise Cancelled
        if _configure(program, around, pending):
            program.notes.clear()
        wanted: dict[str, str] = {}
        for module in pending:
            for place in program.languages[module].around.needed(around, program, module):
                wanted.setdefault(place, module)
        pending = []
        for place, module in wanted.items():
            front_end = program.reads(place)
            read = around.source(place) if front_end is not None else None
            if front_end is not None and read is not None and not _is_left_out(front_end, read):
                pending.append(program.add(read, front_end, asked=False))
                program.lowered(pending[-1])
            elif place not in program.data and front_end is None:
                data = around.data(place)
                if data is not None:
                    program.add_data(data, program.languages[module])
        # What languages know of the program so far (its packages and types) is of fewer files.
        program.notes.clear()


def _is_left_out(front_end: FrontEnd, read: SourceFile) -> bool:
    """A walk would not take the file, either; an import means compiled code where its source is not here."""
    made = front_end.is_generated(read.place, read.data)
    is_left_out = front_end.is_unbuilt or front_end.is_test
    return is_left_out(read.place, read.data) or made not in (None, front_end.compiled)


def _configure(program: Program, around: Surroundings, modules: Sequence[str]) -> bool:
    """Reads the configuration that says how imports of modules resolve; whether there was more of it."""
    before = len(program.auxiliary)
    directories: dict[str, None] = {}
    for module in modules:
        source = program.files[module]
        directory = (source.place or source.name).rpartition("/")[0]
        while directory not in directories:
            directories[directory] = None
            directory = directory.rpartition("/")[0]
    places = [
        f"{directory}/{name}" if directory else name
        for directory in directories
        for name in sorted(around.files(directory))
        if around.configures(name)
    ]
    own = list(dict.fromkeys(program.languages[module] for module in modules))
    for language in own:
        places.extend(language.around.configuration(around, program))
    while places:
        place = places.pop()
        text = around.configuration(place) if place not in program.auxiliary else None
        if text is not None:
            program.auxiliary[place] = text
            for language in own:
                if language.references is not None:
                    places.extend(language.references(place, text))
    return len(program.auxiliary) > before
