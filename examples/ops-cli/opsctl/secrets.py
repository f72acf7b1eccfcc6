"""Secret rotation, announced on the topic that a parameter names."""


def rotate(clients, name):
    description = clients.secretsmanager.describe_secret(SecretId=name)
    if not description.get("RotationEnabled"):
        raise SystemExit(f"{name} has no rotation function")
    clients.secretsmanager.rotate_secret(SecretId=name)
    topic = clients.ssm.get_parameter(Name="/ops/announcements/topic")["Parameter"]["Value"]
    clients.sns.publish(TopicArn=topic, Subject="rotation", Message=f"{name} is being rotated")
