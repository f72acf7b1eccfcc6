"""How people and assistants use policywright: the command line, the MCP server, rendering, applying."""

__version__ = "0.1.0"
