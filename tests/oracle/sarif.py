"""Checks what ``check --format sarif`` prints against the SARIF 2.1.0 schema, which an npm package carries.

Run by ``make oracle``: ``python tests/oracle/sarif.py --node-modules DIR``. Exit status 1 when it doesn't hold.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import jsonschema

EXAMPLES = Path(__file__).parents[2] / "examples"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node-modules", type=Path, required=True)
    arguments = parser.parse_args()
    schemas = arguments.node_modules / "@microsoft" / "jest-sarif" / "lib" / "schemas"
    schema = json.loads(next(iter(sorted(schemas.glob("sarif-2.1.0*.json")))).read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    checked = 0
    for example in sorted(path.parent for path in EXAMPLES.glob("*/expected-roles.json")):
        command = [sys.executable, "-m", "policywright.server.cli", "check", str(example), "--unused"]
        result = subprocess.run([*command, "--format", "sarif"], capture_output=True, text=True, check=False)
        assert result.returncode in (0, 1), result.stderr
        validator.validate(json.loads(result.stdout))
        checked += 1
    print(f"{checked} SARIF logs follow the schema")
    return 0 if checked else 1


if __name__ == "__main__":
    sys.exit(main())
