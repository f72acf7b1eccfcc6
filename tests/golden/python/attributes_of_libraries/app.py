import threading
from contextvars import ContextVar
from types import SimpleNamespace

import boto3
from fastapi import FastAPI
from flask import Flask, current_app, g

web = Flask("shop")
web.pictures = boto3.client("s3")
api = FastAPI()
mine = threading.local()
current = ContextVar("current")
clients = SimpleNamespace(archive=boto3.client("s3"))


# The calls say by nothing but their receiver what they are.
@web.before_request
def open_session():
    g.uploads = boto3.client("s3")


@web.route("/up")
def up():
    g.uploads.upload_file("a.txt", "uploads", "a.txt")
    current_app.pictures.upload_file("a.png", "pictures", "a.png")


@api.on_event("startup")
def start():
    api.state.reports = boto3.client("s3")
    current.set(boto3.client("s3"))


@api.get("/report")
def report():
    api.state.reports.upload_file("r.csv", "reports", "r.csv")
    current.get().upload_file("c.csv", "contexts", "c.csv")


def of_thread():
    if not hasattr(mine, "client"):
        mine.client = boto3.client("s3")
    return mine.client


def work(key):
    of_thread().upload_file(key, "threads", "t.csv")
    clients.archive.upload_file(key, "archive", "t.csv")
