"""How much an answer is worth: whether everything was read, and what to say when nothing is needed.

"No permission is needed" is a promise. It is made where every file was analysed and nothing was left open.
"""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import SkipCode
from policywright.server.text import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from policywright.analyzers.infrastructure.role_diff import RoleDiff

READ = "Python, JavaScript, TypeScript, Go and Java"
"""The languages that are analysed, for people."""


def was_analysed(analysis: Analysis) -> bool:
    """Whether there was anything to analyse: a file of code, or a role of a template that needs none."""
    return bool(analysis.files_analysed) or not all(map(is_unchecked, roles_of(analysis)))


def roles_of(analysis: Analysis) -> Sequence[RoleDiff]:
    """The roles of the templates."""
    return analysis.infrastructure.roles if analysis.infrastructure is not None else ()


def is_unchecked(diff: RoleDiff) -> bool:
    """Whether nothing was seen of the code that runs under a role."""
    from policywright.analyzers.infrastructure.model import ProblemCode

    # Problems for which nothing is known of a function's code.
    found = {problem.code for problem in diff.needs.problems} & {
        ProblemCode.CODE_NOT_FOUND, ProblemCode.OPAQUE_CODE,
    }  # fmt: skip
    by_code = any(one.code == "sdk-call" for change in diff.changes for one in change.reasons)
    return diff.unknown or (bool(found) and not by_code)


def open_ends(analysis: Analysis) -> str:
    """What was not read or could not be told, in a few words; empty where the answer is complete."""
    # Test code is no part of the application, whatever it calls.
    unread = sum(1 for item in analysis.skipped if item.code is not SkipCode.TEST)
    infrastructure = analysis.infrastructure
    problems = len(infrastructure.problems) if infrastructure is not None else 0
    roles = roles_of(analysis)
    partly = sum(1 for diff in roles if not diff.needs.complete)
    counts = (
        (unread, f"{plural(unread, 'file')} not read"),
        (len(analysis.unresolved), f"{plural(len(analysis.unresolved), 'thing')} not resolved"),
        (problems, f"{plural(problems, 'question')} about the templates"),
        (partly, f"{plural(partly, 'role')} whose code is not all known"),
    )
    return ", ".join(said for count, said in counts if count)


_DOCUMENTS = frozenset(("policy", "cloudformation", "terraform", "cdk-python", "cdk-typescript"))
"""Formats that are documents to use as they are: they have no place for what is not known."""


def unsaid(analysis: Analysis, format: str | None) -> str:
    """What has to be said beside an answer in a format that can't: that it may not be all."""
    left = open_ends(analysis) if format in _DOCUMENTS else ""
    return f"not everything is known: {left}" if left else ""


def nothing_needed(analysis: Analysis) -> str:
    """The sentence for an analysis without policies."""
    if not was_analysed(analysis) and analysis.idle:
        more = f" and {len(analysis.idle) - 1} more" if len(analysis.idle) > 1 else ""
        return (
            f"Nothing that runs was found: no function, task or state machine in {analysis.idle[0]}{more}, "
            f"and no source file of a language that is read ({READ}). What deploying needs, "
            "`policywright deploy` says."
        )
    if not was_analysed(analysis):
        return f"Nothing was analysed: no source file of a language that is read ({READ}) was found."
    left = open_ends(analysis)
    files = plural(analysis.files_analysed, "file")
    if left:
        return (
            f"No call to AWS was found in {files}, but not everything is known ({left}): "
            "a permission may be needed all the same."
        )
    if not analysis.files_analysed:
        return "No AWS permission is needed by what the templates deploy."
    return f"No AWS permission is needed: all of {files} was analysed."
