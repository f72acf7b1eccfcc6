import atexit, signal, threading, sched, time
from functools import partial
import boto3, schedule
from apscheduler.schedulers.background import BackgroundScheduler
from tenacity import retry, stop_after_attempt, Retrying
import backoff
from retrying import retry as oldretry
from cachetools import TTLCache, cached
s3 = boto3.client("s3")
asg = boto3.client("autoscaling")

def flush(): s3.put_object(Bucket="flush", Key="f")
def cleanup(signum, frame): asg.complete_lifecycle_action(AutoScalingGroupName="g", LifecycleHookName="h", LifecycleActionResult="CONTINUE")
def beat(table): boto3.client("dynamodb").put_item(TableName=table, Item={})
class Bus:
    def __init__(self): self.subs = {}
    def on(self, name):
        def deco(f):
            self.subs.setdefault(name, []).append(f)
            return f
        return deco
    def emit(self, name, *a, **k):
        for f in self.subs.get(name, []):
            f(*a, **k)
bus = Bus()
@bus.on("created")
def created(key): s3.put_object_acl(Bucket="acl", Key=key, ACL="private")
class Progress:
    def __init__(self, c): self.c = c
    def __call__(self, n): self.c.put_metric_data(Namespace="up", MetricData=[])
@retry(stop=stop_after_attempt(3))
def quota(): return boto3.client("service-quotas").list_services()
@backoff.on_exception(backoff.expo, Exception, max_tries=3)
def cost(): return boto3.client("ce").get_cost_and_usage(TimePeriod={}, Granularity="DAILY", Metrics=[])
@cached(cache=TTLCache(10, 60))
def who(): return boto3.client("iam").list_account_aliases()
def start():
    atexit.register(flush)
    signal.signal(signal.SIGTERM, cleanup)
    threading.Timer(5, beat, args=["beats"]).start()
    schedule.every(10).minutes.do(partial(beat, "sched"))
    BackgroundScheduler().add_job(lambda: s3.delete_object(Bucket="tmp", Key="x"), "interval")
    bus.emit("created", "k1")
    s3.upload_file("f", "up", "k", Callback=Progress(boto3.client("cloudwatch")))
    quota(); cost(); who()
    for attempt in Retrying(stop=stop_after_attempt(3)):
        with attempt:
            s3.get_bucket_website(Bucket="web")
start()
