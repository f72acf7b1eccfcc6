class Secrets:
    def __init__(self, client):
        self.client = client

    def several(self, names):
        return self.client.batch_get_secret_value(SecretIdList=names)

    def pages(self, **filters):
        return self.client.describe_cross_account_attachment(**filters)
