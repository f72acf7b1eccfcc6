"""From a bundle to its source, by what a bundler's configuration writes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.bundlers import entries_of, sources_of_bundle
from policywright.analyzers.infrastructure.project import ProjectFiles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("module.exports = { entry: { a: './src/a.ts', 'b/c': './src/c.ts' } };", {"a": "./src/a.ts", "b/c": "./src/c.ts"}),
        ("export default { entry: { a: { import: './src/a.ts' }, b: ['polyfill', './src/b.ts'] } };",
         {"a": "./src/a.ts", "b": "./src/b.ts"}),
        ("module.exports = { entry: { a: path.resolve(__dirname, 'src', 'a.ts') } };", {"a": "src/a.ts"}),
        ("build({ entryPoints: ['src/take.ts', 'src/give.ts'] });", {"take": "src/take.ts", "give": "src/give.ts"}),
        ("build({ entryPoints: [{ in: 'src/x.ts', out: 'y' }] });", {"y": "src/x.ts"}),
        ("module.exports = { entry: slsw.lib.entries };", {}),
        ("build({ entryPoints: glob.sync('src/*.ts') });", {}),
    ],
)  # fmt: skip
def test_entries_are_those_that_are_written_out(text: str, found: dict[str, str]) -> None:
    assert dict(entries_of(text)) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("dist/take", ["src/deposits.ts"]),
        ("dist/take/index", ["src/deposits.ts"]),
        ("dist/other", []),
        # Another directory than the bundler writes to has code of its own.
        ("functions/take", []),
    ],
)
def test_a_bundle_is_where_the_bundler_writes_to(tmp_path: Path, path: str, found: list[str]) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "deposits.ts").write_text("export const handler = 1;")
    (tmp_path / "webpack.config.js").write_text(
        "module.exports = { entry: { take: './src/deposits.ts' }, output: { path: `${__dirname}/dist` } };"
    )
    assert list(sources_of_bundle(ProjectFiles.below(tmp_path), path)) == found
