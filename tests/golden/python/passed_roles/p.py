import boto3, os
ROLE = "arn:aws:iam::111122223333:role/exec"
def main():
    boto3.client("ecs").run_task(cluster="c", taskDefinition="td:1")
    boto3.client("stepfunctions").create_state_machine(name="m", definition="{}", roleArn=ROLE)
    boto3.client("glue").create_job(Name="j", Role=ROLE, Command={})
    boto3.client("events").put_targets(Rule="r", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:111122223333:q", "RoleArn": ROLE}])
    boto3.client("sagemaker").create_training_job(TrainingJobName="t", RoleArn=ROLE, AlgorithmSpecification={"TrainingInputMode": "File"}, OutputDataConfig={"S3OutputPath": "s3://x"}, ResourceConfig={}, StoppingCondition={})
    boto3.client("lambda").update_function_configuration(FunctionName="f", Timeout=3)
    boto3.client("cloudformation").create_stack(StackName="s", RoleARN=os.environ["CFN_ROLE"], TemplateBody="")
    boto3.client("scheduler").create_schedule(Name="n", ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"}, Target={"Arn": "arn:aws:lambda:us-east-1:111122223333:function:f", "RoleArn": ROLE})
    boto3.client("ec2").start_instances(InstanceIds=["i-1"])
main()
