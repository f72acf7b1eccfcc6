"""A file that is not there takes no request of the others away in silence.

Golden programs of several files are analysed without each of them: what the rest of it requests is granted
all the same, or said where it is.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.shares import shared

from policywright.analyzers.api import Analysis, Options, analyse

GOLDEN = Path(__file__).parent.parent / "golden"
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "python": (".py",),
    "typescript": (".ts", ".tsx", ".js", ".mjs", ".cjs"),
    "go": (".go",),
    "java": (".java",),
}
NAMELESS = "neither a name nor a type of AWS's is left in the other files"
NOT_YET = "what is called has a name that nobody else's method has, and nothing is said"
SILENT: Mapping[str, str] = {
    "go/testing_in_a_program/main.go": "what imports the package is gone: it is one for tests, and left out",
    "python/aws_cli/app.py": "what is left starts programs that nothing names, which is said where a template has code",
    "python/callables_say/app.py": NAMELESS,
    "python/factory_and_transfer/app.py": NAMELESS,
    "python/functions_under_computed_names/steps.py": "what looks like a library has any function that it is asked for",
    "python/guess_by_services/z_writer.py": "which service is meant is told by those that the others use",
    "python/handed_to_libraries_by_small_files/main.py": NAMELESS,
    "python/helpers_of_tests/app.py": "what imports the helper is gone: test code is left out",
    "python/kept_under_names/shop.py": NAMELESS,
    "python/lib_container_scans_package/shop/clients.py": NAMELESS,
    "python/lib_pynamodb/models.py": NAMELESS,
    "python/methods_of_unknown_clients/directory.py": NAMELESS,
    "python/one_cause/clients.py": NOT_YET,
    "python/typed_fields/main.py": "a class that nobody makes",
    "typescript/functions_under_computed_names/ops.ts": NAMELESS,
    "typescript/given_receivers/src/main.js": NAMELESS,
    "typescript/helpers_of_tests/src/app.ts": "what imports the helper is gone: test code is left out",
    "typescript/kept_under_names/app.js": NAMELESS,
    "typescript/library_alone_opens/transport.ts": NAMELESS,
    "typescript/modules_esm/src/lib/index.ts": "commands that another file exports under its own names",
    "typescript/modules_esm/src/lib/clients.ts": "commands that another file exports under its own names",
    "typescript/registry_between_modules/core/registry.ts": NAMELESS,
    "typescript/registry_between_modules/core/apps.ts": NAMELESS,
    "go/method_expressions/main.go": NAMELESS,
    "java/either_request/src/main/java/shop/Buckets.java": NAMELESS,
    "java/maven_modules/core/src/main/java/com/acme/core/AwsClients.java": "it is said a line further down",
}
"""Programs and the files without which something else in them is lost, and why."""


def _files(case: Path) -> list[Path]:
    return sorted(path for path in case.rglob("*") if path.name.endswith(ENDINGS[case.parent.name]))


CASES = [
    case for language in ENDINGS for case in sorted((GOLDEN / language).iterdir()) if len(_files(case)) > 1
]


def _requested(analysis: Analysis) -> dict[tuple[str, int], str]:
    return {
        (reason.span.file, reason.span.line): grant.action
        for policy in analysis.policies for grant in policy.grants for reason in grant.reasons
    }  # fmt: skip


def _said(analysis: Analysis) -> set[tuple[str, int]]:
    spans = [span for one in analysis.unresolved for span in (one.span, *one.places)]
    spans += [reason.span for one in analysis.may_need for reason in one.reasons]
    return {(span.file, span.line) for span in spans}


@pytest.mark.parametrize("case", shared("missing", CASES, 12))
def test_without_each_file(case: Path, tmp_path: Path) -> None:
    place = tmp_path / "program"
    shutil.copytree(case, place)
    whole = _requested(analyse([place], Options()))
    for path in _files(case):
        name = path.relative_to(case).as_posix()
        (place / name).unlink()
        left = analyse([place], Options())
        shutil.copyfile(path, place / name)
        told = _said(left) | set(_requested(left))
        lost = {
            where: action
            for where, action in whole.items()
            if not where[0].endswith(name) and where not in told
        }
        known = f"{case.parent.name}/{case.name}/{name}" in SILENT
        assert bool(lost) == known, (name, lost)
