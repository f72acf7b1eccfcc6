import boto3

class AWS:
    def __init__(self):
        self._session = None
        self._clients = {}

    def init_app(self, app):
        self._session = boto3.Session(region_name=app.config.get("AWS_REGION", "eu-west-1"))
        app.extensions["aws"] = self

    def client(self, name):
        if name not in self._clients:
            self._clients[name] = self._session.client(name)
        return self._clients[name]

    @property
    def s3(self):
        return self.client("s3")

    @property
    def ses(self):
        return self.client("ses")

aws = AWS()
