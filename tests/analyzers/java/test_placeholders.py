"""What ``@Value("${property:default}")`` may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.engine.values import Known, Text, Value, options
from policywright.analyzers.languages.java.placeholders import filled
from policywright.knowledge.values import Hole


def shown(value: Value) -> set[str | None]:
    """The alternatives, with ``<kind name=fallback>`` for holes."""
    found: set[str | None] = set()
    for option in options(value):
        if isinstance(option, Text):
            found.add("".join(map(_part, option.parts)))
        else:
            assert isinstance(option, Known)
            found.add(None if option.value is None else str(option.value))
    return found


def _part(part: str | Hole) -> str:
    if isinstance(part, str):
        return part
    fallback = "" if part.fallback is None else f"={part.fallback}"
    return f"<{part.kind}{f' {part.name}' if part.kind in ('env', 'parameter') else ''}{fallback}>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("orders", {"orders"}),
        ("${app.table}", {"<parameter app.table>"}),
        ("${app.table:orders}", {"<parameter app.table>"}),
        ("${app.table:}", {"<parameter app.table>"}),
        ("${TABLE:orders}", {"<env TABLE=orders>", "orders"}),
        ("${TABLE:orders}-v1", {"<env TABLE=orders>-v1", "orders-v1"}),
        ("${app.table:${TABLE}}", {"<parameter app.table>", "<env TABLE>"}),
        ("${app.table:${TABLE:x}}", {"<parameter app.table>", "<env TABLE=x>", "x"}),
        ("${A:${B:${c.d}}}", {"<env A>", "<env B>", "<parameter c.d>"}),
        ("${app.prefix:${env:dev}-}x", {"<parameter app.prefix>x", "<parameter env>-x"}),
        ("a-${B}-#{systemEnvironment['C']}-${d.e}", {"a-<env B>-<env C>-<parameter d.e>"}),
        ("${app.table:#{null}}", {"<parameter app.table>", None}),
        ("x-${app.table:#{null}}", {"x-<parameter app.table>", "x-"}),
        ("${app.table:#{systemEnvironment['T']}}", {"<parameter app.table>", "<env T>"}),
        ("${app.table:`a:${B}`}", {"<parameter app.table>", "a:<env B>"}),
        ("${app.${stage}.table:orders}", {"<unknown>"}),
        ("#{'${app.list}'.split('}')[0]}-x", {"<unknown>-x"}),
        ("#{config.table}", {"<unknown>"}),
        ("x-${app.table", {"x-<unknown>"}),
        ("${{}}", {"<unknown>"}),
        ("x}-${A}", {"<unknown><env A>"}),
    ],
)
def test_alternatives(written: str, expected: set[str | None]) -> None:
    assert shown(filled(Known(written))) == expected


def test_a_placeholder_in_parts_may_be_anything() -> None:
    value = Text(("${", Hole(kind="unknown", name="prefix"), ".table}"))
    assert all(not isinstance(option, Known | Text) for option in options(filled(value)))


@given(
    st.lists(st.sampled_from(("${", "#{", "}", "{", ":", "a.b", "A", "'", '"', "null", "-", "`")), max_size=9)
)
def test_no_brace_is_left_of_a_placeholder(pieces: list[str]) -> None:
    for option in shown(filled(Known("".join(pieces)))):
        assert option is None or not {"${", "#{", "}"} & {
            option[at : at + n] for at in range(len(option)) for n in (1, 2)
        }
