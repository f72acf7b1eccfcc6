"""An agent that keeps its sessions in a bucket, and a store of vectors."""

from langchain_aws import BedrockEmbeddings
from langchain_aws.vectorstores import AmazonS3Vectors
from strands import Agent
from strands.models import BedrockModel
from strands.session.s3_session_manager import S3SessionManager

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"


def answer(session_id, prompt):
    sessions = S3SessionManager(session_id=session_id, bucket="sessions", prefix="chat/")
    return Agent(model=BedrockModel(model_id=MODEL, streaming=False), session_manager=sessions)(prompt)


def forget(session_id):
    S3SessionManager(session_id, "old-sessions").delete_session(session_id)


def search(text):
    store = AmazonS3Vectors(
        vector_bucket_name="vectors", index_name="docs", create_index_if_not_exist=False,
        embedding=BedrockEmbeddings(model_id="amazon.titan-embed-text-v2:0"),
    )
    store.add_texts([text])
    return store.similarity_search(text)
