"""What Python does to texts, against Python itself: a request's member is what the expression gives, or not known."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import posixpath
import re
import string
import textwrap
import urllib.parse
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyzers import texts

NAMES = {
    "os": os, "re": re, "string": string, "json": json, "base64": base64, "hashlib": hashlib, "textwrap": textwrap,
    "posixpath": posixpath, "urllib": urllib, "Path": PurePosixPath,
}  # fmt: skip
HEAD = """\
import base64, hashlib, json, os, posixpath, re, string, textwrap, urllib.parse
from pathlib import PurePosixPath as Path
import boto3

s3 = boto3.client("s3")


def handler(event, context):
"""
ATOMS = st.one_of(
    st.sampled_from([f"os.environ[{name!r}]" for name in texts.VALUES]),
    st.sampled_from([f"os.getenv({name!r}, 'none')" for name in texts.VALUES]),
    st.sampled_from(["'table'", "'x-'", "'/p/'", "'Ab c'", "event"]),
)
WORDS = st.sampled_from(texts.WORDS).map(repr)
METHODS = st.one_of(
    st.sampled_from([
        "upper", "lower", "title", "capitalize", "swapcase", "casefold", "strip", "lstrip", "rstrip", "expandtabs",
        "encode('utf-8').decode", "isdigit", "splitlines", "split",
    ]).map(lambda name: f"{{}}.{name}()"),
    st.tuples(st.sampled_from(["strip", "lstrip", "rstrip", "removeprefix", "removesuffix"]), WORDS).map(
        lambda found: f"{{}}.{found[0]}({found[1]})"),
    st.tuples(st.sampled_from(["split", "rsplit", "partition", "rpartition"]), WORDS, st.integers(-2, 2)).map(
        lambda found: f"{{}}.{found[0]}({found[1]})[{found[2]}]"),
    st.tuples(WORDS, WORDS, st.sampled_from(["", ", 1", ", 2", ", -1"])).map(
        lambda found: f"{{}}.replace({found[0]}, {found[1]}{found[2]})"),
    st.tuples(*[st.sampled_from(["", "0", "1", "3", "-1", "-3", "9"])] * 2).map(
        lambda found: f"{{}}[{found[0]}:{found[1]}]"),
    st.sampled_from([
        "{}[0]", "{}[-1]", "{}[::-1]", "{}.zfill(12)", "{}.rjust(12)", "{}.center(14, '*')", "'%s-x' % {}",
        "'%5s' % {}", "'{{}}/k'.format({})", "'{{:>9}}'.format({})", 'f"{{{}}}.txt"', 'f"{{{}!r}}"', 'f"{{{}!s:>9}}"', "str({})",
        "repr({})", "re.sub('[a-d]', 'z', {})", "re.sub('-', '', {})", "urllib.parse.quote({}, safe='')",
        "urllib.parse.unquote({})", "hashlib.md5({}.encode()).hexdigest()", "base64.b64encode({}.encode()).decode()",
        "json.dumps({})", "json.loads(json.dumps({}))", "textwrap.dedent({})", "posixpath.basename({})",
        "posixpath.dirname({})", "posixpath.normpath({})", "os.path.splitext({})[0]", "os.path.join('pre', {})",
        "os.path.join({}, 'key')", "str(Path({}))", "Path({}).name", "Path({}).stem", "Path({}).suffix",
        "str(Path({}).parent)", "str(Path({}) / 'k')", "str(Path({}).with_suffix('.gz'))", "Path({}).as_posix()",
        "string.Template('$x-y').substitute(x={})", "''.join(reversed({}))", "'-'.join(['a', {}])", "'-'.join({})",
        "{}.translate(str.maketrans('a', 'b'))", "({} or 'd')", "({} if event else 'd')", "max({}, 'b')", "{} * 2",
        "'pre' + {}", "{} + '-post'", "str(int({}))", "'x'.join({}.split('-'))", "{}.format(1)", "''.join(c for c in {})",
        "urllib.parse.urlparse('s3://b/' + {}).path", "{}.lower().replace('-', '_')", "{}.ljust(3)",
    ]),
)  # fmt: skip


@st.composite
def expressions(draw: st.DrawFn) -> str:
    text = draw(ATOMS)
    for _ in range(draw(st.integers(1, 3))):
        text = draw(METHODS).format(text)
        if draw(st.integers(0, 4)) == 0:
            text = f"{text} + {draw(ATOMS)}"
        text = f"({text})"
    return text


def true_value(text: str) -> str | None:
    """What the expression gives; None where it fails or gives no text."""
    event: Any = texts.EVENT
    try:
        found = eval(text, dict(NAMES), {"event": event})
    except Exception:
        return None
    return found if isinstance(found, str) else None


deep = texts.deep


def run(every: Sequence[str]) -> texts.Values:
    before = dict(os.environ)
    os.environ.update(texts.VALUES)
    try:
        return [true_value(text) for text in every]
    finally:
        os.environ.clear()
        os.environ.update(before)


def check(every: Sequence[str]) -> None:
    texts.check("app.py", HEAD, lambda text: f"    s3.put_object(Bucket='b', Key={text})", "", every, run)


@settings(deadline=None, max_examples=60, database=None, derandomize=True)
@given(st.lists(expressions(), min_size=8, max_size=16))
def test_what_is_done_to_a_text(every: list[str]) -> None:
    check(every)


@pytest.mark.long
@settings(deadline=None, max_examples=2_000, database=None)
@given(st.lists(expressions(), min_size=8, max_size=16))
def test_what_is_done_to_many_texts(every: list[str]) -> None:
    check(every)
