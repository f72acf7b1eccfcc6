from abc import ABC
from settings import aws, settings
class Task(ABC):
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Task.registry[cls.__name__.lower()] = cls
    def __call__(self, payload): return self.run(**payload)
class Export(Task):
    def run(self, key): aws.s3.put_object(Bucket=settings().bucket, Key=f"exports/{key}")
class Notify(Task):
    def run(self, msg): aws.sqs.send_message(QueueUrl=settings().queue_url, MessageBody=msg)
class Token(Task):
    def run(self, pool): aws.cognito_idp.list_users(UserPoolId=pool)
def dispatch(name, payload):
    return Task.registry[name]()(payload)
