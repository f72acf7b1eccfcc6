// Names no SDK: members of requests tell what is asked or could be, the rest is nobody's.
const { topics } = require("./elsewhere");
let store;
exports.post = async () => {
  await topics.publish({ TopicArn: process.env.TOPIC, Message: "x" });
  await store.putObject({ Bucket: "plain", Key: "k" });
  await store.putObject({ name: "x" });
  await topics.publish({ channel: "c", message: "m" });
};
