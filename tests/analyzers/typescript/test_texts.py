"""What JavaScript does to texts, against Node.js itself."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence

from hypothesis import strategies as st
from tests.analyzers import texts

HEAD = """\
const path = require('path');
const util = require('util');
const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
const s3 = new S3Client({});
exports.handler = async (event) => {
"""
ATOMS = (
    *[f"process.env.{name}" for name in texts.VALUES], "'table'", "'x-'", "'/p/'", "'Ab c'", "event.k",
    "(process.env.A || 'none')", "(process.env.C ?? 'none')",
    # Of unknown parts of paths none is taken to be empty, so what is joined is no part of another.
    "path.join('pre', process.env.B)", "path.join('pre', event.k)", "path.posix.join(process.env.D, 'a', 'b')",
    "path.join(event.k, '..', 'k')", "path.join('/p/', process.env.A, 'x.txt')", "path.join(process.env.B, '../k')",
)  # fmt: skip
METHODS = st.one_of(
    texts.with_words(
        "{}.replace(@W, @W)", "{}.replaceAll(@W, @W)", "{}.split(@W)[0]", "{}.split(@W)[1]", "{}.split(@W).pop()",
        "{}.split(@W).join(@W)", "{}.concat(@W)", "[{}, 'k'].join(@W)", "{}.padStart(12, @W)",
        "({}.startsWith(@W) ? {} : 'd')", "{}.slice({}.indexOf(@W))",
    ),
    st.sampled_from((
        "{}.toUpperCase()", "{}.toLowerCase()", "{}.trim()", "{}.trimStart()", "{}.trimEnd()", "{}.toString()",
        "`${{}}-x`", "`pre/${{}}`", "{}.slice(0, 3)", "{}.slice(-3)", "{}.slice(1, -1)", "{}.slice(9)",
        "{}.substring(3, 1)", "{}.substring(2)", "{}.substr(1, 3)", "{}.substr(-3)", "{}.at(-1)", "{}.charAt(0)", "{}[0]",
        "{}.repeat(2)", "encodeURIComponent({})", "decodeURIComponent({})", "path.join({}, 'key')",
        "path.basename({})", "path.extname({})",
        "path.dirname({})", "path.normalize({})", "{}.normalize()", "String({})", "JSON.stringify({})",
        "JSON.parse(JSON.stringify({}))", "[...{}].reverse().join('')", "{}.replace(/[a-d]/g, 'z')", "{}.replace(/-/, '')",
        "{}.match(/[a-z]+/)[0]", "Buffer.from({}).toString('base64')", "({} || 'd')", "(event ? {} : 'd')",
        "parseInt({}) + ''", "util.format('%s/x', {})", "{}.replace('a', () => 'b')", "{}.replace('a', '$&$&')",
        "new URL('https://h/' + {}).pathname", "Object.keys({ [{}]: 1 })[0]", "({ k: {} }).k", "[{}][0]",
    )),
)  # fmt: skip
deep = texts.deep
EXPRESSIONS = texts.expressions(ATOMS, METHODS)


def run(every: Sequence[str]) -> texts.Values:
    one = "try { const v = %s; out.push(typeof v === 'string' ? v : null); } catch (e) { out.push(null); }\n"
    program = (
        "const path = require('path'), util = require('util'), out = [];\n"
        f"const event = {{ k: {texts.EVENT!r} }};\n"
        + "".join(one % text for text in every)
        + "console.log(JSON.stringify(out));"
    )
    environment = {**os.environ, **texts.VALUES}
    done = subprocess.run(
        ["node", "-e", program], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    found: list[str | None] = json.loads(done.stdout)
    return found


def check(every: Sequence[str]) -> None:
    texts.check(
        "app.js",
        HEAD,
        lambda text: f"  await s3.send(new PutObjectCommand({{ Bucket: 'b', Key: {text} }}));",
        "};\n",
        every,
        run,
    )


@texts.needs("node")
def test_what_is_done_to_a_text() -> None:
    check(texts.quick(EXPRESSIONS))


@texts.needs("node")
@texts.long(EXPRESSIONS)
def test_what_is_done_to_many_texts(every: list[str]) -> None:
    check(every)
