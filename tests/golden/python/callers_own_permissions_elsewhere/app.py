import boto3

runbooks = boto3.client("ssm")
catalog = boto3.client("servicecatalog")
control = boto3.client("cloudcontrol")
beanstalk = boto3.client("elasticbeanstalk")
stacks = boto3.client("cloudformation")
ROLE = "arn:aws:iam::111122223333:role/operator"


def restart(instance):
    runbooks.start_automation_execution(DocumentName="AWS-RestartEC2Instance", Parameters={"InstanceId": [instance]})


def restart_as(instance):
    runbooks.start_automation_execution(
        DocumentName="AWS-StopEC2Instance", Parameters={"InstanceId": [instance], "AutomationAssumeRole": [ROLE]}
    )


def launch():
    catalog.provision_product(ProductName="shop", ProvisioningArtifactName="v1", ProvisionedProductName="one")


def look():
    control.get_resource(TypeName="AWS::Logs::LogGroup", Identifier="orders")


def look_as():
    control.list_resources(TypeName="AWS::Logs::LogGroup", RoleArn=ROLE)


def go_on():
    stacks.continue_update_rollback(StackName="shop")


def drift():
    stacks.detect_stack_drift(StackName="shop")


def operate():
    beanstalk.create_environment(ApplicationName="shop", EnvironmentName="shop-live", OperationsRole=ROLE)
