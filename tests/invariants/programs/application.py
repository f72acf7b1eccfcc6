"""Shapes that every language has alike: applications of any size, interpreters, mutual recursion, dead code."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence

from tests.invariants.programs.dialects import DIALECTS, Dialect, Text
from tests.invariants.programs.model import Builder, Program, Unit
from tests.invariants.programs.services import own, pairs

PER_MODULE = 20
WINDOW = 3 * PER_MODULE
"""How far away in the program a function is that another calls."""
FAN_OUT = 2
SDK_SHARE, DEAD_SHARE = 12, 4
"""One function of so many makes requests, one is never called."""
ENTRY = {"python": 'if __name__ == "__main__":\n    main()', "typescript": "void main();"}


def _add(made: Builder, path: str, name: str, text: Text, uses: Sequence[str] = ()) -> str:
    return made.add(path, name, text.text, text.libraries, uses)


def _main(made: Builder, dialect: Dialect, calls: Sequence[str]) -> Program:
    path = dialect.folder + dialect.module("main")
    _add(made, path, "main", dialect.main(calls), calls)
    if dialect.language in ENTRY:
        made.add(path, "start", ENTRY[dialect.language], uses=("main",), last=True)
    return made.program()


def application(language: str, n: int, seed: int) -> Program:
    """N functions over many modules that call each other, one in twelve with a request, one in four dead."""
    dialect, rng = DIALECTS[language], random.Random(f"application/{seed}")
    made = Builder(
        language,
        "application",
        entries=("main",),
        extra=dialect.extra,
        absent=frozenset({("s3", "DeleteBucket")}),
    )
    kinds = [_kind(rng) for _ in range(n)]
    calls = iter(own(n, rng))
    called: set[int] = set()
    _add(made, dialect.folder + dialect.module("common"), "applied", dialect.applied())
    live = [index for index in range(n) if kinds[index] != "dead"]
    # Whom a function calls comes later, so that imports never go in circles.
    for index, kind in enumerate(kinds):
        path = f"{dialect.folder}{dialect.module(f'area{index // PER_MODULE}')}"
        near = [
            other
            for other in range(index + 1, min(n, index + WINDOW))
            if (kinds[other] == "dead") == (kind == "dead")
        ]
        chosen = rng.sample(near, min(len(near), rng.randint(0, FAN_OUT))) if kind not in _LEAVES else []
        chosen = chosen[:1] if kind == "handing" else chosen
        called.update(chosen)
        name, names = f"f{index}", [f"f{other}" for other in chosen]
        match kind:
            case "direct":
                _add(made, path, name, dialect.direct(name, next(calls), names), names)
            case "given":
                call = next(calls)
                _add(made, path, f"take{index}", dialect.taking(f"take{index}", call))
                _add(made, path, name, dialect.giving(name, call, f"take{index}"), (f"take{index}",))
            case "stored":
                _add(made, path, name, dialect.stored(name, f"table-{index}"))
            case "handing" if chosen:
                _add(made, path, name, dialect.handing(name, names[0]), (names[0], "applied"))
            case "decoy":
                _add(made, path, name, dialect.decoy(name))
            case _:
                _add(made, path, name, _data(dialect, rng)(name, names), names)
    return _main(made, dialect, [f"f{index}" for index in live if index not in called])


_LEAVES = ("given", "stored", "decoy")


def _kind(rng: random.Random) -> str:
    if not rng.randrange(SDK_SHARE):
        return rng.choice(("direct", "direct", "given", "stored"))
    if not rng.randrange(DEAD_SHARE):
        return "dead"
    if not rng.randrange(SDK_SHARE):
        return "handing"
    return "decoy" if not rng.randrange(5 * SDK_SHARE) else "data"


def _data(dialect: Dialect, rng: random.Random) -> Callable[[str, Sequence[str]], Text]:
    return rng.choice((dialect.numbers, dialect.rows, dialect.words, dialect.recursive))


def evaluator(language: str, n: int, seed: int) -> Program:
    """An interpreter of N kinds of expressions that has no AWS in it, beside a program with few requests."""
    dialect, rng = DIALECTS[language], random.Random(f"evaluator/{seed}")
    made = Builder(language, "evaluator", entries=("main",), extra=dialect.extra)
    for name, text, uses in dialect.evaluator(n):
        _add(made, dialect.folder + dialect.module("interpreter"), name, text, uses)
    names = [f"request{index}" for index in range(5)]
    for name, call in zip(names, own(5, rng), strict=True):
        _add(made, dialect.folder + dialect.module("requests"), name, dialect.direct(name, call, ()))
    return _main(made, dialect, ["evaluated", *names])


def mutual(language: str, n: int, seed: int) -> Program:
    """N pairs of functions in two modules that call each other and hand on the client."""
    dialect, rng = DIALECTS[language], random.Random(f"mutual/{seed}")
    made = Builder(language, "mutual", entries=("main",), extra=dialect.extra)
    enters = []
    for index, (one, other) in enumerate(pairs(n, rng)):
        left, right = f"left{index}", f"right{index}"
        # Python imports the other module when it is called.
        late = language == "python"
        for name, twin, call in ((left, right, one), (right, left, other)):
            path = dialect.folder + dialect.module("left" if name == left else "right")
            _add(made, path, name, dialect.ring(name, twin, call), () if late else (twin,))
        enters.append(
            _add(
                made, dialect.folder + dialect.module("entering"), f"enter{index}",
                dialect.ringed(f"enter{index}", one, left), (left,),
            )
        )  # fmt: skip
    return _main(made, dialect, enters)


def dead(language: str, count: int, seed: int) -> list[Unit]:
    """Functions that nobody calls, with no AWS in them; some call the one before."""
    dialect, rng = DIALECTS[language], random.Random(f"dead/{seed}")
    found: list[Unit] = []
    for index in range(count):
        name = f"unused{seed}x{index}"
        text = _data(dialect, rng)(name, ())
        found.append(Unit(name=name, text=text.text, libraries=text.libraries))
    return found


def unrelated(language: str, seed: int, requests: int = 0, but: Collection[str] = ()) -> Program:
    """A program of its own that has nothing to do with AWS, or makes requests to other services than ``but``."""
    dialect, rng = DIALECTS[language], random.Random(f"unrelated/{seed}")
    made = Builder(language, "unrelated")
    names: list[str] = []
    for index in range(12):
        name, uses = f"other{index}", names[-2:] if index % 4 else []
        path = dialect.module(f"part{index // 4}")
        names.append(_add(made, path, name, _data(dialect, rng)(name, uses), uses))
    calls = [call for call in own(1000, rng) if call.service not in but]
    for index, call in enumerate(calls[:requests]):
        name = f"reading{index}"
        _add(made, dialect.module("reading"), name, dialect.direct(name, call, names[:1]), names[:1])
    return made.program()
