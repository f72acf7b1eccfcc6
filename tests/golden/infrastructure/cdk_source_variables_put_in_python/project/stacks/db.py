from aws_cdk import Stack, aws_dynamodb as dynamodb


class DatabaseStack(Stack):
    def __init__(self, scope, construct_id, environment="dev", **kwargs):
        super().__init__(scope, construct_id, **kwargs)
        self.env_name = environment
        self.workflows_table = dynamodb.Table(
            self,
            "WorkflowsTable",
            table_name=f"{self.env_name}-Workflows",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        )
