s3 = None
clients = {}
def client(name):
    return clients[name]
