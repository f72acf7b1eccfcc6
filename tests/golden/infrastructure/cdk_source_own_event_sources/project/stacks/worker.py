from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class Worker(Construct):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        self.function = lambda_.Function(
            self, "Function", runtime=lambda_.Runtime.PYTHON_3_12, handler="handler.handler",
            code=lambda_.Code.from_asset("fn"),
        )

    def add_event_source(self, source) -> None:
        self.function.add_event_source(source)
