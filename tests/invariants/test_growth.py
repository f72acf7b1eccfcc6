"""What an analysis costs grows with the program and no faster. Counted in updates, which no busy machine changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import pytest
from tests.invariants import support
from tests.invariants.adapter import Counters, analyse_shuffled
from tests.invariants.findings import pattern
from tests.shares import long_unless

from policywright.analyzers.engine import escapes

RATIO = 2.5
"""Growth of the cost when a program doubles; 2 is what its text does. A place that holds more than it keeps apart
costs more from there on, once."""
SHAPES = ("decorated", "undecorated", "sessions", "generics", "evaluator")
QUICK, LONG = (10, 20, 40), (40, 80, 160, 320)
DEAR = 10
"""So many times the updates of other code a line of an interpreter may cost."""


def _assert_linear(updates: Sequence[int]) -> None:
    """Of programs each of which is twice the one before."""
    assert all(after <= RATIO * before for before, after in pairwise(updates)), updates


@cache
def counted(language: str, shape: str, size: int) -> Counters:
    """What the analysis of a program counts."""
    files = support.linked(language, shape, size).files
    return analyse_shuffled(files, seconds=support.seconds(size)).counters


@pytest.mark.parametrize(
    ("language", "shape", "sizes"),
    [
        pytest.param(language, shape, sizes, id=f"{language}-{shape}-{form}", marks=long_unless(taken))
        for number, language in enumerate(support.LANGUAGES)
        for at, shape in enumerate(SHAPES)
        for form, sizes, taken in (("quick", QUICK, (number + at) % 2 == 0), ("long", LONG, False))
    ],
)
def test_updates_grow_linearly(language: str, shape: str, sizes: tuple[int, ...]) -> None:
    for small, large in pairwise(sizes):
        before, after = (counted(language, shape, size).updates for size in (small, large))
        assert after <= RATIO * before, (small, before, after)


@pytest.mark.parametrize("language", support.LANGUAGES)
def test_a_wrapper_costs_no_more_than_what_it_wraps(language: str) -> None:
    plain, wrapped = (counted(language, shape, QUICK[-1]).updates for shape in ("undecorated", "decorated"))
    assert wrapped <= 2 * plain


@pytest.mark.parametrize("language", support.LANGUAGES)
def test_an_interpreter_costs_little(language: str) -> None:
    """Code without AWS in it that calls itself from everywhere."""

    def per_line(shape: str, size: int) -> float:
        lines = sum(text.count("\n") for text in support.linked(language, shape, size).files.values())
        return counted(language, shape, size).updates / lines

    assert per_line("evaluator", QUICK[1]) <= DEAR * per_line("application", support.small("application"))


def _generated_client(kinds: int) -> dict[str, str]:
    """What generators make of a schema: code that takes any data apart, whose fields are called like names."""
    names = [f"list_{number}" for number in range(kinds)]
    lines = [
        "import boto3", "", "",
        "class Caller:",
        "    def __init__(self, value, kind, path, naming):",
        *(f"        self.{name} = {name}" for name in ("value", "kind", "path", "naming")),
        "    def call(self):",
        "        for name in (self.value, self.kind, self.path, self.naming):",
        "            getattr(self, name)()",
        "", "",
        "class Part:",
        "    def __init__(self, value, kind, path, naming):",
        *(f"        self.{name} = {name}" for name in ("value", "kind", "path", "naming")),
        "", "",
        "def convert(value, kind, path, naming):",
        "    return Part(value, kind, path, naming)",
        "", "",
        f"NAMES = {names}",
        *(f"def {name}(key):\n    boto3.client('s3').get_object(Bucket='b', Key=key)\n" for name in names),
        "def use(a, b, c, d):",
        "    return convert(NAMES[a], NAMES[b], NAMES[c], NAMES[d])",
        "",
    ]  # fmt: skip
    return {"app.py": "\n".join(lines)}


def test_generated_clients_cost_what_their_text_does() -> None:
    updates = [analyse_shuffled(_generated_client(size), seconds=60).counters.updates for size in (3, 6, 12)]
    _assert_linear(updates)


def _registries(kinds: int) -> dict[str, str]:
    """Each class of one registry makes each class of another one."""
    lines = ["import boto3", "", "READERS, WRITERS = {}, {}", "", "",
             "class Reader:", "    def __init__(self, account):", "        self.account = account",
             "        self.writers = [one([account]) for one in WRITERS.values()]", "",
             "    def run(self):", "        for writer in self.writers:", "            writer.save(self.read())",
             "", "", "class Writer:", "    def __init__(self, accounts):", "        self.accounts = accounts",
             "        self.saved = []", "", "    def save(self, items):",
             "        self.saved.append(items)", "        self.put(items)"]  # fmt: skip
    for number in range(kinds):
        lines += ["", "", f"class Reader{number}(Reader):", "    def read(self):",
                  "        s3 = boto3.client('s3', region_name=self.account)",
                  f"        return s3.list_objects_v2(Bucket='read{number}')", "",
                  "", f"class Writer{number}(Writer):", "    def put(self, items):",
                  f"        boto3.client('s3').put_object(Bucket='written{number}', Key='k')", "",
                  "", f"READERS['{number}'] = Reader{number}", f"WRITERS['{number}'] = Writer{number}"]  # fmt: skip
    lines += [
        "",
        "",
        "def main(account):",
        "    for kind in READERS:",
        "        READERS[kind](account).run()",
    ]
    return {"app.py": "\n".join(lines) + "\n"}


def test_registries_in_registries_cost_what_their_text_does() -> None:
    runs = [analyse_shuffled(_registries(size), seconds=60) for size in (12, 24, 48)]
    _assert_linear([run.counters.updates for run in runs])
    called = {(call.operation, str(dict(call.parameters.fields)["Bucket"])) for call in runs[0].code.calls}
    assert len(called) == 2 * 12


_DATA = """    String get(String key) { return this.tags.get(key); }
    @Override
    public boolean equals(Object other) {
        return other instanceof Bucket && Objects.equals(this.name, ((Bucket) other).name);
    }
    @Override
    public String toString() { return "bucket " + this.name; }
"""
"""Methods as any data has them."""


def _records(methods: str, kinds: int = 40) -> dict[str, str]:
    """Records from very many places that pass through one, in a program of which one file makes requests."""
    bucket = f"""
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;

class Bucket {{
    private final String name;
    private final Map<String, String> tags;

    Bucket(String name, Map<String, String> tags) {{ this.name = name; this.tags = tags; }}
{methods}
    void make() {{ S3Client.create().createBucket(b -> b.bucket(this.name)); }}
}}
"""
    record = """
import java.util.HashMap;
import java.util.Map;

class Row {
    private final Map<String, Object> parts = new HashMap<>();
    private Row before;

    Object get(String key) { return this.parts.get(key); }
    Row put(String key, Object value) { this.parts.put(key, value); return this; }
    Row after(Row other) { if (!this.equals(other)) { this.before = other; } return this; }
    Row merge(Row other) { this.parts.put(other.toString(), other.get("key")); return this; }
    public boolean equals(Object other) { return this.parts.equals(((Row) other).parts); }
    public String toString() { return this.parts.toString() + this.before; }
}
"""
    lines = ["class Rows {", "    private static Row last = new Row();"]
    lines += [
        f"    static Row row{number}(Object value) {{ Row now = last.merge(last).after(last);"
        f' last = new Row().put("k{number}", now); return now; }}'
        for number in range(kinds)
    ]
    calls = " ".join(f"row{number}(row{number - 1}(null));" for number in range(1, kinds))
    lines += [f'    public static void main(String[] args) {{ {calls} new Bucket("b", null).make(); }}', "}"]
    return {"Bucket.java": bucket, "Row.java": record, "Rows.java": "\n".join(lines)}


def test_data_costs_the_same_whatever_names_its_methods_share() -> None:
    without, shared = (analyse_shuffled(_records(one), seconds=60).counters.updates for one in ("", _DATA))
    assert shared <= 1.1 * without


def _patched(times: int) -> dict[str, str]:
    """A method of a library that every caller exchanges for a while, and puts back as what it was or what others made it."""
    lines = [
        "import boto3", "from library import K", "",
        "def loaded(bucket):",
        "    before = K.get",
        "    def get(key):",
        "        return boto3.client('s3').get_object(Bucket=bucket, Key=key)",
        "    K.get = staticmethod(get)",
        "    try:",
        "        K.get('k')",
        "    finally:",
        "        K.get = staticmethod(before)",
        *(f"loaded('bucket-{number}')" for number in range(times)),
        "",
    ]  # fmt: skip
    return {"app.py": "\n".join(lines)}


def _picked(steps: int) -> dict[str, str]:
    """Members by names that may be anything that the program has, members among it."""
    lines = [
        'import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"',
        "const s3 = new S3Client({})",
        "class Store {",
        "  get(key) { return s3.send(new GetObjectCommand({ Bucket: 'b', Key: key })) }",
        "  put(key) { return s3.send(new PutObjectCommand({ Bucket: 'b', Key: key })) }",
        "}",
        f"const stores = [{', '.join('new Store()' for _ in range(8))}]",
        "let last",
        "function pick(store, key) { last = store[key]; return last }",
        *(
            f"function step{one}(x) {{ return s3.send(new GetObjectCommand({{ Bucket: 'b{one}', Key: x }})) }}"
            for one in range(steps)
        ),
        "for (const store of stores) {",
        *(f"  pick(store, step{one}); pick(store, last)" for one in range(steps)),
        "}",
        "pick(last, last)()",
        "",
    ]
    return {"app.ts": "\n".join(lines)}


@pytest.mark.parametrize(("program", "size"), [(_patched, 20), (_picked, 10)])
def test_what_meets_itself_again_costs_what_its_text_does(
    program: Callable[[int], dict[str, str]], size: int
) -> None:
    """``staticmethod`` of many functions is one for each, and not one more of all that there were before. What is no
    text tells nothing of a name: one member of an object stands for all such names."""
    few, many = (analyse_shuffled(program(one), seconds=60).counters.updates for one in (size, 2 * size))
    assert many <= RATIO * few, (few, many)


def _proxies(count: int) -> dict[str, str]:
    """Proxies that wrap what they are asked for; all are read at very many places."""
    lines = [
        'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3"',
        "const s3 = new S3Client({})",
        "const all = []",
        *(
            f"all.push(new Proxy({{}}, {{ get(target, name) {{ return (key) => s3.send("
            f"new GetObjectCommand({{ Bucket: 'bucket{one}', Key: key }})) }} }}))"
            for one in range(count)
        ),
        *(f"for (const one of all) {{ one.part{number} }}" for number in range(count)),
        "for (const one of all) { one.load('key') }",
        "",
    ]
    return {"app.js": "\n".join(lines)}


def _attributes(count: int) -> dict[str, str]:
    """The same with ``__getattr__``."""
    lines = ["import boto3", "ALL = []"]
    for one in range(count):
        lines += [
            f"class Lazy{one}:",
            "    def __getattr__(self, name):",
            "        def call(key):",
            f"            return boto3.client('s3').get_object(Bucket='bucket{one}', Key=key)",
            "        return call",
            f"ALL.append(Lazy{one}())",
        ]
    lines += [line for number in range(count) for line in (
        f"def read{number}():", "    for one in ALL:", f"        one.part{number}")]  # fmt: skip
    lines += [*(f"read{number}()" for number in range(count)), "for one in ALL:", "    one.load('key')", ""]
    return {"app.py": "\n".join(lines)}


@pytest.mark.parametrize("program", [_proxies, _attributes])
def test_what_gives_members_does_not_multiply_by_the_places_that_read_some(
    program: Callable[[int], dict[str, str]],
) -> None:
    runs = [analyse_shuffled(program(size), seconds=60) for size in (10, 20, 40)]
    _assert_linear([run.counters.updates for run in runs])
    buckets = {str(dict(call.parameters.fields)["Bucket"]) for call in runs[0].code.calls}
    assert len(buckets) == 10, buckets


def _tables_of_wrappers(count: int) -> dict[str, str]:
    """Functions that make others, in tables of one place, called by names that are none of theirs."""
    lines = [
        'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3"',
        "const s3 = new S3Client({})",
        "const table = (name, found) => ({ [name]: found })",
        "const all = []",
        *(
            f"all.push(table(process.argv[2], (key) => {{ s3.send(new GetObjectCommand("
            f"{{ Bucket: 'bucket{one}', Key: key }})); return () => key }}))"
            for one in range(count)
        ),
        *(f"for (const one of all) {{ one.part{number}('key') }}" for number in range(count)),
        "",
    ]
    return {"app.js": "\n".join(lines)}


def test_what_is_under_any_name_does_not_multiply_by_the_places_that_call_it() -> None:
    runs = [analyse_shuffled(_tables_of_wrappers(size), seconds=60) for size in (20, 40, 80)]
    _assert_linear([run.counters.updates for run in runs])
    assert {call.operation for call in runs[0].code.calls} == {"GetObject"}


def _members_of_a_constant(names: int) -> dict[str, str]:
    """What is taken out of a constant of a library that is called after AWS, again and again."""
    parts = [f"part{number}" for number in range(names)]
    lines = [
        'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3"',
        "const s3 = new S3Client({})",
        "let node = window.env.AWS_S3_DOCUMENTS",
        "function walk(one) {",
        *(f"  if (one.{part}) walk(one.{part})" for part in parts),
        "  node = one",
        "}",
        "walk(node)",
        "s3.send(new GetObjectCommand({ Bucket: node, Key: 'key' }))",
        "",
    ]
    return {"app.js": "\n".join(lines)}


def test_what_is_in_a_constant_has_no_endless_paths() -> None:
    few, many = (
        analyse_shuffled(_members_of_a_constant(one), seconds=60).counters.updates for one in (6, 12)
    )
    assert many <= RATIO * few, (few, many)


def _looked_through(kinds: int) -> dict[str, str]:
    """Tables of settings, each with users of its own, that all go through one function which looks at any."""
    lines = [
        "import boto3", "", "",
        "def check(table):",
        "    if 'bucket' not in table:",
        "        raise ValueError(table)",
        "", "",
    ]  # fmt: skip
    for number in range(kinds):
        lines += [
            f"def go{number}(event):",
            "    tables = [",
            *(f"        {{'bucket': 'bucket{number}', 'note': {note}}}," for note in range(10)),
            "    ]",
            "    for table in tables:",
            "        check(table)",
            "    chosen = tables[event['which']]",
            "    boto3.client('s3').get_object(Bucket=chosen['bucket'], Key='key')",
            "", "",
        ]  # fmt: skip
    return {"app.py": "\n".join(lines)}


def test_tables_that_one_function_looks_through_stay_apart() -> None:
    code = analyse_shuffled(_looked_through(12), seconds=60).code
    buckets = {str(dict(call.parameters.fields)["Bucket"]) for call in code.calls}
    assert len(buckets) == 12 and not any("bucket1'" in one and "bucket2'" in one for one in buckets), buckets


def test_what_is_put_into_one_of_many_tables_may_be_in_each() -> None:
    """It need not be told what, but nobody goes by what the table was made with alone."""
    files = _looked_through(12)
    written = "raise ValueError(table)\n    table['bucket'] = 'other'"
    files["app.py"] = files["app.py"].replace("raise ValueError(table)", written)
    code = analyse_shuffled(files, seconds=60).code
    buckets = [dict(call.parameters.fields)["Bucket"] for call in code.calls]
    assert len(buckets) == 12 and all("'other'" in str(one) or "Unknown" in str(one) for one in buckets), (
        buckets
    )


def test_a_client_that_is_put_into_one_of_many_tables_is_in_each() -> None:
    files = _looked_through(12)
    written = "raise ValueError(table)\n    table['client'] = boto3.client('sqs')"
    used = "boto3.client('s3').get_object(Bucket=chosen['bucket'], Key='key')"
    files["app.py"] = files["app.py"].replace("raise ValueError(table)", written)
    files["app.py"] = files["app.py"].replace(used, "chosen['client'].purge_queue(QueueUrl='queue')")
    code = analyse_shuffled(files, seconds=60).code
    assert [(call.service, call.operation) for call in code.calls] == [("sqs", "PurgeQueue")] * 12


@pytest.mark.plain
def test_what_many_libraries_get_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets an object with a client that nobody reads, or a variable's text, is asked behind everything else."""
    seen: list[str] = []

    def counting(name: str, own: Callable[..., object]) -> Callable[..., object]:
        def called(run: object, obj: object) -> object:
            seen.append(name)
            return own(run, obj)

        return called

    monkeypatch.setattr(escapes, "members", counting("items", escapes.members))
    rows = ", ".join(f"'row{number}': [{number}]" for number in range(60))
    for places in (10, 80):
        seen.clear()
        lines = [
            "import boto3, elsewhere",
            "class Holder:",
            "    def __init__(self):",
            "        self.unread_client = boto3.client('s3')",
            f"one, table = Holder(), {{{rows}}}",
            *[f"elsewhere.take{place}(one, [table, {place}])" for place in range(places)],
        ]
        analyse_shuffled({"main.py": "\n".join(lines)})
        assert seen.count("items") < 60 * 10


def test_what_is_written_at_calls_is_looked_at_once_for_all_that_write_the_same() -> None:
    """``config.get("table", "orders")`` in a hundred places gives what it gives in one."""

    def instances(places: int, said: Callable[[int], str]) -> int:
        lines = [
            "import boto3",
            "class Settings:",
            "    def __init__(self, values):",
            "        self.values = values",
            "    def get(self, key, default=None):",
            "        return self.values.get(key, default)",
            "settings = Settings({})",
            "client = boto3.client('dynamodb')",
            *[
                f"client.get_item(TableName=settings.get({said(place)}), Key={{'id': {{'S': '{place}'}}}})"
                for place in range(places)
            ],
        ]
        run = analyse_shuffled({"main.py": "\n".join(lines)})
        grants = [grant for policy in run.analysis.policies for grant in policy.grants]
        found = {pattern(resource).rpartition("/")[2] for grant in grants for resource in grant.resources}
        assert found == {said(place).split("'")[3] for place in range(places)}
        return run.counters.nodes

    few = instances(40, lambda place: f"'table', 'orders{place % 2}'")
    each = instances(40, lambda place: f"'table{place}', 'orders{place}'")
    assert each - few >= 3 * 38


@pytest.mark.parametrize(
    "sizes", [pytest.param(QUICK, id="quick"), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
def test_types_that_are_decoded_everywhere_are_read_once(sizes: tuple[int, ...]) -> None:
    """Go's decoders find methods by the types in what they fill in: those of a type are one for all places."""
    _assert_linear(
        [analyse_shuffled(_decoding(size), seconds=support.seconds(size)).counters.updates for size in sizes]
    )


def _decoding(size: int) -> dict[str, str]:
    """A program that decodes a struct, with ``size`` others in it that decode themselves, in ``size`` places."""
    parts = "\n".join(f'\tP{one} *Part{one} `json:"p{one}"`' for one in range(size))
    methods = "\n".join(
        f"type Part{one} struct {{ Raw string }}\n\n"
        f"func (p *Part{one}) UnmarshalJSON(data []byte) error {{\n\tp.Raw = string(data)\n\treturn note(p.Raw)\n}}\n"
        for one in range(size)
    )
    places = "\n".join(
        f"func Read{one}(data []byte) (Order, error) {{\n\tvar order Order\n\terr := json.Unmarshal(data, &order)\n"
        "\treturn order, err\n}\n"
        for one in range(size)
    )
    head = (
        'package main\n\nimport (\n\t"context"\n\t"encoding/json"\n\n'
        '\t"github.com/aws/aws-sdk-go-v2/aws"\n\t"github.com/aws/aws-sdk-go-v2/service/sqs"\n)\n\n'
        "var client *sqs.Client\n\nfunc note(raw string) error {\n"
        '\t_, err := client.SendMessage(context.TODO(), &sqs.SendMessageInput{QueueUrl: aws.String("notes"), '
        "MessageBody: aws.String(raw)})\n\treturn err\n}\n\n"
    )
    return {
        "go.mod": "module example.com/orders\n\ngo 1.22\n",
        "main.go": f"{head}type Order struct {{\n{parts}\n}}\n\n{methods}\n{places}",
    }
