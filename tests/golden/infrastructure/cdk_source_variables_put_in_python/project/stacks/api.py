from aws_cdk import Stack, aws_lambda as lambda_


class ApiStack(Stack):
    def __init__(self, scope, construct_id, workflows_table, environment="dev", **kwargs):
        super().__init__(scope, construct_id, **kwargs)
        self.workflows_table = workflows_table
        env_vars = {"TABLE_NAME": workflows_table.table_name, "X": "y"}
        if environment:
            env_vars["Z"] = "z"
        self.fn = lambda_.Function(
            self,
            "Api",
            runtime=lambda_.Runtime.PYTHON_3_11,
            handler="handler.handler",
            code=lambda_.Code.from_asset("lambdas/api"),
            environment=env_vars,
        )
        workflows_table.grant_read_write_data(self.fn)
