"""The order in which functions are started that nothing in the program calls: callers first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policywright.analyzers import ir


def callers_first(
    left: dict[ir.Function, str], waits: dict[ir.Function, frozenset[str]]
) -> list[ir.Function]:
    """Functions that none of the others mentions; of a ring of them, those that the fewest of it mention."""
    waiting: dict[str, list[ir.Function]] = defaultdict(list)
    for function, names in waits.items():
        for name in names:
            waiting[name].append(function)
    graph: dict[object, list[object]] = {}
    mentions: dict[str, list[ir.Function]] = defaultdict(list)
    for function in left:
        called = [name for name in function.calls if name in waiting and name not in waits[function]]
        graph[function] = list(called)
        for name in called:
            mentions[name].append(function)
    for name, functions in waiting.items():
        graph[name] = list(functions)
    rings = _rings(graph)
    ring_of = {node: index for index, ring in enumerate(rings) for node in ring}
    entered = {ring_of[target] for node, targets in graph.items() for target in targets
               if ring_of[target] != ring_of[node] and isinstance(node, ir.Function)}  # fmt: skip
    # A name that nothing mentions waits for nobody.
    entered |= {
        ring_of[function] for name, functions in waiting.items() if ring_of[name] in entered
        for function in functions if ring_of[function] != ring_of[name]
    }  # fmt: skip
    found: list[ir.Function] = []
    for index, ring in enumerate(rings):
        functions = [node for node in ring if isinstance(node, ir.Function)]
        if index in entered or not functions:
            continue
        if len(functions) == 1:
            found.extend(functions)
            continue
        inside = set(functions)
        counts = {
            one: len({caller for name in waits[one] for caller in mentions[name] if caller in inside})
            for one in functions
        }
        least = min(counts.values())
        found.extend(one for one in functions if counts[one] == least)
    chosen = set(found)
    return [function for function in left if function in chosen]


def _rings(graph: dict[object, list[object]]) -> list[list[object]]:
    """The strongly connected parts of a graph (Tarjan's algorithm, without recursion)."""
    number: dict[object, int] = {}
    low: dict[object, int] = {}
    stack: list[object] = []
    inside: set[object] = set()
    rings: list[list[object]] = []
    for start, ends in graph.items():
        if start in number:
            continue
        work: list[tuple[object, Iterator[object]]] = [(start, iter(ends))]
        number[start] = low[start] = len(number)
        stack.append(start)
        inside.add(start)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    inside.add(target)
                    work.append((target, iter(graph[target])))
                    break
                if target in inside:
                    low[node] = min(low[node], number[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    ring: list[object] = []
                    while True:
                        last = stack.pop()
                        inside.discard(last)
                        ring.append(last)
                        if last == node:
                            break
                    rings.append(ring)
    return rings
