from pydantic_settings import BaseSettings
from functools import lru_cache
import boto3
class Settings(BaseSettings):
    queue_url: str = ""
    bucket: str
@lru_cache(maxsize=1)
def settings(): return Settings()
class Aws:
    def __getattr__(self, name):
        client = boto3.client(name.replace("_", "-"))
        setattr(self, name, client)
        return client
aws = Aws()
