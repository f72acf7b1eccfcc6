from aws_cdk import core, aws_lambda as lambda_, aws_iam


class Reports(core.Construct):
    def __init__(self, scope: core.Construct, id: str):
        super().__init__(scope, id)
        role = aws_iam.Role(self, "Role", assumed_by=aws_iam.ServicePrincipal("lambda.amazonaws.com"))
        role.add_to_policy(
            aws_iam.PolicyStatement(actions=["sqs:SendMessage", "sqs:ReceiveMessage"], resources=["*"])
        )
        lambda_.Function(
            self,
            "Fn",
            runtime=lambda_.Runtime.PYTHON_3_9,
            handler="app.handler",
            code=lambda_.Code.from_asset("src"),
            role=role,
        )
