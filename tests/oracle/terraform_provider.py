"""A Terraform provider that has the schemas of AWS's provider and does nothing: ``terraform validate`` needs no more.

The schemas are those of ``cdktf-cdktf-provider-aws``, whose jsii assembly says of every resource and data source
what it takes and gives. Runs in a Python of its own, with that package, ``tf`` (Terraform's plugin protocol) and
``grpcio``; ``terraform`` starts it with the socket to listen at.
"""

import json
import re
import sys
import tarfile
from concurrent import futures
from importlib.metadata import files

import grpc
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as protocol

META = {"connection", "count", "dependsOn", "forEach", "lifecycle", "provider", "provisioners"}
PRIMITIVE = {"string": "string", "number": "number", "boolean": "bool"}
OTHERS = {
    # The small providers beside it: what they take and give may be of any type.
    "archive_file": "type source_file source_dir source_content source_content_filename output_path excludes"
    " output_file_mode output_size output_sha output_md5 output_base64sha256 output_sha256 source*",
    "external": "program query result working_dir",
    "http": "url response_body body status_code request_headers",
    "local_file": "filename content content_base64 source file_permission",
    "null_data_source": "inputs outputs",
    "null_resource": "triggers",
    "random_id": "keepers byte_length prefix hex b64_url dec",
    "random_integer": "min max result keepers",
    "random_password": "length special result override_special",
    "random_pet": "length prefix separator keepers",
    "random_string": "length special upper lower numeric number result keepers",
    "random_uuid": "result",
    "template_file": "template vars rendered",
    "time_sleep": "create_duration triggers",
    "tls_private_key": "algorithm rsa_bits private_key_pem public_key_openssh public_key_pem",
}


def assembly():
    # Nothing of it is imported: that would want the whole CDK for Terraform.
    archive = next(one for one in files("cdktf-cdktf-provider-aws") if one.name.endswith(".tgz"))
    with tarfile.open(archive.locate()) as members:
        return json.load(members.extractfile("package/.jsii"))["types"]


class Bindings:
    """The schemas of an assembly's classes."""

    def __init__(self, types):
        self.types = types

    def schemas(self):
        """Resources, data sources and the provider's own."""
        resources, data, provider = {}, {}, pb.Schema()
        for name, one in self.types.items():
            kind = (one.get("base") or "").removeprefix("cdktf.Terraform")
            if kind not in ("Resource", "DataSource", "Provider") or f"{name}Config" not in self.types:
                continue
            block = self.block(f"{name}Config", ())
            if kind == "Provider":
                for each in block.attributes:
                    each.required, each.optional = False, True
                provider = pb.Schema(block=block)
                continue
            self.add_computed(block, one)
            where = re.search(r"/docs/(resources|data-sources)/([a-z0-9_]+)", json.dumps(one.get("docs", {})))
            if where is not None:
                place = resources if where[1] == "resources" else data
                place[f"aws_{where[2]}"] = pb.Schema(block=block)
        return resources, data, provider

    def block(self, name, seen):
        made = pb.Schema.Block()
        for one in self.types[name].get("properties", ()):
            if one["name"] in META:
                continue
            written = re.search(r"#([a-z0-9_]+)\b", json.dumps(one.get("docs", {})))
            called = written[1] if written else snake(one["name"])
            kind, value = self.kind(one["type"])
            optional = bool(one.get("optional"))
            if kind == "attribute":
                made.attributes.add(
                    name=called,
                    type=json.dumps(value).encode(),
                    required=not optional,
                    optional=optional,
                    computed=optional and not seen,
                )
            elif value not in seen:
                made.block_types.add(
                    type_name=called,
                    block=self.block(value, (*seen, name)),
                    nesting=pb.Schema.NestedBlock.LIST,
                    min_items=0 if optional else 1,
                    max_items=1 if kind == "one" else 0,
                )
        return made

    def add_computed(self, block, one):
        """What a resource gives and does not take: its ``arn``."""
        known = {each.name for each in block.attributes} | {each.type_name for each in block.block_types}
        for each in one.get("properties", ()):
            called = snake(each["name"])
            if (
                each.get("static")
                or each["name"] in META
                or each["name"].endswith("Input")
                or called in known
            ):
                continue
            kind, value = self.kind(each["type"])
            value = value if kind == "attribute" else "dynamic"
            block.attributes.add(name=called, type=json.dumps(value).encode(), computed=True)

    def kind(self, type):
        """An attribute with its type, or ``one`` or ``many`` of a block with its interface."""
        if "primitive" in type:
            return "attribute", PRIMITIVE.get(type["primitive"], "dynamic")
        if "collection" in type:
            kind, value = self.kind(type["collection"]["elementtype"])
            of = "map" if type["collection"]["kind"] == "map" else "list"
            return ("attribute", [of, value]) if kind == "attribute" else ("many", value)
        if "union" in type:
            several = (one for one in type["union"]["types"] if one.get("fqn") != "cdktf.IResolvable")
            return self.kind(next(several, {}))
        name = type.get("fqn", "")
        if name == "cdktf.IResolvable":
            return "attribute", "bool"
        if name == "cdktf.StringMap":
            return "attribute", ["map", "string"]
        if self.types.get(name, {}).get("kind") == "interface":
            return "one", name
        return "attribute", "dynamic"


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def others():
    for name, words in OTHERS.items():
        made = pb.Schema.Block()
        for word in ("id", *words.split()):
            if word.endswith("*"):
                inner = pb.Schema.Block()
                for each in ("content", "filename"):
                    inner.attributes.add(name=each, type=b'"string"', optional=True)
                made.block_types.add(type_name=word[:-1], block=inner, nesting=pb.Schema.NestedBlock.LIST)
            else:
                made.attributes.add(name=word, type=b'"dynamic"', optional=True, computed=True)
        yield name, pb.Schema(block=made)


class Provider(protocol.ProviderServicer):
    def __init__(self):
        resources, data, provider = Bindings(assembly()).schemas()
        resources.update(others())
        data.update(others())
        self.answer = pb.GetProviderSchema.Response(
            provider=provider, resource_schemas=resources, data_source_schemas=data
        )

    def GetMetadata(self, request, context):
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "ask for the schema")

    def GetProviderSchema(self, request, context):
        return self.answer

    def ValidateProviderConfig(self, request, context):
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request, context):
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request, context):
        return pb.ValidateDataResourceConfig.Response()

    def StopProvider(self, request, context):
        return pb.StopProvider.Response()


def main():
    server = grpc.server(futures.ThreadPoolExecutor(4), options=[("grpc.max_send_message_length", -1)])
    protocol.add_ProviderServicer_to_server(Provider(), server)
    server.add_insecure_port(f"unix:{sys.argv[1]}")
    server.start()
    print("ready", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
