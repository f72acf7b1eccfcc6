"""``python -m policywright.knowledge.generator [--check | --if-changed] [OUTPUT]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from policywright.knowledge.generator.build import build, built_from, fingerprint
from policywright.knowledge.generator.problems import BuildError
from policywright.knowledge.store import EMBEDDED


def main() -> int:
    parser = argparse.ArgumentParser(prog="policywright.knowledge.generator", description=__doc__)
    parser.add_argument("output", nargs="?", type=Path, default=EMBEDDED)
    parser.add_argument("--check", action="store_true", help="validate the sources, write nothing")
    parser.add_argument("--if-changed", action="store_true", help="leave a store of these sources as it is")
    arguments = parser.parse_args()
    if arguments.if_changed and built_from(arguments.output) == fingerprint():
        return 0
    try:
        summary = build(None if arguments.check else arguments.output)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"{summary}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
