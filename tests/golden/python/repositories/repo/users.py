from dataclasses import dataclass
from .base import Repository
@dataclass
class User:
    id: str
    name: str = ""
class Users(Repository[User]):
    model = User
    table = "users"
    def rename(self, id, name):
        u = self.get(id)
        self.t.update_item(Key={"id": u.id}, UpdateExpression="SET n=:n")
