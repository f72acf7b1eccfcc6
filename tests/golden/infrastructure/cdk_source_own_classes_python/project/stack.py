from os import environ

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from names import STAGE_VARIABLE, Name
from parts import Worker, WorkerTask, grant_parameters


class Orders(Stack):
    def __init__(self, scope: Construct, id: str, *, stage: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        store = s3.Bucket(self, "Store", bucket_name=Name.STORE.full)
        queue = sqs.Queue(self, "Queue")
        queue_url = ssm.StringParameter(self, "QueueUrl", parameter_name="/orders/queue", string_value=queue.queue_url)

        sender = Worker(self, "Sender", directory="sender")
        sender.add_environment(key=STAGE_VARIABLE, value=stage)
        if "WEBHOOK" in environ:
            sender.add_environment("WEBHOOK", environ["WEBHOOK"])
        queue.grant_send_messages(grantee=sender)
        sender.add_to_role_policy(statement=iam.PolicyStatement(actions=["sns:Publish", "sns:Subscribe"], resources=["*"]))

        loader = WorkerTask(self, "Loader", directory="loader", variables={STAGE_VARIABLE: stage})
        store.grant_read_write(identity=loader.worker)
        reading = iam.ManagedPolicy.from_aws_managed_policy_name(managed_policy_name="AmazonSQSReadOnlyAccess")
        loader.worker.role.add_managed_policy(policy=reading)

        grant_parameters({queue_url: [sender, loader.worker]})
