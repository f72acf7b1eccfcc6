"""Random CDK programs and edits: what is needed is granted after the edits, whatever was refused of them.

The programs are run, before and after, with constructs that only write down what they are granted, as the
table of grant methods (made by the CDK itself) has it. TypeScript is put into Python for that, line by line.
"""

from __future__ import annotations

import fnmatch
import json
import re
import tempfile
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.analyzers.infrastructure.editing.support import (
    ACCOUNT,
    NOWHERE,
    PARTITION,
    REGION,
    bucket,
    pattern,
    reference,
    table,
)
from tests.shares import examples

from policywright.analyzers.infrastructure.changes import Edit, FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import (
    HeldPolicy,
    HeldStatement,
    Resource,
    Role,
    Site,
    Stack,
)
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, Text

TEMPLATE = "cdk.out/Shop.template.json"
ROLE = "FnServiceRole"
PLACE = (PARTITION, REGION, ACCOUNT)
TYPES = {
    "Orders": ("Table", "AWS::DynamoDB::Table"), "Files": ("Bucket", "AWS::S3::Bucket"),
    "Inbox": ("Queue", "AWS::SQS::Queue"), "News": ("Topic", "AWS::SNS::Topic"),
    "Spare": ("Queue", "AWS::SQS::Queue"),
}  # fmt: skip
KEYS = {"Files": "FilesKey"}
"""What is encrypted, by the key that it makes for itself."""
GRANTS: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(
    files("policywright.analyzers.infrastructure").joinpath("data", "cdk_grants.toml").read_text("utf-8")
)
ARNS = {
    "Orders": "arn:aws:dynamodb:r:a:table/Orders", "Files": "arn:aws:s3:::Files", "Inbox":
    "arn:aws:sqs:r:a:Inbox", "News": "arn:aws:sns:r:a:News", "FilesKey": "arn:aws:kms:r:a:key/FilesKey", "Spare": "arn:aws:sqs:r:a:Spare",
}  # fmt: skip


def arn(id: str, rest: str = "") -> Text:
    partition, region, account = PLACE
    match id:
        case "Orders":
            return table(id, rest)
        case "Files":
            return bucket(id, rest)
    service, before = {
        "Inbox": ("sqs", ""),
        "Spare": ("sqs", ""),
        "News": ("sns", ""),
        "FilesKey": ("kms", "key/"),
    }[id]
    return pattern(
        "arn:", partition, f":{service}:", region, ":", account, f":{before}", reference(id), *([rest] if rest else [])
    )  # fmt: skip


# --- what a program gives ---

Given = tuple[str, str]
"""An action and a resource, patterns both."""


class Construct:
    """Writes down what it is granted, and grants as the CDK's do."""

    def __init__(self, scope: Any, id: str, type: str) -> None:
        self.id, self.type = id, type
        self.calls: list[tuple[str, tuple[Given, ...]]] = []
        self.role = self

    def take(self, what: str, actions: list[str], resources: list[str]) -> None:
        self.calls.append((what, tuple((action, one) for action in actions for one in resources)))

    def __getattr__(self, name: str) -> Any:
        camel = re.sub(r"_([a-z])", lambda found: found.group(1).upper(), name)
        if camel in ("grant", "addToRolePolicy", "arnForObjects"):
            return getattr(self, f"_{camel}")
        if camel.endswith("Arn"):
            return ARNS[self.id]
        rows = GRANTS[self.type][camel]

        def grants(grantee: Construct, *parts: str) -> None:
            for place, actions in rows.items():
                if place == "key" and self.id not in KEYS:
                    continue
                own = {"arn": "", "arn/*": "/*", "stream": "/stream/*"}.get(place)
                resource = (
                    ARNS[KEYS[self.id]] if place == "key" else "*" if own is None else ARNS[self.id] + own
                )
                grantee.take(camel, actions, [resource])

        return grants

    def _grant(self, grantee: Construct, *actions: str) -> None:
        grantee.take("grant", list(actions), [ARNS[self.id]])

    def _addToRolePolicy(self, statement: dict[str, Any]) -> None:
        self.take("statement", statement["actions"], statement["resources"])

    def _arnForObjects(self, name: str) -> str:
        return f"{ARNS[self.id]}/{name}"


class Bucket(Construct):
    def __init__(self, scope: Any, id: str) -> None:
        super().__init__(scope, id, TYPES[id][1])
        self.encryption_key = self.encryptionKey = Construct(scope, KEYS[id], "AWS::KMS::Key")


class Scope:
    """A stack."""

    partition, region, account = "aws", "r", "a"

    def inbox(self) -> Construct:
        return Construct(self, "Inbox", TYPES["Inbox"][1])


class Iam:
    @staticmethod
    def PolicyStatement(**given: Any) -> dict[str, Any]:
        return given


def run(text: str, name: str) -> list[tuple[str, tuple[Given, ...]]]:
    """What the function of a program is granted, call by call."""
    body = text.partition("# begin\n" if name.endswith(".py") else "// begin\n")[2]
    body = body.partition("# end\n" if name.endswith(".py") else "// end\n")[0]
    if not name.endswith(".py"):
        body = _python(body)
    made: dict[str, Any] = {
        "self": Scope(),
        "iam": Iam,
        "Bucket": Bucket,
        "PolicyStatement": Iam.PolicyStatement,
    }
    for kind, type in TYPES.values():
        made.setdefault(kind, lambda scope, id, type=type: Construct(scope, id, type))
    made["Function"] = lambda scope, id: Construct(scope, id, "")
    exec("if True:\n" + body, made)
    calls: list[tuple[str, tuple[Given, ...]]] = made["fn"].calls
    return calls


def _python(body: str) -> str:
    """The few forms of TypeScript that programs here (and what we write into them) have."""
    for said, python in (
        (r"(?m)^(\s*)const (?=\w+ = )", r"\1"),
        (r"(?m);$", ""),
        (r"(?m)^( *)if \(true\) \{$", r"\1if True:"),
        (r"(?m)^( *)for \(const one of (\[.*\])\) \{$", r"\1for one in \2:"),
        (r"(?m)^( *)\}$", r"\1    pass"),
        (r"\bnew |!", ""),
        (r"\bthis\b", "self"),
        (r"(?m)(^ *|[{,] )(\w+): ", r'\1"\2": '),
        (r"\(\{", "(**{"),
        (r"\$\{", "{"),
        (r"`([^`]*)`", r'f"\1"'),
    ):
        body = re.sub(said, python, body)
    return body


def test_typescript_is_put_into_python() -> None:
    text = "// begin\n    const fn = new Function(this, 'Fn');\n    fn.addToRolePolicy(new iam.PolicyStatement({\n" \
           "      actions: ['a:B'],\n      resources: [`arn:${this.partition}:x`],\n    }));\n// end\n"  # fmt: skip
    assert run(text, "x.ts") == [("statement", (("a:B", "arn:aws:x"),))]


def granted(calls: list[tuple[str, tuple[Given, ...]]], one: Given) -> bool:
    return any(_covers(given, one) for _, givens in calls for given in givens)


def means(one: Given) -> bool:
    """The action is of that resource: of a bucket, or of the objects below it."""
    action, resource = one
    if resource.startswith(ARNS["Files"]):
        return (re.match(r"s3:(GetBucket|List)", action) is not None) == (resource == ARNS["Files"])
    return True


def _covers(given: Given, one: Given) -> bool:
    return all(fnmatch.fnmatchcase(asked, has) for has, asked in zip(given, one, strict=True))


# --- programs ---


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, str]:
    """The name and text of a program."""
    python = draw(st.booleans())
    new, own, end = ("", "self", "") if python else ("new ", "this", ";")

    def say(camel: str) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", camel).lower() if python else camel

    def let(name: str) -> str:
        return name if python or "." in name else f"const {name}"

    names = {id: id.lower() for id in TYPES}
    lines: list[str] = []
    made = [
        f"{let(names[id])} = {new}{kind}({own}, '{id}'){end}" for id, (kind, _) in TYPES.items() if id != "Inbox"
    ]  # fmt: skip
    hidden = draw(st.booleans())
    source = f"{own}.inbox()" if hidden else f"{new}Queue({own}, 'Inbox')"
    made.append(f"{let('inbox')} = {source}{end}")
    made.append(f"{let('fn')} = {new}Function({own}, 'Fn'){end}")
    lines.extend(draw(st.permutations(made)))
    lines.append(f"{let('other')} = {new}Function({own}, 'Other'){end}")
    for number in range(draw(st.integers(0, 4))):
        id = draw(st.sampled_from(sorted(TYPES)))
        method = draw(st.sampled_from(sorted(GRANTS[TYPES[id][1]])))
        actions = sorted(
            {a for some in GRANTS[TYPES[id][1]][method].values() for a in some if not a.startswith("kms")}
        )
        texts = ", ".join(f"'{one}'" for one in actions[: draw(st.integers(1, 3))])
        property = say(
            {
                "Orders": "tableArn",
                "Files": "bucketArn",
                "Inbox": "queueArn",
                "Spare": "queueArn",
                "News": "topicArn",
            }[id]
        )
        kinds = (
            "method",
            "method",
            "method",
            "statement",
            "kept",
            *(["grant"] if id not in ("Files", "News") else []),
        )
        kind = draw(st.sampled_from(kinds))
        wrap = draw(st.sampled_from(("", "", "", "if", "one", "both")))
        to = "one" if wrap in ("one", "both") else draw(st.sampled_from(("fn", "fn", "fn.role")))
        between = (
            ("actions=[", "], resources=[", "]") if python else ("{ actions: [", "], resources: [", "] }")
        )
        statement = (
            f"{new}iam.PolicyStatement({between[0]}{texts}{between[1]}{names[id]}.{property}{between[2]})"
        )
        line = {
            "method": f"{names[id]}.{say(method)}({to})", "grant": f"{names[id]}.grant({to}, {texts})",
            "statement": f"{to.removesuffix('.role')}.{say('addToRolePolicy')}({statement})",
            "kept": f"{to.removesuffix('.role')}.{say('addToRolePolicy')}(own{number})",
        }[kind]  # fmt: skip
        if kind == "kept":
            lines.append(f"{let(f'own{number}')} = {statement}{end}")
        heads = {
            "if": "if True:" if python else "if (true) {",
            "one": "for one in [fn]:" if python else "for (const one of [fn]) {",
            "both": "for one in [fn, other]:" if python else "for (const one of [fn, other]) {",
        }
        lines += [heads[wrap], f"    {line}{end}", *([] if python else ["}"])] if wrap else [f"{line}{end}"]
    return ("app.py", _of_python(lines)) if python else ("app.ts", _of_typescript(lines))


def _of_python(lines: list[str]) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return (
        "from aws_cdk import Stack, aws_iam as iam\n\n\nclass Elsewhere(Stack):\n    def __init__(self, orders, fn):\n"
        "        orders.grant_read_data(fn)\n        orders.grant_write_data(fn)\n\n\nclass Shop(Stack):\n"
        "    def inbox(self):\n        return Queue(self, 'Inbox')\n\n    def __init__(self):\n"
        f"        # begin\n{body}        # end\n\n\nShop(App(), 'Shop')\n"
    )


def _of_typescript(lines: list[str]) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return (
        "import { Stack, aws_iam as iam } from 'aws-cdk-lib';\n\nclass Elsewhere extends Stack {\n"
        "  constructor(orders, fn) {\n    orders.grantReadData(fn);\n    orders.grantWriteData(fn);\n  }\n}\n\n"
        "class Shop extends Stack {\n  inbox() {\n    return new Queue(this, 'Inbox');\n  }\n\n  constructor() {\n"
        f"    // begin\n{body}    // end\n  }}\n}}\n\nnew Shop(new App(), 'Shop');\n"
    )


# --- edits ---


def value_of(resource: str) -> Any:
    for id, own in sorted(ARNS.items(), key=lambda pair: -len(pair[1])):
        if resource == own or resource.startswith(f"{own}/"):
            return arn(id, resource[len(own) :])
    return Const(resource)


def plain(action: str) -> str:
    return {"dynamodb:*": "dynamodb:Query"}.get(action, action.rstrip("*"))


@dataclass(frozen=True, repr=False)
class Case:
    """A program, its stack, edits; what is needed of what it has, and what is new."""

    name: str
    text: str
    stack: Stack
    edits: list[Edit]
    needed: list[Given]
    added: list[Given]

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        edits = [
            (
                one.kind,
                one.site.path[-1],
                [(new.actions, [*map(form, new.resources)]) for new in one.statements],
            )
            for one in self.edits
        ]
        return f"{self.text}\n{edits}"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    name, text = draw(programs())
    before = run(text, name)
    held, edits, needed = [], [], []
    for number, (_, givens) in enumerate(before):
        site = Site(file=TEMPLATE, dialect="cloudformation", path=("Resources", "P", "Statement", number))
        actions = list(dict.fromkeys(action for action, _ in givens))
        resources = tuple(dict.fromkeys(resource for _, resource in givens))
        held.append(
            HeldStatement(
                effect="Allow", actions=tuple(map(Const, actions)), resources=tuple(map(value_of, resources)),
                span=NOWHERE, site=site,
            )
        )  # fmt: skip
        what = draw(st.sampled_from(("keep", "delete", "replace", "replace")))
        if what == "keep":
            needed += givens
            continue
        left = draw(st.lists(st.sampled_from(actions), min_size=1, unique=True)) if what == "replace" else []
        left = [plain(one) for one in left]
        new = (
            [NewStatement(sid="", actions=tuple(left), resources=tuple(map(value_of, resources)))]
            if left
            else []
        )
        edits.append(Edit(kind="replace" if left else "delete", site=site, statements=tuple(new), role=ROLE))
        needed += [(action, resource) for action in left for resource in resources]
    added: list[Given] = []
    for number in range(draw(st.integers(0, 2))):
        id = draw(st.sampled_from((*TYPES, "FilesKey")))
        rows = GRANTS[TYPES[id][1]] if id in TYPES else {"": {"arn": ["kms:Decrypt", "kms:Encrypt"]}}
        own = sorted(
            {
                plain(a)
                for row in rows.values()
                for p, some in row.items()
                if p.startswith("arn")
                for a in some
            }
        )
        some = draw(st.lists(st.sampled_from(own), min_size=1, max_size=3, unique=True))
        rest = "/*" if id == "Files" else ""
        some = [
            one
            for one in some
            if means((one, ARNS[id] + rest))
            and (one, ARNS[id] + rest) not in added
            and not granted(before, (one, ARNS[id] + rest))
        ]
        if some:
            path = ("Resources", "P", "Statement")
            site = Site(file=TEMPLATE, dialect="cloudformation", path=path)
            new_one = NewStatement(sid=f"New{number}", actions=tuple(some), resources=(arn(id, rest),))
            edits.append(Edit(kind="append", site=site, statements=(new_one,), role=ROLE))
            added += [(action, ARNS[id] + rest) for action in some]
    policy = HeldPolicy(name="P", kind="inline", statements=tuple(held), span=NOWHERE)
    role = Role(id=ROLE, name=Const("x"), span=NOWHERE, policies=(policy,))
    resources_of = [
        Resource(id=id, type=type, span=NOWHERE, key=arn(KEYS[id]) if id in KEYS else None)
        for id, (_, type) in TYPES.items()
    ]
    resources_of.append(Resource(id="FilesKey", type="AWS::KMS::Key", span=NOWHERE))
    stack = Stack(
        name=TEMPLATE, dialect="cloudformation", files=(TEMPLATE,), resources=tuple(resources_of), roles=(role,),
        synthesised=True,
    )  # fmt: skip
    return Case(name, text, stack, edits, needed, added)


def patched(case: Case, edits: list[Edit]) -> tuple[str, list[str]]:
    """The program after the edits, and what was refused."""
    paths = {id: f"Shop/{id}/Resource" for id in TYPES}
    paths |= {ROLE: "Shop/Fn/ServiceRole/Resource", "FilesKey": "Shop/Files/Key/Resource"}
    resources = {id: {"Type": "x", "Metadata": {"aws:cdk:path": path}} for id, path in paths.items()}
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        (root / "cdk.out").mkdir()
        for file, content in {
            "cdk.json": "{}", case.name: case.text, TEMPLATE: json.dumps({"Resources": resources}), "cdk.out/cdk.out": "{}",
            "cdk.out/manifest.json": "{}",
        }.items():  # fmt: skip
            (root / file).write_text(content)
        patches: tuple[FilePatch, ...] = apply(ProjectFiles.below(root), case.stack, edits)
    after = next((one.after for one in patches if one.file == case.name), case.text)
    return after, [line for one in patches for line in one.refused]


@settings(max_examples=examples(100, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_what_is_needed_is_granted_afterwards(case: Case) -> None:
    if not case.edits:
        return
    text_after, refused = patched(case, case.edits)
    before, after = run(case.text, case.name), run(text_after, case.name)
    shown = f"\n{text_after}\n{refused}"
    lost = [one for one in case.needed if means(one) and not granted(after, one)]
    assert not lost, f"{lost}{shown}"
    missing = [one for one in case.added if not granted(after, one)]
    assert not missing or any("nothing is changed" in line for line in refused), f"{missing}{shown}"
    # What is stated anew is given by nothing else.
    old = [givens for what, givens in before if what == "statement"]
    for number, (what, givens) in enumerate(after):
        if what == "statement" and givens not in old:
            # A resource that the place can't name is a pattern.
            others = [
                (call, tuple(one for one in other if not one[1].endswith(":*")))
                for at, (call, other) in enumerate(after)
                if at != number
            ]
            twice = [one for one in givens if granted(others, one)]
            assert not twice or set(givens) <= {*case.needed}, f"twice: {twice}{shown}"
    if refused:
        _refused_alone(case)


def _refused_alone(case: Case) -> None:
    """An edit that is refused leaves the grant."""
    had = [one for _, givens in run(case.text, case.name) for one in givens]
    for edit in case.edits:
        text, refused = patched(case, [edit])
        if refused:
            after = run(text, case.name)
            lost = [one for one in had if means(one) and not granted(after, one)]
            assert not lost, f"{lost}\n{text}\n{edit}\n{refused}"
