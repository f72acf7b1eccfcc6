"""Hostile and damaged texts: never an exception, spans within the text, time linear in its length."""

from __future__ import annotations

import base64
import html
import importlib
import json
import pkgutil
import random
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shares import examples, some, words

from policywright.knowledge import denials
from policywright.knowledge.denials import read_denials, reader
from policywright.knowledge.denials.calls import read_calls
from policywright.knowledge.denials.model import Finding
from policywright.knowledge.denials.normalise import normalise

TEXTS = [
    case["text"]
    for file in sorted(Path(__file__).parent.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
LINEAR, QUADRATIC = 2.0, 4.0
"""What twice the text may take, and what it must not; the measurements lie near the first."""

_NOISE = st.text(alphabet="\\\"'`{}[]<>&;:/\n\r\t \x1b│…*%0aZ\u200b\u0130\ud7ff", max_size=12)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text: str = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        text = text[:start] + draw(_NOISE) + draw(st.sampled_from(["", text[start:end] * 2])) + text[end:]
    return text


@settings(max_examples=examples(50, 1_000), deadline=None)
@given(mutated())
def test_a_mutation_never_breaks_the_reader(text: str) -> None:
    report = read_denials(text)
    spans = [found.text_span for found in report.denials] + [found.text_span for found in report.not_denials]
    for start, end in spans:
        assert 0 <= start <= end <= len(text)


def test_a_carriage_return_by_itself_ends_no_row() -> None:
    header = '0\r"eventVersion":"1.08","userIdentity":{"type":"IAMUser"},"eventSource":"ec2.amazonaws.com"'
    rest = ',"eventName":"DescribeInstances","errorCode":"Client.RequestLimitExceeded"}'
    assert read_denials(header + rest).lost == ()


def _cut(text: str, dice: random.Random) -> str:
    start = dice.randrange(len(text))
    return text[start : start + dice.randrange(1, len(text) + 1)] + dice.choice(["", "...", "\u2026", "\n"])


def _masked(text: str, dice: random.Random) -> str:
    mask = dice.choice(
        ["***", "xxxx", "<ACCOUNT>", "[account id]", "...", "XXXXXXXXXXXX", "{id}", '"mine"', "", "\u2026"]
    )
    what = dice.choice([r"\d{12}", r"(?<=/)[\w.-]+", r"arn:aws[^\s\"']*", r"[a-z]+:[A-Z]\w+", r"(?<=: )\S+"])
    return re.sub(what, lambda match: mask if dice.random() < 0.7 else match[0], text)


def _wrapped(text: str, dice: random.Random) -> str:
    width, prefix = (
        dice.randrange(5, 120),
        dice.choice(["", "# ", "// ", "> ", "+ ", "│ ", "\t", "12:00:01 "]),
    )
    return "\n".join(prefix + text[start : start + width] for start in range(0, len(text), width))


def _encoded(text: str, dice: random.Random) -> str:
    how: list[Callable[[str], str]] = [
        json.dumps,
        lambda text: json.dumps(json.dumps({"m": text})),
        html.escape,
        lambda text: quote(text, errors="replace"),
        repr,
        lambda text: text.encode("utf-8", "replace").decode("latin-1"),
        lambda text: text.encode("utf-16", "replace").decode("latin-1"),
        lambda text: base64.b64encode(text.encode("utf-8", "replace")).decode(),
        lambda text: text.upper(),
        lambda text: text.replace(" ", "\u00a0").replace("'", "\u2019"),
        lambda text: text[:40] + "\ud800" + text[40:],
    ]
    return dice.choice(how)(text)


MUTATIONS = (_cut, _masked, _wrapped, _encoded)


def test_a_cut_masked_or_encoded_text_never_breaks_the_reader(request: pytest.FixtureRequest) -> None:
    dice = random.Random(20261128)
    for _ in range(5_000 if request.config.getoption("--long") else 250):
        text = dice.choice(TEXTS)
        for mutate in dice.choices(MUTATIONS, k=dice.randrange(1, 4)):
            text = mutate(text, dice) or "x"
        report = read_denials(text)
        for found in (*report.denials, *report.not_denials):
            assert 0 <= found.text_span[0] <= found.text_span[1] <= len(text), text
        for denial in report.denials:
            assert denial.advice, text
            assert not (denial.denial == "explicit" and denial.fixable != "no"), text


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=300), st.data())
def test_every_offset_leads_back_into_the_text(text: str, data: st.DataObject) -> None:
    mapped = normalise(text)
    start = data.draw(st.integers(0, len(mapped.text)))
    end = data.draw(st.integers(start, len(mapped.text)))
    back = mapped.origin((start, end))
    assert 0 <= back[0] <= back[1] <= len(text)


CUTS = 9
"""Into how many parts a text is cut; a usual run cuts each at one place, which differs from text to text."""


def test_a_truncated_text_is_read_as_far_as_it_goes(request: pytest.FixtureRequest) -> None:
    for number, text in enumerate(some("truncated", TEXTS, 3)):
        cuts = range(20, len(text), max(1, len(text) // CUTS))
        places = range(len(cuts)) if request.config.getoption("--long") else (number,)
        for cut in {cuts[place % len(cuts)] for place in places if cuts}:
            for denial in read_denials(text[:cut] + "…").denials:
                cut_off = denial.resource is not None and denial.resource.endswith(("…", "..."))
                assert not cut_off or f"{denial.resource} " in text[:cut], (text, "its own elision stays")


def _seconds(text: str) -> float:
    begin = time.process_time()
    read_denials(text)
    return time.process_time() - begin


def _assert_linear(make: Callable[[int], str], count: int) -> None:
    """Twice as much takes about twice as long, not four times; a busy machine gets further tries."""
    read_denials(make(1))
    ratios: list[float] = []
    for _ in range(4):
        ratios.append(_seconds(make(2 * count)) / max(_seconds(make(count)), 1e-6))
        if ratios[-1] < (LINEAR + QUADRATIC) / 2:
            return
    pytest.fail(f"twice the text took {ratios} times as long")


@pytest.mark.parametrize("end", ["", "...", "\u2026", "[truncated]", '"'])
@pytest.mark.parametrize("framed", [True, False])
def test_a_cut_sentence_tells_no_other_action_and_no_other_name(end: str, framed: bool) -> None:
    """What is left of an action is none; what is left of a resource that says that it was cut is none, too."""
    frame = "An error occurred (AccessDeniedException) when calling the GetItem operation: " if framed else ""
    table = "arn:aws:dynamodb:eu-west-1:555566667777:table/orders"
    text = (
        f"{frame}User: arn:aws:sts::555566667777:assumed-role/web-api/i-1 is not authorized to perform: "
        f"dynamodb:GetItem on resource: {table} because no identity-based policy allows the dynamodb:GetItem action"
    )
    places = range(text.index("web-api") + 7, len(text))
    for place in some(f"cut {end} {framed}", map(str, places), 3):
        for denial in read_denials(text[: int(place)] + end).denials:
            assert denial.actions in ({("dynamodb:GetItem",)} if framed else {(), ("dynamodb:GetItem",)})
            assert denial.principal.name in (None, "web-api")
            assert denial.resource in (None, table) or (
                end in ("", '"') and table.startswith(denial.resource)
            )


PIECES = (
    " ", "\n", "a", "\"", "\\", "{", "<", "&quot;", "\x1b[", "%3a", "User: ", "**", "x(\"",
    "denied", "UnknownError\n", "│ \n", "Error: (", "AccessDenied ... ", "PUT https://x/ ",
    "arn:aws:iam::123456789012:user/", "is not authorized to perform: ", "on resource: ", "because ",
    "An error occurred (AccessDenied) ", "operation error S3: ", "(Service: S3, ", "AccessDenied: ",
    "{\"a\":", "{\"eventSource\": \"s3.amazonaws.com\", ", "s3://bucket/", "with an explicit deny in a ",
    "Encoded authorization failure message: ",
)  # fmt: skip


@pytest.mark.parametrize("piece", words("linear", PIECES, 3))
def test_time_is_linear_in_the_length(piece: str) -> None:
    _assert_linear(lambda count: (piece * (1500 // len(piece)) + " 403 ") * count, examples(3, 30))


_SENTENCE = (
    "User: arn:aws:sts::555566667777:assumed-role/app{0}/s is not authorized to perform: s3:PutObject on "
    'resource: "arn:aws:s3:::drop/in{0}.csv" because no identity-based policy allows the s3:PutObject action'
)


@pytest.mark.parametrize(
    "one",
    [
        f"An error occurred (AccessDenied) when calling the PutObject operation: {_SENTENCE}\n",
        _SENTENCE,
        "operation error S3: PutObject, https response error StatusCode: 403, RequestID: A, HostID: b=, api error "
        "AccessDenied: Access Denied s3://bucket{0}/key{0}\n",
        "AccessDenied: User: arn:aws:iam::5{0}:user/*** is not authorized to perform: s3:Get{0}\n",
        "(AccessDenied) Access to the resource https://sqs.eu-west-1.amazonaws.com/555566667777/q{0} is denied.\n",
        f"An error occurred (ExpiredToken) when calling the ListBuckets operation: expired {{0}}\n{_SENTENCE}\n",
        f'const A{{0}} = "{_SENTENCE}";\n',
    ],
    ids=["framed", "glued", "bare", "masked", "worded", "mixed", "constants"],
)
def test_time_is_linear_in_the_number_of_denials(one: str) -> None:
    _assert_linear(lambda count: "".join(one.format(number) for number in range(count)), examples(60, 400))


def test_two_framings_of_one_message_are_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """What costs time is asked about each call: a line of a tool around the SDK's is none of its own."""
    found: list[Finding] = []

    def counted(*arguments: Any) -> Iterator[Finding]:
        for one in read_calls(*arguments):
            found.append(one)
            yield one

    monkeypatch.setattr(reader, "read_calls", counted)
    line = (
        "upload failed: ./{0} to s3://bucket/{0} An error occurred (AccessDenied) when calling the PutObject "
        "operation: Access Denied\n"
    )
    report = read_denials("".join(line.format(number) for number in range(100, 200)) * 2)
    assert len(report.denials) == 100
    assert len(found) == 200


def test_a_long_log_is_read_no_slower_for_its_noise() -> None:
    line = "2026-02-11T08:14:55.123Z INFO [worker-3] GET /orders/123 took 33 ms status=200 {ok: 1}\n"
    text = line * 3_000 + TEXTS[0] + "\n" + line * 3_000
    (denial,) = read_denials(text).denials
    assert text[slice(*denial.text_span)] in TEXTS[0]
    assert _seconds(text) < 2 * _seconds(TEXTS[0] * (len(text) // len(TEXTS[0])))


UNITS = ("A", "Aa", "aB", "a", "a-", "a.", "A1", "0", " ", ": ", "a:", "the ", "a/", "not ", "*", "\t ")


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(denials.__path__):
        for name, value in vars(importlib.import_module(f"{denials.__name__}.{module.name}")).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value


def test_no_pattern_takes_a_power_of_time() -> None:
    """One that can split a run of letters in every way takes twice as long for each letter more."""

    def taken(pattern: re.Pattern[str], text: str) -> float:
        start = time.process_time()
        pattern.search(text)
        return time.process_time() - start

    slow = [
        (name, unit)
        for name, pattern in _patterns()
        for before in ("", "A", "Aa", "arn:aws:")
        for unit in UNITS
        if taken(pattern, f"{before}{unit * 22}!")
        > 100 * max(taken(pattern, f"{before}{unit * 10}!"), 0.0002)
    ]
    assert slow == []
