"""``python -m policywright.knowledge.generator [--check] [OUTPUT]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from policywright.knowledge.generator.build import build
from policywright.knowledge.generator.problems import BuildError
from policywright.knowledge.store import EMBEDDED


def main() -> int:
    parser = argparse.ArgumentParser(prog="policywright.knowledge.generator", description=__doc__)
    parser.add_argument("output", nargs="?", type=Path, default=EMBEDDED)
    parser.add_argument("--check", action="store_true", help="validate the sources, write nothing")
    arguments = parser.parse_args()
    try:
        summary = build(None if arguments.check else arguments.output)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"{summary}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
