import boto3
from sqlalchemy import create_engine
from sqlalchemy.orm import Session as DbSession
import redis.asyncio as aioredis
from elasticsearch import AsyncElasticsearch
import stripe, slack_sdk, httpx
class Svc:
    def __init__(self, db: DbSession, cache: aioredis.Redis, es: AsyncElasticsearch, http: httpx.Client):
        self.session, self.client, self.es, self.http = db, cache, es, http
        self.s3 = boto3.client("s3")
    def run(self, q):
        self.session.query(q).delete(); self.session.execute(q); self.session.get(q, 1); self.session.scalars(q)
        self.client.get("x"); self.client.publish("c", "m"); self.client.subscribe("x"); self.client.set("a", "b")
        self.es.search(index="i"); self.es.get(index="i", id="1"); self.es.delete_by_query(index="i")
        self.http.get("https://s3.amazonaws.com/x"); self.http.delete("https://x")
        slack_sdk.WebClient().files_upload_v2(file="x"); stripe.PaymentIntent.create(amount=1)
        return self.s3.get_object(Bucket="only", Key="this")
