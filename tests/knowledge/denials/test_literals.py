"""What a pattern needs, and the work that this saves on long texts. Work is counted, not timed."""

from __future__ import annotations

import tomllib
from copy import copy
from pathlib import Path

import pytest
from tests.shares import some

from policywright.knowledge.denials import frames, negatives, read_denials, reader, voices, wordings
from policywright.knowledge.denials.literals import Needs, Scan, required

SCANS = [
    *(scan for _, scans in (*negatives.table(), *negatives.messages()) for scan in scans),
    *(scan for scan, _ in wordings.wordings()),
    *(scan for scan, _ in frames._TABLE),
    *(row.pattern for row in voices.voices()),
]
TEXTS = [
    case["text"]
    for path in sorted(Path(__file__).parent.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
DENIED = (
    "An error occurred (AccessDenied) when calling the PutObject operation: User: "
    "arn:aws:sts::555566667777:assumed-role/app{0}/s is not authorized to perform: s3:PutObject on resource: "
    '"arn:aws:s3:::drop/in{0}.csv" because no identity-based policy allows the s3:PutObject action\n'
)


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("expired token", (("expired", "token"),)),
        (r"Errors?: \w+ denied", (("Error", "denied"),)),
        ("abc|xyz.*", (("abc",), ("xyz",))),
        ("abc|x?", ()),
        (r"\b(?:Alpha|Beta)\b", (("Alpha",), ("Beta",))),
        (r"(?:Alpha|Beta)?gamma", (("gamma",),)),
        (r"(?i:alpha)", ()),
        (r"(?!alpha)(?<=beta)x", ()),
        (r"[abc]{3,4}[\]|]d\[ef\]", (("d[ef]",),)),
        (r"host\.name{2}", (("host.nam",),)),
        (r"(?P<op>Get(?P<rest>Object)?)", (("Get",),)),
    ],
)
def test_what_a_pattern_needs(pattern: str, needs: Needs) -> None:
    assert required(pattern) == needs


def test_nothing_is_missed() -> None:
    missed = [
        (scan.pattern.pattern, text)
        for scan in SCANS
        for text in some("missed", TEXTS, 3)
        if next(scan.finditer(text), None) is None and scan.pattern.search(text)
    ]
    assert missed == []


def test_a_text_is_not_scanned_for_what_it_cannot_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned: list[int] = []
    plain = Scan.finditer

    class Counted:
        def __init__(self, scan: Scan) -> None:
            self.inner = scan.pattern

        def finditer(self, text: str) -> object:
            scanned.append(len(text))
            return self.inner.finditer(text)

    def finditer(self: Scan, text: str) -> object:
        counted = copy(self)
        counted.pattern = Counted(self)  # type: ignore[assignment]
        return plain(counted, text)

    monkeypatch.setattr(Scan, "finditer", finditer)
    text = "".join(map(DENIED.format, range(200)))
    assert len(read_denials(text).denials) == 200
    # Nine of ten patterns are of what the text does not have.
    assert sum(scanned) < 0.1 * len(SCANS) * len(text)


def test_what_has_been_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    asked = reader.is_constant

    def counted(text: str, start: int, end: int) -> bool:
        looked.append(start)
        return asked(text, start, end)

    monkeypatch.setattr(reader, "is_constant", counted)
    monkeypatch.setattr(reader, "read_evidence", lambda *_: pytest.fail("all has been read"))
    text = "".join(map(DENIED.format, range(200)))
    assert len(read_denials(text).denials) == 200
    assert len(looked) == 200
