import { Injectable } from '@nestjs/common';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
@Injectable()
export class Repo {
  private readonly db = new DynamoDBClient({});
  get(id: string) { return this.db.send(new GetItemCommand({ TableName: 'baskets', Key: { id: { S: id } } })); }
  put(id: string) { return this.db.send(new PutItemCommand({ TableName: 'baskets', Item: { id: { S: id } } })); }
}
