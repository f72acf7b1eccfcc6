class Store:
    def __init__(self, client):
        self.client = client
    def names(self):
        return self.client.list_buckets()
