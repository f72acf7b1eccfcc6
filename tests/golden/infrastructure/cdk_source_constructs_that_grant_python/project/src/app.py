import boto3


def rule(event, context):
    boto3.client("config").put_evaluations(ResultToken=event["resultToken"], Evaluations=[])


def rotation(event, context):
    secrets = boto3.client("secretsmanager")
    secrets.get_random_password()
    secrets.put_secret_value(SecretId=event["SecretId"], SecretString="x")


def hook(event, context):
    boto3.client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="Succeeded",
    )


def nothing(event, context):
    return "ok"
