const { promisify } = require("util");
const AWS = require("aws-sdk");

// Members that a client was made with, unless a request gives them.
const s3 = new AWS.S3({ params: { Bucket: "bound-bucket" } });
const items = new AWS.DynamoDB.DocumentClient({ params: { TableName: "bound-table" } });
exports.get = (Key) => s3.getObject({ Key }).promise();
exports.list = (callback) => s3.listObjectsV2(callback);
exports.other = () => s3.putObject({ Bucket: "other-bucket", Key: "k", Body: "" }).promise();
exports.url = () => s3.getSignedUrl("deleteObject", { Key: "signed" });
exports.item = () => items.get({ Key: { id: 1 } }).promise();

const lambda = new AWS.Lambda();
const invoke = promisify(lambda.invoke).bind(lambda);
exports.call = () => invoke({ FunctionName: "worker" });

exports.assumed = async () => {
  const sts = new AWS.STS();
  const data = await sts.assumeRole({ RoleArn: "arn:aws:iam::555555555555:role/x", RoleSessionName: "s" }).promise();
  return new AWS.EC2({ credentials: sts.credentialsFrom(data) }).describeSubnets().promise();
};

exports.machine = async () => {
  const steps = new AWS.StepFunctions();
  const stateMachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:flow";
  const { executionArn } = await steps.startExecution({ stateMachineArn }).promise();
  return steps.describeExecution({ executionArn }).promise();
};

exports.form = () => s3.createPresignedPost({ Bucket: "forms", Fields: { key: "in/${filename}" } });

// Bluebird's twins of all methods.
const Bluebird = require("bluebird");
const topics = Bluebird.promisifyAll(new AWS.SNS());
exports.tell = () => topics.publishAsync({ TopicArn: "arn:aws:sns:eu-west-1:123456789012:t", Message: "m" });
