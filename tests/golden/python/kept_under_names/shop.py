import boto3


class Pictures:
    def __init__(self):
        self.s3 = boto3.client("s3")

    def save(self, path):
        self.s3.upload_file(path, "pictures", "p.png")


class Middleware:
    """Django's: what it sets on the request, views of other files read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.store = boto3.client("s3")
        request.user = "somebody"
        return self.get_response(request)


def init_app(app):
    app.extensions["archive"] = boto3.client("s3")
    app.pictures = Pictures()
    app.clients = {"reports": boto3.client("s3")}


async def on_startup(app):
    app["uploads"] = boto3.client("s3")
    app.registry.register("logs", boto3.client("s3"))
