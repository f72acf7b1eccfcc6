import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SNSClient, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";

export const handler = async (event) => {
  await new EventBridgeClient({}).send(
    new PutEventsCommand({ Entries: [{ Source: "shop", Detail: "{}", DetailType: "x", EventBusName: process.env.BUS }] }),
  );
  if (process.env.TOPIC) {
    await new SNSClient({}).send(new ListSubscriptionsByTopicCommand({ TopicArn: process.env.TOPIC }));
  }
  await new SFNClient({}).send(
    new StartExecutionCommand({ stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:tell", traceHeader: process.env.TRACE }),
  );
};
