import queue, threading, itertools
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor
from functools import partial, reduce
import multiprocessing as mp
import boto3

jobs = queue.Queue()

class Worker(threading.Thread):
    def __init__(self, q, client):
        super().__init__(daemon=True)
        self.q = q
        self.client = client
    def run(self):
        while True:
            task, kwargs = self.q.get()
            task(self.client, **kwargs)
            self.q.task_done()

def rm(client, key):
    client.delete_object(Bucket="scratch", Key=key)

def restore(client, key):
    client.restore_object(Bucket="archive", Key=key, RestoreRequest={"Days": 1})

def in_process(name):
    boto3.client("batch").submit_job(jobName=name, jobQueue="high", jobDefinition="resize:3")

def init(region):
    global polly
    polly = boto3.client("polly", region_name=region)

def speak(text):
    polly.synthesize_speech(Text=text, OutputFormat="mp3", VoiceId="Joanna")

def main():
    w = Worker(jobs, boto3.client("s3"))
    w.start()
    jobs.put((rm, {"key": "a"}))
    jobs.put((restore, {"key": "b"}))
    with ProcessPoolExecutor(initializer=init, initargs=("eu-west-1",)) as ex:
        list(ex.map(speak, ["a", "b"]))
    p = mp.Process(target=in_process, kwargs={"name": "j"})
    p.start()
    ddb = boto3.client("dynamodb")
    batches = itertools.zip_longest(*[iter([1, 2])] * 2)
    with ThreadPoolExecutor() as ex:
        futs = [ex.submit(ddb.get_item, TableName="t", Key={"id": {"N": str(i)}}) for i in range(3)]
        ex.map(partial(ddb.delete_item, TableName="t"), [{}])
    total = reduce(lambda acc, n: acc + ddb.describe_table(TableName=n)["Table"]["ItemCount"], ["x", "y"], 0)
