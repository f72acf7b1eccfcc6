import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

export const handler = async (event) => {
  const { accessKey, secretKey, sessionToken } = event.requestContext.authorizer;
  const client = new DynamoDBClient({
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken },
  });
  return DynamoDBDocumentClient.from(client).send(
    new GetCommand({ TableName: process.env.TABLE, Key: { id: event.pathParameters.id } }),
  );
};
