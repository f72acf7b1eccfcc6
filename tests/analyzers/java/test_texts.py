"""What Java does to texts, against Java itself."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st
from tests.analyzers import texts

IMPORTS = """\
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
"""
HEAD = f"""\
package app;
{IMPORTS}import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
public class Handler {{
  private final S3Client s3 = S3Client.create();
  public void handleRequest(String event) throws Exception {{
"""
ATOMS = (
    *[f'System.getenv("{name}")' for name in texts.VALUES], '"table"', '"x-"', '"/p/"', '"Ab c"', "event",
    'System.getenv().get("A")', 'System.getenv().getOrDefault("C", "none")', 'Paths.get("pre", event).toString()',
    'Path.of(System.getenv("B"), "k").toString()', 'Paths.get("/p").resolve(System.getenv("A")).toString()',
)  # fmt: skip
METHODS = st.one_of(
    texts.with_words(
        "{}.replace(@W, @W)", "{}.split(java.util.regex.Pattern.quote(@W))[0]", "{}.concat(@W)", "({}.startsWith(@W) ? {} : \"d\")",
        "{}.substring({}.indexOf(@W))", "String.join(@W, {}, \"k\")", "{}.substring(0, {}.lastIndexOf(@W))",
    ),
    st.sampled_from((
        "{}.toUpperCase()", "{}.toLowerCase()", "{}.trim()", "{}.strip()", "{}.stripLeading()", "{}.stripTrailing()",
        "{}.toString()", "{}.substring(2)", "{}.substring(0, 3)", "{}.substring(1, 2)", "{}.repeat(2)", "{}.intern()",
        'String.format("%s-x", {})', 'String.format("%5s", {})', '"pre/%s".formatted({})', "String.valueOf({})",
        "Objects.requireNonNull({})", 'Optional.ofNullable({}).orElse("d")', 'Objects.requireNonNullElse({}, "d")',
        "new StringBuilder({}).append('-').append(\"z\").toString()", "new StringBuilder({}).reverse().toString()",
        'new StringBuilder("a").insert(0, {}).toString()', '{}.replaceAll("[a-d]", "z")', '{}.replaceFirst("-", "")',
        "String.valueOf({}.charAt(0))", "{}.chars().mapToObj(c -> \"\" + (char) c).reduce(\"\", String::concat)",
        "URLEncoder.encode({}, StandardCharsets.UTF_8)", "URLDecoder.decode({}, StandardCharsets.UTF_8)",
        "Paths.get({}).getFileName().toString()", "Paths.get({}).normalize().toString()", "List.of({}).get(0)",
        'Map.of("k", {}).get("k")', "Base64.getEncoder().encodeToString({}.getBytes())", '({}.isEmpty() ? "d" : {})',
        '"" + {} + 1', "{} + 'c'", "{} + true", "new String({}.toCharArray())", '{}.equals("x") ? "y" : {}',
    )),
)  # fmt: skip
EXPRESSIONS = texts.expressions(ATOMS, METHODS)


def run(every: Sequence[str]) -> texts.Values:
    """One method for each: what one throws is of no other, and none is too long for the compiler."""
    methods = "".join(
        f"  static String f{at}(String event) throws Exception {{ return {text}; }}\n"
        for at, text in enumerate(every)
    )
    calls = "".join(
        f'    try {{ String v = f{at}("{texts.EVENT}"); out.add(v == null ? "" : "=" + v); }}'
        ' catch (Exception e) { out.add(""); }\n'
        for at in range(len(every))
    )
    program = (
        f"{IMPORTS}public class Main {{\n{methods}  public static void main(String[] args) {{\n"
        f"    List<String> out = new ArrayList<>();\n{calls}"
        '    System.out.print(String.join("\\0", out));\n  }\n}\n'
    )
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "Main.java"
        path.write_text(program, "utf-8")
        done = subprocess.run(
            ["java", str(path)],
            check=False,
            env={**os.environ, **texts.VALUES},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr[:2000]
    return [one[1:] if one else None for one in done.stdout.split("\0")]


def check(every: Sequence[str]) -> None:
    texts.check(
        "Handler.java",
        HEAD,
        lambda text: (
            '    s3.putObject(PutObjectRequest.builder().bucket("b").key('
            + text
            + ").build(), RequestBody.empty());"
        ),
        "  }\n}\n",
        every,
        run,
    )


@texts.needs("java")
def test_what_is_done_to_a_text() -> None:
    check(texts.quick(EXPRESSIONS))


@texts.needs("java")
@texts.long(EXPRESSIONS)
def test_what_is_done_to_many_texts(every: list[str]) -> None:
    check(every)


deep = texts.deep
