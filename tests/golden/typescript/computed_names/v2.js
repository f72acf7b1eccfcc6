const AWS = require("aws-sdk");
const ec2 = new AWS.EC2();

exports.either = async ({ start }) => {
  const method = start ? "startInstances" : "stopInstances";
  return ec2[method]({ InstanceIds: ["i-0123456789abcdef0"] }).promise();
};
exports.any = async (name, input) => ec2[name](input).promise();
exports.service = (name) => new AWS[name]().listQueues().promise();
// A service that AWS has retired.
exports.ledger = () => new AWS.QLDB().describeLedger({ Name: "books" }).promise();
// No clients.
exports.local = () => [new AWS.Endpoint("localhost"), new AWS.HttpRequest("http://localhost"), AWS.util];
// Nothing is called.
exports.can = (name) => typeof new AWS.SQS()[name] === "function";
