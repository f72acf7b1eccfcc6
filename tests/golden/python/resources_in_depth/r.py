import boto3
s3 = boto3.resource("s3")
iam = boto3.resource("iam")
cfn = boto3.resource("cloudformation")
cw = boto3.resource("cloudwatch")
ec2 = boto3.resource("ec2")
sns = boto3.resource("sns")

def buckets():
    for b in s3.buckets.all():
        print(b.name, b.creation_date)
    b = s3.Bucket("conf")
    b.Versioning().enable()
    b.Policy().put(Policy="{}")
    print(b.Acl().grants)
    b.Cors().delete()
    b.Tagging().reload()
    b.object_versions.filter(Prefix="x/").delete()
    b.objects.limit(3)
    b.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.ObjectSummary("sum", "k").delete()
    mp = s3.Object("big", "k").initiate_multipart_upload()
    part = mp.Part(1)
    part.upload(Body=b"")
    mp.complete(MultipartUpload={})

def roles():
    role = iam.Role("app")
    role.attach_policy(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    for p in role.attached_policies.all():
        print(p.arn)
    iam.User("bob").create()
    iam.CurrentUser().load()
    print(iam.Policy("arn:aws:iam::111122223333:policy/x").default_version_id)

def stacks():
    s = cfn.Stack("net")
    print(s.stack_status)
    s.delete()
    for r in s.resource_summaries.all():
        print(r.logical_id)

def metrics():
    cw.Alarm("high").disable_actions()
    cw.Metric("NS", "name").get_statistics(StartTime=0, EndTime=1, Period=60)

def net():
    vpc = ec2.Vpc("vpc-1")
    for sub in vpc.subnets.all():
        print(sub.cidr_block)
    sg = ec2.SecurityGroup("sg-1")
    sg.authorize_ingress(CidrIp="0.0.0.0/0", IpProtocol="tcp", FromPort=80, ToPort=80)
    i = ec2.Instance("i-1")
    i.wait_until_running()
    print(i.public_ip_address)
    for v in i.volumes.all():
        v.create_tags(Tags=[{"Key": "a", "Value": "b"}])

def topics():
    t = sns.Topic("arn:aws:sns:us-east-1:111122223333:t")
    t.publish(Message="x")
    for s in t.subscriptions.all():
        s.delete()
