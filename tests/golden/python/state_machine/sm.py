import boto3
class State:
    def __init__(self, aws): self.aws = aws
    def next(self): ...
class Provision(State):
    def next(self):
        r = self.aws["ec2"].run_instances(ImageId="ami-1", InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId="subnet-1", IamInstanceProfile={"Name": "web"})
        self.aws["id"] = r["Instances"][0]["InstanceId"]
        return Wait(self.aws)
class Wait(State):
    def next(self):
        self.aws["ec2"].get_waiter("instance_running").wait(InstanceIds=[self.aws["id"]])
        return Register(self.aws)
class Register(State):
    def next(self):
        self.aws["elb"].register_targets(TargetGroupArn="arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/abc", Targets=[{"Id": self.aws["id"]}])
        return None
def run():
    aws = {"ec2": boto3.client("ec2"), "elb": boto3.client("elbv2")}
    s = Provision(aws)
    while s is not None:
        s = s.next()
run()
