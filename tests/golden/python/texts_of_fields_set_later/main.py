import boto3

s3 = boto3.client("s3")


class Archive:
    def run(self):
        self.put(f"{self.prefix}-archive")
        self.note("{}-notes".format(self.prefix))
        self.check("-".join([self.prefix, "checks"]))

    def put(self, bucket):
        s3.put_object(Bucket=bucket, Key="k", Body=b"")

    def note(self, bucket):
        s3.delete_object(Bucket=bucket, Key="k")

    def check(self, bucket):
        s3.get_object_acl(Bucket=bucket, Key="k")


def later(call):
    call()


archive = Archive()
later(archive.run)


def setup(one):
    one.prefix = "acme"


setup(archive)


def missing(rows=()):
    found = [row for row in rows]
    s3.get_object(Bucket=f"first-{found[0]}", Key="k")
    s3.get_object_tagging(Bucket="added-" + found[0], Key="k")
    for row in []:
        s3.restore_object(Bucket=f"none-{row}", Key="k", RestoreRequest={})


missing()
