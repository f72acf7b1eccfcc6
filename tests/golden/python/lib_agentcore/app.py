from bedrock_agentcore import BedrockAgentCoreApp
from bedrock_agentcore.memory import MemoryClient
from bedrock_agentcore.tools.code_interpreter_client import code_session

app = BedrockAgentCoreApp()
memory = MemoryClient(region_name="us-east-1")


@app.entrypoint
def invoke(payload):
    memory.create_event(memory_id="mem-1", actor_id="a", session_id="s", messages=[])
    found = memory.retrieve_memories(memory_id="mem-1", namespace="/facts", query=payload["q"])
    with code_session("us-east-1") as interpreter:
        interpreter.invoke("executeCode", {"code": "1 + 1"})
    return found


app.run()
