const { DocumentClient } = require("aws-sdk/clients/dynamodb");
const AWS = require("aws-sdk");

const one = new DocumentClient({ region: "eu-west-1" });
const two = new AWS.DynamoDB.DocumentClient();

exports.read = async (event) => {
  await one.get({ TableName: "v2-reads", Key: { id: event.id } }).promise();
  two.scan({ TableName: "v2-scans" }, (error, data) => {
    if (error) {
      two.batchWrite({ RequestItems: { "v2-errors": [] } }, () => {});
      return;
    }
    data.Items.forEach((item) => two.delete({ TableName: "v2-scans", Key: { id: item.id } }, () => {}));
  });
};
