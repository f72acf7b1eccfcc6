import asyncio
import functools
import socketserver
from http.server import BaseHTTPRequestHandler, HTTPServer, SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.managers import BaseManager
from xmlrpc.server import SimpleXMLRPCServer

import boto3

s3 = boto3.client("s3")


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        s3.get_object(Bucket="pages", Key="get")

    def log_message(self, text, *rest):
        s3.put_object(Bucket="pages", Key="log")

    def unused(self):
        s3.delete_bucket(Bucket="unused")


class Files(SimpleHTTPRequestHandler):
    def __init__(self, client, *args, **keywords):
        self.client = client
        super().__init__(*args, **keywords)

    def do_PUT(self):
        self.client.put_object(Bucket="files", Key="put")


class Server(HTTPServer):
    def service_actions(self):
        s3.list_objects_v2(Bucket="served")

    def never(self):
        s3.delete_bucket(Bucket="never")


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        s3.put_object(Bucket="lines", Key="line")


class Protocol(asyncio.Protocol):
    def data_received(self, data):
        s3.put_object(Bucket="received", Key="data")

    def other(self):
        s3.delete_bucket(Bucket="other")


class Calls:
    def ping(self):
        s3.put_object(Bucket="called", Key="ping")


class Shared:
    def put(self):
        s3.put_object(Bucket="shared", Key="put")


class Manager(BaseManager):
    pass


async def listen():
    await asyncio.get_running_loop().create_server(Protocol, "", 3)


def main():
    ThreadingHTTPServer(("", 1), Pages).serve_forever()
    Server(("", 2), functools.partial(Files, boto3.client("s3"))).serve_forever()
    with socketserver.ThreadingTCPServer(("", 4), Lines) as server:
        server.serve_forever()
    calls = SimpleXMLRPCServer(("", 5))
    calls.register_instance(Calls())
    Manager.register("Shared", Shared)
    asyncio.run(listen())
