import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="type_three_args")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="type_three_args")


class B:
    def run(self): self.go()
A = type("A", (B,), {"go": lambda self: Store().get()})
def run(): A().run()
