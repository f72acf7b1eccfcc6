import threading

import boto3
import supervisor


class Watched(threading.Thread):
    def run(self):
        boto3.client("s3").get_object(Bucket="store", Key="watched")

    def recover(self):
        boto3.client("s3").put_object(Bucket="store", Key="recovered", Body=b"")


def run():
    watched = Watched()
    watched.start()
    supervisor.watch(watched)
