const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
class Notifier {
  constructor(topic) {
    this.topic = topic;
    this.sns = new SNSClient({});
  }
  notify(text) {
    return this.sns.send(new PublishCommand({ TopicArn: this.topic, Message: text }));
  }
}
module.exports = Notifier;
