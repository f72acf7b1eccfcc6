"""Hostile and damaged texts: never an exception, spans within the text, time linear in its length."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywright.knowledge.denials import read_denials
from policywright.knowledge.denials.normalise import normalise

TEXTS = [
    case["text"]
    for case in tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]
]
SECONDS_PER_MEGABYTE = 8.0
"""Far above what it takes (under 2 on a slow machine), far under what quadratic time would."""

_NOISE = st.text(alphabet="\\\"'`{}[]<>&;:/\n\r\t \x1b│…*%0aZ\u200b\u0130\ud7ff", max_size=12)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text: str = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        text = text[:start] + draw(_NOISE) + draw(st.sampled_from(["", text[start:end] * 2])) + text[end:]
    return text


@settings(max_examples=150, deadline=None, derandomize=True)
@given(mutated())
def test_a_mutation_never_breaks_the_reader(text: str) -> None:
    report = read_denials(text)
    spans = [found.text_span for found in report.denials] + [found.text_span for found in report.not_denials]
    for start, end in spans:
        assert 0 <= start <= end <= len(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=300), st.data())
def test_every_offset_leads_back_into_the_text(text: str, data: st.DataObject) -> None:
    mapped = normalise(text)
    start = data.draw(st.integers(0, len(mapped.text)))
    end = data.draw(st.integers(start, len(mapped.text)))
    back = mapped.origin((start, end))
    assert 0 <= back[0] <= back[1] <= len(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_truncated_text_is_read_as_far_as_it_goes(text: str) -> None:
    for cut in range(20, len(text), max(1, len(text) // 9)):
        for denial in read_denials(text[:cut] + "…").denials:
            assert denial.resource is None or not denial.resource.endswith(("…", "..."))


@pytest.mark.parametrize(
    "piece",
    [
        " ", "\n", "a", "\"", "\\", "{", "<", "&quot;", "\x1b[", "%3a", "User: ",
        "denied", "UnknownError\n", "│ \n",
        "arn:aws:iam::123456789012:user/", "is not authorized to perform: ", "on resource: ", "because ",
        "An error occurred (AccessDenied) ", "operation error S3: ", "(Service: S3, ", "AccessDenied: ",
        "{\"a\":", "{\"eventSource\": \"s3.amazonaws.com\", ", "s3://bucket/",
        "Encoded authorization failure message: ",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_length(piece: str) -> None:
    text = (piece * (1500 // len(piece)) + " 403 ") * 60
    begin = time.perf_counter()
    read_denials(text)
    assert time.perf_counter() - begin < SECONDS_PER_MEGABYTE * len(text) / 1_000_000 + 0.5


def test_a_long_log_is_read_quickly() -> None:
    line = "2026-02-11T08:14:55.123Z INFO [worker-3] GET /orders/123 took 33 ms status=200 {ok: 1}\n"
    text = line * 30_000 + TEXTS[0] + "\n" + line * 30_000
    begin = time.perf_counter()
    (denial,) = read_denials(text).denials
    assert time.perf_counter() - begin < SECONDS_PER_MEGABYTE
    assert text[slice(*denial.text_span)] in TEXTS[0]
