class UserService:
    def __init__(self, db):
        self.table = db.Table("users")
    def find(self, uid):
        return self.table.get_item(Key={"id": uid}).get("Item")

class MailService:
    def __init__(self, sqs, queue_url):
        self.sqs = sqs
        self.queue_url = queue_url
    def send(self, m):
        self.sqs.send_message(QueueUrl=self.queue_url, MessageBody=m)
