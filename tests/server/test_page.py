"""``--format html``: a page that shows what there is, whatever the project's names and lines contain."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.server import samples
from tests.server.browser import FRAME, chromium, needs_browser, said, served

from policywright.analyzers.model import Reason
from policywright.knowledge.records import replace
from policywright.server.generation import generate, render_settings
from policywright.server.published import Settings
from policywright.server.rendering import renderer
from policywright.server.request import Request

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = "</code><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;\x1b[31m\u202e"


class Tags(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(example: str) -> str:
    request = Request(paths=(EXAMPLES / example,), base=EXAMPLES)
    return renderer("html")(generate(request), render_settings(request, explain=True))


def test_it_says_what_changes_with_the_line_that_says_why() -> None:
    found = Tags(page("shop-sam"))
    for text in (
        "4 roles: 3 to change (2 added, 3 narrowed)",
        "sqs:SendMessage on Queue.Arn",
        'sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(order))',
        "+              Resource: !GetAtt Queue.Arn",
    ):
        assert text in found.text
    kinds = [attributes["data-kind"] for tag, attributes in found.tags if "data-kind" in attributes]
    assert sorted(kinds) == ["added", "added", "narrowed", "narrowed", "narrowed"]


def test_a_call_that_goes_on_is_shown_to_its_end(tmp_path: Path) -> None:
    call = "s3.put_object(\n        Bucket='b',\n        Key='k',\n    )"
    rest = "\n".join(f"    x{number} = '('" for number in range(20))
    (tmp_path / "app.py").write_text(
        f"import boto3\ns3 = boto3.client('s3')\ndef f():\n    {call}\n    s3.get_object(Bucket='(', Key='k')\n{rest}\n"
    )
    request = Request(paths=(tmp_path,), base=tmp_path)
    found = re.findall(
        r'<code class="line">(.*?)</code>',
        renderer("html")(generate(request), render_settings(request, explain=True)),
        re.DOTALL,
    )
    assert [unescape(code) for code in found] == [
        "s3.get_object(Bucket='(', Key='k')",
        "s3.put_object(\n    Bucket='b',\n    Key='k',\n)",
    ]


@pytest.mark.parametrize("example", ["shop-sam", "ops-cli"])
def test_it_needs_no_network_and_lets_nothing_else_count(example: str) -> None:
    text = page(example)
    found = Tags(text)
    (policy,) = [
        one["content"] for tag, one in found.tags if one.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None and policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not [one for _, one in found.tags if {"src", "href", "style"} & set(one)]


def test_nothing_of_the_project_is_markup(tmp_path: Path) -> None:
    """Names, details and the very lines of code."""
    (tmp_path / "app.py").write_text(f"# {HOSTILE}\n" * 99, encoding="utf-8")
    main = samples.main_policy()
    reason = Reason(operation=HOSTILE, span=samples.span(3), certainty="resolved", detail=HOSTILE)
    grants = tuple(replace(grant, reasons=(reason,)) for grant in main.grants)
    analysis = replace(samples.full_analysis(), policies=(replace(main, name=HOSTILE, grants=grants),))
    plain = Tags(renderer("html")(samples.full_analysis(), Settings()))
    text = renderer("html")(analysis, Settings(start=str(tmp_path)))
    found = Tags(text)
    assert {tag for tag, _ in found.tags} <= {tag for tag, _ in plain.tags} | {"code", "div"}
    assert "alert(1)" in found.text
    assert "\x1b" not in text and "\u202e" not in text


def test_access_keys_in_a_line_are_not_shown(tmp_path: Path) -> None:
    key, secret = "AKIA" + "ABCDEFGH" * 2, "a1B2" * 10
    (tmp_path / "app.py").write_text(
        "import boto3\n"
        f"boto3.client('s3', aws_access_key_id='{key}', aws_secret_access_key='{secret}').list_buckets()\n"
    )
    request = Request(paths=(tmp_path,), base=tmp_path)
    text = renderer("html")(generate(request), render_settings(request, explain=True))
    assert "list_buckets()" in text
    assert key not in text and secret not in text


SEEN = """
const inside = () => frame.contentDocument;
const shown = () => [...inside().querySelectorAll("li.change:not([hidden])")]
  .filter((one) => one.closest("details.role:not([hidden])") !== null)
  .map((one) => one.dataset.kind + " " + one.querySelector("code").textContent);
const colours = () => getComputedStyle(inside().body).backgroundColor;
"""


def script(steps: str) -> str:
    return f"{SEEN}frame.addEventListener('load', () => {{{steps}}});"


@needs_browser
def test_search_and_filter(tmp_path: Path) -> None:
    steps = """
    const search = inside().querySelector("#search");
    const type = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
    const narrowed = inside().querySelector("input[value=narrowed]");
    say(shown().length);
    type("sqs createorder"); say(shown());
    type("nothing-has-this"); say(shown()); say(inside().querySelector("#count").textContent);
    type(""); narrowed.click(); say(shown().map((one) => one.split(" ")[0]));
    narrowed.click(); say(shown().length);
    """
    every, sqs, none, count, added, again = said(tmp_path, {"page.html": page("shop-sam")}, script(steps))
    assert (every, again) == ("5", "5")
    assert json.loads(sqs) == ["added sqs:SendMessage on Queue.Arn (shop-sam/create_order/app.py:16)"]
    assert (json.loads(none), json.loads(count)) == ([], "0 shown")
    assert json.loads(added) == ["added", "added"]


@needs_browser
@pytest.mark.parametrize(("scheme", "background"), [("0", "rgb(18, 22, 28)"), ("1", "rgb(255, 255, 255)")])
def test_dark_and_light(tmp_path: Path, scheme: str, background: str) -> None:
    (tmp_path / "page.html").write_text(page("shop-sam"), encoding="utf-8")
    (tmp_path / "around.html").write_text(
        FRAME.replace("{page}", "page.html").replace("{script}", script("say(colours())")), encoding="utf-8"
    )
    with served(tmp_path) as address:
        options = (f"--blink-settings=preferredColorScheme={scheme}", "--dump-dom")
        assert background in chromium(tmp_path, f"{address}/around.html", *options)


@needs_browser
def test_it_stands_alone(tmp_path: Path) -> None:
    """As it is opened from a disk."""
    (tmp_path / "report.html").write_text(page("shop-sam"), encoding="utf-8")
    dom = chromium(tmp_path, f"file://{tmp_path}/report.html", "--dump-dom")
    assert 'id="count" class="dim">5 shown<' in dom


@needs_browser
def test_there_is_a_filter_only_where_there_is_a_choice(tmp_path: Path) -> None:
    text = page("ops-cli")
    assert 'type="checkbox"' not in text
    assert page("shop-sam").count('type="checkbox"') == 2
    steps = """
    const search = inside().querySelector("#search");
    say(shown().length);
    search.value = "sts:assumerole"; search.dispatchEvent(new Event("input")); say(shown().length);
    """
    every, found = map(int, said(tmp_path, {"page.html": text}, script(steps)))
    assert every > 5 and found == 1
