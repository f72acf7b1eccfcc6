import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

export const handler = async (event) => {
  const found = await new SSMClient({}).send(new GetParameterCommand({ Name: "/orders/queue" }));
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: found.Parameter.Value, MessageBody: "x" }));
  await new SNSClient({}).send(new PublishCommand({ TopicArn: event.topic, Message: "x" }));
};
