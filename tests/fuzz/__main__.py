"""``python -m tests.fuzz [--count N] [--seed S] [--target T] [--only NUMBER]``: as many cases as are asked for.

A case is its target, the seed and its number: what fails is printed with the command that repeats it. Which case
is running stands in a file, so that one that ends the process is known as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from pathlib import Path
from random import Random

from tests.fuzz.targets import TARGETS, Found

SLOW_SECONDS = 20.0
"""A case that takes more of a processor is a finding: all inputs are small."""


def run(target: str, seed: int, number: int) -> str | None:
    """What is wrong with a case; None when nothing is."""
    start = time.process_time()
    try:
        TARGETS[target](Random(f"{target} {seed} {number}"))
    except Found as error:
        return str(error)
    except Exception:
        return traceback.format_exc(limit=-6)
    took = time.process_time() - start
    return f"took {took:.0f} seconds" if took > SLOW_SECONDS else None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=1000, help="cases of each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", choices=TARGETS, action="append")
    parser.add_argument("--only", type=int)
    parser.add_argument(
        "--running", type=Path, default=Path(os.devnull), help="a file that names the running case"
    )
    arguments = parser.parse_args()
    os.environ.setdefault("POLICYWRIGHT_TRACEBACK", "1")
    from policywright.knowledge.isolation import fail_loudly

    fail_loudly(True)
    failed = 0
    for target in arguments.target or TARGETS:
        numbers = range(arguments.count) if arguments.only is None else [arguments.only]
        for number in numbers:
            arguments.running.write_text(f"--target {target} --seed {arguments.seed} --only {number}\n")
            wrong = run(target, arguments.seed, number)
            if wrong is not None:
                failed += 1
                again = f"python -m tests.fuzz --target {target} --seed {arguments.seed} --only {number}"
                print(f"{again}\n{wrong}\n", flush=True)
            if number % 500 == 499:
                print(f"{target}: {number + 1} cases, {failed} failed so far", file=sys.stderr, flush=True)
    print(f"{failed} failed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
