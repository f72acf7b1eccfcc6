import { DeleteTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

export class Repository {
  private db = new DynamoDBClient({});

  constructor(private table: string) {}

  async find(id: string) {
    return this.db.send(new GetItemCommand({ TableName: this.table, Key: { id: { S: id } } }));
  }

  async drop() {
    return this.db.send(new DeleteTableCommand({ TableName: this.table }));
  }
}
