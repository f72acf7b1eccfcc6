import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_ecs_patterns as patterns
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

app = cdk.App()
stack = cdk.Stack(app, "S")
table = dynamodb.Table(stack, "T", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING))
task = ecs.FargateTaskDefinition(stack, "Task")
task.add_container("c", image=ecs.ContainerImage.from_asset("./app"), environment={"TABLE": table.table_name})
table.grant_read_write_data(task.task_role)
task.add_to_task_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
service = patterns.ApplicationLoadBalancedFargateService(stack, "Service")
function = lambda_.Function(
    stack, "Fn", runtime=lambda_.Runtime.PYTHON_3_12, handler="index.handler", code=lambda_.Code.from_asset("fn")
)
