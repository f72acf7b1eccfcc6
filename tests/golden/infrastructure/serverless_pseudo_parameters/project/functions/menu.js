const AWS = require('aws-sdk');

const ssm = new AWS.SSM();
const table = new AWS.DynamoDB.DocumentClient();
const stage = process.env.STAGE;

exports.handler = async (event) => {
  const found = await ssm.getParameter({ Name: `/menus/${stage}/currency` }).promise();
  const dishes = await table.query({
    TableName: `dishes-${stage}`,
    IndexName: 'by-price',
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': event.id },
  }).promise();
  return { currency: found.Parameter.Value, dishes: dishes.Items };
};
