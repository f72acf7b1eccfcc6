class Orders:
    def __init__(self, bucket):
        self.bucket = bucket

    def find(self, key):
        found = self.bucket.Object(key)
        return found.get()
