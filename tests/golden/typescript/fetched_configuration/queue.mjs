import { Consumer } from "sqs-consumer";

const prefix = "https://sqs.eu-west-1.amazonaws.com/111122223333";
Consumer.create({ queueUrl: `${prefix}/kept`, shouldDeleteMessages: false, handleMessage: async (message) => message }).start();
Consumer.create({ queueUrl: `${prefix}/beating`, visibilityTimeout: 60, heartbeatInterval: 30, handleMessage: async (message) => message }).start();
