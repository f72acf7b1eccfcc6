"""Clients that start their servers start programs, with the credentials of the one that starts them."""

import json

import ansible_runner
import boto3
import python_terraform
from agents.mcp import MCPServerStdio
from autogen_ext.tools.mcp import StdioServerParams
from claude_agent_sdk import query
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from langchain_mcp_adapters.client import MultiServerMCPClient
from mcp import StdioServerParameters, stdio_client
from pydantic_ai import mcp as servers
from strands.tools.mcp import MCPClient

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket="first", Key="a")
    MCPClient(lambda: stdio_client(StdioServerParameters(command="uvx", args=["tables-server"])))
    stdio_client(StdioServerParameters(command="npx", args=["-y", event["package"]]))
    stdio_client(StdioServerParameters(**event["server"]))
    MultiServerMCPClient({"one": {"command": "tables-server", "args": [], "transport": "stdio"}})
    MultiServerMCPClient(connections=json.loads(event["servers"]))
    MCPServerStdio(params={"command": event["command"], "args": []})
    StdioServerParams(command="files-server", args=["/tmp"])
    servers.MCPServerStdio("search-server", args=["--quiet"])
    Client("mail_server.py")
    Client({"mcpServers": {"one": {"command": "queue-server", "args": ["--all"]}}})
    StdioTransport(command="graph-server", args=[])
    query(prompt="list the objects")
    python_terraform.Terraform(working_dir="/tmp/x")
    ansible_runner.run(private_data_dir="/tmp/x", playbook="x.yml")


def elsewhere(event, context):
    """Servers with an address are nobody's programs."""
    MultiServerMCPClient({"one": {"url": event["url"], "transport": "streamable_http"}})
    Client("https://example.com/mcp")
    StdioServerParameters(command="git", args=["log"])
