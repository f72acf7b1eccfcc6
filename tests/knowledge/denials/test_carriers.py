"""What terminals, loggers and encoders do to a message must not change how it is read.

Every sentence of ``cases.toml`` goes through every carrier; the reading has to stay the same.
"""

from __future__ import annotations

import html
import json
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from tests.knowledge.denials.test_cases import CASES as PASTED
from tests.shares import some

from policywright.knowledge.denials import Denial, read_denials

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]
SENTENCES = [
    case["text"].strip()
    for case in CASES
    if case["id"].startswith(("sentence/", "resource/", "principal/"))
    and case.get("denial", "unknown") != "unknown"
    and "{" not in case["text"]
]
_TOKEN = re.compile(r"(arn:aws[^\s\"']+)")


def _embedded(depth: int) -> Callable[[str], str]:
    def carry(text: str) -> str:
        for _ in range(depth):
            text = json.dumps({"level": "error", "msg": text})
        return text

    return carry


def _wrapped(width: int, *, indent: str = "") -> Callable[[str], str]:
    def carry(text: str) -> str:
        return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False)

    return carry


def _cut_at(width: int) -> Callable[[str], str]:
    """A terminal that breaks lines at its width, wherever that is."""

    def carry(text: str) -> str:
        return "\n".join(text[start : start + width] for start in range(0, len(text), width))

    return carry


def _each_line(prefix: str, width: int = 76) -> Callable[[str], str]:
    def carry(text: str) -> str:
        return "\n".join(prefix + line for line in _wrapped(width)(text).split("\n"))

    return carry


def _numeric(text: str) -> str:
    return "".join(f"&#{ord(letter)};" if letter in "\"'/:" else letter for letter in text)


CARRIERS: dict[str, Callable[[str], str]] = {
    "json": _embedded(1),
    "json-in-json": _embedded(2),
    "json-three-deep": _embedded(3),
    "json-ascii-html": lambda text: json.dumps(text).replace("'", "\\u0027").replace(":", "\\u003a"),
    "python-repr": repr,
    "html": html.escape,
    "html-twice": lambda text: html.escape(html.escape(text)),
    "html-numeric": _numeric,
    "html-tags": lambda text: "<td><code>" + _TOKEN.sub(r"<b>\1</b>", html.escape(text)) + "</code></td>",
    "percent": quote,
    "form": quote_plus,
    "ansi": lambda text: "\x1b[31m" + _TOKEN.sub("\x1b[1m\\1\x1b[0m", text) + "\x1b[0m",
    "ansi-in-json": lambda text: json.dumps(_TOKEN.sub("\x1b[1;31m\\1\x1b[0m", text)),
    "ansi-printed": lambda text: _TOKEN.sub(r"[1m\1[0m", text),
    "wrapped-50": _wrapped(50),
    "wrapped-80": _wrapped(80, indent="    "),
    "cut-at-61": _cut_at(61),
    "cut-at-80": _cut_at(80),
    "crlf": lambda text: _wrapped(70)(text).replace("\n", "\r\n"),
    "terraform": lambda text: "╷\n" + _each_line("│ ")("Error: " + text) + "\n│\n╵",
    "github": _each_line("2026-02-18T07:44:10.1234567Z "),
    "compose": _each_line("api-1  | "),
    "buildkit": _each_line("#12 3.456 "),
    "quoted-mail": _each_line("> "),
    "starred": _each_line("* "),
    "listed": _each_line("- "),
    "numbered": lambda text: "".join(
        f"{number}. {line}\n" for number, line in enumerate(textwrap.wrap(text, 72), start=8)
    ),
    "curly": lambda text: re.sub(r'"([^"]*)"', "\u201c\\1\u201d", text),
    "no-break-spaces": lambda text: text.replace(" to perform", "\u00a0to\u00a0perform"),
    "markdown": lambda text: _TOKEN.sub(r"`\1`", text) if '"' not in text else text,
    "exception": lambda text: (
        "Traceback (most recent call last):\n  File 'a.py', line 1\nE: " + text + "\n\nDone."
    ),
    "twice": lambda text: f"{text}\n{text}",
    "in-noise": lambda text: "INFO tick 403\n" * 50 + text + "\n" + "INFO tock denied?\n" * 50,
}


def _reading(denial: Denial) -> Denial:
    return replace(denial, text_span=(0, 0))


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_carrier_changes_nothing(carrier: str) -> None:
    carry = CARRIERS[carrier]
    wrong = []
    for text in some(carrier, SENTENCES, 3):
        plain, carried = read_denials(text).denials, carry(text)
        found = read_denials(carried).denials
        if [_reading(denial) for denial in found] != [_reading(denial) for denial in plain]:
            wrong.append((carried, found))
        assert all(0 <= start < end <= len(carried) for start, end in (denial.text_span for denial in found))
    assert not wrong, "\n\n".join(f"{text}\n{found}" for text, found in wrong[:4])


def _lines(prefix: str) -> Callable[[str], str]:
    return lambda text: "\n".join(prefix + line for line in text.split("\n"))


LAYOUTS: dict[str, Callable[[str], str]] = {
    "quoted": _lines("> "),
    "stamped": _lines("2026-05-01T10:11:12.345Z "),
    "bars": _lines("\u2502 "),
    "fenced": lambda text: "```\n" + text + "\n```\n",
    "asked": lambda text: text + "\n\nThe role has AdministratorAccess. Is this a bug?",
}
LOSES = {
    "layout/log-prefix-in-the-sentence",  # has prefixes of its own, which another in front hides
    "eighth/sam-table-wrapped",  # a table whose columns are counted
}
SHOWN = {"prose/table-oidc", "fifth/oidc-in-a-table", "ruled/table-of-symptom-and-cause-in-korean"}
"""A table that is told by where the text begins."""
DECIDES = {
    # Under a time on each line a page's words are those of a log.
    "stamped": {
        "unseen/retrieve-by-generate",
        "sixth/haskell-doc",
        "ruled/conditional-in-a-sentence",
        "part/term-with-its-explanation",
        "told-not/diagnosing-accessdenied-errors-of-s3",
        "told-not/accessdenied-on-sts-assumerole",
    },
    # What stands between fences was printed: nobody says it.
    "fenced": {
        "said/operation-that-must-be-had",
        "said/a-server-is-no-object",
        "neighbours/error-output-cloudwatch-logs-cloudwatch-logs-createlogstream-api-responded",
        "neighbours/pg-dump-aws-s-cp-s-acme-backups-db",
        "told-not/diagnosing-accessdenied-errors-of-s3",
        "told-not/accessdenied-on-sts-assumerole",
        "worded/an-action-called-one",  # a name, a colon and a text in quotes: a program's constant
    },
    # Who asks was denied, whatever they paste.
    "asked": {
        "sixth/haskell-doc",
        "blog/runbook",
        "neighbours/aws-s-rm-s-acme-backups-db-dump-delete",
        "neighbours/the-grant-must-include-s-listbucket-on-the-bucket",
        "told-not/diagnosing-accessdenied-errors-of-s3",
        "told-not/accessdenied-on-sts-assumerole",
        "told/ecsinstancerole-doesn-t-have-the-cloudwatch-permission-to-create",  # the role is asked about
    },
}
"""Texts that are what they are by what stands around them, and are something else in such a layout."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_changes_no_reading(layout: str, request: pytest.FixtureRequest) -> None:
    """A denial is read the same wherever it is pasted, and what is none is none there, too.

    Every eighth text is laid out in one way; in the long form all are, in all of them.
    """
    lay_out = LAYOUTS[layout]
    wrong = []
    turn = list(LAYOUTS).index(layout)
    for case in PASTED if request.config.getoption("--long") else PASTED[turn :: 8 * len(LAYOUTS)]:
        plain, laid = read_denials(case["text"]).denials, read_denials(lay_out(case["text"])).denials
        told = [(one.principal, one.actions, one.resource, one.denial, one.policy_type) for one in plain]
        if told != [(one.principal, one.actions, one.resource, one.denial, one.policy_type) for one in laid]:
            wrong.append(case["id"])
    assert set(wrong) - LOSES - SHOWN - DECIDES.get(layout, set()) == set()


@pytest.mark.parametrize("carrier", ["json-in-json", "html", "ansi", "terraform", "github", "percent"])
def test_the_span_covers_the_carried_sentence(carrier: str) -> None:
    text = CARRIERS[carrier](SENTENCES[0])
    (denial,) = read_denials(text).denials
    passage = text[slice(*denial.text_span)]
    assert passage.startswith("User")
    assert passage.endswith("action")


_ROLE = "arn:aws-cn:sts::640033557711:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/kim@acme.io"
_TABLE = "arn:aws-cn:dynamodb:cn-north-1:640033557711:table/ledger"
_POLICY = "arn:aws:organizations::750044668822:policy/o-ab12cd34ef/service_control_policy/p-a1b2c3d4"
_REASONS = {
    "": ("unknown", "unknown", None),
    "because no permissions boundary allows the dynamodb:Query action": ("implicit", "boundary", None),
    f"with an explicit deny in a service control policy: {_POLICY}": ("explicit", "scp", _POLICY),
}


def _wrapped_at(message: str, width: int) -> Iterator[str]:
    """At words, at words and hyphens with a prefix on each line, and at the width itself."""
    yield "\n".join(textwrap.wrap(message, width, break_on_hyphens=False, break_long_words=False))
    yield "\n".join(f"> > {line}" for line in textwrap.wrap(message, width))
    yield "\n".join(message[at : at + width] for at in range(0, len(message), width))


@pytest.mark.parametrize("reason", _REASONS)
@pytest.mark.parametrize(
    "frame", ["An error occurred (AccessDenied) when calling the Query operation: ", "Error: "]
)
def test_a_message_may_be_wrapped_at_any_width(
    frame: str, reason: str, request: pytest.FixtureRequest
) -> None:
    """Lines that are of one length by chance are joined with the blank that a wrap at words took."""
    message = (
        f"{frame}User: {_ROLE} is not authorized to perform: dynamodb:Query on resource: {_TABLE} {reason}"
    ).rstrip()
    for width in range(40, 121, 1 if request.config.getoption("--long") else 3):
        for text in _wrapped_at(message, width):
            denials = read_denials(text).denials
            told = [
                (
                    one.principal.arn,
                    one.actions,
                    one.resource,
                    one.denial,
                    one.policy_type,
                    one.denying_policy,
                )
                for one in denials
            ]
            assert told == [(_ROLE, ("dynamodb:Query",), _TABLE, *_REASONS[reason])], text


@pytest.mark.parametrize("stripped", [True, False])
@pytest.mark.parametrize("reason", _REASONS)
def test_a_column_of_a_table_breaks_nothing(reason: str, stripped: bool) -> None:
    """As narrow as a table's last column, which may have lost the blanks at its right side."""
    message = f"User: {_ROLE} is not authorized to perform: dynamodb:Query on resource: {_TABLE} {reason}"
    message = message.rstrip()
    for width in range(4, 40):
        lines = [message[at : at + width] for at in range(0, len(message), width)]
        text = "\n".join(line.rstrip() if stripped else line for line in lines)
        told = [
            (one.principal.arn, one.actions, one.resource, one.denial, one.policy_type, one.denying_policy)
            for one in read_denials(f"This is in the table:\n\n{text}\n\nAny help?").denials
        ]
        assert told == [(_ROLE, ("dynamodb:Query",), _TABLE, *_REASONS[reason])], text


_NEXT = (
    "Error in { : task 1 failed", "Please help me", "Thanks", "I have tried everything", "exit 1", "done", "S3", "x",
    "retrying in 5s", "this is odd", "goroutine 1 [running]", "See 'aws help'", "}", "status",
)  # fmt: skip


@pytest.mark.parametrize("place", ["s3://ledger/", "s3://ledger", "s3://ledger/in/", "s3://ledger/in.csv"])
@pytest.mark.parametrize(
    "message",
    [
        "upload failed: ./f to {} An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
        "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied {}",
        "AccessDenied: Access Denied when I was uploading a file to {}",
    ],
)
def test_what_is_said_next_is_no_part_of_a_place(message: str, place: str) -> None:
    text = message.format(place)
    told = [(one.resource, one.within) for one in read_denials(text).denials]
    for after in some(text, _NEXT, 4):
        for joint in ("\n", "\n  ", "\n\n"):
            for lead in ("", "some words in a line above\n"):
                denials = read_denials(f"{lead}{text}{joint}{after}").denials
                assert [(one.resource, one.within) for one in denials] == told, after


@pytest.mark.parametrize("mark", "+-")
def test_the_marks_of_a_diff_are_none_of_its_words(mark: str) -> None:
    reason = "because no permissions boundary allows the dynamodb:Query action"
    message = f"User: {_ROLE} is not authorized to perform: dynamodb:Query on resource: {_TABLE} {reason}"
    lines = textwrap.wrap(message, 72, break_on_hyphens=False)
    (one,) = read_denials("\n".join(mark + line for line in lines)).denials
    told = (one.principal.arn, one.actions, one.resource, one.policy_type)
    assert told == (_ROLE, ("dynamodb:Query",), _TABLE, "boundary")


_LEADS = (
    "The call will yield", "it will return", "All I get in return", "I get a 403 and", "and", "or", "My job throws",
    "it does throw", "which is the case:", "if it runs I see", "result:", "Message =", "I print it and get",
    "but not this:", "Caught Exception(", "e.message:", "it should work but yields", "I assert that",
)  # fmt: skip
_PROGRAMS = (
    'if "{}" in str(error):\n    retry()', '    assert str(error) == "{}"', 'return "{}"\n', 'throw new Error("{}");',
    'const MSG = "{}";', 'elif "{}" in text and "AccessDenied" in text:\n    pass', 'yield "{}"\n',
    "case '{}':\n    return 1;", 'if x and "{}" in m:\n    pass', '    return err.includes("{}") || false;',
)  # fmt: skip


@pytest.mark.parametrize("quote", "\"'`")
def test_words_that_programs_have_too_make_no_program_of_a_sentence(quote: str) -> None:
    for lead in _LEADS:
        for before, after in (("", ""), ("I have a lambda that reads a file. ", " Any idea?")):
            text = f"{before}{lead} {quote}{SENTENCES[0]}{quote}{after}"
            assert len(read_denials(text).denials) == 1, text


@pytest.mark.parametrize("program", _PROGRAMS)
def test_what_a_program_looks_for_is_no_denial(program: str) -> None:
    text = "import x\n\ndef f():\n    pass\n" + program.format(SENTENCES[0].replace('"', ""))
    assert read_denials(text).denials == ()
