from strands import Agent

agent = Agent(system_prompt="Be brief.")


def handler(event, context):
    return str(agent(event["prompt"]))
