"""cached_property, property with setter."""

from functools import cached_property
import boto3
import time


class LogSink:
    def __init__(self):
        self._group = None

    @cached_property
    def client(self):
        return self.session.client("logs")

    @cached_property
    def session(self):
        return boto3.session.Session()

    @property
    def group(self):
        return self._group

    @group.setter
    def group(self, value):
        self._group = "/app/" + value

    def open(self, stream):
        try:
            self.client.create_log_stream(logGroupName=self.group, logStreamName=stream)
        except self.client.exceptions.ResourceAlreadyExistsException:
            pass

    def write(self, stream, text):
        self.client.put_log_events(
            logGroupName=self.group,
            logStreamName=stream,
            logEvents=[{"timestamp": int(time.time() * 1000), "message": text}],
        )


sink = LogSink()
sink.group = "web"
sink.open("main")
sink.write("main", "hello")
