import logging
import threading
from multiprocessing import Process

import boto3

s3 = boto3.client("s3")


class Worker(threading.Thread):
    def run(self):
        s3.get_object(Bucket="store", Key="thread")

    def drop(self):
        s3.delete_bucket(Bucket="thread-never")


class Job(Process):
    def run(self):
        s3.get_object(Bucket="store", Key="process")

    def drop(self):
        s3.delete_bucket(Bucket="process-never")


class Sink(logging.Handler):
    def emit(self, record):
        s3.put_object(Bucket="store", Key="log", Body=self.format(record))

    def drop(self):
        s3.delete_bucket(Bucket="log-never")


def run():
    Worker().start()
    Job().start()
    logging.getLogger().addHandler(Sink())
