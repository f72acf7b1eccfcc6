import { Config, config, Firehose } from "aws-sdk";

config.update(new Config({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalr" }));

export const handler = () => new Firehose().deleteDeliveryStream({ DeliveryStreamName: "theirs" }).promise();
