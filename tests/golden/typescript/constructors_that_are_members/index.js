const queue = require("./queue");

const kinds = { topic: queue.Topic };

exports.handler = async (event) => {
  const writer = new queue.Writer("https://sqs.eu-west-1.amazonaws.com/111122223333/late");
  await writer.write(event.items);
  await new kinds.topic("arn:aws:sns:eu-west-1:111122223333:told").tell("late");
};

exports.other = async (event) => {
  await new kinds[event.kind]("arn:aws:sns:eu-west-1:111122223333:other").tell("late");
};
