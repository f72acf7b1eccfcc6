from aws_cdk import App, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct


class RelayStack(Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        code = lambda_.Code.from_asset("src")
        step = lambda_.Function(
            self, "Step", runtime=lambda_.Runtime.PYTHON_3_12, handler="step.handler", code=code
        )
        machine = sfn.StateMachine(
            self, "Machine", definition=tasks.LambdaInvoke(self, "First", lambda_function=step)
        )
        # Nothing that the machine calls has this role: what it starts may be named.
        start = lambda_.Function(
            self,
            "Start",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="start.handler",
            code=code,
            environment={"MACHINE": machine.state_machine_arn},
        )
        start.add_to_role_policy(iam.PolicyStatement(actions=["states:StartExecution"], resources=["*"]))
        # A queue names no function.
        queue = sqs.Queue(self, "Queue")
        first = lambda_.Function(
            self,
            "First",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="first.handler",
            code=code,
            environment={"QUEUE": queue.queue_url},
        )
        first.add_to_role_policy(iam.PolicyStatement(actions=["sqs:*"], resources=["*"]))


app = App()
RelayStack(app, "Relay")
app.synth()
