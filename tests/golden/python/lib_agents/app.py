import litellm
from anthropic import Anthropic, AnthropicBedrock
from langchain_aws import AmazonKnowledgeBasesRetriever, BedrockEmbeddings, ChatBedrockConverse
from strands import Agent, tool
from strands.models import BedrockModel
from strands.models.openai import OpenAIModel

assistant = Agent(model=BedrockModel(model_id="us.amazon.nova-pro-v1:0"))
other = Agent(model=OpenAIModel(model_id="gpt-4o"))
chat = ChatBedrockConverse(model="anthropic.claude-3-haiku-20240307-v1:0", region_name="us-east-1")
embeddings = BedrockEmbeddings(model_id="amazon.titan-embed-text-v2:0")
retriever = AmazonKnowledgeBasesRetriever(knowledge_base_id="KB12345678", retrieval_config={})


@tool
def answer(question: str) -> str:
    for part in chat.stream(question):
        print(part)
    litellm.completion(model="bedrock/anthropic.claude-instant-v1", messages=[])
    litellm.completion(model="gpt-4o", messages=[])
    Anthropic().messages.create(model="claude-sonnet-4", max_tokens=1, messages=[])
    message = AnthropicBedrock().messages.create(
        model="anthropic.claude-3-5-sonnet-20241022-v2:0", max_tokens=9, messages=[]
    )
    return str(assistant(question)) + str(other(question)) + str(message)
