"""A default that something unknown may override is not certain, in whichever way a language puts the two together.

``defaults/LANGUAGE.md`` has a program for each way. Each names a bucket for one request (``named(event)``, or it
makes the request itself), and has ``dev-bucket`` as the default. The heading says what may be known of the name:

- *May be overridden*: another bucket is granted too, so that nothing is narrowed to the default.
- *Said*: the same, or the role is not complete.
- *Certain*: the default and nothing else, so that what is right is still narrowed.
- *Taken for more*: certain for a reader; the analysis allows for more, which costs a narrowing and breaks nothing.
- *Not yet*: taken for certain, as nothing in the text says that a library sets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.invariants.findings import pattern

from policywright.analyzers.api import Options, analyse

HERE = Path(__file__).parent / "defaults"
DEFAULT = "dev-bucket"
NAMES = {"python": "app.py", "typescript": "app.ts", "go": "main.go", "java": "App.java"}
ENDS = {
    "python": """
import boto3


def handler(event, context):
    boto3.client("s3").get_object(Bucket=named(event), Key="k")
""",
    "typescript": """
import { S3Client as Client, GetObjectCommand as Get } from "@aws-sdk/client-s3";

export async function handler(event: any) {
  await new Client({}).send(new Get({ Bucket: named(event), Key: "k" }));
}
""",
    "go": """
func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	event := map[string]string{}
	json.NewDecoder(os.Stdin).Decode(&event)
	b := named(event)
	s3.NewFromConfig(cfg).GetObject(context.TODO(), &s3.GetObjectInput{Bucket: &b, Key: aws.String("k")})
}
""",
    "java": """
    private final S3Client s3 = S3Client.create();

    public String handleRequest(Map<String, String> event, Context context) {
        s3.getObject(r -> r.bucket(named(event)).key("k"));
        return "";
    }
}
""",
}
"""What asks for the bucket, behind each program that does not do so itself."""
IMPORTS = {
    "go": (
        '"context"', '"encoding/json"', '"os"', '"github.com/aws/aws-sdk-go-v2/aws"',
        '"github.com/aws/aws-sdk-go-v2/config"', '"github.com/aws/aws-sdk-go-v2/service/s3"',
    ),
    "java": (
        "import java.util.*;", "import software.amazon.awssdk.services.s3.S3Client;",
        "import com.amazonaws.services.lambda.runtime.*;",
    ),
}  # fmt: skip


def ways() -> Iterator[tuple[str, str, str, str]]:
    """The language, heading, title and code of each program."""
    for language in NAMES:
        for group in re.split(r"^# ", (HERE / f"{language}.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
            heading, _, rest = group.partition("\n")
            for part in re.split(r"^## ", rest, flags=re.MULTILINE)[1:]:
                title, _, body = part.partition("\n")
                code = re.fullmatch(r"\n```\w+\n(.*)```\n*", body, re.DOTALL)
                assert code is not None, title
                yield language, heading.strip(), title, code[1]


def whole(language: str, code: str) -> str:
    """The file: what an import names goes before, what makes the request behind."""
    requests = re.search(r"get_?object", code, re.IGNORECASE) is not None
    end = "" if requests else ENDS[language]
    if language not in IMPORTS:
        return code + end
    own = re.findall(r"^import .*$", code, re.MULTILINE)
    code = re.sub(r"^import .*\n", "", code, flags=re.MULTILINE)
    if language == "go":
        names = dict.fromkeys([one.removeprefix("import ") for one in own] + list(IMPORTS["go"]))
        return "package main\n\nimport (\n" + "\n".join(f"\t{one}" for one in names) + f"\n)\n\n{code}{end}"
    head = "package app;\n\n" + "\n".join(dict.fromkeys((*own, *IMPORTS["java"])))
    if "class App" in code:
        return f"{head}\n\n{code}"
    interface = "RequestHandler<Map<String, String>, String>"
    return f"{head}\n\npublic class App implements {interface} {{\n{code}{end}"


WAYS = list(ways())


@pytest.mark.parametrize(
    ("language", "heading", "code"),
    [pytest.param(one[0], one[1], one[3], id=f"{one[0]}: {one[2]}") for one in WAYS],
)
def test_default(language: str, heading: str, code: str, tmp_path: Path) -> None:
    (tmp_path / NAMES[language]).write_text(whole(language, code), "utf-8")
    analysis = analyse([tmp_path], Options())
    resources = {
        pattern(resource)
        for policy in analysis.policies
        for grant in policy.grants
        if grant.action == "s3:GetObject"
        for resource in grant.resources
    }
    buckets = {resource.split(":::")[-1].partition("/")[0] for resource in resources}
    match heading:
        case "May be overridden":
            assert "*" in buckets
        case "Said":
            assert "*" in buckets or analysis.unresolved
        case "Certain" | "Not yet":
            assert buckets == {DEFAULT}
        case "Taken for more":
            assert buckets == {DEFAULT, "*"}
        case _:
            pytest.fail(f"no such heading: {heading}")


def test_there_are_ways() -> None:
    assert {language for language, *_ in WAYS} == set(NAMES)
    titles = [(language, title) for language, _, title, _ in WAYS]
    assert len(titles) == len(set(titles))
