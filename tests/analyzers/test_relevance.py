"""Which functions lead to requests, by what the text says that something is called on."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.discovery import discover
from policywright.analyzers.engine.contexts import Requests
from policywright.analyzers.program import Program
from policywright.analyzers.sdk.relevance import minor
from policywright.knowledge.isolation import Stopped, watch
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

SENDER = """
import boto3

client = boto3.client("s3")

def update(bucket):
    client.create_bucket(Bucket=bucket)

class Store:
    def get(self, key):
        return client.get_object(Bucket="b", Key=key)

class Proxy:
    def __init__(self, store):
        self.store = store

    def __getattr__(self, name):
        return getattr(self.store, name)
"""

PYTHON = [
    ("what it is given", "import sender\ndef f(step):\n    return step()\nf(sender.update)", True),
    ("what it is given, inside", "import sender\ndef f(step):\n    def around():\n        return step()\n"
                                 "    return around\nf(sender.update)", True),
    ("what is in a table", "STEPS = {}\ndef f(name):\n    return STEPS[name]()", True),
    ("by its name", "from sender import update\ndef f():\n    update('b')", True),
    ("imported in the function", "def f():\n    from sender import update\n    update('b')", True),
    ("under another name", "from sender import update as again\ndef f():\n    again('b')", True),
    ("as a member of its module", "import sender\ndef f():\n    sender.update('b')", True),
    ("of any object", "def f(x):\n    return x.get('k')", True),
    ("of an object that is made", "from sender import Store\ndef f():\n    return Store().get('k')", True),
    ("of a variable for one", "from sender import Store\ndef f():\n    s = Store()\n    s.get('k')", True),
    ("of what asks itself", "from sender import Proxy\ndef f(x):\n    p = Proxy(x)\n    return p.get('k')", True),
    ("of its own class", "from sender import Store\nclass A(Store):\n    def f(self):\n        self.get('k')", True),
    ("of a class around it", "import sender\nclass A:\n    def f(self):\n        self.get('k')\n"
                             "class B(A, sender.Store): pass", True),
    ("of what a library gave that was passed it", "import lib, sender\ndef f(x):\n"
                                                  "    y = lib.wrap(x)\n    y.get('k')", True),
    ("of a variable that a nested function sees", "import os\ndef g(os):\n    def f():\n"
                                                  "        return os.get('k')\n    return f", True),
    ("put on an object", "from sender import update\ndef g(x):\n    x.update = update\n"
                         "def f():\n    x = {}\n    x.update('b')", True),
    ("of keyword arguments", "import sender\ndef f(**more):\n    more.update(a=1)", False),
    ("of a literal", "import sender\ndef f():\n    x = {}\n    x.update(a=1)\n    return {}.get('k')", False),
    ("of a library", "import os, sender\ndef f():\n    return os.environ.get('K')", False),
    ("of what a library gives", "import logging, sender\nlog = logging.getLogger('x')\n"
                                "def f():\n    log.update('b')\n    log.get('k')", False),
    ("of a class without relatives", "import sender\nclass A:\n    def f(self):\n        self.get('k')", False),
    ("a variable of that name", "import sender\ndef f(x):\n    for update in x:\n        update('b')", False),
    ("a parameter of that name", "import sender\ndef f(update):\n    update('b')", False),
    ("a module's function in a variable", "import importlib, sender\ndef f():\n"
                                          "    update = sender.update\n    update('b')", True),
    ("where a file takes in all names", "from sender import *\ndef f():\n    update('b')", True),
    ("of a library's object that makes requests", "from lib_aws import client\nimport sender, boto3\n"
                                                  "def f():\n    client.get_object(Bucket='b', Key='k')", True),
    ("of what is declared to have one", "from sender import Store\nclass A:\n    store: Store\n"
                                        "    def f(self):\n        self.store.get('k')", True),
    ("of what is declared as another", "import sender\nclass B: pass\nclass A:\n    other: B\n"
                                       "    def f(self):\n        self.other.get('k')", False),
    ("of what is in a list", "from sender import Store\ndef f(all: list[Store]):\n    for x in all:\n"
                             "        x.get('k')", True),
    ("of what is in a list of others", "import sender\nclass B: pass\ndef f(all: list[B]):\n"
                                       "    for x in all:\n        x.get('k')", False),
    ("of what a function says that it gives", "import sender\nclass B: pass\nclass A:\n"
                                              "    def b(self) -> B: ...\n"
                                              "    def f(self):\n        self.b().get('k')", False),
    ("of a dict that is made", "import sender\ndef f(x):\n    y = dict(x)\n    y.get('k')", False),
    ("another of that name", "import sender\ndef update(x):\n    return x\ndef f():\n    update('b')", False),
]  # fmt: skip


def leads(directory: Path, files: dict[str, str], name: str) -> bool:
    """Whether the functions of a name may lead to a request."""
    for file, text in files.items():
        (directory / file).write_text(text)
    program = Program()
    for source, language in discover([directory]).files:
        program.add(source, language)
    modules = tuple(program.files)
    part = program.part(modules)
    unable = minor(part, Requests(Operations(shared_store())))
    found = [one for module in modules for one in part.lowered(module).functions if one.name == name]
    assert found
    return any(one not in unable for one in found)


TYPESCRIPT_SENDER = """
import { S3 } from "@aws-sdk/client-s3";
const client = new S3({});
export async function update(bucket: string) { await client.createBucket({ Bucket: bucket }); }
export class Store {
  async get(key: string) { return client.getObject({ Bucket: "b", Key: key }); }
}
export class Later {
  find = async (key: string) => client.getObject({ Bucket: "b", Key: key });
}
export interface Reader { get(key: string): Promise<unknown>; }
(globalThis as any).s3 = client;
"""

TYPESCRIPT = [
    ("what it is given", "import { update } from './sender';\nconst f = (step) => step();\nf(update);", True),
    ("what it is given, inside", "import { update } from './sender';\n"
                                 "function f(step) { return () => step(); }\nf(update);", True),
    ("by its name", "import { update } from './sender';\nfunction f() { update('b'); }", True),
    ("under another name", "import { update as again } from './sender';\nfunction f() { again('b'); }", True),
    ("by a member that is taken out", "import './sender';\nfunction f(x) { const { get } = x; get('k'); }", True),
    ("of a declared class", "import { Store } from './sender';\nfunction f(s: Store) { s.get('k'); }", True),
    ("of an interface", "import { Reader } from './sender';\nfunction f(r: Reader) { r.get('k'); }", True),
    ("of a field of a class", "import { Later } from './sender';\nfunction f(l: Later) { l.find('k'); }", True),
    ("of what an object literal has", "import { update } from './sender';\n"
                                      "function f() { const o = { run: update }; o.run('b'); }", True),
    ("of an array", "import './sender';\nfunction f() { const x = []; x.get('k'); x.update('b'); }", False),
    ("of a library", "import './sender';\nimport * as fs from 'fs';\nfunction f() { fs.get('k'); }", False),
    ("of another class", "import './sender';\nclass A { f() { this.get('k'); } }", False),
    ("a variable of that name", "import './sender';\nfunction f(x) { for (const update of x) update('b'); }", False),
    ("of a library's object", "import '@aws-sdk/client-s3';\nimport { s3 } from 'our-aws';\nfunction f() { s3.putObject({}); }", True),
    ("of what another file makes global", "import '@aws-sdk/client-s3';\nfunction f() { s3.putObject({}); }", True),
    ("a name of the language's", "import './sender';\nfunction f() { return update.env.X; }", False),
    ("a module in a variable", "function f() { const update = require('./sender'); update('b'); }", True),
    ("of a map", "import './sender';\nfunction f() { const m = new Map(); return m.get('k'); }", False),
    ("of the language's object", "import './sender';\nfunction f(x) { return Reflect.get(x, 'k'); }", False),
    ("of an item of a list", "import { Store } from './sender';\n"
                             "function f(all: Store[]) { for (const s of all) s.get('k'); }", True),
    ("of an item of another list", "import './sender';\nclass A {}\n"
                                   "function f(all: A[]) { for (const s of all) s.get('k'); }", False),
    ("for each in another list", "import './sender';\nclass A {}\n"
                                 "function f(all: A[]) { all.map((s) => s.get('k')); }", False),
    ("for each in a list", "import { Store } from './sender';\n"
                           "function f(all: Store[]) { all.map((s) => s.get('k')); }", True),
    ("of a field's list", "import './sender';\nclass A { all: A[] = [];\n"
                          "  f() { for (const s of this.all) s.get('k'); } }", False),
    ("of what a method says that it gives", "import './sender';\nclass A { b(): A { return this; }\n"
                                            "  f() { this.b().get('k'); } }", False),
    ("of an object with any keys", "import './sender';\n"
                                   "function f(all: Record<string, () => void>) { all.update(); }", True),
    ("of a library's class of its name", "import { Store } from 'lib';\nimport './sender';\n"
                                         "function f(s: Store) { s.get('k'); }", True),
]  # fmt: skip


GO_SENDER = """
package main

import "github.com/aws/aws-sdk-go/service/s3"

type Reader interface { Read(key string) error }

type Both interface {
    Reader
    Write(key string) error
}

type store struct { api *s3.S3 }

func (s *store) Read(key string) error {
    _, err := s.api.GetObject(&s3.GetObjectInput{Key: &key})
    return err
}

type wrapped struct { Reader }
"""

GO_S3 = 'package main\nimport "github.com/aws/aws-sdk-go/service/s3"\n'

GO = [
    ("what it is given", "package main\nfunc f(step func() error) error { return step() }", True),
    ("what a field holds", "package main\ntype job struct{ step func() error }\nfunc f(j *job) error { return j.step() }", True),
    ("of an interface", "package main\nfunc f(r Reader) error { return r.Read(\"k\") }", True),
    ("of one that another has", "package main\nfunc f(b Both) error { return b.Read(\"k\") }", True),
    ("of what embeds one", "package main\nfunc f(w *wrapped) error { return w.Read(\"k\") }", True),
    ("of another struct", "package main\ntype other struct{}\nfunc (o *other) Read(key string) error { return nil }\n"
                          "func f(o *other) error { return o.Read(\"k\") }", False),
    ("of what a function gives", "package main\nfunc f() { s, err := open(); if err == nil { s.Read(\"k\") } }\n"
                                 "func open() (*store, error) { return nil, nil }", True),
    ("of what is in a list", "package main\nfunc f(all []*store) { for _, s := range all { s.Read(\"k\") } }", True),
    ("of what is in a map", "package main\nfunc f(all map[string]*store) { all[\"a\"].Read(\"k\") }", True),
    ("in a function in it", "package main\nfunc f(s *store) { go func() { s.Read(\"k\") }() }", True),
    ("as a value", "package main\nfunc f(s *store) { run(s.Read) }\nfunc run(g func(string) error) { g(\"k\") }", True),
    ("another function of its name", "package main\nimport \"example.com/m/lib\"\nfunc f() { lib.Read(\"k\") }", False),
    ("of what another function gives", "package main\ntype other struct{}\n"
                                       "func (o *other) Read(key string) error { return nil }\n"
                                       "func open() *other { return &other{} }\n"
                                       "func f() { o := open(); o.Read(\"k\") }", False),
    ("of a client in what embeds it", f"{GO_S3}type own struct {{ *s3.S3 }}\n"
                                      "func f(o *own) { o.ListBuckets(nil) }", True),
    ("a client's method as a value", f"{GO_S3}func f(api *s3.S3) {{ run(api.GetObject) }}\nfunc run(x any) {{}}", True),
    ("of an unknown object", f"{GO_S3}func f(x any) {{ x.GetObject(nil) }}", True),
    ("what a variable holds", f"{GO_S3}func f() {{ g := pick(); g() }}\nfunc pick() func() {{ return nil }}", True),
    ("a helper of a generic one", f"{GO_S3}func f() {{ all[int](nil) }}\nfunc all[T any](x []T) {{}}", False),
    ("fields and literals of requests", f"{GO_S3}func f(o *s3.Object) string {{\n"
                                        "    i := &s3.GetObjectInput{Key: o.Key}\n    return *i.Key }", False),
    ("what helps with pointers", "package main\nimport \"github.com/aws/aws-sdk-go/aws\"\n"
                                 "func f(x *string) int { return len(aws.StringValue(x)) }", False),
    ("of what pages through answers", f"{GO_S3}import v2 \"github.com/aws/aws-sdk-go-v2/service/s3\"\n"
                                      "func f(p *v2.ListObjectsV2Paginator) { p.NextPage(nil) }", True),
    ("of what uploads", "package main\nimport \"github.com/aws/aws-sdk-go/service/s3/s3manager\"\n"
                        "func f(u *s3manager.Uploader) { u.Upload(nil) }", True),
    ("of what embeds what uploads", "package main\nimport \"github.com/aws/aws-sdk-go/service/s3/s3manager\"\n"
                                    "type own struct { *s3manager.Uploader }\n"
                                    "func f(o *own) { o.Upload(nil) }", True),
    ("of a library above the SDK", "package main\nimport \"github.com/guregu/dynamo\"\n"
                                   "func f(t *dynamo.Table) { t.Scan() }", True),
    ("of the SDK's data", "package main\nimport \"github.com/aws/aws-sdk-go-v2/service/dynamodb/types\"\n"
                          "func f(t *types.TableDescription) { t.Scan() }", False),
    ("functions of a library", f"{GO_S3}import \"errors\"\n"
                               "func f(x error) bool { var y *E; return errors.As(x, &y) }\ntype E struct{}", False),
]  # fmt: skip

JAVA_SENDER = """
import software.amazon.awssdk.services.s3.S3Client;
import java.util.List;
import java.util.Optional;
import javax.inject.Provider;

class Sender {
    static class Builder {
        void build() { S3Client.create().createBucket(b -> b.bucket("b")); }
    }
    static class Store implements Provider<String> {
        final String name;
        Store(String name) { this.name = name; S3Client.create().listBuckets(); }
        Store() { this("main"); }
        public String get() { return S3Client.create().listBuckets().toString(); }
        void clear(String key) { S3Client.create().deleteBucket(b -> b.bucket(key)); }
    }
    interface Stores { Store main(); List<Store> all(); Optional<Store> some(); }
    static Builder builder() { return new Builder(); }
}
"""

JAVA_S3 = """import com.amazonaws.services.s3.AmazonS3Client;
import com.amazonaws.services.s3.model.Region;
"""

JAVA = [
    ("of a class in another", "class App { void f(Sender.Builder b) { b.build(); } }", True),
    ("of what a method gives", "class App { void f() { Sender.builder().build(); } }", True),
    ("of what a variable is set to", "class App { void f() { var b = Sender.builder(); b.build(); } }", True),
    ("of what an interface gives", "class App { void f(Sender.Stores s) { s.main().get(); } }", True),
    ("of what is in a list", "class App { void f(Sender.Stores s) { s.all().get(0).clear(\"k\"); } }", True),
    ("of what may be there", "class App { void f(Sender.Stores s) { s.some().get().clear(\"k\"); } }", True),
    ("for each in a list", "class App { void f(Sender.Stores s) { s.all().forEach(x -> x.clear(\"k\")); } }", True),
    ("by reference", "class App { void f(Sender.Stores s) { s.all().stream().map(Sender.Store::get); } }", True),
    ("where one is made", "class App { void f() { new Sender.Store(\"x\"); } }", True),
    ("by another constructor", "class App { void f() { new Sender.Store(); } }", True),
    ("of a class around it", "class App { Sender.Store s; class In { void f() { s.clear(\"k\"); } } }", True),
    ("of what a library knows", "import javax.inject.Provider;\n"
                                "class App { void f(Provider<String> p) { p.get(); } }", True),
    ("of another class of its name", "class App { static class Builder { void build() { } }\n"
                                     "    void f(Builder b) { b.build(); } }", False),
    ("of a library's class of its name", "import org.lib.Builder;\n"
                                         "class App { void f(Builder b) { b.build(); } }", False),
    ("of a map", "import java.util.Map;\n"
                 "class App { void f(Map<String, String> m) { m.clear(\"k\"); m.get(); } }", False),
    ("of what a library gives", "import java.security.KeyStore;\n"
                                "class App { void f(KeyStore k) { k.get(); } }", False),
    ("where another of its name is made", "class App { static class Store { } void f() { new Store(); } }", False),
    ("of a class of the same file", "class Task { Task() { new Sender.Store().get(); } }\n"
                                    "class App { void f() { new Task(); } }", True),
    ("of what is made for a library", "class Task implements Runnable { public void run() { new Sender.Store().get(); } }\n"
                                      "class App { void f() { new Thread(new Task()).start(); } }", True),
    ("of what is made and says of itself", "class Task implements Runnable {\n"
                                           "    @Override public void run() { }\n"
                                           "    void other() { new Sender.Store().get(); } }\n"
                                           "class App { void f() { new Thread(new Task()).start(); } }", False),
    ("at the end of a block", "class Door implements AutoCloseable {\n"
                              "    @Override public void close() { new Sender.Store().get(); } }\n"
                              "class App { void f(Door made) { try (Door d = made) { } } }", True),
    ("of a client in what derives from one", f"{JAVA_S3}class Own extends AmazonS3Client {{ }}\n"
                                             "class App { void f(Own o) { o.listBuckets(); } }", True),
    ("of an unknown object", f"{JAVA_S3}class App {{ void f(Object o) {{ o.getObject(x); }} }}", True),
    ("of one that needs no input", f"{JAVA_S3}class App {{ void f(Object o) {{ o.listBuckets(); }} }}", True),
    ("of one without its input", f"{JAVA_S3}class App {{ void f(Object o) {{ o.getObject(); o.getType(); }} }}", False),
    ("of a table, which needs no input", "import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;\n"
                                         "class App { void f(DynamoDbTable<String> t) { t.scan(); } }", True),
    ("of any object that may be a table", f"{JAVA_S3}class App {{ void f(Object o) {{ o.scan(); }} }}", True),
    ("of what signs addresses", "import software.amazon.awssdk.services.s3.presigner.S3Presigner;\n"
                                "class App { void f(S3Presigner s) { s.presignGetObject(x); } }", True),
    ("of what waits", "import software.amazon.awssdk.services.s3.waiters.S3Waiter;\n"
                      "class App { void f(S3Waiter w) { w.waitUntilBucketExists(x); } }", True),
    ("of what keeps secrets", "import com.amazonaws.secretsmanager.caching.SecretCache;\n"
                              "class App { void f(SecretCache c) { c.getSecretString(\"x\"); } }", True),
    ("of the SDK's data", "import software.amazon.awssdk.services.s3.model.GetObjectResponse;\n"
                          "class App { Object f(GetObjectResponse r) { return r.metadata(); } }", False),
    ("of the SDK's bytes", "import software.amazon.awssdk.core.SdkBytes;\n"
                           "class App { Object f(SdkBytes b) { return b.asByteArray(); } }", False),
    ("a client's method by reference", f"{JAVA_S3}class App {{ void f(Object o) {{ run(o::getObject); }} }}", True),
    ("a constant of the SDK", f"{JAVA_S3}class App {{ Object f() {{ return Region.EU_Ireland; }} }}", False),
    ("what builds a request", "import software.amazon.awssdk.services.s3.model.GetObjectRequest;\n"
                              "class App { Object f(GetObjectRequest.Builder b) {\n"
                              "    return b.key(\"k\").build(); } }", False),
    ("what builds a client", "import software.amazon.awssdk.services.s3.S3ClientBuilder;\n"
                             "class App { Object f(S3ClientBuilder b) { return b.build(); } }", True),
    ("a handler's event", "import com.amazonaws.services.lambda.runtime.events.SQSEvent;\n"
                          "class App { Object f(SQSEvent e) { return e.getRecords(); } }", False),
    ("each of a list", f"{JAVA_S3}import java.util.List;\n"
                       "class App { void f() { List<Door> all = open(); for (Door d : all) d.shut(); }\n"
                       "    List<Door> open() { return null; } static class Door { void shut() {} } }", False),
    ("what a variable holds", "class App { Object f(java.util.function.Function<Object, Object> g) { return g.apply(1); } }",
     True),
    ("what anything may be put in", "class App { void f(Door d) { d.shut(); } interface Door { void shut(); } }", True),
    ("each of any object", f"{JAVA_S3}class App {{ void f(Object all) {{ for (var d : all) d.shut(); }} }}", True),
    ("a library's builder", f"{JAVA_S3}import org.lib.ObjectMapper;\n"
                            "class App { Object f() { return new ObjectMapper(); } }", False),
    ("what a class calls of its library's", f"{JAVA_S3}import org.lib.ObjectMapper;\n"
                                            "class App extends ObjectMapper { void f() { disable(1); } }", False),
]  # fmt: skip


CASES = [
    pytest.param(("sender", "app") if extension != "java" else ("Sender", "App"), extension, sender, text,
                 expected, id=f"{extension}: {name}")
    for extension, sender, cases in (
        ("py", SENDER, PYTHON), ("ts", TYPESCRIPT_SENDER, TYPESCRIPT), ("go", GO_SENDER, GO),
        ("java", JAVA_SENDER, JAVA),
    )
    for name, text, expected in cases
]  # fmt: skip


@pytest.mark.parametrize(("names", "extension", "sender", "text", "expected"), CASES)
def test_who_leads_to_a_request(
    names: tuple[str, str], extension: str, sender: str, text: str, expected: bool, tmp_path: Path
) -> None:
    files = {f"{names[0]}.{extension}": sender, f"{names[1]}.{extension}": text}
    assert leads(tmp_path, files, "f") == expected


def test_between_two_files_it_is_asked_whether_somebody_waits(tmp_path: Path) -> None:
    """Of a large program this takes a second or two, in which progress is told and cancelling is heard."""
    asked: list[int] = []
    watch(lambda: len(asked) == 2 or asked.append(1) is not None)
    try:
        with pytest.raises(Stopped):
            leads(tmp_path, {f"{name}.py": SENDER for name in "abc"}, "update")
    finally:
        watch(None)
    assert len(asked) == 2
