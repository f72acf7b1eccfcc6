from functools import lru_cache
from typing import Annotated
import boto3
from fastapi import Depends, FastAPI, HTTPException
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    table_name: str = "tickets"
    topic_arn: str

@lru_cache
def get_settings() -> Settings:
    return Settings()

def get_table(settings: Annotated[Settings, Depends(get_settings)]):
    return boto3.resource("dynamodb").Table(settings.table_name)

def get_sns():
    client = boto3.client("sns")
    try:
        yield client
    finally:
        client.close()

class TicketService:
    def __init__(self, table=Depends(get_table), sns=Depends(get_sns)):
        self.table = table
        self.sns = sns

    def close(self, ticket_id: str, topic: str):
        self.table.update_item(Key={"id": ticket_id}, UpdateExpression="SET s = :c")
        self.sns.publish(TopicArn=topic, Message=ticket_id)

app = FastAPI()

@app.get("/tickets/{ticket_id}")
def read(ticket_id: str, table=Depends(get_table)):
    item = table.get_item(Key={"id": ticket_id}).get("Item")
    if not item:
        raise HTTPException(404)
    return item

@app.post("/tickets/{ticket_id}/close")
def close(ticket_id: str, service: Annotated[TicketService, Depends()], settings: Settings = Depends(get_settings)):
    service.close(ticket_id, settings.topic_arn)
