import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { MCPClient } from "@mastra/mcp";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { MCPServerStdio } from "@openai/agents";
import { query } from "@anthropic-ai/claude-agent-sdk";

const s3 = new S3Client({});

export const handler = async (event: any) => {
  await s3.send(new PutObjectCommand({ Bucket: "first", Key: "a" }));
  const client = new Client({ name: "p", version: "1" });
  await client.connect(new StdioClientTransport({ command: "npx", args: ["-y", event.name], env: { ...process.env } }));
  new StdioClientTransport({ command: "tables-server", args: [] });
  new StdioClientTransport(event.server);
  new MultiServerMCPClient({ mcpServers: { one: { command: "files-server", args: [], transport: "stdio" } } });
  new MCPServerStdio({ name: "s", fullCommand: "search-server --quiet" });
  new MCPClient({ servers: { one: { command: "queue-server", args: [] } } });
  query({ prompt: "list the objects" });
};

export const elsewhere = async (event: any) => {
  new MultiServerMCPClient({ mcpServers: { one: { url: event.url } } });
  new MCPClient({ servers: { one: { url: new URL("https://example.com/mcp") } } });
};
