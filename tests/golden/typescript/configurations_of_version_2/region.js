const AWS = require("aws-sdk/global");
const Lambda = require("aws-sdk/clients/lambda");

AWS.config = new AWS.Config({ region: "eu-west-1" });

exports.handler = () => new Lambda().deleteFunction({ FunctionName: "own" }).promise();
