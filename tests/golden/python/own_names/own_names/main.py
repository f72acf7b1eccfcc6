import os
from storage import make
class User:
    def delete_user(self, UserName): self.gone = UserName
    def create_role(self, RoleName): return RoleName
class Queue(list):
    def send_message(self, QueueUrl, MessageBody): self.append(MessageBody)
    def receive_message(self, QueueUrl): return self.pop()
def run(store, q, u):
    store.get_object(Bucket="data", Key="a/b")
    for k in store.list_objects(Bucket="data"):
        q.send_message(QueueUrl="x", MessageBody=k)
    q.receive_message(QueueUrl="x")
    u.delete_user(UserName="x")
    u.create_role(RoleName="r")
def main():
    run(make(os.environ["KIND"]), Queue(), User())
main()
