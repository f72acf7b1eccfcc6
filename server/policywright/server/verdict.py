"""How much an answer is worth: whether everything was read, and what to say when nothing is needed.

"No permission is needed" is a promise. It is made where every file was analysed and nothing was left open.
"""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import SkipCode
from policywright.server.text import plural

READ = "Python, JavaScript, TypeScript, Go and Java"
"""The languages that are analysed, for people."""


def was_analysed(analysis: Analysis) -> bool:
    """Whether there was anything to analyse: a file of code, or a template whose roles need something."""
    roles = analysis.infrastructure.roles if analysis.infrastructure is not None else ()
    return bool(analysis.files_analysed or roles)


def open_ends(analysis: Analysis) -> str:
    """What was not read or could not be told, in a few words; empty where the answer is complete."""
    # Test code is no part of the application, whatever it calls.
    unread = sum(1 for item in analysis.skipped if item.code is not SkipCode.TEST)
    infrastructure = analysis.infrastructure
    problems = len(infrastructure.problems) if infrastructure is not None else 0
    roles = infrastructure.roles if infrastructure is not None else ()
    partly = sum(1 for diff in roles if not diff.needs.complete)
    counts = (
        (unread, f"{plural(unread, 'file')} not read"),
        (len(analysis.unresolved), f"{plural(len(analysis.unresolved), 'thing')} not resolved"),
        (problems, f"{plural(problems, 'question')} about the templates"),
        (partly, f"{plural(partly, 'role')} whose code is not all known"),
    )
    return ", ".join(said for count, said in counts if count)


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
