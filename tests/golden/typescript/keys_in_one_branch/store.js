const AWS = require("aws-sdk");

const settings = {};
if (process.env.LEDGER_URL) {
  settings.endpoint = process.env.LEDGER_URL;
  settings.accessKeyId = "offline";
  settings.secretAccessKey = "offline";
} else {
  settings.region = "eu-west-1";
}
const ledger = new AWS.DynamoDB.DocumentClient(settings);

function partner(enabled) {
  const made = {};
  if (enabled) {
    Object.assign(made, { accessKeyId: "AKIAPARTNER000000000", secretAccessKey: "s3cret" });
  }
  return made;
}
const inbox = new AWS.SQS(partner(process.env.PARTNER));

const keys = { accessKeyId: "AKIAVENDOR0000000000", secretAccessKey: "s3cret" };
const vault = new AWS.KMS({ ...keys });

exports.handler = async (event) => {
  await ledger.put({ TableName: "ledger", Item: event }).promise();
  await inbox.sendMessage({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/in", MessageBody: "x" }).promise();
  await vault.decrypt({ CiphertextBlob: event.secret }).promise();
};
