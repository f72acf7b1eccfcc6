from typing import Iterable, Mapping, Optional

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ssm as ssm
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct


class Worker(lambda_.Function):
    def __init__(
        self, scope: Construct, id: str, *, directory: str, variables: Optional[Mapping[str, str]] = None
    ) -> None:
        environment = {"LOG_LEVEL": "INFO"}
        if variables is not None:
            environment.update(variables)
        super().__init__(
            scope,
            id,
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="app.handler",
            code=lambda_.Code.from_asset(f"fn/{directory}"),
            environment=environment,
        )


class WorkerTask(tasks.LambdaInvoke):
    def __init__(self, scope: Construct, id: str, *, directory: str, variables: Mapping[str, str]) -> None:
        self.worker = Worker(scope, f"{id}Worker", directory=directory, variables=variables)
        super().__init__(scope, id, lambda_function=self.worker, payload_response_only=True)


def grant_parameters(readers: Mapping[ssm.StringParameter, Iterable[iam.IGrantable]]) -> None:
    for parameter, several in readers.items():
        for one in several:
            parameter.grant_read(one)
