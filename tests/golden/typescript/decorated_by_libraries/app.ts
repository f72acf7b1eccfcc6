import middy from "@middy/core";
import { DynamoDBClient, DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { Retryable } from "typescript-retry-decorator";
import { metrics } from "@example/metrics";

class Sessions {
  constructor(private readonly client: DynamoDBClient) {}

  async close(id: string) {
    await this.client.send(new UpdateItemCommand({ TableName: "sessions", Key: { id: { S: id } } }));
  }

  @Retryable({ maxAttempts: 3 })
  async remove(id: string) {
    await this.client.send(new DeleteItemCommand({ TableName: "sessions", Key: { id: { S: id } } }));
  }
}

class Handler {
  private readonly sessions: Sessions;

  constructor(sessions?: Sessions) {
    this.sessions = sessions || new Sessions(new DynamoDBClient({}));
  }

  @metrics.logMetrics({ captureColdStartMetric: true })
  async handle(event: { id: string }) {
    await this.sessions.close(event.id);
    return { statusCode: 200 };
  }
}

const one = new Handler();
export const handler = middy(one.handle.bind(one));
