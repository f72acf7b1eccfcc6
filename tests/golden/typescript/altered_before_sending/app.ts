import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

const s3 = new S3Client({});
const queue = new SQSClient({});
const table = new DynamoDBClient({});

// Sets a member of what is asked for.
s3.middlewareStack.add(
  (next) => async (args: any) => {
    args.input.Bucket = "prefix-" + args.input.Bucket;
    return next(args);
  },
  { step: "initialize" },
);
// Passes on another input.
table.middlewareStack.use({
  applyToStack: (stack: any) => {
    stack.add((next: any) => (args: any) => next({ ...args, input: { ...args.input, TableName: "other" } }), { step: "initialize" });
  },
});
// Only looks at it.
queue.middlewareStack.add(
  (next, context) => async (args: any) => {
    console.log(context.commandName, args.input);
    args.request.headers["x-team"] = "orders";
    return next(args);
  },
  { step: "build" },
);

export const handler = async () => {
  await s3.send(new GetObjectCommand({ Bucket: "orders", Key: "latest.json" }));
  await table.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: "1" } } }));
  await queue.send(new SendMessageCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", MessageBody: "x" }));
};
