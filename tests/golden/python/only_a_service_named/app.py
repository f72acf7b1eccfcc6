"""Nothing here names an SDK: the name of a service and one of its operations do."""


def domain(session):
    return session.client("codeartifact").describe_domain(domain="builds")


def publish(context):
    bucket = context.session.resource("s3").Bucket("released")
    bucket.upload_file("app.zip", "app.zip")
