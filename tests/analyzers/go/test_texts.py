"""What Go does to texts, against Go itself, where it is installed."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st
from tests.analyzers import texts

IMPORTS = """\
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
"""
USED = "var _ = []any{fmt.Sprint, url.PathEscape, os.Getenv, path.Join, filepath.Join, strconv.Itoa, strings.ToUpper}\n"
HELPERS = """
func or(value, other string) string {
	if value == "" {
		return other
	}
	return value
}

// Of constants, a slice that is out of bounds does not compile.
func same(value string) string { return value }

func first(values []string) string { return values[0] }
"""
HEAD = f"""\
package main

import (
	"context"
{IMPORTS}
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

{USED}{HELPERS}
func handle(ctx context.Context, event string) {{
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
"""
ATOMS = (
    *[f'os.Getenv("{name}")' for name in texts.VALUES], 'same("table")', 'same("x-")', 'same("/p/")', 'same("Ab c")', "event",
    'or(os.Getenv("A"), "none")', 'or(os.Getenv("MISSING"), "none")', 'path.Join("pre", event)',
    'path.Join(os.Getenv("B"), "k")', 'filepath.Join("/p", os.Getenv("A"), "x.txt")', 'path.Join(event, "..", "k")',
)  # fmt: skip
METHODS = st.one_of(
    texts.with_words(
        "strings.ReplaceAll({}, @W, @W)", "strings.Replace({}, @W, @W, 1)", "strings.Trim({}, @W)",
        "strings.TrimPrefix({}, @W)", "strings.TrimSuffix({}, @W)", "strings.TrimLeft({}, @W)", "strings.TrimRight({}, @W)",
        "first(strings.Split({}, @W))", "first(strings.SplitN({}, @W, 2))", 'strings.Join([]string{{}, "k"}, @W)',
        "strings.NewReplacer(@W, @W).Replace({})",
    ),
    st.sampled_from((
        "strings.ToUpper({})", "strings.ToLower({})", "strings.Title({})", "strings.TrimSpace({})",
        "strings.Repeat({}, 2)", 'fmt.Sprintf("%s-x", {})', 'fmt.Sprintf("%v/%d", {}, 7)', 'fmt.Sprintf("%5s", {})',
        'fmt.Sprintf("%q", {})', "fmt.Sprint({})", 'fmt.Sprint({}, "z")', "({})[2:]", "({})[:3]", "({})[1:2]",
        "url.PathEscape({})", "url.QueryEscape({})", "path.Base({})", "path.Dir({})", "path.Ext({})", "path.Clean({})",
        "filepath.Base({})", "filepath.ToSlash({})", "strconv.Quote({})", "string([]byte({}))", "string([]rune({}))",
        'fmt.Sprintf("%t-%s", true, {})', 'map[string]string{"k": {}}["k"]', "[]string{{}}[0]", "strings.ToTitle({})",
        'fmt.Sprintf("%[2]s-%[1]s", {}, "a")', 'fmt.Sprintf("%%%s", {})', "strings.Fields({})[0]", 'or({}, "d")',
    )),
)  # fmt: skip
EXPRESSIONS = texts.expressions(ATOMS, METHODS)


def run(every: Sequence[str]) -> texts.Values:
    """One function for each: what one panics with is of no other."""
    functions = "".join(
        f"func f{at}(event string) string {{ return {text} }}\n" for at, text in enumerate(every)
    )
    calls = "".join(f"	add(f{at})\n" for at in range(len(every)))
    program = (
        f'package main\n\nimport (\n	"encoding/json"\n{IMPORTS})\n\n{USED}{HELPERS}\n{functions}\nfunc main() {{\n'
        "	var out []*string\n"
        "	add := func(f func(string) string) {\n"
        "		defer func() {\n			if recover() != nil {\n				out = append(out, nil)\n			}\n		}()\n"
        f'		value := f("{texts.EVENT}")\n		out = append(out, &value)\n	}}\n{calls}'
        "	json.NewEncoder(os.Stdout).Encode(out)\n}\n"
    )
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "main.go"
        file.write_text(program, "utf-8")
        done = subprocess.run(
            # Half of the time would be what the compiler does to the library to make it fast.
            ["go", "run", "-gcflags=all=-N -l", str(file)], check=False, env={**os.environ, **texts.VALUES}, capture_output=True,
            text=True, timeout=300,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[:2000]
    found: list[str | None] = json.loads(done.stdout)
    return found


def check(every: Sequence[str]) -> None:
    texts.check(
        "main.go",
        HEAD,
        lambda text: (
            f'	client.PutObject(ctx, &s3.PutObjectInput{{Bucket: aws.String("b"), Key: aws.String({text})}})'
        ),
        "}\n\nfunc main() {}\n",
        every,
        run,
    )


deep = texts.deep


@texts.needs("go")
def test_what_is_done_to_a_text() -> None:
    check(texts.quick(EXPRESSIONS))


@texts.needs("go")
@texts.long(EXPRESSIONS)
def test_what_is_done_to_many_texts(every: list[str]) -> None:
    check(every)
