"""Reading access-denied errors in any text: who was denied what, on which resource, by which policy.

``read_denials`` is the way in. A text passes ``normalise`` (what terminals, loggers and encoders did to
it is undone, traceably), then the readers: ``sentence`` for AWS's standard sentence with ``resource`` and
``reason`` for its parts, ``frames`` and ``calls`` for SDK framings without it, ``wordings`` for what services
say in their own words, ``lacks`` with ``lacking`` for what such words have in common, ``events`` for
CloudTrail and other records, ``negatives`` for what is no IAM denial, and ``failures`` for what failed where
nothing else is read.
What none of them knows is left to ``evidence``, ``plain`` and ``unable``, and last to ``weighing``, which
asks no form at all; ``identifiers``, ``doings`` and ``things`` tell which operation was called where an
answer does not say it, by their ``verbs``; ``several`` reads what is said of two things, and ``joined`` takes
neither for certain; ``governing`` tells what a refusal governs, ``asking`` what is asked back, and
``candidates`` what may be meant. Readers of words see no names of identities (``called``), and ask
``reporting`` whether somebody was refused. All read the text in each of its possible layouts; the best
counts.
``constants`` tells what a program holds, ``examples`` with ``voices`` and ``parts`` what a page shows to its
reader; where the words around a message do not decide that, the denial says so (``Denial.doubt``). What is
shown is read all the same (``DenialReport.shown``), and ``pasted`` tells what kind of text it is in.
``told`` reads what stands beside a message. ``merging`` makes one denial of its echoes, ``advice`` says what
can be done. Diagnosis against live policies, and the fix, are the server's.
"""

from policywright.knowledge.denials.model import (
    Denial,
    DenialReport,
    NotDenial,
    NotDenialCode,
    Pasted,
    Principal,
)
from policywright.knowledge.denials.reader import read_denials, read_with

__all__ = [
    "Denial",
    "DenialReport",
    "NotDenial",
    "NotDenialCode",
    "Pasted",
    "Principal",
    "read_denials",
    "read_with",
]
