class Users:
    def __init__(self, client):
        self.client = client

    def one(self, name):
        return self.client.get_user(name)

    def create(self, name):
        return self.client.create_user(name=name)
