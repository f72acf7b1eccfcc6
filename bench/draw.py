"""Draws operations by use, to be judged by a person: ``python -m bench.draw SEED [--count N] [--keep]``.

``uses.json`` says in how many projects an operation is named, and which were drawn before; those are left out.
Half of a draw is operations that change something. What is printed is what ``knowledge lookup`` knows of each.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from policywright.knowledge.lookup import OperationFacts, lookup
from policywright.knowledge.store import open_store

USES = Path(__file__).with_name("uses.json")
_READS = (
    "Get", "List", "Describe", "Head", "BatchGet", "Search", "Query", "Scan", "Lookup", "Select", "Test", "Check",
    "Preview", "Estimate", "Filter", "Validate",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--keep", action="store_true", help="note them as drawn")
    arguments = parser.parse_args()
    found = json.loads(USES.read_text(encoding="utf-8"))
    drawn = draw(found["uses"], set(found["drawn"]), arguments.seed, arguments.count)
    store = open_store()
    for name in drawn:
        print(f"### {name}")
        for facts in lookup(store, name):
            if isinstance(facts, OperationFacts) and facts.operation == name:
                for rule in facts.rules:
                    on = ", ".join(rule.resources) or "*"
                    print(
                        f"  {rule.kind} {rule.action}: {rule.when} [{rule.sure}] {' '.join(rule.conditions)} on {on}"
                    )
    if arguments.keep:
        found["drawn"] = sorted({*found["drawn"], *drawn})
        USES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def draw(uses: dict[str, int], before: set[str], seed: int, count: int) -> list[str]:
    """Without putting back, each as likely as it is used."""
    chance = random.Random(seed)
    left = sorted(uses.keys() - before)
    ordered = sorted(left, key=lambda name: -(chance.random() ** (1 / uses[name])))
    reading = [name for name in ordered if name.partition(":")[2].startswith(_READS)]
    writing = [name for name in ordered if not name.partition(":")[2].startswith(_READS)]
    half = count // 2
    return sorted([*writing[:half], *reading[: count - half]])


if __name__ == "__main__":
    main()
